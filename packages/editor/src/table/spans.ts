import { columnWidths, emptyCell, type GridCell } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { isBlank } from "../blocks.ts";
import { mapFrom, setSpans } from "./cell-changes.ts";
import { putCaret, setWidths, tableCommand } from "./table-change.ts";
import { cellPos, cellsIn, placeFor, type TablePlace } from "./table-place.ts";

/** Makes one cell of those that are selected, with all that stands in them, in the order of the text. */
export const mergeCells = tableCommand(
  (tr, area) => {
    const [first, ...others] = cellsIn(area, area.rect);
    if (!first) return;
    const { top, left, bottom, right } = area.rect;
    const blocks = others.flatMap(({ node }) => (isEmpty(node) ? [] : node.children));
    const map = mapFrom(tr);
    for (const cell of others) {
      const pos = cellPos(area, cell);
      tr.delete(map(pos), map(pos + cell.node.nodeSize, -1));
    }
    const start = cellPos(area, first);
    const inside = { from: start + 1, to: start + first.node.nodeSize - 1 };
    if (blocks.length > 0) tr.insert(inside.to, blocks);
    if (blocks.length > 0 && isEmpty(first.node)) tr.delete(inside.from, inside.to);
    setSpans(tr, start, { colspan: right - left, rowspan: bottom - top });
    setWidths(tr, area.pos, columnWidths(area.grid));
    putCaret(tr, area.pos, top, left);
  },
  (area) => cellsIn(area, area.rect).length > 1,
);

/** Makes a cell for each place of those that stand in several. What is in them stays in the first. */
export const splitCells = tableCommand(
  (tr, area) => {
    for (const cell of cellsIn(area, area.rect).toReversed()) splitCell(tr, area, cell);
    setWidths(tr, area.pos, columnWidths(area.grid));
    putCaret(tr, area.pos, area.rect.top, area.rect.left);
  },
  (area) => cellsIn(area, area.rect).some(isMerged),
);

/** Splits one cell. Those before it in the text stay where they are. */
export function splitCell(tr: Transaction, table: TablePlace, cell: GridCell): void {
  if (!isMerged(cell)) return;
  const { row, column, rowspan, colspan, node } = cell;
  const name = node.type.name === "table_header" ? "table_header" : "table_cell";
  const map = mapFrom(tr);
  const places: number[] = [];
  for (let y = row; y < row + rowspan; y++)
    for (let x = column; x < column + colspan; x++)
      if (y > row || x > column) places.push(placeFor(table, y, x));
  for (const at of places) tr.insert(map(at), emptyCell(name));
  setSpans(tr, cellPos(table, cell), { colspan: 1, rowspan: 1 });
}

function isMerged({ rowspan, colspan }: GridCell): boolean {
  return rowspan > 1 || colspan > 1;
}

function isEmpty(cell: Node): boolean {
  return cell.childCount <= 1 && (cell.firstChild === null || isBlank(cell.firstChild));
}
