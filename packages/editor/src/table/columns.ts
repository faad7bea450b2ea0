import { columnWidths } from "@quire/schema";
import type { Transaction } from "prosemirror-state";
import { cellLike, mapFrom, setSpans } from "./cell-changes.ts";
import { deleteTable } from "./looks.ts";
import { headersOf, putCaret, setWidths, tableCommand } from "./table-change.ts";
import { cellPos, placeFor, type TablePlace } from "./table-place.ts";

/** An empty column before the selected ones. */
export const addColumnBefore = tableCommand((tr, area) => insertColumn(tr, area, area.rect.left));

/** An empty column behind the selected ones. */
export const addColumnAfter = tableCommand((tr, area) => insertColumn(tr, area, area.rect.right));

/** Takes the selected columns away; the table, if it has no other. */
export const deleteColumns = tableCommand((tr, area) => {
  const { left, right, top } = area.rect;
  if (right - left === area.grid.width) return deleteTable(tr, area);
  removeColumns(tr, area, left, right);
  putCaret(tr, area.pos, top, Math.min(left, area.grid.width - (right - left) - 1));
});

/** Puts an empty column before the one of this number. Cells that reach across grow by it. */
export function insertColumn(tr: Transaction, table: TablePlace, index: number): void {
  const { grid } = table;
  const headers = headersOf(grid);
  const map = mapFrom(tr);
  for (let row = 0; row < grid.height; row++) {
    const [before, after] = [grid.at(row, index - 1), grid.at(row, index)];
    if (before !== null && before === after) {
      const { colspan, rowspan } = before;
      if (before.row === row) setSpans(tr, map(cellPos(table, before)), { colspan: colspan + 1, rowspan });
    } else {
      const like = cellLike(undefined, headers.row && row === 0);
      tr.insert(map(placeFor(table, row, index)), like);
    }
  }
  setWidths(tr, table.pos, columnWidths(grid).toSpliced(index, 0, null));
}

function removeColumns(tr: Transaction, table: TablePlace, left: number, right: number): void {
  const { grid } = table;
  const map = mapFrom(tr);
  for (const cell of grid.cells) {
    const { column, colspan, rowspan } = cell;
    const overlap = Math.min(column + colspan, right) - Math.max(column, left);
    if (overlap <= 0) continue;
    const pos = cellPos(table, cell);
    if (overlap === colspan) tr.delete(map(pos), map(pos + cell.node.nodeSize, -1));
    else setSpans(tr, map(pos), { colspan: colspan - overlap, rowspan });
  }
  setWidths(tr, table.pos, columnWidths(grid).toSpliced(left, right - left));
}
