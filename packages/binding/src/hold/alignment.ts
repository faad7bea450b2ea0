import type { Node } from "prosemirror-model";
import type { Kept } from "../kept-ranges.ts";
import { commonBetween, shifted } from "../sign-diff.ts";
import { blockEnd, signsOf } from "../signs.ts";
import { type Gap, gapsBetween } from "./gaps.ts";
import type { Stretch } from "./held-text.ts";

/** Beyond so many differences two stretches count as having nothing in common. */
const maxDifferences = 400;

/**
 * A gap as the gaps in it: what is on both sides of it has stayed, in its order. A block that others wrap, or put another
 * one in the place of, is told as taken out and put in anew; the words in it are the same. What is composed stays where it
 * stands anywhere: to the shortest way it may be less than what was around it.
 */
export function alignedGaps(gap: Gap, before: Node, after: Node, word: Stretch | null): readonly Gap[] {
  const { from, to, newFrom, newTo } = gap;
  if (from === to || newFrom === newTo) return [gap];
  const signs = readSigns(before, from, to);
  const newSigns = readSigns(after, newFrom, newTo);
  const shortest = commonRuns(signs, newSigns);
  const composed = word && { at: word.from - from, length: word.to - word.from };
  const runs = (composed && aroundWord(signs, newSigns, composed, shortest)) ?? shortest;
  if (!runs) return [gap];
  return gapsBetween(runs, signs.length, newSigns.length).map((inner) => ({
    from: inner.from + from,
    to: inner.to + from,
    newFrom: inner.newFrom + newFrom,
    newTo: inner.newTo + newFrom,
  }));
}

/** One sign for each place, for words to be found among: all blocks begin alike, and so do all things. */
function readSigns(doc: Node, from: number, to: number): string {
  const signs = signsOf(doc, from, to, ({ isLeaf }) => (isLeaf ? null : "\u0001"));
  const read = (sign: unknown) => (typeof sign === "string" && sign.length === 1 ? sign : "\u0003");
  return signs.map((sign) => (sign === blockEnd ? "\u0002" : read(sign))).join("");
}

/** Runs of which the word at a place is one, where it is broken in these and stands whole where they keep nothing. */
function aroundWord(
  before: string,
  after: string,
  word: { readonly at: number; readonly length: number },
  broken: readonly Kept[] | null,
): readonly Kept[] | null {
  const { at, length } = word;
  const end = at + length;
  if (broken?.some((run) => run.before <= at && run.before + run.length >= end)) return null;
  const isFree = (newAt: number) =>
    !broken?.some((run) => run.after < newAt + length && run.after + run.length > newAt);
  const letters = before.slice(at, end);
  let newAt = after.indexOf(letters);
  while (newAt >= 0 && !isFree(newAt)) newAt = after.indexOf(letters, newAt + 1);
  if (newAt < 0) return null;
  const newEnd = newAt + length;
  const behind = commonRuns(before.slice(end), after.slice(newEnd)) ?? [];
  return [
    ...(commonRuns(before.slice(0, at), after.slice(0, newAt)) ?? []),
    { before: at, after: newAt, length },
    ...shifted(behind, end, newEnd),
  ];
}

/** What both have in common; null where that is too little to tell. */
function commonRuns(before: string, after: string): readonly Kept[] | null {
  const { ends, middle } = commonBetween(before, after, maxDifferences);
  return middle && [ends[0], ...middle, ends[1]];
}
