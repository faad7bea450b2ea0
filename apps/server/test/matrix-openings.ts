import type { expectedOnSockets } from "./fixtures/expected-rights.ts";
import type { Actor } from "./matrix-actors.ts";
import { type Caller, type Outcome, openEvents, openHocuspocus, say } from "./matrix-sockets.ts";

type Opening = (caller: Caller, document: string, actor: Actor) => Promise<Outcome>;

/** Each way to open a socket, and what comes of it. */
export const openings: Readonly<Record<keyof typeof expectedOnSockets, Opening>> = {
  "open /sync": async (caller, document) => {
    const { outcome, end } = await say(caller, document, { type: "query-awareness" });
    end();
    return outcome;
  },
  "open /hocuspocus": async (caller, document, { isKnown }) => {
    const { isIn } = await openHocuspocus(caller, document);
    return isIn ? "taken" : noOf(isKnown);
  },
  "write on /hocuspocus": async (caller, document, { isKnown }) => {
    const { word } = await openHocuspocus(caller, document);
    return word === "read-write" ? "taken" : noOf(isKnown);
  },
  "open /api/events": (caller) => openEvents(caller),
};

/** hocuspocus' protocol has words for it, and no codes. */
function noOf(isKnown: boolean): number {
  return isKnown ? 4403 : 4401;
}
