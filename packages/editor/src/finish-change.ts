import { newBlockId } from "@quire/schema";
import type { Transaction } from "prosemirror-state";
import { changedBlocks, giveBlockIds } from "./block-ids.ts";

/** Makes a local change whole before it is applied: blocks get ids, and what is no text loses marks that it cannot keep. */
export function finishChange(tr: Transaction, newId: () => string = newBlockId): Transaction {
  const { storedMarks } = tr;
  clearLeaves(tr);
  giveBlockIds(tr, newId);
  return storedMarks ? tr.setStoredMarks(storedMarks) : tr;
}

/** A line break is an element in the shared document, where only text has marks; what is sealed is as it is. */
function clearLeaves(tr: Transaction): void {
  const { from, to, pos } = changedBlocks(tr.before, tr.doc);
  const marked: number[] = [];
  let start = pos;
  for (let index = from; index < to; index++) {
    const block = tr.doc.child(index);
    const inside = start + 1;
    block.forEach((node, offset) => {
      if (!node.isText && node.marks.length > 0) marked.push(inside + offset);
    });
    start += block.nodeSize;
  }
  for (const at of marked) tr.removeMark(at, at + 1);
}
