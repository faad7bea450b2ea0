import { emptyCell, tableGrid } from "@quire/schema";
import type { Transaction } from "prosemirror-state";
import { mapFrom, setSpans } from "./cell-changes.ts";
import { cellPos, placeFor } from "./table-place.ts";

/**
 * Gives each place of a table its cell, as the first step of a change that somebody makes to its rows or columns: what two
 * people's edits left short is filled, what reaches too far is clipped, what is beyond the widest table joins the last
 * cell of its row. Nobody who only looks writes.
 */
export function mendTable(tr: Transaction, pos: number): void {
  const node = tr.doc.nodeAt(pos);
  if (!node) return;
  const grid = tableGrid(node);
  if (grid.isWhole) return;
  const table = { node, pos, grid };
  const map = mapFrom(tr);
  for (const cell of grid.cells) setSpans(tr, map(cellPos(table, cell)), cell);
  for (let row = 0; row < grid.height; row++) {
    for (let column = 0; column < grid.width; column++)
      if (grid.at(row, column) === null) tr.insert(map(placeFor(table, row, column)), emptyCell());
  }
  const placed = new Set(grid.cells.map(({ offset }) => offset));
  node.forEach((row, rowOffset) => {
    let last: number | undefined;
    row.forEach((cell, offset) => {
      const at = rowOffset + 1 + offset;
      const from = pos + 1 + at;
      if (placed.has(at)) last = from + cell.nodeSize - 1;
      else {
        tr.delete(map(from), map(from + cell.nodeSize, -1));
        if (last !== undefined) tr.insert(map(last), cell.content);
      }
    });
  });
}
