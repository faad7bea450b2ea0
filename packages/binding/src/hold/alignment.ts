import type { Node } from "prosemirror-model";
import type { Gap } from "./gaps.ts";

/** Beyond so many differences two stretches count as having nothing in common. */
const maxDifferences = 400;

/**
 * A gap as the gaps in it: what is on both sides of it has stayed, in its order. A block that others wrap, or put another
 * one in the place of, is told as taken out and put in anew; the words in it are the same.
 */
export function alignedGaps(gap: Gap, before: Node, after: Node): readonly Gap[] {
  if (gap.from === gap.to || gap.newFrom === gap.newTo) return [gap];
  const runs = commonRuns(signsOf(before, gap.from, gap.to), signsOf(after, gap.newFrom, gap.newTo));
  if (!runs) return [gap];
  const gaps: Gap[] = [];
  let [from, newFrom] = [gap.from, gap.newFrom];
  for (const { at, newAt, length } of [
    ...runs,
    { at: gap.to - gap.from, newAt: gap.newTo - gap.newFrom, length: 0 },
  ]) {
    const [to, newTo] = [gap.from + at, gap.newFrom + newAt];
    if (to > from || newTo > newFrom) gaps.push({ from, to, newFrom, newTo });
    [from, newFrom] = [to + length, newTo + length];
  }
  return gaps;
}

/** What stands at each position: a letter, a start, an end, or a thing. */
function signsOf(doc: Node, from: number, to: number): string {
  const signs = Array.from({ length: to - from }, () => "\u0002");
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isText) {
      for (let at = Math.max(pos, from); at < Math.min(pos + node.nodeSize, to); at++)
        signs[at - from] = node.text?.charAt(at - pos) ?? "";
    } else if (pos >= from) signs[pos - from] = node.isLeaf ? "\u0003" : "\u0001";
  });
  return signs.join("");
}

interface Run {
  readonly at: number;
  readonly newAt: number;
  readonly length: number;
}

/** The runs that both have in common: their ends, and what a shortest way from the one to the other keeps. */
function commonRuns(before: string, after: string): readonly Run[] | null {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [end, newEnd] = [before.length - tail, after.length - tail];
  const isOneSided = head === end || head === newEnd;
  const middle = isOneSided ? [] : shortestEdit(before.slice(head, end), after.slice(head, newEnd));
  if (!middle) return null;
  const inside = middle.map(({ at, newAt, length }) => ({ at: at + head, newAt: newAt + head, length }));
  return [{ at: 0, newAt: 0, length: head }, ...inside, { at: end, newAt: newEnd, length: tail }];
}

/** The runs that a shortest way from the one to the other keeps (Myers, An O(ND) Difference Algorithm); null if it is long. */
function shortestEdit(before: string, after: string): readonly Run[] | null {
  const furthest = new Map([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let differences = 0; differences <= maxDifferences; differences++) {
    trace.push(new Map(furthest));
    for (let line = -differences; line <= differences; line += 2) {
      const isDown = comesFromAbove(furthest, line, differences);
      let x = isDown ? (furthest.get(line + 1) ?? 0) : (furthest.get(line - 1) ?? 0) + 1;
      while (x < before.length && x - line < after.length && before[x] === after[x - line]) x++;
      furthest.set(line, x);
      if (x >= before.length && x - line >= after.length) return wayBack(trace, before.length, after.length);
    }
  }
  return null;
}

function comesFromAbove(furthest: ReadonlyMap<number, number>, line: number, differences: number): boolean {
  if (line === -differences) return true;
  return line !== differences && (furthest.get(line - 1) ?? -1) < (furthest.get(line + 1) ?? -1);
}

function wayBack(
  trace: readonly ReadonlyMap<number, number>[],
  length: number,
  newLength: number,
): readonly Run[] {
  const runs: Run[] = [];
  let [x, y] = [length, newLength];
  for (let differences = trace.length - 1; differences >= 0; differences--) {
    const furthest = trace[differences] ?? new Map<number, number>();
    const line = x - y;
    const previous = comesFromAbove(furthest, line, differences) ? line + 1 : line - 1;
    const startX = differences === 0 ? 0 : (furthest.get(previous) ?? 0);
    const startY = differences === 0 ? 0 : startX - previous;
    const isDown = previous === line + 1;
    const from = differences === 0 ? 0 : startX + (isDown ? 0 : 1);
    if (x > from) runs.unshift({ at: from, newAt: from - line, length: x - from });
    [x, y] = [startX, startY];
  }
  return runs;
}
