import { schema } from "@quire/schema";
import { expect, test, vi } from "vitest";
import { clipboardFixtures } from "../../test/clipboard-fixtures.ts";
import { notationOf } from "../../test/notation.ts";
import { opened, outline, type Peer, p, press, putIn, table, type } from "../../test/peers.ts";

/** With what copies and pastes, which comes when somebody comes to write. */
async function ready(peer: Peer): Promise<Peer> {
  peer.view.dom.dispatchEvent(new FocusEvent("focus"));
  await vi.dynamicImportSettled();
  return peer;
}

test("a table is inserted above an empty line, and below one that has words, at its indent", () => {
  const { view } = opened(p("item", { list: "bullet" }), p("in it", { indent: 1 }), p("last"));
  putIn(view, "in it", 5);
  type(view, " /table");
  press(view, "Enter");
  type(view, "x");
  expect(outline(view)).toEqual([
    "- item",
    "  in it ",
    "  table",
    "  | #x | # | #",
    "  |  |  | ",
    "  |  |  | ",
    "last",
  ]);
});

test("no table is inserted into a table's cell", () => {
  const { view, editor } = opened(table(["#a", "#b"], ["c", "d"]));
  putIn(view, "c");
  expect(editor.getSnapshot().enabled.has("table")).toBe(false);
  expect(editor.run("table")).toBe(false);
});

test("TB-1 Enter stays in the cell, also in an empty last line, and Mod-Enter goes on below the table", () => {
  const { view } = opened(table(["#a", "#b"], ["c", "d"]), p("below"));
  putIn(view, "c", 1);
  type(view, "\n\n\n");
  type(view, "e");
  press(view, "Mod-Enter");
  type(view, "f");
  expect(outline(view)).toEqual(["table", "| #a | #b", "| c /  /  / e | d", "f", "below"]);
});

test("Backspace before the first letter of a cell stays in it", () => {
  const { view } = opened(p("above"), table(["#a", "#b"], ["c", "d"]));
  putIn(view, "d");
  press(view, "Backspace");
  expect(outline(view)).toEqual(["above", "table", "| #a | #b", "| c | d"]);
});

test("a ragged table is shown, and neither looking nor writing in it or beside it mends it", () => {
  const ragged = table(["#a", "#b"], ["c"]);
  const peer = opened(ragged, p("below"));
  expect(peer.view.dom.querySelectorAll("td, th")).toHaveLength(3);
  putIn(peer.view, "c", 1);
  type(peer.view, "!");
  expect(outline(peer.view)).toEqual(["table", "| #a | #b", "| c!", "below"]);
});

test("PA-4 a range of a spreadsheet is pasted as a table, with its merged cells", async () => {
  const drawn: Record<string, readonly string[]> = {};
  for (const { name, html, clean } of clipboardFixtures()) {
    if (!clean.includes("<table")) continue;
    const { view } = await ready(opened());
    view.pasteHTML(html);
    drawn[name] = notationOf(view.state.doc).slice(0, 4);
  }
  expect(drawn).toMatchObject({
    "google-sheets": [
      "<table>",
      "| <strong>Name</> | <strong>Price</>",
      "| <link https://example.org/tea>Tea</> | €2.50",
      "| 2x1 two\\nlines",
    ],
    excel: [
      "<table>",
      "| 2x1 <strong>Quarter</> | <strong>Sum</>",
      "| 1x2 <em>Q1</> | 25% | 1.000",
      "| <link https://example.org/q1>the figures</> | a\\nb",
    ],
    "word-table": [
      "<table>",
      "| <th>2x1 <strong>Region</> | <th><strong>Growth</>",
      "| 1x2 North | <ul>one / <ul>two | 12%",
      "| East | ",
    ],
    "google-docs-table": [
      "<table>",
      "| 2x1 <strong>Both</>",
      "| one | ",
      "<figure https://lh7-rt.googleusercontent.com/docsz/AD_4nXc?key=x>",
    ],
  });
});

test("a pasted table with rows that are too short gets a cell in each place", async () => {
  const { view } = await ready(opened());
  view.pasteHTML("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>");
  expect(outline(view).slice(0, 3)).toEqual(["table", "| a | b", "| c | "]);
});

test("hostile spans and colours are drawn as the plain case, and a wide column says so", () => {
  const { paragraph, table_row: row, table_cell: cell } = schema.nodes;
  const hostile = cell.create(
    { colspan: -1, rowspan: 1e9, background: "url(x)", align: "left" },
    paragraph.create(),
  );
  const wide = cell.create({ width: 120 }, paragraph.create());
  const { view } = opened(schema.node("table", { layout: "x" }, [row.create(null, [hostile, wide])]));
  const [first] = view.dom.querySelectorAll("td");
  expect([first?.colSpan, first?.rowSpan, first?.dataset.background]).toEqual([1, 1, undefined]);
  expect([...view.dom.querySelectorAll("col")].map(({ style }) => style.width)).toEqual(["", "120px"]);
  expect(view.dom.querySelector(".quire-table")?.className).toBe("quire-table");
});
