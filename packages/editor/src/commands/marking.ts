import type { Mark, MarkType, Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";

/** Whether all of the selected text has a mark of the type, or at a bare caret what is typed next. */
export function hasMark(state: EditorState, type: MarkType): boolean {
  const { $from, empty } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  const texts = selectedNodes(state).filter((node) => node.isText);
  return texts.length > 0 && texts.every((node) => type.isInSet(node.marks));
}

/** Whether any of the selected text can have a mark of the type. */
export function canMark(state: EditorState, type: MarkType): boolean {
  const { $from, empty } = state.selection;
  const nodes = empty ? [$from.parent] : selectedNodes(state);
  return nodes.some((node) => node.inlineContent && node.type.allowsMarkType(type));
}

/** The first mark of the type in the selection, or the one that what is typed next has. */
export function firstMark(state: EditorState, type: MarkType): Mark | undefined {
  const { $from, empty } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks());
  for (const node of selectedNodes(state)) {
    const found = type.isInSet(node.marks);
    if (found) return found;
  }
  return undefined;
}

/** Gives all that is selected, or what is typed next, this mark: another of its type goes. */
export function addMark(tr: Transaction, mark: Mark): Transaction {
  if (tr.selection.empty) return tr.addStoredMark(mark);
  for (const { $from, $to } of tr.selection.ranges) tr.addMark($from.pos, $to.pos, mark);
  return tr;
}

/** Takes every mark of the type from all that is selected, or from what is typed next. */
export function removeMark(tr: Transaction, type: MarkType): Transaction {
  if (tr.selection.empty) return tr.removeStoredMark(type);
  for (const { $from, $to } of tr.selection.ranges) tr.removeMark($from.pos, $to.pos, type);
  return tr;
}

/** All that the selection reaches into: selected cells of a table are several ranges. */
function selectedNodes({ selection, doc }: EditorState): readonly Node[] {
  const nodes: Node[] = [];
  for (const { $from, $to } of selection.ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node) => {
      nodes.push(node);
    });
  }
  return nodes;
}
