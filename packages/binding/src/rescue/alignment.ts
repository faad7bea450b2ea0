import type { Kept } from "../kept-ranges.ts";
import { shortestEdit } from "../sign-diff.ts";

/** For each letter of one text, where it stands in the other; -1 where it does not. */
export type Alignment = Int32Array;

/** Where two texts differ in more letters than this, what lies between their equal ends counts as different. */
const mostDifferences = 400;

/** Fewer letters in a row than this stand in two texts by chance, unless there were no more. */
export const fewLetters = 3;

/** Aligns the letters of a text with those of another, as few as can be without a counterpart. */
export function align(from: string, to: string): Alignment {
  const alignment = new Int32Array(from.length).fill(-1);
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from[head] === to[head]) {
    alignment[head] = head;
    head++;
  }
  let tail = 0;
  while (tail < shorter - head && from.at(-1 - tail) === to.at(-1 - tail)) {
    tail++;
    alignment[from.length - tail] = to.length - tail;
  }
  const inner = from.slice(head, from.length - tail);
  for (const [at, there] of alignInner(inner, to.slice(head, to.length - tail)))
    alignment[head + at] = head + there;
  return alignment;
}

/** Pairs of equal letters. A text that stands whole in the other is found there, not gathered from here and there. */
function alignInner(from: string, to: string): readonly (readonly [number, number])[] {
  if (from === "" || to === "") return [];
  const inTo = to.indexOf(from);
  if (inTo !== -1) return pairs(0, inTo, from.length);
  const inFrom = from.indexOf(to);
  if (inFrom !== -1) return pairs(inFrom, 0, to.length);
  const kept = shortestEdit(from, to, mostDifferences) ?? [];
  return withoutChance(kept, from, to).flatMap(({ before, after, length }) => pairs(before, after, length));
}

/**
 * Two words that replace each other may have a letter in common, which says nothing of either: without short stretches
 * between what is another in both texts.
 */
function withoutChance(kept: readonly Kept[], from: string, to: string): readonly Kept[] {
  const end = { before: from.length, after: to.length, length: fewLetters };
  const left: Kept[] = [];
  let waiting: Kept[] = [];
  let isReplaced = true;
  let last = { before: 0, after: 0 };
  for (const range of [...kept, end]) {
    const isOther = range.before > last.before && range.after > last.after;
    if (range.length < fewLetters) {
      if (waiting.length === 0) isReplaced = isOther;
      waiting.push(range);
    } else {
      left.push(...(isReplaced && isOther ? [] : waiting), range);
      waiting = [];
    }
    last = { before: range.before + range.length, after: range.after + range.length };
  }
  return left.slice(0, -1);
}

function pairs(from: number, to: number, length: number): readonly (readonly [number, number])[] {
  return Array.from({ length }, (_, at) => [from + at, to + at] as const);
}
