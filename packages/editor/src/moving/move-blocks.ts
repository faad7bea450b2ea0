import { maxIndent, schema } from "@quire/schema";
import { Fragment, type Node } from "prosemirror-model";
import { NodeSelection, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { setAttributes, shapeOf } from "../blocks.ts";
import type { BlockPlace } from "./block-place.ts";
import { type BlockRun, depthOf, isFlow } from "./block-run.ts";

// An element that goes elsewhere is another one in the shared document: its words are copied, and what somebody else typed
// in it meanwhile is put back in the copy. What stays where it is keeps its element.

/** Moves blocks. A selection in them goes with them. */
export function moveBlocks(tr: Transaction, run: BlockRun, { pos, indent }: BlockPlace): Transaction {
  const by = indent - depthOf(run);
  if (pos >= run.from && pos <= run.to) return shift(tr, run, by);
  const { selection } = tr;
  const moved = Fragment.from(blocksOf(run).map((node) => shifted(node, by)));
  removeBlocks(tr, run);
  const at = tr.mapping.map(pos);
  tr.insert(at, moved);
  return carrySelection(tr, selection, run, at - run.from);
}

/** Puts a copy behind the blocks, with ids of its own, and the selection into it. */
export function duplicateBlocks(tr: Transaction, run: BlockRun): Transaction {
  const { selection } = tr;
  tr.insert(run.to, Fragment.from(blocksOf(run).map(nameless)));
  return carrySelection(tr, selection, run, run.to - run.from);
}

/** Takes the blocks away, and a block that held nothing else; where something must stand, that is an empty line. */
export function removeBlocks(tr: Transaction, run: BlockRun): Transaction {
  const { flow, first, end, from, to } = run;
  const $from = tr.doc.resolve(from);
  const isAll = first === 0 && end === flow.childCount;
  if (!isAll) tr.delete(from, to);
  else if ($from.depth > 0 && isFlow($from.node(-1)) && $from.node(-1).childCount > 1)
    tr.delete($from.before(), $from.after());
  else tr.replaceWith(from, to, schema.nodes.paragraph.create());
  return tr;
}

function blocksOf({ flow, first, end }: BlockRun): readonly Node[] {
  return flow.children.slice(first, end);
}

function shift(tr: Transaction, run: BlockRun, by: number): Transaction {
  let at = run.from;
  for (const node of blocksOf(run)) {
    setAttributes(tr, at, { indent: indentOf(node, by) });
    at += node.nodeSize;
  }
  return tr;
}

function shifted(node: Node, by: number): Node {
  if (by === 0 || !("indent" in node.attrs)) return node;
  return node.type.create({ ...node.attrs, indent: indentOf(node, by) }, node.content, node.marks);
}

function indentOf(node: Node, by: number): number | null {
  return Math.max(0, Math.min(maxIndent, shapeOf(node).indent + by)) || null;
}

function nameless(node: Node): Node {
  if (node.isText) return node;
  const attrs = "id" in node.attrs ? { ...node.attrs, id: null } : node.attrs;
  const content = node.inlineContent ? node.content : Fragment.from(node.children.map(nameless));
  return node.type.create(attrs, content, node.marks);
}

/** A selection that lay in the blocks lies there again, so many letters on. */
function carrySelection(tr: Transaction, before: Selection, { from, to }: BlockRun, by: number): Transaction {
  if (before.from < from || before.to > to) return tr;
  const { doc } = tr;
  if (before instanceof NodeSelection) return tr.setSelection(NodeSelection.create(doc, before.from + by));
  const [$anchor, $head] = [doc.resolve(before.anchor + by), doc.resolve(before.head + by)];
  return tr.setSelection(
    $anchor.parent.inlineContent && $head.parent.inlineContent
      ? TextSelection.create(doc, $anchor.pos, $head.pos)
      : Selection.near($head),
  );
}
