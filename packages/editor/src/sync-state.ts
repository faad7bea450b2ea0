import { type BindingState, bindingKey, remoteChange } from "@quire/binding";
import type { EditorState, Transaction } from "prosemirror-state";

/** What keeps a state and its shared document the same; undefined where the state is of another editor's. */
export function syncState(state: EditorState): BindingState | undefined {
  return bindingKey.getState(state);
}

/** True for a transaction that brings the shared document's change into the view: nothing of ours may write after it. */
export function isFromSharedDocument(tr: Transaction): boolean {
  return remoteChange(tr) !== undefined;
}

/** The Yjs client that made the change which such a transaction brings, where it is known. */
export function authorOf(tr: Transaction): number | undefined {
  return remoteChange(tr)?.author();
}

/** True for such a transaction that takes back, or does again, what was done here. */
export function isOwnUndo(tr: Transaction): boolean {
  return remoteChange(tr)?.isUndo === true;
}
