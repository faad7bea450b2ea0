import { columnWidths } from "@quire/schema";
import type { EditorView } from "prosemirror-view";
import { cellUnder } from "./cell-mouse.ts";
import { setWidths } from "./table-change.ts";
import { areaBetween, cellAt, type TablePlace } from "./table-place.ts";

/** How narrow and how wide a column can be made. */
const [narrowest, widest] = [40, 2000];

/** How near to a column's edge the mouse takes hold of it. */
const reach = 5;

interface Edge {
  readonly table: TablePlace;
  readonly frame: HTMLElement;
  readonly column: number;
  /** Where the column begins in the window, and where it ends. */
  readonly start: number;
  readonly end: number;
}

/** A handle at the edge of a column, by which it is made wider. It comes where the mouse is near one. */
export class ColumnHandle {
  readonly #handle: HTMLElement;
  #edge: Edge | undefined;
  #isDragged = false;

  constructor(view: EditorView) {
    this.#handle = view.dom.ownerDocument.createElement("div");
    this.#handle.className = "quire-column-handle";
    this.#handle.addEventListener("pointerdown", (event) => this.#drag(view, event));
  }

  /** Follows the mouse. */
  move(view: EditorView, event: MouseEvent): void {
    if (this.#isDragged || event.target === this.#handle) return;
    const edge = view.editable && event.buttons === 0 ? edgeUnder(view, event) : undefined;
    this.#edge = edge;
    if (edge) this.#show(edge, edge.end);
    else this.#handle.remove();
  }

  close(): void {
    this.#handle.remove();
  }

  #show({ frame }: Edge, end: number): void {
    const around = frame.getBoundingClientRect();
    this.#handle.style.insetInlineStart = "0";
    this.#handle.style.transform = `translateX(${end - around.left}px)`;
    if (this.#handle.parentElement !== frame.firstElementChild) frame.firstElementChild?.append(this.#handle);
  }

  #drag(view: EditorView, event: PointerEvent): void {
    const edge = this.#edge;
    if (!edge || event.button !== 0) return;
    event.preventDefault();
    this.#isDragged = true;
    const handle = this.#handle;
    handle.setPointerCapture(event.pointerId);
    const ended = new AbortController();
    const on = { signal: ended.signal };
    const widthAt = ({ clientX }: PointerEvent) => clamp(edge.end - edge.start + clientX - event.clientX);
    const move = (moved: PointerEvent) => {
      drawWidth(edge, widthAt(moved));
      this.#show(edge, edge.start + widthAt(moved));
    };
    const up = (last: PointerEvent) => {
      ended.abort();
      this.#isDragged = false;
      handle.remove();
      if (last.type === "pointerup") setWidth(view, edge, widthAt(last));
    };
    handle.addEventListener("pointermove", move, on);
    for (const name of ["pointerup", "pointercancel"] as const) handle.addEventListener(name, up, on);
  }
}

function clamp(width: number): number {
  return Math.round(Math.max(narrowest, Math.min(widest, width)));
}

/** Shows a width before it is written. */
function drawWidth({ frame, column }: Edge, width: number): void {
  const drawn = frame.querySelectorAll("col")[column];
  if (drawn) drawn.style.width = `${width}px`;
}

/** Writes a width to the table where it stands by now. */
function setWidth(view: EditorView, { frame, column }: Edge, width: number): void {
  const first = frame.querySelector("td, th");
  const cell = cellUnder(view, first);
  const area = cell === null ? null : areaBetween(view.state.doc, cell, cell);
  if (!area || !view.editable || column >= area.grid.width) return;
  const tr = view.state.tr;
  setWidths(tr, area.pos, columnWidths(area.grid).with(column, width));
  if (tr.docChanged) view.dispatch(tr);
}

/** The edge of a column that the mouse is near: the right one of this cell, or that of the one before. */
function edgeUnder(view: EditorView, event: MouseEvent): Edge | undefined {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("td, th") : null;
  const pos = cellUnder(view, cell);
  const frame = cell?.closest<HTMLElement>(".quire-table");
  const table = pos === null ? null : areaBetween(view.state.doc, pos, pos);
  const place = table && pos !== null && cellAt(table, pos);
  if (!cell || !frame || !table || !place) return undefined;
  const rect = cell.getBoundingClientRect();
  const isLeft = event.clientX - rect.left < reach;
  const column = isLeft ? place.column - 1 : place.column + place.colspan - 1;
  if (column < 0 || (!isLeft && rect.right - event.clientX >= reach)) return undefined;
  const end = isLeft ? rect.left : rect.right;
  return { table, frame, column, start: startOf(frame, column, rect), end };
}

function startOf(frame: HTMLElement, column: number, { left }: DOMRect): number {
  const drawn = frame.querySelectorAll("col")[column]?.getBoundingClientRect();
  return drawn && drawn.width > 0 ? drawn.left : left;
}
