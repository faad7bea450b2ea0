import { columnWidths, type GridCell, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { cellLike, mapFrom, setSpans } from "./cell-changes.ts";
import { deleteTable } from "./looks.ts";
import { headersOf, putCaret, setWidths, tableCommand } from "./table-change.ts";
import { cellPos, placeFor, type TablePlace } from "./table-place.ts";

/** An empty row above the selected ones. */
export const addRowAbove = tableCommand((tr, area) => insertRow(tr, area, area.rect.top));

/** An empty row below the selected ones. */
export const addRowBelow = tableCommand((tr, area) => insertRow(tr, area, area.rect.bottom));

/** Takes the selected rows away; the table, if it has no other. */
export const deleteRows = tableCommand((tr, area) => {
  const { top, bottom, left } = area.rect;
  if (bottom - top === area.grid.height) return deleteTable(tr, area);
  removeRows(tr, area, top, bottom);
  putCaret(tr, area.pos, Math.min(top, area.grid.height - (bottom - top) - 1), left);
});

/** Puts an empty row before the one of this number. Cells that reach across grow by it. */
export function insertRow(tr: Transaction, table: TablePlace, index: number): void {
  const { grid } = table;
  const isHeader = headersOf(grid).column;
  const cells: Node[] = [];
  const grown = new Set<GridCell>();
  for (let column = 0; column < grid.width; column++) {
    const [above, below] = [grid.at(index - 1, column), grid.at(index, column)];
    if (above !== null && above === below) grown.add(above);
    else cells.push(cellLike((below ?? above)?.node, isHeader && column === 0));
  }
  const map = mapFrom(tr);
  for (const cell of grown)
    setSpans(tr, cellPos(table, cell), { colspan: cell.colspan, rowspan: cell.rowspan + 1 });
  tr.insert(map(rowPos(table, index)), schema.node("table_row", null, cells));
  if (index === 0) setWidths(tr, table.pos, columnWidths(grid));
}

/** Takes rows away. What begins in them and reaches below them goes on there. */
function removeRows(tr: Transaction, table: TablePlace, top: number, bottom: number): void {
  const { grid } = table;
  const map = mapFrom(tr);
  for (const cell of grid.cells) {
    const { row, column, rowspan, colspan } = cell;
    const end = row + rowspan;
    if (row < top && end > top)
      setSpans(tr, map(cellPos(table, cell)), { colspan, rowspan: rowspan - (Math.min(end, bottom) - top) });
    if (row >= top && row < bottom && end > bottom) {
      const rest = end - bottom;
      const attrs = { ...cell.node.attrs, rowspan: rest > 1 ? rest : null };
      tr.insert(map(placeFor(table, bottom, column)), cell.node.type.create(attrs, cell.node.content));
    }
  }
  // The copies stand where the cells did: these go after them.
  tr.delete(map(rowPos(table, top), -1), map(rowPos(table, bottom), -1));
  if (top === 0) setWidths(tr, table.pos, columnWidths(grid));
}

/** The position before a row, or after the last one. */
export function rowPos({ node, pos }: Pick<TablePlace, "node" | "pos">, index: number): number {
  let at = pos + 1;
  for (let row = 0; row < index; row++) at += node.child(row).nodeSize;
  return at;
}
