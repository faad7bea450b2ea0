import { newBlockId } from "@quire/schema";
import type { Transaction } from "prosemirror-state";
import { giveBlockIds } from "./block-ids.ts";
import { blockStart, changedBlocks } from "./changed-blocks.ts";

/** Makes a local change whole before it is applied: blocks get ids, and what is no text loses marks that it cannot keep. */
export function finishChange(tr: Transaction, newId: () => string = newBlockId): Transaction {
  const { storedMarks } = tr;
  clearLeaves(tr);
  giveBlockIds(tr, newId);
  return storedMarks ? tr.setStoredMarks(storedMarks) : tr;
}

/** A line break is an element in the shared document, where only text has marks; what is sealed is as it is. */
function clearLeaves(tr: Transaction): void {
  const { from, to } = changedBlocks(tr.before, tr.doc);
  const marked: number[] = [];
  for (let index = from; index < to; index++) {
    tr.doc.child(index).forEach((node, offset) => {
      if (!node.isText && node.marks.length > 0) marked.push(blockStart(tr.doc, index) + 1 + offset);
    });
  }
  for (const at of marked) tr.removeMark(at, at + 1);
}
