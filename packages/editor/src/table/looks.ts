import { type CellAttributes, isFullWidth, schema } from "@quire/schema";
import { Selection, type Transaction } from "prosemirror-state";
import { setAttributes } from "../blocks.ts";
import { headersOf, setWidths, type TableCommand, tableCommand } from "./table-change.ts";
import { type Area, cellPos, cellsIn, type Rect, type TablePlace } from "./table-place.ts";

/** Makes headers of the first row, or cells. */
export const toggleHeaderRow = tableCommand((tr, area) => {
  const headers = headersOf(area.grid);
  const first = { top: 0, bottom: 1, left: headers.column && headers.row ? 1 : 0, right: area.grid.width };
  setHeaders(tr, area, first, !headers.row);
});

/** Makes headers of the first column, or cells. */
export const toggleHeaderColumn = tableCommand((tr, area) => {
  const headers = headersOf(area.grid);
  const first = { left: 0, right: 1, top: headers.column && headers.row ? 1 : 0, bottom: area.grid.height };
  setHeaders(tr, area, first, !headers.column);
});

/** Colours the selected cells; null takes the colour away. */
export function setBackground(background: CellAttributes["background"]): TableCommand {
  return tableCommand((tr, area) => setCells(tr, area, area.rect, { background }));
}

/** Aligns all that stands in the selected columns; null is where a line begins. */
export function alignColumns(align: CellAttributes["align"]): TableCommand {
  return tableCommand((tr, area) =>
    setCells(tr, area, { ...area.rect, top: 0, bottom: area.grid.height }, { align }),
  );
}

/** Lets the table be as wide as the text, or as its columns are. */
export const toggleFullWidth = tableCommand((tr, { pos, node }) => {
  setAttributes(tr, pos, { layout: isFullWidth(node.attrs) ? null : "full" });
});

/** Lets each column be as wide as its words need. */
export const fitColumns = tableCommand((tr, { pos, grid }) => {
  setWidths(
    tr,
    pos,
    Array.from({ length: grid.width }, () => null),
  );
});

/** Takes the table away. */
export const removeTable = tableCommand((tr, area) => deleteTable(tr, area));

/** Takes a table away, and leaves a line where nothing else would stand. */
export function deleteTable(tr: Transaction, { pos, node }: Pick<TablePlace, "pos" | "node">): void {
  const $pos = tr.doc.resolve(pos);
  const end = pos + node.nodeSize;
  if ($pos.parent.childCount === 1) tr.replaceWith(pos, end, schema.node("paragraph"));
  else tr.delete(pos, end);
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size))));
}

function setCells(tr: Transaction, area: Area, rect: Rect, attrs: Partial<CellAttributes>): void {
  for (const cell of cellsIn(area, rect)) setAttributes(tr, cellPos(area, cell), attrs);
}

function setHeaders(tr: Transaction, area: Area, rect: Rect, isHeader: boolean): void {
  const type = isHeader ? schema.nodes.table_header : schema.nodes.table_cell;
  for (const cell of cellsIn(area, rect))
    if (cell.node.type !== type) tr.setNodeMarkup(cellPos(area, cell), type, cell.node.attrs);
}
