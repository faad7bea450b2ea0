import type { Node } from "prosemirror-model";
import { readCell } from "./blocks/table-cell.ts";
import { maxSpan } from "./limits.ts";

/** A cell, and the columns and rows that it takes up. */
export interface GridCell {
  readonly node: Node;
  /** Its position, counted from the first row's. */
  readonly offset: number;
  readonly row: number;
  readonly column: number;
  /** How far it reaches: clipped where another cell or the table's end is in its way. */
  readonly rowspan: number;
  readonly colspan: number;
}

/** Where the cells of a table stand. Two people's edits may leave a place without a cell. */
export interface TableGrid {
  readonly width: number;
  readonly height: number;
  readonly cells: readonly GridCell[];
  /** The cell that takes up a place. */
  at(row: number, column: number): GridCell | null;
  /** Whether each place has its cell, and each cell takes up as many places as it says. */
  readonly isWhole: boolean;
}

/**
 * Lays a table's cells out, whatever spans are stored: a cell goes to the first free place of its row, and ends before one
 * that was there. Costs no more than the table has cells and places. A cell beyond the widest table is in no place.
 */
export function tableGrid({ children: rows }: Node): TableGrid {
  const places: (GridCell | undefined)[][] = rows.map(() => []);
  const cells: GridCell[] = [];
  let width = 0;
  let isWhole = true;
  let offset = 0;
  rows.forEach((row, index) => {
    let column = 0;
    let at = offset + 1;
    for (const node of row.children) {
      while (places[index]?.[column] !== undefined) column++;
      const cell = place({ node, offset: at, row: index, column }, places);
      at += node.nodeSize;
      if (cell === null) {
        isWhole = false;
        continue;
      }
      const { colspan, rowspan } = readCell(node.attrs);
      if (cell.colspan !== colspan || cell.rowspan !== rowspan) isWhole = false;
      cells.push(cell);
      column += cell.colspan;
      width = Math.max(width, column);
    }
    offset += row.nodeSize;
  });
  for (const row of places)
    for (let column = 0; column < width; column++) isWhole &&= row[column] !== undefined;
  const at = (row: number, column: number) => places[row]?.[column] ?? null;
  return { width, height: rows.length, cells, at, isWhole };
}

function place(
  start: Pick<GridCell, "node" | "offset" | "row" | "column">,
  places: (GridCell | undefined)[][],
): GridCell | null {
  const { row, column } = start;
  const wanted = readCell(start.node.attrs);
  const isFree = (y: number, x: number) => y < places.length && x < maxSpan && places[y]?.[x] === undefined;
  let colspan = 0;
  while (colspan < wanted.colspan && isFree(row, column + colspan)) colspan++;
  if (colspan === 0) return null;
  let rowspan = 1;
  const isRowFree = (y: number) => {
    for (let x = column; x < column + colspan; x++) if (!isFree(y, x)) return false;
    return true;
  };
  while (rowspan < wanted.rowspan && isRowFree(row + rowspan)) rowspan++;
  const cell: GridCell = { ...start, rowspan, colspan };
  for (let y = row; y < row + rowspan; y++) {
    const taken = places[y];
    if (taken) for (let x = column; x < column + colspan; x++) taken[x] = cell;
  }
  return cell;
}

/** How wide each column is, as the cells of the first row say it; null where they do not. */
export function columnWidths({ width, at }: Pick<TableGrid, "width" | "at">): readonly (number | null)[] {
  return Array.from({ length: width }, (_, column) => {
    const cell = at(0, column);
    const whole = cell === null ? null : readCell(cell.node.attrs).width;
    return whole === null || cell === null ? null : Math.round(whole / cell.colspan);
  });
}
