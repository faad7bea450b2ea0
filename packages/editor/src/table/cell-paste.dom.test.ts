import { schema } from "@quire/schema";
import { Fragment, Slice } from "prosemirror-model";
import { expect, test, vi } from "vitest";
import { opened, outline, type Peer, p, putIn, table } from "../../test/peers.ts";
import { pasteCells } from "./cell-paste.ts";
import { CellSelection } from "./cell-selection.ts";
import { mergeCells } from "./spans.ts";
import { cellAround } from "./table-place.ts";

async function edited(...rows: readonly (readonly string[])[]): Promise<Peer> {
  const peer = opened(table(...rows), p("below"));
  peer.view.dom.dispatchEvent(new FocusEvent("focus"));
  await vi.dynamicImportSettled();
  return peer;
}

function select({ view }: Peer, from: string, to: string): void {
  const [anchor, head] = [from, to].map((words) => {
    putIn(view, words);
    return cellAround(view.state.selection.$from) ?? -1;
  });
  const cells = CellSelection.between(view.state.doc, anchor ?? -1, head ?? -1);
  if (cells) view.dispatch(view.state.tr.setSelection(cells));
}

/** A range as a spreadsheet copies it. */
function range(rows: number, columns: number): string {
  const cells = (row: number) =>
    Array.from({ length: columns }, (_, column) => `<td>${row}${column}</td>`).join("");
  return `<table>${Array.from({ length: rows }, (_, row) => `<tr>${cells(row)}</tr>`).join("")}</table>`;
}

test("TB-4 pasting 3 rows of 4 into the corner of 2 by 2 grows the table", async () => {
  const { view } = await edited(["#a", "#b"], ["c", "d"]);
  putIn(view, "d");
  view.pasteHTML(range(3, 4));
  expect(outline(view)).toEqual([
    "table",
    "| #a | #b | # | # | #",
    "| c | 00 | 01 | 02 | 03",
    "|  | 10 | 11 | 12 | 13",
    "|  | 20 | 21 | 22 | 23",
    "below",
  ]);
  expect(view.state.selection).toBeInstanceOf(CellSelection);
});

test("TB-4 a column that is copied is one of a spreadsheet, and comes back as the same", async () => {
  const from = await edited(["#a", "#b"], ["c", "d"], ["e", 'f "g"']);
  select(from, "b", 'f "g"');
  const { dom, text } = from.view.serializeForClipboard(from.view.state.selection.content());
  expect(text).toBe('b\nd\n"f ""g"""');
  expect(dom.querySelectorAll("table tr > :is(th, td)")).toHaveLength(3);
  const plain = dom.innerHTML.replace(/ data-[a-z-]+="[^"]*"/g, "");
  for (const html of [dom.innerHTML, plain]) {
    const to = await edited(["#x", "#y"], ["z", ""]);
    putIn(to.view, "y");
    to.view.pasteHTML(html);
    expect(outline(to.view).slice(0, 4)).toEqual(["table", "| #x | #b", "| z | d", '|  | f "g"']);
  }
});

test("cells that are pasted over merged ones split them, and bring their own spans", async () => {
  const { view, ...peer } = await edited(["a", "b", "c"], ["d", "e", "f"]);
  select({ view, ...peer }, "a", "e");
  mergeCells(view.state, (tr) => view.dispatch(tr));
  putIn(view, "a");
  view.pasteHTML("<table><tr><td colspan=2>x</td></tr><tr><td>y</td><td>z</td></tr></table>");
  expect(outline(view).slice(0, 3)).toEqual(["table", "| 2x1 x | c", "| y | z | f"]);
});

test("one cell that is copied is its text", async () => {
  const from = await edited(["#a", "#b"], ["c", "d"]);
  select(from, "d", "d");
  const { dom } = from.view.serializeForClipboard(from.view.state.selection.content());
  expect(dom.querySelector("table")).toBeNull();
  putIn(from.view, "below", 5);
  from.view.pasteHTML(dom.innerHTML);
  expect(outline(from.view).at(-1)).toBe("belowd");
});

test("words and blocks are pasted into a cell as anywhere", async () => {
  const { view } = await edited(["#a", "#b"], ["c", ""]);
  putIn(view, "c", 1);
  view.pasteHTML("<p>x</p><ul><li>y</li></ul>");
  expect(outline(view).slice(0, 3)).toEqual(["table", "| #a | #b", "| cx / - y | "]);
});

test("TB-4 cells that would stand beyond the widest table are not pasted as cells", async () => {
  const { view } = await edited(Array.from({ length: 100 }, (_, column) => (column === 99 ? "last" : "x")));
  putIn(view, "last");
  view.pasteHTML(range(1, 200));
  expect(view.state.doc.firstChild?.firstChild?.childCount).toBe(100);
});

test("merging cells keeps a picture that nobody described, and so does pasting one beside a table", async () => {
  const { view } = await edited(["a", "b"], ["c", "d"]);
  const figure = schema.node("figure", { src: "https://example.org/a.png" });
  putIn(view, "b");
  const at = cellAround(view.state.selection.$from) ?? -1;
  view.dispatch(view.state.tr.replaceWith(at + 1, at + 4, figure));
  putIn(view, "a");
  const start = cellAround(view.state.selection.$from) ?? -1;
  const cells = CellSelection.between(view.state.doc, start, at);
  if (cells) view.dispatch(view.state.tr.setSelection(cells));
  mergeCells(view.state, view.dispatch);
  expect(outline(view)[1]).toContain("figure");

  putIn(view, "d");
  const slice = new Slice(Fragment.from([table(["x"]), figure]), 0, 0);
  expect(pasteCells(view.state, slice, view.dispatch)).toBe(false);
});
