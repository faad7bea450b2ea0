import type { EditorState } from "prosemirror-state";
import { undoManagerOf } from "../undo-manager.ts";
import type { Dispatch, RunnableCommand } from "./command.ts";

/** Undo and redo of what this person did; others' work stays. */
export const historyCommands: readonly RunnableCommand[] = [
  {
    id: "undo",
    label: "Undo",
    group: "history",
    keys: "Mod-z",
    icon: "undo-2",
    in: ["toolbar"],
    isActive: () => false,
    isEnabled: (state) => undo(state),
    run: undo,
  },
  {
    id: "redo",
    label: "Redo",
    group: "history",
    keys: "Mod-Shift-z",
    icon: "redo-2",
    in: ["toolbar"],
    isActive: () => false,
    isEnabled: (state) => redo(state),
    run: redo,
  },
];

/** Takes back this person's last step. The change comes from the shared document, so nothing is dispatched here. */
export function undo(state: EditorState, dispatch?: Dispatch): boolean {
  const manager = undoManagerOf(state);
  if (!manager?.canUndo()) return false;
  if (dispatch) manager.undo();
  return true;
}

/** Brings back what was undone last. */
export function redo(state: EditorState, dispatch?: Dispatch): boolean {
  const manager = undoManagerOf(state);
  if (!manager?.canRedo()) return false;
  if (dispatch) manager.redo();
  return true;
}
