import { type Node, Slice } from "prosemirror-model";
import { StepMap, Transform } from "prosemirror-transform";
import { applyEdits, type Edit } from "../edits.ts";
import type { Kept } from "../kept-ranges.ts";
import { dressingEdits } from "./dressing.ts";
import { type Gap, shapeOf } from "./gaps.ts";
import type { HeldText, Stretch } from "./held-text.ts";
import { giveHome, isHomeless } from "./home.ts";
import type { Region } from "./region.ts";
import { replaceAll, replacementsOf } from "./replacements.ts";

/** A document to write, and how it came from the one that is shared. */
export interface Written {
  readonly doc: Node;
  readonly maps: readonly StepMap[];
}

/** What an edit has become, and what waits now. */
export interface Moved {
  readonly written: Written;
  readonly region: Region;
  readonly text: HeldText;
}

/** What was edited in the view, and what the view showed and the shared document was before. */
export interface Edited {
  readonly shown: Node;
  readonly shared: Node;
  readonly region: Region;
  readonly text: HeldText;
  /** What the view shows now. */
  readonly doc: Node;
  readonly gaps: readonly Gap[];
  readonly kept: readonly Kept[];
}

/** Where nothing waits yet, the shared document becomes what the view is: only the word and its block are kept track of. */
export function trackMine(region: Region, text: HeldText, gaps: readonly Gap[]): Region {
  const { inside, start, to } = partGaps(region, gaps);
  text.mine(shapeOf(inside, region.from));
  return { from: start, shownTo: to, sharedTo: to };
}

/** The same edit of the shared document: what was edited in the region goes past what waits there, the rest is the same. */
export function moveMine(edited: Edited): Moved {
  const { shared, region, doc } = edited;
  const { from, shownTo } = region;
  const { before, inside, after, start, to } = partGaps(region, edited.gaps);
  const { tr, text } = writeInside(edited, inside, { from: start, to });
  const sharedTo = region.sharedTo + tr.doc.content.size - shared.content.size;
  const beside = new StepMap([...before.flatMap(rangeOf(0)), ...after.flatMap(rangeOf(sharedTo - shownTo))]);
  return {
    written: {
      doc: doc.replace(start, to, tr.doc.slice(from, sharedTo)),
      maps: [...tr.mapping.maps, beside],
    },
    region: { from: start, shownTo: to, sharedTo: sharedTo + start - from },
    text,
  };
}

/** What was edited before, in and behind the region, and where that is in the view now. */
function partGaps({ from, shownTo }: Region, gaps: readonly Gap[]) {
  const before = gaps.filter((gap) => gap.to <= from);
  const after = gaps.filter((gap) => gap.to > from && gap.from >= shownTo);
  const inside = gaps.filter((gap) => gap.to > from && gap.from < shownTo);
  const start = from + growthOf(before);
  return { before, inside, after, start, to: shownTo + growthOf(before) + growthOf(inside) };
}

function growthOf(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { from, to, newFrom, newTo }) => sum + newTo - newFrom - (to - from), 0);
}

function rangeOf(shift: number): (gap: Gap) => readonly number[] {
  return ({ from, to, newFrom, newTo }) => [from + shift, to - from, newTo - newFrom];
}

interface Inside {
  readonly tr: Transform;
  readonly text: HeldText;
}

/** Makes the edits of the region, which is here in the view now, in the shared document. */
function writeInside(edited: Edited, gaps: readonly Gap[], now: Stretch): Inside {
  const { shown, shared, region, text, doc, kept } = edited;
  const { from, shownTo } = region;
  const slices = gaps.map((gap) => doc.slice(gap.newFrom, gap.newTo));
  const change = text.mine(shapeOf(gaps, from));
  const wanted = replacementsOf(change, from, (number) => slices[number] ?? Slice.empty);
  const tr = new Transform(shared);
  const isLost = wanted.some((each) => isHomeless(each, shared));
  if (isLost || !replaceAll(tr, wanted)) return giveHome(edited, now, wanted[0]?.from ?? from);
  for (const range of kept) {
    const shift = range.after - range.before - now.from;
    const toShared = (pos: number) => from + text.toShared(pos + shift, true);
    const edits = dressingEdits(shown, doc, clipped(range, from, shownTo)).map((edit) =>
      movedEdit(edit, toShared),
    );
    applyEdits(
      tr,
      edits.filter((edit) => isDressing(edit, tr.doc)),
    );
  }
  return { tr, text };
}

function clipped({ before, after, length }: Kept, from: number, to: number): Kept {
  const start = Math.max(before, from);
  return {
    before: start,
    after: after + start - before,
    length: Math.max(0, Math.min(before + length, to) - start),
  };
}

function movedEdit(edit: Edit, toShared: (pos: number) => number): Edit {
  const from = toShared(edit.from);
  return edit.kind === "attribute"
    ? { ...edit, from }
    : { ...edit, from, to: Math.max(from, toShared(edit.to)) };
}

/** Whether it still has something to be an edit of. */
function isDressing(edit: Edit, doc: Node): boolean {
  if (edit.kind !== "attribute") return edit.from < edit.to;
  return Object.hasOwn(doc.nodeAt(edit.from)?.attrs ?? {}, edit.name);
}
