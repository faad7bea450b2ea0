import type { ResolvedPos } from "prosemirror-model";
import type { Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { CellSelection } from "./cell-selection.ts";
import { cellAround } from "./table-place.ts";

/** Selects cells with the mouse: from the one where it went down to the one where it is. */
export class CellMouse {
  #end: AbortController | undefined;
  #isSelecting = false;

  down(view: EditorView, event: MouseEvent): boolean {
    this.close();
    const start = cellUnder(view, event.target);
    if (start === null || event.button !== 0 || event.ctrlKey || event.metaKey) return false;
    if (event.shiftKey) return this.#extend(view, event, start);
    const end = new AbortController();
    this.#end = end;
    const { ownerDocument } = view.dom;
    const on = { signal: end.signal };
    ownerDocument.addEventListener("mousemove", (moved) => this.#move(view, moved, start), on);
    for (const name of ["mouseup", "dragstart"]) ownerDocument.addEventListener(name, () => this.close(), on);
    return false;
  }

  /** What a selection that the browser made is: one across cells is of cells, and none while the mouse selects some. */
  between({ state }: EditorView, $anchor: ResolvedPos, $head: ResolvedPos): Selection | null {
    if (this.#isSelecting && state.selection instanceof CellSelection) return state.selection;
    const [anchor, head] = [cellAround($anchor), cellAround($head)];
    return anchor === null || head === null || anchor === head
      ? null
      : CellSelection.between(state.doc, anchor, head);
  }

  close(): void {
    this.#end?.abort();
    this.#end = undefined;
    this.#isSelecting = false;
  }

  #extend(view: EditorView, event: MouseEvent, head: number): boolean {
    const { selection } = view.state;
    const anchor = selection instanceof CellSelection ? selection.anchorCell : cellAround(selection.$anchor);
    if (anchor === null || anchor === head || !select(view, anchor, head)) return false;
    event.preventDefault();
    return true;
  }

  #move(view: EditorView, event: MouseEvent, start: number): void {
    if (view.isDestroyed || event.buttons === 0) return this.close();
    const head = cellUnder(view, event.target);
    // What somebody else wrote meanwhile may have moved the cell: then it is none, or another of this table.
    if (head === null || (head === start && !this.#isSelecting)) return;
    this.#isSelecting = select(view, start, head) || this.#isSelecting;
    if (this.#isSelecting) event.preventDefault();
  }
}

function select(view: EditorView, anchor: number, head: number): boolean {
  const { selection, doc, tr } = view.state;
  const cells = CellSelection.between(doc, anchor, head);
  if (cells === null) return false;
  if (!cells.eq(selection)) view.dispatch(tr.setSelection(cells));
  return true;
}

/** The position before the cell that an element is in. */
export function cellUnder(view: EditorView, target: EventTarget | null): number | null {
  const cell = target instanceof Element ? target.closest("td, th") : null;
  if (cell === null || !view.dom.contains(cell)) return null;
  return cellAround(view.state.doc.resolve(view.posAtDOM(cell, 0)));
}
