import type { Node } from "prosemirror-model";
import { attributeEdits, type Edit } from "../edits.ts";
import type { Kept } from "../kept-ranges.ts";

/** The attributes and marks that changed in a stretch where nothing came or went, by positions before. */
export function dressingEdits(old: Node, now: Node, { before, after, length }: Kept): readonly Edit[] {
  const edits: Edit[] = [];
  const shift = after - before;
  old.nodesBetween(before, before + length, (node, pos) => {
    if (node.isText) edits.push(...markEdits(old, now, pos, shift, { from: before, to: before + length }));
    else if (pos >= before) {
      const other = now.nodeAt(pos + shift);
      if (other?.type === node.type) edits.push(...attributeEdits(node, other, pos));
    }
    return true;
  });
  return edits;
}

/** The marks that changed in one text node, piece by piece: the other document may cut it elsewhere. */
function markEdits(
  old: Node,
  now: Node,
  pos: number,
  shift: number,
  bounds: { readonly from: number; readonly to: number },
): readonly Edit[] {
  const node = old.nodeAt(pos);
  if (!node) return [];
  const edits: Edit[] = [];
  const to = Math.min(pos + node.nodeSize, bounds.to);
  for (let at = Math.max(pos, bounds.from); at < to; ) {
    const $other = now.resolve(at + shift);
    const other = $other.nodeAfter;
    // `nodeAfter` is cut where the position is.
    const end = Math.min(to, at + (other?.nodeSize ?? 1));
    if (other?.isText) {
      for (const mark of node.marks)
        if (!mark.isInSet(other.marks)) edits.push({ kind: "remove-mark", from: at, to: end, mark });
      for (const mark of other.marks)
        if (!mark.isInSet(node.marks)) edits.push({ kind: "add-mark", from: at, to: end, mark });
    }
    at = end;
  }
  return edits;
}
