import { schema } from "@quire/schema";
import { type EditorState, Plugin, Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { isPlain } from "./blocks.ts";
import type { Dispatch } from "./commands/command.ts";

/** A click below the last block goes to a plain paragraph at the end, which is made only then. */
export function trailingPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        mousedown(view, event) {
          if (event.button !== 0 || !view.editable || !isBelow(view, event)) return false;
          event.preventDefault();
          view.focus();
          return goToEnd(view.state, view.dispatch);
        },
      },
    },
  });
}

/** Puts the caret at the end of the last block if that is plain text, else into a new plain one below it. */
function goToEnd(state: EditorState, dispatch: Dispatch): boolean {
  const last = state.doc.lastChild;
  const tr = state.tr;
  if (!last || !isPlain(last)) tr.insert(state.doc.content.size, schema.nodes.paragraph.create());
  dispatch(tr.setSelection(Selection.atEnd(tr.doc)).scrollIntoView());
  return true;
}

function isBelow(view: EditorView, event: MouseEvent): boolean {
  const last = view.dom.lastElementChild;
  return event.target === view.dom && last !== null && event.clientY > last.getBoundingClientRect().bottom;
}
