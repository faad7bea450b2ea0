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
