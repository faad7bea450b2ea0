import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { isCode } from "./blocks.ts";

/** The languages of code that is shown as what it draws. */
const drawn = new Set<unknown>(["math", "mermaid"]);

/** Whether a block is shown as what it draws, and as its source only while somebody is in it. */
export function isDrawn({ type, attrs }: Node): boolean {
  return type.name === "code_block" && attrs.source !== true && drawn.has(attrs.language);
}

/** Shows the source of what is drawn while the selection is in it, and lets the arrow keys lead into it. */
export function codePreviewsPlugin(): Plugin {
  return new Plugin({
    props: {
      decorations({ doc, selection: { $from, $to } }) {
        if (!isCode($from.parent) || !$from.sameParent($to) || !isDrawn($from.parent)) return null;
        const open = Decoration.node($from.before(), $from.after(), { class: "quire-open" });
        return DecorationSet.create(doc, [open]);
      },
      handleKeyDown: goInside,
    },
  });
}

const steps: Readonly<Record<string, readonly [1 | -1, "up" | "down" | "left" | "right"]>> = {
  ArrowUp: [-1, "up"],
  ArrowDown: [1, "down"],
  ArrowLeft: [-1, "left"],
  ArrowRight: [1, "right"],
};

/** A browser goes past what it does not show. */
function goInside(view: EditorView, event: KeyboardEvent): boolean {
  const step = steps[event.key];
  if (!step || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
  const [direction, edge] = step;
  const place = neighbour(view.state, direction);
  if (place === null || !view.endOfTextblock(edge)) return false;
  const { tr } = view.state;
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, place)).scrollIntoView());
  return true;
}

/** Where the caret comes that goes from its block into the drawn one beside it. */
function neighbour({ doc, selection }: EditorState, direction: 1 | -1): number | null {
  const { $head, empty } = selection;
  if (!empty || !$head.parent.isTextblock) return null;
  const $edge = doc.resolve(direction > 0 ? $head.after() : $head.before());
  const beside = direction > 0 ? $edge.nodeAfter : $edge.nodeBefore;
  return beside && isDrawn(beside) ? $edge.pos + direction : null;
}
