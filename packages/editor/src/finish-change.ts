import { newBlockId, schema } from "@quire/schema";
import type { Transaction } from "prosemirror-state";
import { changedBlocks, giveBlockIds } from "./block-ids.ts";

/** Makes a local change whole before it is applied: blocks get ids, and line breaks lose marks that they cannot keep. */
export function finishChange(tr: Transaction, newId: () => string = newBlockId): Transaction {
  const { storedMarks } = tr;
  clearBreaks(tr);
  giveBlockIds(tr, newId);
  return storedMarks ? tr.setStoredMarks(storedMarks) : tr;
}

/** A line break is an element in the shared document, where only text has marks. */
function clearBreaks(tr: Transaction): void {
  const { from, to, pos } = changedBlocks(tr.before, tr.doc);
  const marked: number[] = [];
  let start = pos;
  for (let index = from; index < to; index++) {
    const block = tr.doc.child(index);
    const inside = start + 1;
    block.forEach((node, offset) => {
      if (node.type === schema.nodes.hard_break && node.marks.length > 0) marked.push(inside + offset);
    });
    start += block.nodeSize;
  }
  for (const at of marked) tr.removeMark(at, at + 1);
}
