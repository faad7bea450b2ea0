import type { EditorView } from "prosemirror-view";
import { suggestionMenu } from "./suggestions/suggestions.ts";

/** Where the selection is in the window: what a toolbar stands beside. Null where nothing is selected or drawn. */
export function selectionRect(view: EditorView): DOMRect | null {
  const { from, to, empty } = view.state.selection;
  if (empty) return caretRect(view, from);
  const range = view.dom.ownerDocument.createRange();
  const start = view.domAtPos(from);
  const end = view.domAtPos(to);
  range.setStart(start.node, start.offset);
  range.setEnd(end.node, end.offset);
  const rect = range.getBoundingClientRect();
  return rect.width > 0 || rect.height > 0 ? rect : caretRect(view, from);
}

/** Where the sign that opened the suggestions is in the window; null while they are closed. */
export function suggestionsRect(view: EditorView): DOMRect | null {
  const menu = suggestionMenu(view.state);
  return menu && caretRect(view, menu.from);
}

function caretRect(view: EditorView, pos: number): DOMRect {
  const { left, top, bottom } = view.coordsAtPos(pos);
  return new DOMRect(left, top, 0, bottom - top);
}
