import { type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import type * as Y from "yjs";
import { isAlive, type RelativePosition } from "./relative-position.ts";
import { isUndo, syncState } from "./sync-state.ts";

/**
 * Keeps the selection with its words when someone else's change moves them to another block, as a split does: in the
 * shared document they are deleted and written anew, so y-prosemirror would put the caret where they were (#204). The
 * step itself knows where they went. Undo has a selection of its own to bring back.
 */
export function keepSelection(tr: Transaction, state: EditorState): Transaction {
  const sync = syncState(state);
  const places = sync?.binding.beforeTransactionSelection;
  const { selection } = state;
  if (!sync || !places || isUndo(tr) || !(selection instanceof TextSelection)) return tr;
  const anchor = moved(sync.doc, places.anchor, tr, selection.anchor) ?? tr.selection.anchor;
  const head = moved(sync.doc, places.head, tr, selection.head) ?? tr.selection.head;
  if (anchor === tr.selection.anchor && head === tr.selection.head) return tr;
  return tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)));
}

/** Where the step moved a position whose character is gone; null where the character still says where it is. */
function moved(ydoc: Y.Doc, place: RelativePosition | null, tr: Transaction, pos: number): number | null {
  if (!place || isAlive(ydoc, place)) return null;
  const result = tr.mapping.mapResult(pos);
  return result.deleted ? null : result.pos;
}
