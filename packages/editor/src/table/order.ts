import { columnWidths, type TableGrid } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { mapFrom } from "./cell-changes.ts";
import { rowPos } from "./rows.ts";
import { headersOf, keepIn, setWidths, type TableCommand, tableCommand } from "./table-change.ts";
import { type Area, cellPos, placeFor } from "./table-place.ts";

/** A run of rows or columns that no cell reaches out of, and the one beside it that it changes places with. */
interface Swap {
  readonly from: number;
  readonly to: number;
  /** Where it goes: before `from`, or behind `to`. */
  readonly target: number;
}

/** Puts the selected rows above the one above them, or below the one below. A head stays where it is. */
export function moveRows(direction: -1 | 1): TableCommand {
  return tableCommand(
    (tr, area) => {
      const swap = rowSwap(area, direction);
      if (!swap) return;
      const { selection } = tr;
      const rows = area.node.children.slice(swap.from, swap.to);
      const map = mapFrom(tr);
      tr.delete(rowPos(area, swap.from), rowPos(area, swap.to));
      tr.insert(map(rowPos(area, swap.target)), rows);
      setWidths(tr, area.pos, columnWidths(area.grid));
      keepIn(
        tr,
        selection,
        area,
        swap.target < swap.from ? swap.target - swap.from : swap.target - swap.to,
        0,
      );
    },
    (area) => rowSwap(area, direction) !== null,
  );
}

/** Puts the selected columns before the one before them, or behind the one behind. */
export function moveColumns(direction: -1 | 1): TableCommand {
  return tableCommand(
    (tr, area) => {
      const swap = columnSwap(area, direction);
      if (!swap) return;
      const { selection } = tr;
      const map = mapFrom(tr);
      for (let row = 0; row < area.grid.height; row++) moveInRow(tr, area, row, swap, map);
      const widths = columnWidths(area.grid);
      const { from, to, target } = swap;
      const rest = widths.toSpliced(from, to - from);
      const at = target < from ? target : target - (to - from);
      setWidths(tr, area.pos, rest.toSpliced(at, 0, ...widths.slice(from, to)));
      keepIn(tr, selection, area, 0, target < from ? target - from : target - to);
    },
    (area) => columnSwap(area, direction) !== null,
  );
}

function moveInRow(
  tr: Transaction,
  area: Area,
  row: number,
  { from, to, target }: Swap,
  map: (pos: number, side?: -1 | 1) => number,
): void {
  const cells: Node[] = [];
  const positions: number[] = [];
  for (const cell of area.grid.cells) {
    if (cell.row !== row || cell.column < from || cell.column >= to) continue;
    cells.push(cell.node);
    positions.push(cellPos(area, cell));
  }
  const [first] = positions;
  if (first === undefined) return;
  const size = cells.reduce((sum, { nodeSize }) => sum + nodeSize, 0);
  tr.delete(map(first), map(first + size, -1));
  tr.insert(map(placeFor(area, row, target)), cells);
}

function rowSwap({ grid, rect }: Area, direction: -1 | 1): Swap | null {
  const isFree = (index: number) =>
    grid.cells.every(({ row, rowspan }) => row >= index || row + rowspan <= index);
  return swapOf(
    { from: rect.top, to: rect.bottom },
    { from: headersOf(grid).row ? 1 : 0, to: grid.height },
    isFree,
    direction,
  );
}

function columnSwap({ grid, rect }: Area, direction: -1 | 1): Swap | null {
  const isFree = (index: number) => isColumnFree(grid, index);
  return swapOf(
    { from: rect.left, to: rect.right },
    { from: headersOf(grid).column ? 1 : 0, to: grid.width },
    isFree,
    direction,
  );
}

function isColumnFree(grid: TableGrid, index: number): boolean {
  return grid.cells.every(({ column, colspan }) => column >= index || column + colspan <= index);
}

/** Both runs are as long as what reaches across their edges makes them. */
function swapOf(
  run: Pick<Swap, "from" | "to">,
  bounds: Pick<Swap, "from" | "to">,
  isFree: (index: number) => boolean,
  direction: -1 | 1,
): Swap | null {
  let { from, to } = run;
  while (from > bounds.from && !isFree(from)) from--;
  while (to < bounds.to && !isFree(to)) to++;
  if (from < bounds.from || !isFree(from) || !isFree(to)) return null;
  let target = direction < 0 ? from - 1 : to + 1;
  while (target > bounds.from && target < bounds.to && !isFree(target)) target += direction;
  return target < bounds.from || target > bounds.to || !isFree(target) ? null : { from, to, target };
}
