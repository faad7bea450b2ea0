import { Plugin } from "prosemirror-state";

/**
 * Reads the page's selection before a key acts on it. Browsers tell of a new selection in a task of its own, which a
 * busy page runs after the next key: Shift-Home and Mod-b in quick succession would make nothing bold, and drop the
 * selection.
 */
export function settleSelectionPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view, event) {
          const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
          const isOurs = event.target === view.dom && !event.isComposing && event.keyCode !== 229;
          if (isOurs && !isText) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
          return false;
        },
      },
    },
  });
}
