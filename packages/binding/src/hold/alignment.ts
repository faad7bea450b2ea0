import type { Node } from "prosemirror-model";
import { shortestEdit } from "../sign-diff.ts";
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
  const middle = shortestEdit(before.slice(head, end), after.slice(head, newEnd), maxDifferences);
  if (!middle) return null;
  const inside = middle.map((kept) => ({
    at: kept.before + head,
    newAt: kept.after + head,
    length: kept.length,
  }));
  return [{ at: 0, newAt: 0, length: head }, ...inside, { at: end, newAt: newEnd, length: tail }];
}
