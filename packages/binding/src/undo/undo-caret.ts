import type { Node } from "prosemirror-model";
import { Selection, type Transaction } from "prosemirror-state";
import {
  AddMarkStep,
  AddNodeMarkStep,
  AttrStep,
  RemoveMarkStep,
  RemoveNodeMarkStep,
  type Step,
} from "prosemirror-transform";

/**
 * Puts the caret where an undo or redo changed something, after what came back, and scrolls there. A selection that is
 * already at a change of looks alone stays as it is. To be called on the transaction that brings the undo.
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
    const before = tr.docs[index] ?? tr.before;
    const after = tr.docs[index + 1] ?? tr.doc;
    const widen = (start: number, end: number) => {
      from = Math.min(from, rest.map(start, -1));
      to = Math.max(to, rest.map(end));
    };
    const styled = styledRange(step, before);
    if (styled) widen(styled.from, styled.to);
    step.getMap().forEach((oldStart, oldEnd, start, end) => {
      isLooks &&= before.textBetween(oldStart, oldEnd, "\n") === after.textBetween(start, end, "\n");
      widen(start, end);
    });
  });
  return to < 0 ? null : { from, to, isLooks };
}

/** The range of a step that moves nothing: of marks, or the inside of a node whose attributes it sets. */
function styledRange(step: Step, doc: Node): { readonly from: number; readonly to: number } | null {
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return step;
  const isOfNode =
    step instanceof AttrStep || step instanceof AddNodeMarkStep || step instanceof RemoveNodeMarkStep;
  if (!isOfNode) return null;
  return { from: step.pos + 1, to: step.pos + (doc.nodeAt(step.pos)?.nodeSize ?? 2) - 1 };
}
