import { tableGrid } from "@quire/schema";
import { type EditorState, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { setAttributes } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { areaOf } from "./area.ts";
import { CellSelection } from "./cell-selection.ts";
import { mendTable } from "./mend-table.ts";
import { type Area, areaBetween, cellAround, cellPos, type TablePlace, tableAt } from "./table-place.ts";

/** Something that can be done to a table: with `dispatch` it is done, and it says whether it can be. */
export type TableCommand = (state: EditorState, dispatch?: Dispatch) => boolean;

/**
 * A command that changes the table around the selection, which is whole by then: whatever two people's edits left ragged
 * is mended first. Where `isPossible` says no, it is not offered.
 */
export function tableCommand(
  change: (tr: Transaction, area: Area) => void,
  isPossible: (area: Area) => boolean = () => true,
): TableCommand {
  return (state, dispatch) => {
    const area = areaOf(state.selection);
    if (area === null || !isPossible(area)) return false;
    if (!dispatch) return true;
    const { tr, selection } = state;
    mendTable(tr, area.pos);
    const now = areaAfter(tr, selection);
    if (now === null) return false;
    change(tr, now);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

function areaAfter({ doc, mapping }: Transaction, selection: Selection): Area | null {
  const isCells = selection instanceof CellSelection;
  const anchor = isCells ? selection.anchorCell : cellAround(selection.$from);
  const head = isCells ? selection.headCell : anchor;
  return anchor === null || head === null ? null : areaBetween(doc, mapping.map(anchor), mapping.map(head));
}

/** Whether the first row is one of headers, and the first column. */
export function headersOf({ width, height, at }: TablePlace["grid"]): { row: boolean; column: boolean } {
  const isHeader = (row: number, column: number) => at(row, column)?.node.type.name === "table_header";
  const all = (length: number, test: (index: number) => boolean) =>
    length > 0 && Array.from({ length }, (_, index) => test(index)).every(Boolean);
  return { row: all(width, (column) => isHeader(0, column)), column: all(height, (row) => isHeader(row, 0)) };
}

/** Writes the widths of the columns into the first row, where they are kept. */
export function setWidths(tr: Transaction, pos: number, widths: readonly (number | null)[]): void {
  const table = tableAt(tr.doc, pos);
  if (!table) return;
  for (const cell of table.grid.cells) {
    const { row, column, colspan } = cell;
    if (row > 0) break;
    const parts = widths.slice(column, column + colspan).filter((width) => width !== null);
    const width = parts.length === colspan ? parts.reduce((sum, part) => sum + part, 0) : null;
    setAttributes(tr, cellPos(table, cell), { width });
  }
}

/** Puts the caret at the end of what stands in a place of the table. */
export function putCaret(tr: Transaction, pos: number, row: number, column: number): void {
  const node = tr.doc.nodeAt(pos);
  const cell = node && tableGrid(node).at(row, column);
  if (!cell) return;
  const end = cellPos({ pos }, cell) + cell.node.nodeSize - 1;
  tr.setSelection(Selection.near(tr.doc.resolve(end), -1));
}

/** Keeps the selection with its cells where rows or columns were put elsewhere: it has been the same in another place. */
export function keepIn(tr: Transaction, before: Selection, area: Area, rows: number, columns: number): void {
  const table = tableAt(tr.doc, area.pos);
  if (!table) return;
  const moved = (pos: number) => {
    const cell = area.grid.cells.find((known) => cellPos(area, known) === pos);
    const now = cell && table.grid.at(cell.row + rows, cell.column + columns);
    return now ? cellPos(table, now) : null;
  };
  if (before instanceof CellSelection) {
    const [anchor, head] = [moved(before.anchorCell), moved(before.headCell)];
    const cells = anchor === null || head === null ? null : CellSelection.between(tr.doc, anchor, head);
    if (cells) tr.setSelection(cells);
    return;
  }
  const cell = cellAround(before.$from);
  const now = cell === null ? null : moved(cell);
  if (cell === null || now === null) return;
  const at = (pos: number) => tr.doc.resolve(now + pos - cell);
  tr.setSelection(TextSelection.between(at(before.anchor), at(before.head)));
}
