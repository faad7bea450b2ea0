import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import type { Dispatch } from "./commands/command.ts";

const key = new PluginKey<boolean>("leave");

/** Remembers that Escape was pressed: the next Tab then leaves the text, in lists and code too. */
export function leaveKeyPlugin(): Plugin<boolean> {
  return new Plugin<boolean>({
    key,
    state: {
      init: () => false,
      apply: (tr, before) => (tr.getMeta(key) === true ? true : before && !tr.docChanged && !tr.selectionSet),
    },
  });
}

/** Escape. Says nothing to the browser, which may have its own use for it. */
export function prepareToLeave(state: EditorState, dispatch?: Dispatch): boolean {
  dispatch?.(state.tr.setMeta(key, true));
  return false;
}

/** True between Escape and the next change or move. */
export function isLeaving(state: EditorState): boolean {
  return key.getState(state) === true;
}
