import { Selection, type Transaction } from "prosemirror-state";
import { AttrStep } from "prosemirror-transform";

/**
 * Puts the caret where an undo or redo changed something, after what came back, and scrolls there. A selection that is
 * already at a change of looks alone stays as it is. y-prosemirror's own way comes a change too late (#38, #101).
 */
export function goToChange(tr: Transaction): Transaction {
  const change = changedRange(tr);
  if (!change) return tr;
  const { from, to } = tr.selection;
  const isThere = from >= change.from && to <= change.to;
  if (!change.isLooks || !isThere) tr.setSelection(Selection.near(tr.doc.resolve(change.to), -1));
  return tr.scrollIntoView();
}

interface ChangedRange {
  readonly from: number;
  readonly to: number;
  /** No words came or went: only marks, or what a block is. */
  readonly isLooks: boolean;
}

function changedRange(tr: Transaction): ChangedRange | null {
  let from = Number.POSITIVE_INFINITY;
  let to = -1;
  let isLooks = true;
  tr.steps.forEach((step, index) => {
    const rest = tr.mapping.slice(index + 1);
    const before = tr.docs[index];
    const after = tr.docs[index + 1] ?? tr.doc;
    const widen = (start: number, end: number) => {
      from = Math.min(from, rest.map(start, -1));
      to = Math.max(to, rest.map(end));
    };
    if (step instanceof AttrStep)
      widen(step.pos + 1, step.pos + (before?.nodeAt(step.pos)?.nodeSize ?? 2) - 1);
    step.getMap().forEach((oldStart, oldEnd, start, end) => {
      isLooks &&= before?.textBetween(oldStart, oldEnd, "\n") === after.textBetween(start, end, "\n");
      widen(start, end);
    });
  });
  return to < 0 ? null : { from, to, isLooks };
}
