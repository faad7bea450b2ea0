import type { Node } from "prosemirror-model";
import {
  AddMarkStep,
  AttrStep,
  Mapping,
  RemoveMarkStep,
  ReplaceStep,
  type Step,
  StepMap,
  type Transform,
} from "prosemirror-transform";
import { alignedGaps } from "./alignment.ts";
import { type Gap, gapsOf } from "./gaps.ts";
import type { Stretch } from "./held-text.ts";
import { type Region, widened } from "./region.ts";

/** A change by others, in two: what waits, and what is shown. */
export interface Parted {
  /** The region before the change, with the blocks beside it that the change takes into it. */
  readonly before: Region;
  readonly after: Region;
  /** What of the region is replaced; empty also where only attributes and marks have changed. */
  readonly gaps: readonly Gap[];
  readonly waits: boolean;
  /** For the view. */
  readonly steps: readonly Step[];
}

/** What is composed, where it is in the shared document before the change. */
export interface Word extends Stretch {
  readonly text: string;
}

/**
 * Parts a change at a region. Where words may go from block to block, those blocks beside it belong to it that change too,
 * and whatever lies up to where the composed word is brought to.
 */
export function part(change: Transform, region: Region, word: Word | null): Parted {
  const stretches = change.steps.map((step, index) => stretchBefore(step, index, change));
  const { held, before, isStructural } = findHeld(change, stretches, region, word);
  let { from, shownTo, sharedTo } = before;
  const steps = change.steps.flatMap((step, index) => {
    const growth = sizeBefore(change, index + 1) - sizeBefore(change, index);
    const isAhead = (stretches[index]?.to ?? 0) <= before.from;
    if (held.has(index)) sharedTo += growth;
    else if (isAhead) [from, shownTo, sharedTo] = [from + growth, shownTo + growth, sharedTo + growth];
    if (held.has(index)) return [];
    return isAhead ? [step] : (step.map(StepMap.offset(shownTo - sharedTo)) ?? []);
  });
  const after = { from, shownTo, sharedTo };
  const whole = { from: before.from, to: before.sharedTo, newFrom: from, newTo: sharedTo };
  const gaps = isStructural
    ? alignedGaps(whole, change.before, change.doc, word)
    : gapsInside(change, before);
  return { before, after, gaps: held.size > 0 ? gaps : [], waits: held.size > 0, steps };
}

function gapsInside(change: Transform, { from, sharedTo }: Region): readonly Gap[] {
  const { gaps } = gapsOf(change.before.content.size, change.mapping.maps, change.doc.content.size);
  return gaps.filter((gap) => gap.to > from && gap.from < sharedTo);
}

function sizeBefore(change: Transform, index: number): number {
  return (change.docs[index] ?? change.doc).content.size;
}

interface Found {
  readonly held: ReadonlySet<number>;
  readonly before: Region;
  readonly isStructural: boolean;
}

function findHeld(
  change: Transform,
  stretches: readonly Stretch[],
  region: Region,
  word: Word | null,
): Found {
  const held = new Set<number>();
  let before = region;
  let isStructural = false;
  for (let size = -1; size < held.size; ) {
    size = held.size;
    for (const [index, stretch] of stretches.entries()) {
      if (held.has(index)) continue;
      const isIn = stretch.to > before.from && stretch.from < before.sharedTo;
      const step = change.steps[index];
      const mayBring = isStructural && (isBeside(stretch, before, change.before) || brings(step, word));
      if (!isIn && !mayBring) continue;
      held.add(index);
      before = widened(before, change.before, "sharedTo", stretch);
      isStructural ||= !isFlat(step, change.docs[index]);
    }
  }
  return { held, before, isStructural };
}

/** Whether it is at the region's edge, or in the block next to it. */
function isBeside(stretch: Stretch, { from, sharedTo }: Region, doc: Node): boolean {
  const start = from - (doc.resolve(from).nodeBefore?.nodeSize ?? 0);
  const end = sharedTo + (doc.resolve(sharedTo).nodeAfter?.nodeSize ?? 0);
  return stretch.from >= start && stretch.to <= end;
}

function brings(step: Step | undefined, word: Word | null): boolean {
  if (!(step instanceof ReplaceStep) || !word) return false;
  const { content } = step.slice;
  return content.textBetween(0, content.size).includes(word.text);
}

/** Whether it changes words in one block only. */
function isFlat(step: Step | undefined, doc: Node | undefined): boolean {
  if (!(step instanceof ReplaceStep) || !doc) return true;
  const $from = doc.resolve(step.from);
  const isText = $from.parent.inlineContent && $from.sameParent(doc.resolve(step.to));
  return isText && step.slice.content.content.every((node) => node.isInline);
}

/** The stretch that a step is about, in the document before all of them. */
function stretchBefore(step: Step, index: number, change: Transform): Stretch {
  const { from, to } = stretchOf(step);
  const back = new Mapping(change.mapping.maps.slice(0, index)).invert();
  return { from: back.map(from, -1), to: back.map(to, 1) };
}

function stretchOf(step: Step): Stretch {
  if (step instanceof AttrStep) return { from: step.pos, to: step.pos + 1 };
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return { from: step.from, to: step.to };
  const starts: number[] = [];
  const ends: number[] = [];
  step.getMap().forEach((from, to) => {
    starts.push(from);
    ends.push(to);
  });
  return { from: Math.min(...starts), to: Math.max(...ends) };
}
