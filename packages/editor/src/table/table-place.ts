import { type GridCell, schema, type TableGrid, tableGrid } from "@quire/schema";
import type { Node, ResolvedPos } from "prosemirror-model";

/** A table of a document, and where its cells stand. */
export interface TablePlace {
  readonly node: Node;
  /** The position before it. */
  readonly pos: number;
  readonly grid: TableGrid;
}

/** Rows from `top`, columns from `left`; `bottom` and `right` are not among them. */
export interface Rect {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** What a command of a table is about: the cells that are selected, or the one that holds the caret. */
export interface Area extends TablePlace {
  readonly rect: Rect;
}

/** The table before which a position is. */
export function tableAt(doc: Node, pos: number): TablePlace | null {
  const node = doc.nodeAt(pos);
  return node?.type === schema.nodes.table ? { node, pos, grid: tableGrid(node) } : null;
}

/** The table whose cell holds the place: the innermost one. */
export function tableAround($pos: ResolvedPos): TablePlace | null {
  const cell = cellAround($pos);
  return cell === null ? null : tableAt($pos.doc, $pos.doc.resolve(cell).before(-1));
}

/** The position before the innermost cell that holds the place. */
export function cellAround($pos: ResolvedPos): number | null {
  for (let depth = $pos.depth; depth > 0; depth--) if (isCell($pos.node(depth))) return $pos.before(depth);
  return null;
}

/** Whether the node is a cell of a table, a header or not. */
function isCell({ type }: Node): boolean {
  return type === schema.nodes.table_cell || type === schema.nodes.table_header;
}

/** The position before a cell. */
export function cellPos({ pos }: Pick<TablePlace, "pos">, { offset }: GridCell): number {
  return pos + 1 + offset;
}

/** The cell before which a position is; null where it is in no place of the grid. */
export function cellAt(table: TablePlace, pos: number): GridCell | null {
  return table.grid.cells.find((cell) => cellPos(table, cell) === pos) ?? null;
}

/** Where a cell that begins in this row and column is, or would be put. */
export function placeFor({ node, pos, grid }: TablePlace, row: number, column: number): number {
  let start = pos + 1;
  for (let index = 0; index < row; index++) start += node.child(index).nodeSize;
  let at = start + 1;
  for (const cell of grid.cells) {
    if (cell.row === row && cell.column < column) at = cellPos({ pos }, cell) + cell.node.nodeSize;
    if (cell.row > row) break;
  }
  return at;
}

/** The cells of a rectangle, each once, in the order of the text. */
export function cellsIn(
  { grid }: Pick<TablePlace, "grid">,
  { top, left, bottom, right }: Rect,
): readonly GridCell[] {
  return grid.cells.filter(
    ({ row, column, rowspan, colspan }) =>
      row < bottom && row + rowspan > top && column < right && column + colspan > left,
  );
}

/** The rectangle of two cells and all between, with those that reach out of it. */
function wholeRect({ grid }: Pick<TablePlace, "grid">, first: GridCell, last: GridCell): Rect {
  let rect = around([first, last]);
  for (;;) {
    const next = around(cellsIn({ grid }, rect));
    if (isSameRect(next, rect)) return rect;
    rect = next;
  }
}

function around(cells: readonly GridCell[]): Rect {
  return {
    top: Math.min(...cells.map(({ row }) => row)),
    left: Math.min(...cells.map(({ column }) => column)),
    bottom: Math.max(...cells.map(({ row, rowspan }) => row + rowspan)),
    right: Math.max(...cells.map(({ column, colspan }) => column + colspan)),
  };
}

function isSameRect(a: Rect, b: Rect): boolean {
  return a.top === b.top && a.left === b.left && a.bottom === b.bottom && a.right === b.right;
}

/** The cells between two of one table, by the positions before them; null where there are none such. */
export function areaBetween(doc: Node, anchorCell: number, headCell: number): Area | null {
  const [anchor, head] = [anchorCell, headCell].map((pos) => tableOfCell(doc, pos));
  if (anchor === undefined || anchor === null || anchor !== head) return null;
  const table = tableAt(doc, anchor);
  const first = table && cellAt(table, anchorCell);
  const last = table && cellAt(table, headCell);
  return table && first && last && { ...table, rect: wholeRect(table, first, last) };
}

function tableOfCell(doc: Node, pos: number): number | null {
  const $pos = doc.resolve(Math.max(0, Math.min(pos, doc.content.size)));
  return $pos.nodeAfter && isCell($pos.nodeAfter) && $pos.depth > 0 ? $pos.before(-1) : null;
}
