import type { SelectionPlaces } from "@quire/binding";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { AfterPaint } from "./after-paint.ts";
import { syncState } from "./sync-state.ts";

/**
 * Tells the others where this person is, while they are in the text and may write: in the awareness field that
 * y-prosemirror uses, so that other editors show it too. A key is painted first, and its text has left by then.
 */
export function ownCaretPlugin(awareness: Awareness, afterPaint: AfterPaint): Plugin {
  return new Plugin({
    view(view) {
      const own = publishCaret(view, awareness);
      return { update: () => afterPaint(own.update), destroy: own.close };
    },
  });
}

function publishCaret(view: EditorView, awareness: Awareness) {
  let published: SelectionPlaces | null = null;
  const take = () => {
    if (published) awareness.setLocalStateField("cursor", null);
    published = null;
  };
  const update = () => {
    const sync = view.isDestroyed ? undefined : syncState(view.state);
    if (!sync || !view.editable || !view.hasFocus()) return take();
    const places = sync.binding.placesOf(view.state);
    const isSame =
      published !== null &&
      Y.compareRelativePositions(published.anchor, places.anchor) &&
      Y.compareRelativePositions(published.head, places.head);
    if (isSame) return;
    published = places;
    awareness.setLocalStateField("cursor", places);
  };
  view.dom.addEventListener("focusin", update);
  view.dom.addEventListener("focusout", update);
  return {
    update,
    close() {
      view.dom.removeEventListener("focusin", update);
      view.dom.removeEventListener("focusout", update);
      take();
    },
  };
}
