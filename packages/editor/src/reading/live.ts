import type { EditorState } from "prosemirror-state";
import type { Editor } from "../editor.ts";

/** Something that is read from an editor's text, as it is now. */
export interface Live<Value> {
  /** The same object until something in it changed. */
  getSnapshot(): Value;
  /** Calls back when it is another one. Returns what ends it. */
  subscribe(listener: () => void): () => void;
}

/** What a reader says of an editor's state, after the paint of each change. It gives the same object for the same things. */
export function createLive<Value>(editor: Editor, read: (state: EditorState) => Value): Live<Value> {
  const getSnapshot = () => read(editor.view.state);
  return {
    getSnapshot,
    subscribe(listener) {
      let told = getSnapshot();
      return editor.watch(() => {
        const now = getSnapshot();
        if (now === told) return;
        told = now;
        listener();
      });
    },
  };
}
