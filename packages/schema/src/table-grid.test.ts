import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { maxSpan } from "./limits.ts";
import { schema } from "./schema.ts";
import { columnWidths, tableGrid } from "./table-grid.ts";
import { wholeTable } from "./whole-table.ts";

const seed = Number(process.env.QUIRE_SEED ?? 1);
console.info(`tables of any spans: seed ${seed}`);

type Spans = Readonly<Record<string, number | null>>;

function cell(words: string, spans: Spans = {}): Node {
  return schema.node("table_cell", spans, [
    schema.node("paragraph", null, words === "" ? [] : schema.text(words)),
  ]);
}

function table(...rows: readonly (readonly Node[])[]): Node {
  return schema.node(
    "table",
    null,
    rows.map((cells) => schema.node("table_row", null, [...cells])),
  );
}

/** The words of each place. */
function drawn(node: Node): string[] {
  const { width, height, at } = tableGrid(node);
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_unused, column) => at(row, column)?.node.textContent ?? ".").join(""),
  );
}

test("cells stand where those that reach down from above leave room", () => {
  const node = table([cell("a", { rowspan: 2 }), cell("b", { colspan: 2 })], [cell("c"), cell("d")]);
  expect(drawn(node)).toEqual(["abb", "acd"]);
  expect(tableGrid(node).isWhole).toBe(true);
  expect(tableGrid(node).cells.map(({ node: { textContent }, offset }) => [textContent, offset])).toEqual(
    [1, 6, 13, 18].map((offset, index) => ["abcd"[index], offset]),
  );
});

test("a ragged table has places without a cell, and is whole with empty ones", () => {
  const node = table([cell("a"), cell("b")], [cell("c")], [cell("d", { colspan: 9, rowspan: 9 })]);
  expect(drawn(node)[1]).toBe("c........");
  expect(drawn(wholeTable(table([cell("a"), cell("b")], [cell("c")])))).toEqual(["ab", "c"]);
  const spans = wholeTable(node).child(2).child(0).attrs;
  expect([spans.colspan, spans.rowspan]).toEqual([9, null]);
});

test("a cell beyond the widest table has no place, and its words join the last one's", () => {
  const row = Array.from({ length: maxSpan + 2 }, (_, index) => cell(String(index % 10)));
  const whole = wholeTable(table(row));
  expect(whole.child(0).childCount).toBe(maxSpan);
  expect(whole.textContent).toBe(table(row).textContent);
});

test("widths are those of the first row's cells, shared out where one spans columns", () => {
  const node = table([
    cell("a", { colspan: 2, width: 101 }),
    cell("b", { width: 7 }),
    cell("c", { width: 60 }),
  ]);
  expect(columnWidths(tableGrid(node))).toEqual([51, 51, null, 60]);
});

test("whatever spans are stored, each place has one cell at most, all of a cell's, and a whole table stays as it is", () => {
  const anyCell = fc.record({ colspan: fc.integer(), rowspan: fc.integer() }, { requiredKeys: [] });
  const small = fc.record({
    colspan: fc.integer({ min: -1, max: 4 }),
    rowspan: fc.integer({ min: -1, max: 4 }),
  });
  const any = fc.array(fc.array(fc.oneof(anyCell, small), { maxLength: 5 }), { maxLength: 5 });
  fc.assert(
    fc.property(any, (rows) => {
      const node = table(...rows.map((cells) => cells.map((spans, index) => cell(String(index), spans))));
      const grid = tableGrid(node);
      for (const { row, column, rowspan, colspan, offset, node: inner } of grid.cells) {
        expect(node.nodeAt(offset)).toBe(inner);
        for (let y = row; y < row + rowspan; y++)
          for (let x = column; x < column + colspan; x++) expect(grid.at(y, x)?.offset).toBe(offset);
      }
      const whole = wholeTable(node);
      whole.check();
      expect(tableGrid(whole).isWhole).toBe(true);
      expect(wholeTable(whole)).toBe(whole);
      expect(whole.textContent).toBe(node.textContent);
    }),
    { seed, numRuns: 500 },
  );
});
