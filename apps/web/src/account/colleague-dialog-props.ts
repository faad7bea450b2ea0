import type { Colleague } from "@quire/protocol";
import type { RefObject } from "react";
import type { PeoplePageWords } from "../words/en-people-page.ts";

/** What a question about somebody is given. */
export interface ColleagueDialogProps {
  readonly words: PeoplePageWords;
  readonly colleague: Colleague;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly returnTo: RefObject<HTMLElement | null>;
}
