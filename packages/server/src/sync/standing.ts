import { Hold } from "./hold.ts";

/** How far a room and a member are with each other. */
export interface Standing {
  /** Sync messages (step 2 or update) that came from the member. */
  received: number;
  /** How many of them were called saved. */
  saved: number;
  readonly hold: Hold;
  /** Whether the member was asked, by a step 1, to fill the hole before what is held. */
  isAsked: boolean;
}

export function newStanding(): Standing {
  return { received: 0, saved: 0, hold: new Hold(), isAsked: false };
}
