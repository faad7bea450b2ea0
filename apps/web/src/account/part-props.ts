import type { Account } from "@quire/protocol";
import type { OwnAccountWords } from "../words/en-own-account.ts";

/** What each part of the page about one's own account is given. */
export interface PartProps {
  readonly words: OwnAccountWords;
  readonly account: Account;
  /** The account is another one now. */
  readonly onChange: (account: Account) => void;
}
