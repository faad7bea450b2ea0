import type { Node } from "prosemirror-model";
import { shortestEdit } from "../sign-diff.ts";
import type { Gap } from "./gaps.ts";
import type { Stretch } from "./held-text.ts";

/** Beyond so many differences two stretches count as having nothing in common. */
const maxDifferences = 400;

/**
 * A gap as the gaps in it: what is on both sides of it has stayed, in its order. A block that others wrap, or put another
 * one in the place of, is told as taken out and put in anew; the words in it are the same. What is composed stays where it
 * stands anywhere: to the shortest way it may be less than what was around it.
 */
export function alignedGaps(gap: Gap, before: Node, after: Node, word: Stretch | null): readonly Gap[] {
  if (gap.from === gap.to || gap.newFrom === gap.newTo) return [gap];
  const signs = signsOf(before, gap.from, gap.to);
  const newSigns = signsOf(after, gap.newFrom, gap.newTo);
  const shortest = commonRuns(signs, newSigns);
  const composed = word && { at: word.from - gap.from, length: word.to - word.from };
  const runs = (composed && aroundWord(signs, newSigns, composed, shortest)) ?? shortest;
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

/** Runs of which the word at a place is one, where it is broken in these and stands whole where they keep nothing. */
function aroundWord(
  before: string,
  after: string,
  word: { readonly at: number; readonly length: number },
  broken: readonly Run[] | null,
): readonly Run[] | null {
  const { at, length } = word;
  const end = at + length;
  if (broken?.some((run) => run.at <= at && run.at + run.length >= end)) return null;
  const isFree = (newAt: number) =>
    !broken?.some((run) => run.newAt < newAt + length && run.newAt + run.length > newAt);
  const letters = before.slice(at, end);
  let newAt = after.indexOf(letters);
  while (newAt >= 0 && !isFree(newAt)) newAt = after.indexOf(letters, newAt + 1);
  if (newAt < 0) return null;
  const newEnd = newAt + length;
  const behind = commonRuns(before.slice(end), after.slice(newEnd)) ?? [];
  return [
    ...(commonRuns(before.slice(0, at), after.slice(0, newAt)) ?? []),
    { at, newAt, length },
    ...behind.map((run) => ({ ...run, at: run.at + end, newAt: run.newAt + newEnd })),
  ];
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
