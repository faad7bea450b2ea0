import { type EditorState, Selection, type Transaction } from "prosemirror-state";
import type { Dispatch } from "./commands/command.ts";

/** Goes on with a transaction by a command, as one change: one step to undo, one update to send. */
export function compose(
  state: EditorState,
  tr: Transaction,
  command: (state: EditorState, dispatch: Dispatch) => boolean,
): boolean {
  return command(state.apply(tr), (next) => {
    for (const step of next.steps) tr.step(step);
    tr.setSelection(Selection.fromJSON(tr.doc, next.selection.toJSON()));
    if (next.storedMarksSet) tr.setStoredMarks(next.storedMarks);
  });
}
