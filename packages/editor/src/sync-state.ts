import type { EditorState, Transaction } from "prosemirror-state";
import { type ProsemirrorBinding, ySyncPluginKey, yUndoPluginKey } from "y-prosemirror";
import type * as Y from "yjs";

/** What y-prosemirror keeps in a state that is bound to a shared document. */
export interface SyncState {
  readonly type: Y.XmlFragment;
  readonly doc: Y.Doc;
  readonly binding: ProsemirrorBinding;
  /** The last transaction came from the shared document, not from this editor. */
  readonly isChangeOrigin: boolean;
  readonly isUndoRedoOperation: boolean;
}

/** The binding's state, or undefined where the text is shown without being bound. y-prosemirror types it `any`. */
export function syncState(state: EditorState): SyncState | undefined {
  return ySyncPluginKey.getState(state) as SyncState | undefined;
}

/** The undo manager of a bound state. */
export function undoManagerOf(state: EditorState): Y.UndoManager | undefined {
  return yUndoPluginKey.getState(state)?.undoManager;
}

/** True for a transaction that brings the shared document's change into the view: nothing of ours may write after it. */
export function isFromSharedDocument(tr: Transaction): boolean {
  return change(tr)?.isChangeOrigin === true;
}

/** True for one that brings an undo or redo of this editor's own. */
export function isUndo(tr: Transaction): boolean {
  return change(tr)?.isUndoRedoOperation === true;
}

function change(tr: Transaction): Partial<SyncState> | undefined {
  return tr.getMeta(ySyncPluginKey) as Partial<SyncState> | undefined;
}
