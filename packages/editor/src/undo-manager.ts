import { bindingOrigin } from "@quire/binding";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import * as Y from "yjs";

const key = new PluginKey<Y.UndoManager>("undo-manager");

/** Remembers what was edited here, for undo. */
export function undoManagerPlugin(fragment: Y.XmlFragment): Plugin {
  const manager = new Y.UndoManager(fragment, {
    trackedOrigins: new Set([bindingOrigin]),
    // What others have written in meanwhile stays.
    deleteFilter: ({ content }) => !(content instanceof Y.ContentType) || content.type._length === 0,
  });
  return new Plugin({
    key,
    state: { init: () => manager, apply: () => manager },
    view: () => ({ destroy: () => manager.destroy() }),
  });
}

/** The undo manager of a state. */
export function undoManagerOf(state: EditorState): Y.UndoManager | undefined {
  return key.getState(state);
}
