/** The one stretch in which two texts differ. */
export interface Difference {
  readonly start: number;
  /** Where it ends in the text before. */
  readonly end: number;
  /** What stands there in the text after. */
  readonly insert: string;
}

/**
 * What turns one text into the other, never cutting a surrogate pair; null if nothing does. Where the letters repeat there
 * are several answers: the one is given that ends at the caret, since that is where it was typed.
 */
export function difference(before: string, after: string, caret = after.length): Difference | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  const isSameTail = (at: number) => before.at(-1 - at) === after.at(-1 - at);
  let tail = 0;
  while (tail < Math.min(before.length, after.length - caret) && isSameTail(tail)) tail++;
  let start = 0;
  while (start < shorter - tail && before[start] === after[start]) start++;
  if (isInsidePair(before, start) || isInsidePair(after, start)) start--;
  while (tail < shorter - start && isSameTail(tail)) tail++;
  if (isInsidePair(before, before.length - tail) || isInsidePair(after, after.length - tail)) tail--;
  return { start, end: before.length - tail, insert: after.slice(start, after.length - tail) };
}

/** One part of a change to a text, as Yjs tells it. */
export interface DeltaPart {
  readonly retain?: number | undefined;
  readonly insert?: unknown;
  readonly delete?: number | undefined;
}

/** Where an index of the text before stands after a change. What is written right at it comes after it. */
export function follow(index: number, delta: readonly DeltaPart[]): number {
  let at = 0;
  let moved = index;
  for (const { retain, insert, delete: deleted } of delta) {
    if (at >= moved) break;
    if (retain !== undefined) at += retain;
    else if (deleted !== undefined) moved -= Math.min(deleted, moved - at);
    else {
      const length = typeof insert === "string" ? insert.length : 1;
      at += length;
      moved += length;
    }
  }
  return moved;
}

function isInsidePair(text: string, index: number): boolean {
  return index > 0 && index < text.length && (text.codePointAt(index - 1) ?? 0) > 0xffff;
}
