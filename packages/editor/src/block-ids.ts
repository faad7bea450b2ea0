import { newBlockId } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { blockStart, type ChangedBlocks, changedBlocks } from "./changed-blocks.ts";

/**
 * Gives every block that a local change made or touched an id of its own. The ids join the change itself: as a
 * transaction of their own they would make y-prosemirror remember the wrong caret for undo.
 */
export function giveBlockIds(tr: Transaction, newId: () => string = newBlockId): Transaction {
  const changed = changedBlocks(tr.before, tr.doc);
  if (hasSameIds(tr, changed)) return tr;
  const taken = idsOutside(tr.doc, changed);
  const keepers = firstClaims(tr, changed);
  let pos = blockStart(tr.doc, changed.from);
  for (let index = changed.from; index < changed.to; index++) {
    const node = tr.doc.child(index);
    if ("id" in node.attrs && needsId(node, index, taken, keepers)) tr.setNodeAttribute(pos, "id", newId());
    pos += node.nodeSize;
  }
  return tr;
}

/** The way of nearly every keystroke: the same blocks, which all have an id. */
function hasSameIds(tr: Transaction, { from, to, oldTo }: ChangedBlocks): boolean {
  if (to !== oldTo) return false;
  for (let index = from; index < to; index++) {
    const { id } = tr.doc.child(index).attrs;
    if (typeof id !== "string" || id !== tr.before.child(index).attrs.id) return false;
  }
  return true;
}

function idsOutside(doc: Node, { from, to }: ChangedBlocks): ReadonlySet<unknown> {
  const ids = new Set<unknown>();
  doc.forEach((node, _pos, index) => {
    if (index < from || index >= to) ids.add(node.attrs.id);
  });
  return ids;
}

/** Which of the blocks with one id keeps it: the one that still has the words, else the first. */
function firstClaims(tr: Transaction, { from, to, oldTo }: ChangedBlocks): ReadonlyMap<unknown, number> {
  const claims = new Map<unknown, number>();
  for (let index = to - 1; index >= from; index--) claims.set(tr.doc.child(index).attrs.id, index);
  for (let old = from; old < oldTo; old++) {
    const { attrs, content } = tr.before.child(old);
    for (let index = from; index < to && content.size > 0; index++) {
      const node = tr.doc.child(index);
      if (node.attrs.id === attrs.id && node.content.eq(content)) claims.set(attrs.id, index);
    }
  }
  return claims;
}

function needsId(
  { attrs: { id } }: Node,
  index: number,
  taken: ReadonlySet<unknown>,
  keepers: ReadonlyMap<unknown, number>,
): boolean {
  return typeof id !== "string" || id === "" || taken.has(id) || keepers.get(id) !== index;
}
