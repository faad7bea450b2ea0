import { Fragment, type Node, Slice } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { type ChangedBlocks, changedBlocks } from "./block-ids.ts";
import { setAttributes } from "./blocks.ts";

/**
 * Makes the transaction turn the document into one with this content, by steps as small as can be: inside the text
 * where text changed, an attribute where only that did, a cut between two words where a block was split.
 *
 * y-prosemirror 1.3 replaces everything at each remote edit, which throws away every decoration and position that
 * is mapped through it (y-prosemirror#49, #113). The step is built by hand: `tr.replace` would try to fit it, which
 * takes 50 ms in a long document.
 */
export function replaceContent(tr: Transaction, content: Fragment): Transaction {
  const target = tr.doc.type.create(tr.doc.attrs, filled(tr, content));
  const changed = changedBlocks(tr.doc, target);
  const { from, to, oldTo, pos } = changed;
  if (from === to && from === oldTo) return tr;
  if (isTextAtBothEnds(tr.doc, target, changed)) return replaceText(tr, target, changed);
  const end = pos + sizeOf(tr.doc, from, oldTo);
  return tr.step(new ReplaceStep(pos, end, new Slice(Fragment.from(target.children.slice(from, to)), 0, 0)));
}

/** The content, or one empty block where the shared document has none: a view needs a place for the caret. */
function filled(tr: Transaction, content: Fragment): Fragment {
  return content.childCount > 0 ? content : (tr.doc.type.createAndFill()?.content ?? Fragment.empty);
}

/** Whether the changed blocks start and end with text blocks that the words before and after can be matched in. */
function isTextAtBothEnds(before: Node, after: Node, { from, to, oldTo }: ChangedBlocks): boolean {
  if (from === to || from === oldTo) return false;
  const ends = [before.child(from), before.child(oldTo - 1), after.child(from), after.child(to - 1)];
  return ends.every((node) => node.isTextblock && node.type === ends[0]?.type);
}

function replaceText(tr: Transaction, target: Node, { from, to, oldTo, pos }: ChangedBlocks): Transaction {
  const [oldFirst, oldLast] = [tr.doc.child(from), tr.doc.child(oldTo - 1)];
  const [newFirst, newLast] = [target.child(from), target.child(to - 1)];
  const oldEnd = pos + sizeOf(tr.doc, from, oldTo) - 1;
  const newEnd = pos + sizeOf(target, from, to) - 1;
  const start =
    oldFirst.content.findDiffStart(newFirst.content, pos + 1) ?? pos + 1 + shorter(oldFirst, newFirst);
  const tail = oldLast.content.findDiffEnd(newLast.content, oldEnd, newEnd);
  const same = tail ? oldEnd - tail.a : shorter(oldLast, newLast);
  // In repeated text both diffs claim the same part; give it to the start.
  const kept = Math.min(same, oldEnd - start, newEnd - start);
  const slice = target.slice(start, newEnd - kept);
  if (slice.size > 0 || start < oldEnd - kept) tr.step(new ReplaceStep(start, oldEnd - kept, slice));
  // The step leaves the first block's own attributes, and brings those of the others.
  return setAttributes(tr, pos, newFirst.attrs);
}

function shorter(a: Node, b: Node): number {
  return Math.min(a.content.size, b.content.size);
}

function sizeOf(doc: Node, from: number, to: number): number {
  let size = 0;
  for (let index = from; index < to; index++) size += doc.child(index).nodeSize;
  return size;
}
