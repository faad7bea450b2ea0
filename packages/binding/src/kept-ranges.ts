import type { StepMap } from "prosemirror-transform";

/** A stretch that is the same before and after some changes. */
export interface Kept {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/**
 * What of a document of this size stays through these maps, in order. A mark that comes or goes is no change of this kind.
 */
export function keptRanges(size: number, maps: readonly StepMap[]): readonly Kept[] {
  let kept: readonly Kept[] = [{ before: 0, after: 0, length: size }];
  for (const map of maps) kept = kept.flatMap((range) => through(range, map));
  return kept;
}

/** What of a range stays through one map. */
function through({ before, after, length }: Kept, map: StepMap): readonly Kept[] {
  const kept: Kept[] = [];
  const end = after + length;
  let from = after;
  let shift = 0;
  const keep = (to: number, by: number) => {
    if (to > from) kept.push({ before: before + from - after, after: from + by, length: to - from });
  };
  map.forEach((oldStart, oldEnd, newStart, newEnd) => {
    keep(Math.min(oldStart, end), newStart - oldStart);
    from = Math.max(from, oldEnd);
    shift = newEnd - oldEnd;
  });
  keep(end, shift);
  return kept;
}

/** What of the ranges lies between these bounds, before and after. */
export function within(
  kept: readonly Kept[],
  before: { readonly from: number; readonly to: number },
  after: { readonly from: number; readonly to: number },
): readonly Kept[] {
  return kept.flatMap((range) => {
    const skip = Math.max(0, before.from - range.before, after.from - range.after);
    const length = Math.min(range.length, before.to - range.before, after.to - range.after) - skip;
    return length > 0
      ? [{ before: range.before + skip - before.from, after: range.after + skip - after.from, length }]
      : [];
  });
}
