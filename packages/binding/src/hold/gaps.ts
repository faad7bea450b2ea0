import type { StepMap } from "prosemirror-transform";
import type { Delta } from "../delta/delta.ts";
import { type Kept, keptRanges } from "../kept-ranges.ts";

/** A stretch that was replaced: where it was, and what stands there now. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** What of a document of this size was replaced by these maps, in order, and what was not. */
export function gapsOf(
  size: number,
  maps: readonly StepMap[],
  newSize: number,
): { readonly gaps: readonly Gap[]; readonly kept: readonly Kept[] } {
  const kept = keptRanges(size, maps);
  return { gaps: gapsBetween(kept, size, newSize), kept };
}

/** What lies between ranges that stay, in order, of documents of these sizes. */
export function gapsBetween(kept: readonly Kept[], size: number, newSize: number): readonly Gap[] {
  const gaps: Gap[] = [];
  let [from, newFrom] = [0, 0];
  for (const { before, after, length } of [...kept, { before: size, after: newSize, length: 0 }]) {
    if (before > from || after > newFrom) gaps.push({ from, to: before, newFrom, newTo: after });
    [from, newFrom] = [before + length, after + length];
  }
  return gaps;
}

/** The shape of a change, by places from a start on: how much comes and goes where. Each piece that comes bears its number. */
export function shapeOf(gaps: readonly Gap[], start: number): Delta {
  let at = start;
  return gaps.flatMap((gap, number): Delta => {
    const retain = gap.from - at;
    at = gap.to;
    return [
      { retain },
      { insert: "\0".repeat(gap.newTo - gap.newFrom), attributes: { number } },
      { delete: gap.to - gap.from },
    ];
  });
}

/** The gaps, those at a stretch of the document before as one that covers it. */
export function covering(
  gaps: readonly Gap[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly Gap[] {
  const touching = gaps.filter((gap) => gap.to >= from && gap.from <= to);
  const [first, last] = [touching[0], touching.at(-1)];
  if (!first || !last) return gaps;
  const start = Math.min(first.from, from);
  const end = Math.max(last.to, to);
  const whole = {
    from: start,
    to: end,
    newFrom: first.newFrom - first.from + start,
    newTo: last.newTo - last.to + end,
  };
  return [...gaps.filter((gap) => gap.to < from), whole, ...gaps.filter((gap) => gap.from > to)];
}
