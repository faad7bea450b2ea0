import { type GridCell, maxSpan, readCell, schema, tableGrid, wholeTable } from "@quire/schema";
import type { Slice } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import { isBlank, setAttributes } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { areaOf } from "./area.ts";
import { mapFrom, setSpans } from "./cell-changes.ts";
import { CellSelection } from "./cell-selection.ts";
import { insertColumn } from "./columns.ts";
import { mendTable } from "./mend-table.ts";
import { insertRow } from "./rows.ts";
import { splitCell } from "./spans.ts";
import { cellPos, cellsIn, type Rect, type TablePlace, tableAt } from "./table-place.ts";

type Grid = TablePlace["grid"];

/** Pastes cells into cells, from the first that is selected on: the table grows where it is too small for them. */
export function pasteCells(state: EditorState, slice: Slice, dispatch: Dispatch): boolean {
  const area = areaOf(state.selection);
  const pasted = area && gridIn(slice);
  if (!area || !pasted) return false;
  const { tr } = state;
  const { top, left } = area.rect;
  // No table is wider: what goes beyond would have no place.
  if (left + pasted.width > maxSpan) return false;
  const rect: Rect = { top, left, bottom: top + pasted.height, right: left + pasted.width };
  mendTable(tr, area.pos);
  grow(tr, area.pos, rect);
  splitIn(tr, area.pos, rect);
  fill(tr, area.pos, rect, pasted);
  dispatch(tr.setMeta("paste", true).setMeta("uiEvent", "paste").scrollIntoView());
  return true;
}

/** The cells of a slice that is a table and nothing beside it but blanks. */
function gridIn({ content }: Slice): Grid | null {
  const tables = content.content.filter(({ type }) => type === schema.nodes.table);
  const [only] = tables;
  const isAll = content.content.every((block) => block === only || isBlank(block));
  const grid = only && tables.length === 1 && isAll ? tableGrid(wholeTable(only)) : null;
  return grid !== null && grid.cells.length > 0 ? grid : null;
}

function grow(tr: Transaction, pos: number, { bottom, right }: Rect): void {
  for (let table = tableAt(tr.doc, pos); table && table.grid.width < right; table = tableAt(tr.doc, pos))
    insertColumn(tr, table, table.grid.width);
  for (let table = tableAt(tr.doc, pos); table && table.grid.height < bottom; table = tableAt(tr.doc, pos))
    insertRow(tr, table, table.grid.height);
}

/** A merged cell in the way is one for each of its places. */
function splitIn(tr: Transaction, pos: number, rect: Rect): void {
  const table = tableAt(tr.doc, pos);
  if (table) for (const cell of cellsIn(table, rect).toReversed()) splitCell(tr, table, cell);
}

function fill(tr: Transaction, pos: number, { top, left }: Rect, pasted: Grid): void {
  const table = tableAt(tr.doc, pos);
  if (!table) return;
  const map = mapFrom(tr);
  for (const cell of pasted.cells) {
    const place = { top: top + cell.row, left: left + cell.column };
    const covered = cellsIn(table, {
      ...place,
      bottom: place.top + cell.rowspan,
      right: place.left + cell.colspan,
    });
    const [first, ...others] = covered;
    if (first) put(tr, table, first, cell, map);
    for (const other of others) {
      const start = cellPos(table, other);
      tr.delete(map(start), map(start + other.node.nodeSize, -1));
    }
  }
  select(tr, pos, { top, left, bottom: top + pasted.height, right: left + pasted.width });
}

/** What the pasted cell says, in the place of what stood there. A header stays one. */
function put(
  tr: Transaction,
  table: TablePlace,
  target: GridCell,
  { node, colspan, rowspan }: GridCell,
  map: (pos: number, side?: -1 | 1) => number,
): void {
  const start = cellPos(table, target);
  const { align, background } = readCell(node.attrs);
  tr.replaceWith(map(start + 1), map(start + target.node.nodeSize - 1, -1), node.content);
  setSpans(tr, map(start), { colspan, rowspan });
  setAttributes(tr, map(start), {
    ...(align !== null && { align }),
    ...(background !== null && { background }),
  });
}

function select(tr: Transaction, pos: number, { top, left, bottom, right }: Rect): void {
  const table = tableAt(tr.doc, pos);
  const [first, last] = [table?.grid.at(top, left), table?.grid.at(bottom - 1, right - 1)];
  if (!table || !first || !last) return;
  const cells = CellSelection.between(tr.doc, cellPos(table, first), cellPos(table, last));
  if (cells) tr.setSelection(cells);
}
