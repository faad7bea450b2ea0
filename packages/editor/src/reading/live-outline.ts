import { TextSelection } from "prosemirror-state";
import type { Editor } from "../editor.ts";
import { foldsIn } from "../sections/sections-plugin.ts";
import { createLive, type Live } from "./live.ts";
import { createOutlineReader, type OutlineEntry } from "./outline.ts";

/** The headings of an editor's text. */
export interface Outline extends Live<readonly OutlineEntry[]> {
  /** What shows a heading of the list in the page, or what it is folded away under; null where there is none. */
  elementOf(index: number): Element | null;
  /** Puts the caret at the end of a heading, which comes to the top of what is in sight. False where there is none. */
  goTo(index: number): boolean;
}

/** The outline of an editor. */
export function createOutline(editor: Editor): Outline {
  const reader = createOutlineReader();
  const { view } = editor;
  const positionOf = (index: number) => reader.positionOf(view.state, index);
  const elementOf = (index: number) => {
    const pos = positionOf(index);
    const node = pos < 0 ? null : view.nodeDOM(foldsIn(view.state)?.shownFor(pos) ?? pos);
    return node instanceof Element ? node : null;
  };
  return {
    ...createLive(editor, (state) => reader.read(state)),
    elementOf,
    goTo(index) {
      const pos = positionOf(index);
      const heading = pos < 0 ? null : view.state.doc.nodeAt(pos);
      if (heading === null) return false;
      const { tr } = view.state;
      view.focus();
      view.dispatch(tr.setSelection(TextSelection.create(tr.doc, pos + heading.nodeSize - 1)));
      elementOf(index)?.scrollIntoView({ block: "start" });
      return true;
    },
  };
}
