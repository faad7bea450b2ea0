import type { Kept } from "./kept-ranges.ts";

/** Signs, each of which is one letter or anything else. */
type Signs = string | readonly unknown[];

/** Differences from which on what lies between them is not looked for: the work grows with their square. */
const maxDifferences = 200;

/**
 * What two lists have in common, in order: what is known, and what is found between; where they differ too much, their
 * common ends.
 */
export function commonRanges(
  before: readonly unknown[],
  after: readonly unknown[],
  known: readonly Kept[] = [],
): readonly Kept[] {
  const common: Kept[] = [];
  let [from, newFrom] = [0, 0];
  for (const range of [...known, { before: before.length, after: after.length, length: 0 }]) {
    const [old, now] = [before.slice(from, range.before), after.slice(newFrom, range.after)];
    const { ends, middle } = commonBetween(old, now, maxDifferences);
    const found = [ends[0], ...(middle ?? []), ends[1]];
    common.push(...shifted(found, from, newFrom));
    if (range.length > 0) common.push(range);
    [from, newFrom] = [range.before + range.length, range.after + range.length];
  }
  return common;
}

/** Ranges, so much further on in both. */
export function shifted(ranges: readonly Kept[], before: number, after: number): readonly Kept[] {
  return ranges
    .filter(({ length }) => length > 0)
    .map((range) => ({ before: range.before + before, after: range.after + after, length: range.length }));
}

/** What two lists have in common: their ends, and between them what a shortest way from one to the other keeps, if it is short. */
export function commonBetween(
  before: Signs,
  after: Signs,
  most: number,
): { readonly ends: readonly [Kept, Kept]; readonly middle: readonly Kept[] | null } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [end, newEnd] = [before.length - tail, after.length - tail];
  const middle = shortestEdit(before.slice(head, end), after.slice(head, newEnd), most);
  return {
    ends: [
      { before: 0, after: 0, length: head },
      { before: end, after: newEnd, length: tail },
    ],
    middle: middle && shifted(middle, head, head),
  };
}

/**
 * What a shortest way from one list to the other keeps, in order (Eugene W. Myers, "An O(ND) Difference Algorithm and Its
 * Variations", 1986). Null where they differ in more than so many signs.
 */
export function shortestEdit(
  before: ArrayLike<unknown>,
  after: ArrayLike<unknown>,
  most: number,
): readonly Kept[] | null {
  if (before.length === 0 || after.length === 0) return [];
  /** How far each diagonal got, by the number of differences. */
  const reached: Map<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let differences = 0; differences <= Math.min(most, before.length + after.length); differences++) {
    reached.push(furthest);
    const next = new Map<number, number>();
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let at = stepTo(furthest, diagonal, differences);
      while (at < before.length && at - diagonal < after.length && before[at] === after[at - diagonal]) at++;
      next.set(diagonal, at);
      if (at >= before.length && at - diagonal >= after.length)
        return trace(reached, before.length, after.length);
    }
    furthest = next;
  }
  return null;
}

/** Where a diagonal begins: one down from the diagonal above, or one right from the one below. */
function stepTo(furthest: ReadonlyMap<number, number>, diagonal: number, differences: number): number {
  const above = furthest.get(diagonal + 1) ?? -1;
  const below = furthest.get(diagonal - 1) ?? -1;
  const isDown = diagonal === -differences || (diagonal !== differences && below < above);
  return isDown ? above : below + 1;
}

function trace(
  reached: readonly ReadonlyMap<number, number>[],
  beforeEnd: number,
  afterEnd: number,
): readonly Kept[] {
  const kept: Kept[] = [];
  let [before, after] = [beforeEnd, afterEnd];
  for (let differences = reached.length - 1; differences >= 0; differences--) {
    const furthest = reached[differences] ?? new Map<number, number>();
    const diagonal = before - after;
    const start = Math.max(0, stepTo(furthest, diagonal, differences));
    const length = before - start;
    if (length > 0) kept.unshift({ before: start, after: start - diagonal, length });
    const above = furthest.get(diagonal + 1) ?? -1;
    const below = furthest.get(diagonal - 1) ?? -1;
    const isDown = diagonal === -differences || (diagonal !== differences && below < above);
    [before, after] = isDown ? [start, start - diagonal - 1] : [start - 1, start - diagonal];
  }
  return kept;
}
