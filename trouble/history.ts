import type { NetworkTrouble } from "./network-trouble.ts";
import { createRandom, type Random } from "./random.ts";

/** What one person does at a moment. */
export type Act =
  /** A word at a random place. */
  | { readonly type: "write" }
  /** A word of one's own is taken back. */
  | { readonly type: "erase" }
  /** The page is closed and opened again. */
  | { readonly type: "reopen" };

/** Something that happens in a history: somebody does it, or it happens to their network. */
export interface Step {
  /** Milliseconds after the step before. */
  readonly afterMs: number;
  /** Whose it is, counted from 0. */
  readonly who: number;
  readonly act: Act | NetworkTrouble;
}

/** What people did and what their networks did to them, in its order. The same seed gives the same. */
export interface History {
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** How long and how quick a history is. */
export interface HistorySize {
  readonly people: number;
  readonly steps: number;
  /** The longest time between two steps. */
  readonly paceMs: number;
}

/** Draws a history. */
export function drawHistory(seed: number, { people, steps, paceMs }: HistorySize): History {
  const random = createRandom(seed);
  const step = (): Step => ({
    afterMs: random.below(paceMs),
    who: random.below(people),
    act: drawAct(random),
  });
  return { seed, steps: Array.from({ length: steps }, step) };
}

function drawAct(random: Random): Act | NetworkTrouble {
  const dice = random.below(100);
  if (dice < 52) return { type: "write" };
  if (dice < 58) return { type: "erase" };
  if (dice < 61) return { type: "reopen" };
  if (dice < 78) return { type: "clear", held: random.pick(["passes", "breaks"]) };
  return drawTrouble(random);
}

function drawTrouble(random: Random): NetworkTrouble {
  return random.pick<() => NetworkTrouble>([
    () => ({ type: "late", upMs: random.below(60), downMs: random.below(60) }),
    () => ({ type: "pieces", bytes: 1 + random.below(20) }),
    () => ({ type: "lumps", ms: 10 + random.below(50) }),
    () => ({ type: "narrow", bytesPerSecond: 4_000 + random.below(40_000) }),
    () => ({ type: "cut", how: random.pick(["end", "reset"]) }),
    () => ({ type: "stall", way: random.pick(["up", "down", "both"]) }),
    () => ({ type: "half-open", told: random.pick(["client", "server"]) }),
    () => ({ type: "refuse", status: random.pick([400, 503]) }),
    () => ({ type: "shut" }),
  ])();
}
