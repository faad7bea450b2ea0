import { newBlockId } from "@quire/schema";
import type { Transaction } from "prosemirror-state";
import { giveBlockIds } from "./block-ids.ts";
import { blockStart, changedFlows } from "./changed-blocks.ts";

/** Makes a local change whole before it is applied: blocks get ids, and what is no text loses marks that it cannot keep. */
export function finishChange(tr: Transaction, newId: () => string = newBlockId): Transaction {
  const { storedMarks } = tr;
  clearLeaves(tr);
  giveBlockIds(tr, newId);
  return storedMarks ? tr.setStoredMarks(storedMarks) : tr;
}

/** A line break is an element in the shared document, where only text has marks; what is sealed is as it is. */
function clearLeaves(tr: Transaction): void {
  const marked: number[] = [];
  for (const { after, start, from, to } of changedFlows(tr.before, tr.doc)) {
    for (let index = from; index < to; index++) {
      if (!after.child(index).inlineContent) continue;
      after.child(index).forEach((node, offset) => {
        if (!node.isText && node.marks.length > 0) marked.push(start + blockStart(after, index) + 1 + offset);
      });
    }
  }
  for (const at of marked) tr.removeMark(at, at + 1);
}
