import { CloseCode } from "@quire/protocol";
import type { Refused } from "./access.ts";

/** Newer tokens that one line may bring in ten seconds: each is looked at as that of a new line is. */
const most = 10;
const windowMs = 10_000;

/** Why a line is closed that brings more. */
export const tooManyRenewals: Refused = {
  code: CloseCode.tooMany,
  reason: "there are too many tokens of yours",
};

/** Counts the newer tokens of one line. */
export class RenewalPace {
  #since = 0;
  #count = 0;

  /** Counts one that has come; says whether that is one too many. */
  isTooMany(): boolean {
    const now = performance.now();
    if (now - this.#since > windowMs) {
      this.#since = now;
      this.#count = 0;
    }
    return ++this.#count > most;
  }
}
