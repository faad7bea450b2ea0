/** Whole numbers from 0 to below `limit`. */
export type Random = (limit: number) => number;

/** Numbers that are the same for the same seed, on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    // The high bits: the low ones of such a generator repeat soon.
    return Math.floor((state / 2 ** 32) * limit);
  };
}
