import type { EditorState, Transaction } from "prosemirror-state";
import { Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { caretBlock, isCode } from "../blocks.ts";
import { isLeaving } from "../leave-key.ts";
import { CellSelection } from "./cell-selection.ts";
import { mendTable } from "./mend-table.ts";
import { insertRow } from "./rows.ts";
import { putCaret } from "./table-change.ts";
import {
  type Area,
  areaBetween,
  cellAround,
  cellAt,
  cellPos,
  type TablePlace,
  tableAround,
  tableAt,
} from "./table-place.ts";

type Direction = "left" | "right" | "up" | "down";

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** What keys mean in a table: Tab and arrows go from cell to cell, with Shift they select cells. */
export function tableKey(view: EditorView, event: KeyboardEvent): boolean {
  const { state } = view;
  if (event.ctrlKey || event.metaKey || event.altKey || view.composing) return false;
  const direction = arrows[event.key];
  if (direction !== undefined) return event.shiftKey ? extend(view, direction) : go(view, direction);
  if (event.key === "Tab") return goToNext(view, event.shiftKey ? -1 : 1);
  const isLeavingCells = event.key === "Enter" || event.key === "Escape";
  return isLeavingCells && state.selection instanceof CellSelection && goInto(view, state.selection.headCell);
}

/** The cell behind or before this one, in the order of the text. Behind the last one a row is added. */
function goToNext(view: EditorView, direction: -1 | 1): boolean {
  const { state } = view;
  const block = caretBlock(state);
  const table = tableAround(state.selection.$from);
  const here = table && cellAround(state.selection.$head);
  if (!table || here === null || isLeaving(state) || (block && isCode(block.node))) return false;
  const { cells } = table.grid;
  const at = cells.findIndex((cell) => cellPos(table, cell) === here);
  const next = cells[at + direction];
  if (next) return goInto(view, cellPos(table, next));
  if (direction > 0) view.dispatch(withRowBelow(state, table).scrollIntoView());
  return true;
}

function withRowBelow({ tr }: EditorState, { pos }: TablePlace): Transaction {
  mendTable(tr, pos);
  const table = tableAt(tr.doc, pos);
  if (!table) return tr;
  insertRow(tr, table, table.grid.height);
  putCaret(tr, pos, table.grid.height, 0);
  return tr;
}

function go(view: EditorView, direction: Direction): boolean {
  const { selection } = view.state;
  if (selection instanceof CellSelection) return goInto(view, selection.headCell);
  const next = selection.empty && isAtEdge(view, direction) ? neighbour(view.state, direction) : null;
  return next !== null && goInto(view, next, direction === "right" || direction === "down" ? 1 : -1);
}

function extend(view: EditorView, direction: Direction): boolean {
  const { state } = view;
  const { selection } = state;
  const isCells = selection instanceof CellSelection;
  if (!isCells && !isAtEdge(view, direction)) return false;
  const anchor = isCells ? selection.anchorCell : cellAround(selection.$anchor);
  const head = neighbour(state, direction);
  if (anchor === null || head === null) return isCells;
  const cells = CellSelection.between(state.doc, anchor, head);
  if (cells) view.dispatch(state.tr.setSelection(cells));
  return cells !== null;
}

/** The position before the cell beside the one that holds the selection's head; null at the table's edge. */
function neighbour({ selection, doc }: EditorState, direction: Direction): number | null {
  const here = selection instanceof CellSelection ? selection.headCell : cellAround(selection.$head);
  const table = here === null ? null : areaBetween(doc, here, here);
  const cell = table && here !== null && cellAt(table, here);
  if (!table || !cell) return null;
  const { row, column, rowspan, colspan } = cell;
  const { at } = table.grid;
  const beside = {
    up: () => at(row - 1, column),
    down: () => at(row + rowspan, column),
    left: () => at(row, column - 1) ?? lastOf(table, row - 1),
    right: () => at(row, column + colspan) ?? at(row + 1, 0),
  }[direction]();
  return beside && cellPos(table, beside);
}

function lastOf({ grid }: Area, row: number) {
  return grid.at(row, grid.width - 1);
}

/** Whether the caret can go no further this way in its cell. */
function isAtEdge(view: EditorView, direction: Direction): boolean {
  const { $head } = view.state.selection;
  const cell = cellAround($head);
  if (cell === null || !$head.parent.isTextblock || !view.endOfTextblock(direction)) return false;
  const isForward = direction === "right" || direction === "down";
  for (let depth = $head.depth - 1; depth > 0 && $head.before(depth + 1) > cell; depth--)
    if ($head.index(depth) !== (isForward ? $head.node(depth).childCount - 1 : 0)) return false;
  return true;
}

/** Puts the caret into a cell: at its start, or at the end of what stands there. */
function goInto(view: EditorView, cell: number, side: -1 | 1 = -1): boolean {
  const { tr, doc } = view.state;
  const node = doc.nodeAt(cell);
  if (!node) return false;
  const edge = side > 0 ? cell + 1 : cell + node.nodeSize - 1;
  view.dispatch(tr.setSelection(Selection.near(doc.resolve(edge), side)).scrollIntoView());
  return true;
}
