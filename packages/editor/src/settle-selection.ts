import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";

/**
 * Reads the page's selection before something acts on the old one. Browsers tell of a new selection in a task of its
 * own, and a busy page runs others first. The next key: Shift-Home and Mod-b in quick succession would make nothing
 * bold. Or somebody else's change: drawing it would put the caret back to where it was before the last key. Or focus that a
 * page gives to the text: browsers begin at its start, and the next key would go there.
 */
export function settleSelectionPlugin(ydoc: Y.Doc, awareness: Awareness | undefined): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        focus(view) {
          // When ProseMirror knows of the focus. A pointer that is pressed says itself where.
          if (!view.dom.matches(":active")) queueMicrotask(() => settle(view));
        },
        keydown(view, event) {
          const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
          const isOurs = event.target === view.dom && !event.isComposing && event.keyCode !== 229;
          // Letters at a caret are the browser's to write; over a selection they are ours, also over one that is gone by now.
          const isOver = view.dom.ownerDocument.getSelection()?.isCollapsed === false;
          if (isOurs && (!isText || isOver || !view.state.selection.empty)) settle(view);
          return false;
        },
      },
    },
    view(view) {
      // Before the shared document changes: afterwards a place in the text is not yet one in it.
      const changes = ({ local }: Y.Transaction) => local || settle(view);
      const moved = (_changes: unknown, origin: unknown) => origin === "local" || settle(view);
      ydoc.on("beforeTransaction", changes);
      awareness?.on("change", moved);
      return {
        destroy() {
          ydoc.off("beforeTransaction", changes);
          awareness?.off("change", moved);
        },
      };
    },
  });
}

function settle(view: EditorView): void {
  if (view.hasFocus() && !view.composing) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
}
