import { goToChange } from "@quire/binding";
import { type EditorState, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { type Places, type RelativePosition, resolve, selectionPlaces } from "./relative-position.ts";
import { isUndo, syncState } from "./sync-state.ts";

/** Keeps this person's selection in place through other people's changes. */
export interface SelectionKeeper {
  /** Knows where the selection is in the shared document, as of the last update of the view. */
  readonly plugin: Plugin;
  places(): Places | null;
  /** Sets the selection of a transaction that brings someone else's change. */
  keep(tr: Transaction, state: EditorState): void;
}

/**
 * Each end of the selection stays with the character it holds on to. Where that one is gone because a split wrote it
 * anew in another block, the step knows where it went (y-prosemirror#204). Undo goes to what it changed.
 */
export function createSelectionKeeper(): SelectionKeeper {
  let places: Places | null = null;
  const look = (state: EditorState) => {
    const sync = syncState(state);
    places = sync ? selectionPlaces(state, sync) : null;
  };
  return {
    plugin: new Plugin({
      view: (view) => {
        look(view.state);
        return { update: (updated) => look(updated.state) };
      },
    }),
    places: () => places,
    keep(tr, state) {
      const sync = syncState(state);
      const { selection } = state;
      if (!sync || !places || !(selection instanceof TextSelection)) {
        tr.setSelection(selection.map(tr.doc, tr.mapping));
      } else {
        const stay = (place: RelativePosition, pos: number) => {
          const found = resolve(sync, tr.doc, place);
          return tr.doc.resolve(found?.isAlive ? found.pos : tr.mapping.map(pos, -1));
        };
        const { anchor, head } = places;
        tr.setSelection(TextSelection.between(stay(anchor, selection.anchor), stay(head, selection.head)));
      }
      if (isUndo(tr)) goToChange(tr);
    },
  };
}
