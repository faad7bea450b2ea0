import { Fragment, type Node } from "prosemirror-model";
import { schema } from "./schema.ts";
import { type GridCell, tableGrid } from "./table-grid.ts";

/** A table in which each place has its cell: what is missing is empty, what reaches too far ends where it is stopped. */
export function wholeTable(table: Node): Node {
  const grid = tableGrid(table);
  if (grid.isWhole) return table;
  const placed = new Set(grid.cells.map(({ node }) => node));
  const rows = table.children.map((row, index) => {
    const cells: Node[] = [];
    for (let column = 0; column < grid.width; column++) {
      const cell = grid.at(index, column);
      if (cell === null) cells.push(emptyCell());
      else if (cell.row === index && cell.column === column) cells.push(clipped(cell));
    }
    return row.copy(
      Fragment.from(
        withRest(
          cells,
          row.children.filter((cell) => !placed.has(cell)),
        ),
      ),
    );
  });
  return table.copy(Fragment.from(rows));
}

/** A cell with an empty line in it. */
export function emptyCell(name: "table_cell" | "table_header" = "table_cell"): Node {
  return schema.node(name, null, [schema.node("paragraph")]);
}

function clipped({ node, colspan, rowspan }: GridCell): Node {
  const spans = { colspan: colspan > 1 ? colspan : null, rowspan: rowspan > 1 ? rowspan : null };
  return node.type.create({ ...node.attrs, ...spans }, node.content);
}

/** What is beyond the widest table joins its row's last cell: no word is lost. */
function withRest(cells: readonly Node[], beyond: readonly Node[]): readonly Node[] {
  const last = cells.at(-1);
  if (last === undefined || beyond.length === 0) return cells;
  const blocks = [last, ...beyond].flatMap(({ children }) => children);
  return [...cells.slice(0, -1), last.copy(Fragment.from(blocks))];
}
