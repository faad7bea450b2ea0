import type { Random } from "./random.ts";

/** How many times a test repeats itself: a few each time, as many as promised under `npm run prove`. */
export function runs(few: number, proven: number): number {
  return process.env.QUIRE_PROVE === "1" ? proven : few;
}

/** A seed for fast-check: the same each time but under `npm run prove`, which prints another: `QUIRE_SEED=… vitest run <file>`. */
export function printedSeed(what: string): number {
  const seed = Number(process.env.QUIRE_SEED ?? 1);
  console.info(`${what}: seed ${seed}`);
  return seed;
}

/**
 * So many draws, in turns: each turn has every one of them once, in an order that the seed draws. A few runs have met each then,
 * which a draw by itself has not.
 */
export function inTurns<One>(all: readonly One[], count: number, random: Random): One[] {
  const drawn: One[] = [];
  while (drawn.length < count) {
    const turn = [...all];
    while (turn.length > 0) drawn.push(...turn.splice(random.below(turn.length), 1));
  }
  return drawn.slice(0, count);
}
