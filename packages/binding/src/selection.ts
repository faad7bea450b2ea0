import { type EditorState, type Selection, TextSelection, type Transaction } from "prosemirror-state";
import type * as Y from "yjs";
import type { Binding } from "./binding.ts";

/** The ends of a selection in the shared document. */
export interface SelectionPlaces {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/**
 * The selection's ends as places. A caret holds on to the character before it: what someone else writes at the same
 * spot then comes after, and two people who type there do not get between each other's letters. A range holds on to
 * its first and its last character.
 */
export function selectionPlaces({ selection }: EditorState, binding: Binding): SelectionPlaces {
  const { anchor, head, from, empty } = selection;
  const placeOf = (pos: number) => binding.toRelative(pos, pos === from && !empty ? 0 : -1);
  return { anchor: placeOf(anchor), head: placeOf(head) };
}

/**
 * Keeps the selection of a transaction that brings someone else's change. Each end stays with the character it holds on
 * to. Where that one is gone because a split wrote it anew in another block, the step knows where it went.
 */
export function keepSelection(
  tr: Transaction,
  selection: Selection,
  places: SelectionPlaces | null,
  binding: Binding,
): void {
  if (!places || !(selection instanceof TextSelection)) {
    tr.setSelection(selection.map(tr.doc, tr.mapping));
    return;
  }
  const stay = (place: Y.RelativePosition, pos: number) => {
    const found = binding.toAbsolute(place);
    const now = found?.isAlive ? found.pos : tr.mapping.map(pos, -1);
    return tr.doc.resolve(Math.max(0, Math.min(now, tr.doc.content.size)));
  };
  const { anchor, head } = places;
  tr.setSelection(TextSelection.between(stay(anchor, selection.anchor), stay(head, selection.head)));
}
