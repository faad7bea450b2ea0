import type { Histogram } from "../metrics/histogram.ts";
import { Hold } from "./hold.ts";
import type { Member } from "./member.ts";

/** How far a room and a member are with each other. */
export interface Standing {
  /** Sync messages (step 2 or update) that came from the member. */
  received: number;
  /** How many of them were called saved. */
  saved: number;
  readonly hold: Hold;
  /** Whether the member answered our step 1: what it knew when it came is here. */
  hasAnswered: boolean;
  /** The Yjs client with which the member wrote last, 0 before it has written anything. */
  clientId: number;
  /** Whether the member was asked, by a step 1, to fill the hole before what is held. */
  isAsked: boolean;
  /** What the member says it has, in the newest step 1 that was not answered yet. */
  question: ReadonlyMap<number, number> | undefined;
  /** Whether a worker reads what the member lacks. */
  isReading: boolean;
  /** Whether the member asked who is here. */
  asksWho: boolean;
  /** Where in the journal begins what was not relayed to the member, because it was behind; undefined if nothing is. */
  missedFrom: number | undefined;
}

export function newStanding(): Standing {
  return {
    received: 0,
    saved: 0,
    hold: new Hold(),
    hasAnswered: false,
    clientId: 0,
    isAsked: false,
    question: undefined,
    isReading: false,
    asksWho: false,
    missedFrom: undefined,
  };
}

/** Says to the member, once all that was appended is on disk, how many of its messages are. Who is behind is asked again later. */
export function acknowledge(
  member: Member,
  standing: Standing,
  flushed: Promise<void>,
  latency: Histogram,
): void {
  const since = performance.now();
  const count = standing.hold.settled(standing.received);
  flushed.then(
    () => {
      if (count <= standing.saved || member.isBehind) return;
      latency.observe((performance.now() - since) / 1_000);
      standing.saved = count;
      member.saved(count);
    },
    // The store was closed while it failed: nothing is called saved, clients keep what they have.
    () => undefined,
  );
}
