import type { EditorView } from "prosemirror-view";
import { allShown, type IsHidden } from "./block-run.ts";

/** What the reader of a view has folded away, by what is drawn. */
export function hiddenIn(view: EditorView | undefined): IsHidden {
  if (!view) return allShown;
  return (pos) => {
    const drawn = view.nodeDOM(pos);
    return drawn instanceof HTMLElement && getComputedStyle(drawn).display === "none";
  };
}
