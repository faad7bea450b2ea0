import { columnWidths } from "@quire/schema";
import { Fragment } from "prosemirror-model";
import { rowPos } from "./rows.ts";
import { headersOf, keepIn, setWidths, type TableCommand, tableCommand } from "./table-change.ts";
import type { Area } from "./table-place.ts";

/**
 * Sorts the rows by what the first selected column says, numbers by their value, empty cells last. A head stays above, and
 * rows that say the same stay in their order. Not where a cell stands in several rows.
 */
export function sortRows(direction: -1 | 1): TableCommand {
  return tableCommand(
    (tr, area) => {
      const { selection } = tr;
      const order = sorted(area, direction);
      const from = order.findIndex((row, index) => row !== index);
      if (from === -1) return;
      const to = order.findLastIndex((row, index) => row !== index) + 1;
      const rows = order.slice(from, to).map((row) => area.node.child(row));
      tr.replaceWith(rowPos(area, from), rowPos(area, to), Fragment.from(rows));
      setWidths(tr, area.pos, columnWidths(area.grid));
      keepIn(tr, selection, area, order.indexOf(area.rect.top) - area.rect.top, 0);
    },
    ({ grid }) => grid.height > 1 && grid.cells.every(({ rowspan }) => rowspan === 1),
  );
}

/** The numbers that the rows have now, in the order that they shall have. */
function sorted({ grid, rect: { left } }: Area, direction: -1 | 1): readonly number[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const words = Array.from({ length: grid.height }, (_, row) =>
    (grid.at(row, left)?.node.textContent ?? "").trim(),
  );
  const rows = words.map((_, row) => row);
  const head = headersOf(grid).row ? rows.splice(0, 1) : [];
  const of = (row: number) => words[row] ?? "";
  const body = rows.toSorted((a, b) => {
    if (of(a) === "" || of(b) === "") return Number(of(a) === "") - Number(of(b) === "");
    return direction * (byValue(of(a), of(b)) ?? compare(of(a), of(b)));
  });
  return [...head, ...body];
}

/** How two numbers follow one another; null where one of them is none. */
function byValue(a: string, b: string): number | null {
  const [x, y] = [a, b].map((words) =>
    /^[-+]?[\d.,\s]*\d\s*%?$/.test(words) ? numberIn(words) : Number.NaN,
  );
  return x === undefined || y === undefined || Number.isNaN(x) || Number.isNaN(y) ? null : x - y;
}

/** Commas between digits are read as they are in English. */
function numberIn(words: string): number {
  return Number(words.replace(/[,\s%]/g, ""));
}
