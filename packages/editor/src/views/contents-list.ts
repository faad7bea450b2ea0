import { type EditorState, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { englishDrawingWords } from "../drawing-words.ts";
import type { OutlineEntry, OutlineReader } from "../reading/outline.ts";
import type { EditorWords } from "../words.ts";
import type { Draw } from "./late-view.ts";

/** Calls back with each state that has another document, until `end`. All lists of a view have the same reader. */
type Follow = (
  view: EditorView,
  follow: (state: EditorState) => void,
) => { readonly reader: OutlineReader; end(): void };

/** Draws the headings of a document as a list of links, and follows them. */
export function drawContents({ drawing = englishDrawingWords }: EditorWords, follow: Follow): Draw {
  return (dom, view) => {
    let drawn: readonly OutlineEntry[] | undefined;
    dom.role = "navigation";
    dom.ariaLabel = drawing.contents;
    dom.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link) return;
      event.preventDefault();
      goTo(view, reader.positionOf(view.state, Number(link.dataset.index)));
    });
    const draw = (state: EditorState) => {
      const entries = reader.read(state);
      if (entries === drawn) return;
      drawn = entries;
      dom.replaceChildren(entries.length > 0 ? listOf(dom.ownerDocument, entries) : drawing.noHeadings);
    };
    const { reader, end } = follow(view, draw);
    return { show: () => draw(view.state), destroy: end };
  };
}

/** One list, each line as far in as its heading is below the highest one. */
function listOf(document: Document, entries: readonly OutlineEntry[]): HTMLElement {
  const list = document.createElement("ol");
  const top = Math.min(...entries.map(({ level }) => level));
  for (const [index, { level, text }] of entries.entries()) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = "#";
    link.dir = "auto";
    link.textContent = text;
    link.dataset.index = String(index);
    item.dataset.depth = String(level - top);
    item.append(link);
    list.append(item);
  }
  return list;
}

function goTo(view: EditorView, pos: number): void {
  const heading = pos < 0 ? null : view.state.doc.nodeAt(pos);
  if (heading === null) return;
  const { tr } = view.state;
  view.focus();
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, pos + heading.nodeSize - 1)));
  const drawn = view.nodeDOM(pos);
  if (drawn instanceof Element) drawn.scrollIntoView({ block: "start" });
}
