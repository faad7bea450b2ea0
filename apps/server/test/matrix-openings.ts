import { protocolsFor } from "@quire/protocol";
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
  "open /sync by a subprotocol": (caller, document, actor) =>
    openings["open /sync"](asSubprotocol(caller), document, actor),
  "open /api/events by a subprotocol": (caller) => openEvents(asSubprotocol(caller)),
  "open /hocuspocus by a token in it": (caller, document, actor) =>
    openings["open /hocuspocus"](inFrame(caller), document, actor),
  "write on /hocuspocus by a token in it": (caller, document, actor) =>
    openings["write on /hocuspocus"](inFrame(caller), document, actor),
};

/** The token that such a header says; undefined for none. */
export function tokenIn(authorization: string | undefined): string | undefined {
  return authorization?.replace(/^Bearer /, "");
}

function asSubprotocol({ port, headers: { authorization, ...headers } }: Caller): Caller {
  return { port, headers, protocols: protocolsFor(tokenIn(authorization) ?? "") };
}

function inFrame({ port, headers: { authorization, ...headers } }: Caller): Caller {
  return { port, headers, said: tokenIn(authorization) ?? "" };
}

/** hocuspocus' protocol has words for it, and no codes. */
function noOf(isKnown: boolean): number {
  return isKnown ? 4403 : 4401;
}
