import { columnWidths, schema, tableGrid } from "@quire/schema";
import { describe, expect, test, vi } from "vitest";
import { opened, outline, type Peer, p, press, putIn, table, type } from "../../test/peers.ts";
import { areaOf } from "./area.ts";
import { CellSelection } from "./cell-selection.ts";
import { resizeColumn } from "./column-steps.ts";
import { addColumnAfter, addColumnBefore, deleteColumns } from "./columns.ts";
import {
  alignColumns,
  fitColumns,
  removeTable,
  setBackground,
  toggleFullWidth,
  toggleHeaderColumn,
  toggleHeaderRow,
} from "./looks.ts";
import { moveColumns, moveRows } from "./order.ts";
import { addRowAbove, addRowBelow, deleteRows } from "./rows.ts";
import { sortRows } from "./sort.ts";
import { mergeCells, splitCells } from "./spans.ts";
import type { TableCommand } from "./table-change.ts";
import { cellAround, tableAround } from "./table-place.ts";

type View = Peer["view"];

/** An editor on a table, with what is done to tables. */
async function edited(...rows: readonly (readonly string[])[]): Promise<Peer> {
  const peer = opened(table(...rows), p("below"));
  await vi.dynamicImportSettled();
  return peer;
}

function run(view: View, command: TableCommand): boolean {
  return command(view.state, (tr) => view.dispatch(tr));
}

/** The rows of the first table. */
function rows(view: View): string[] {
  return outline(view)
    .filter((line) => line.startsWith("| "))
    .map((line) => line.slice(2));
}

/** Selects the cells between those with these words. */
function select(view: View, from: string, to: string): void {
  const cell = (words: string) => {
    putIn(view, words);
    return cellAround(view.state.selection.$from) ?? -1;
  };
  const cells = CellSelection.between(view.state.doc, cell(from), cell(to));
  if (cells) view.dispatch(view.state.tr.setSelection(cells));
}

/** The words of the cell that the caret is in. */
function here({ state }: View): string {
  const cell = cellAround(state.selection.$head);
  return cell === null ? "" : (state.doc.nodeAt(cell)?.textContent ?? "");
}

const square = [
  ["#a", "#b", "#c"],
  ["d", "e", "f"],
  ["g", "h", "i"],
] as const;

describe("keys", () => {
  test("TB-1 Tab moves right and wraps, in the last cell it adds a row, and Shift-Tab goes back", async () => {
    const { view } = await edited(["#a", "#b"], ["c", "d"]);
    putIn(view, "a");
    const seen: string[] = [];
    for (let step = 0; step < 3; step++) {
      press(view, "Tab");
      seen.push(here(view));
    }
    expect(seen).toEqual(["b", "c", "d"]);
    press(view, "Tab");
    type(view, "x");
    expect(rows(view)).toEqual(["#a | #b", "c | d", "x | "]);
    press(view, "Shift-Tab");
    expect(here(view)).toBe("d");
    press(view, "Mod-z");
    press(view, "Mod-z");
    expect(rows(view)).toEqual(["#a | #b", "c | d"]);
  });

  test("TB-1 Tab stays in the text until what knows tables is here, as Escape does not ask it to", () => {
    const { view } = opened(table(["#a", "#b"], ["c", "d"]), p("below"));
    putIn(view, "a");
    expect(press(view, "Tab")).toBe(true);
    expect(here(view)).toBe("b");
    press(view, "Tab");
    expect(here(view)).toBe("c");
    press(view, "Shift-Tab");
    press(view, "Shift-Tab");
    expect(here(view)).toBe("a");
    press(view, "Escape");
    expect(press(view, "Tab"), "leaves the text").toBe(false);
  });

  test("TB-1 arrows cross the borders of cells where the words end", async () => {
    const { view } = await edited(["#a", "#b"], ["c", "d"]);
    putIn(view, "b", 0);
    expect(press(view, "ArrowRight")).toBe(false);
    putIn(view, "b", 1);
    press(view, "ArrowRight");
    expect(here(view)).toBe("c");
    press(view, "ArrowLeft");
    expect(here(view)).toBe("b");
    putIn(view, "d", 1);
    expect(press(view, "ArrowRight")).toBe(false);
  });

  test("Shift and an arrow select cells, which a letter empties and Escape leaves", async () => {
    const { view } = await edited(...square);
    putIn(view, "e", 1);
    press(view, "Shift-ArrowRight");
    press(view, "Shift-ArrowDown");
    expect(view.dom.querySelectorAll(".quire-selected-cell")).toHaveLength(4);
    press(view, "Escape");
    expect(here(view)).toBe("i");
    select(view, "e", "i");
    press(view, "Backspace");
    expect(rows(view)).toEqual(["#a | #b | #c", "d |  | ", "g |  | "]);
    select(view, "a", "b");
    view.dispatch(view.state.tr.insertText("x"));
    expect(rows(view)[0]).toBe("#x | # | #c");
  });

  test("after Escape, Tab leaves the table; in code it stays in the code", async () => {
    const { view } = await edited(["#a", "#b"]);
    putIn(view, "a");
    press(view, "Escape");
    press(view, "Tab");
    expect(here(view)).toBe("a");
  });
});

describe("rows and columns", () => {
  test("TB-2 rows and columns are inserted and deleted at the caret", async () => {
    const { view } = await edited(...square);
    putIn(view, "e");
    run(view, addRowAbove);
    run(view, addColumnAfter);
    expect(rows(view)).toEqual(["#a | #b | # | #c", " |  |  | ", "d | e |  | f", "g | h |  | i"]);
    run(view, addColumnBefore);
    run(view, addRowBelow);
    putIn(view, "e");
    run(view, deleteColumns);
    expect(rows(view)).toEqual(["#a | # | # | #c", " |  |  | ", "d |  |  | f", " |  |  | ", "g |  |  | i"]);
    putIn(view, "d");
    run(view, deleteRows);
    expect(rows(view)).toEqual(["#a | # | # | #c", " |  |  | ", " |  |  | ", "g |  |  | i"]);
  });

  test("TB-2 beside and inside merged cells they act at the caret's row, and the grid stays whole", async () => {
    const { view } = await edited(...square);
    select(view, "d", "h");
    run(view, mergeCells);
    expect(rows(view)).toEqual(["#a | #b | #c", "2x2 d / e / g / h | f", "i"]);
    putIn(view, "f");
    run(view, addRowBelow);
    expect(rows(view)).toEqual(["#a | #b | #c", "2x3 d / e / g / h | f", "", "i"]);
    putIn(view, "b");
    run(view, addColumnBefore);
    expect(rows(view)).toEqual(["#a | # | #b | #c", "3x3 d / e / g / h | f", "", "i"]);
    putIn(view, "f");
    run(view, deleteRows);
    expect(rows(view)).toEqual(["#a | # | #b | #c", "3x2 d / e / g / h | ", "i"]);
    putIn(view, "b");
    run(view, deleteColumns);
    expect(rows(view)).toEqual(["#a | # | #c", "2x2 d / e / g / h | ", "i"]);
    expect(tableAround(view.state.selection.$from)?.grid.isWhole).toBe(true);
  });

  test("TB-2 merge and then split have as many cells as before, and the text in order", async () => {
    const { view } = await edited(...square);
    select(view, "b", "i");
    run(view, mergeCells);
    expect(rows(view)).toEqual(["#a | #2x3 b / c / e / f / h / i", "d", "g"]);
    run(view, splitCells);
    expect(rows(view)).toEqual(["#a | #b / c / e / f / h / i | #", "d | # | #", "g | # | #"]);
    press(view, "Mod-z");
    press(view, "Mod-z");
    expect(rows(view)).toEqual(["#a | #b | #c", "d | e | f", "g | h | i"]);
  });

  test("the last row, and the last column, take the table with them", async () => {
    for (const command of [deleteRows, deleteColumns, removeTable]) {
      const { view } = await edited(["a"]);
      putIn(view, "a");
      run(view, command);
      expect(outline(view)).toEqual(["below"]);
    }
    const { view } = opened(table(["a"]));
    putIn(view, "a");
    run(view, removeTable);
    expect(outline(view)).toEqual([""]);
  });

  test("rows and columns are moved with the caret in them; a head stays where it is", async () => {
    const { view } = await edited(...square);
    putIn(view, "h", 1);
    expect(run(view, moveRows(1))).toBe(false);
    run(view, moveRows(-1));
    type(view, "!");
    expect(rows(view)).toEqual(["#a | #b | #c", "g | h! | i", "d | e | f"]);
    expect(run(view, moveRows(-1))).toBe(false);
    run(view, moveColumns(1));
    type(view, "?");
    run(view, moveColumns(-1));
    run(view, moveColumns(-1));
    expect(rows(view)).toEqual(["#b | #a | #c", "h!? | g | i", "e | d | f"]);
  });

  test("TB-2 sorting keeps the head, adds no column, and knows numbers; empty cells come last", async () => {
    const { view } = await edited(
      ["#n", "#m"],
      ["10", "x"],
      ["", "y"],
      ["9", "z"],
      ["1,000", "w"],
      ["B", "v"],
      ["a", "u"],
    );
    putIn(view, "9", 1);
    run(view, sortRows(1));
    expect(rows(view)).toEqual(["#n | #m", "9 | z", "10 | x", "1,000 | w", "a | u", "B | v", " | y"]);
    type(view, "!");
    putIn(view, "n");
    run(view, sortRows(-1));
    expect(rows(view)).toEqual(["#n | #m", "B | v", "a | u", "1,000 | w", "10 | x", "9! | z", " | y"]);
  });
});

describe("looks", () => {
  test("headers, colours, alignment and width are of the cells that are selected", async () => {
    const { view } = await edited(...square);
    putIn(view, "e");
    run(view, toggleHeaderColumn);
    run(view, toggleHeaderRow);
    expect(rows(view)).toEqual(["#a | b | c", "#d | e | f", "#g | h | i"]);
    putIn(view, "e");
    run(view, setBackground("red"));
    run(view, alignColumns("right"));
    run(view, toggleFullWidth);
    const cells = [...view.dom.querySelectorAll<HTMLElement>("td, th")].map(({ dataset }) => dataset);
    expect(cells.map(({ background }) => background ?? "")).toEqual(["", "", "", "", "red", "", "", "", ""]);
    expect(cells.map(({ align }) => align ?? "").join()).toBe(",right,,,right,,,right,");
    expect(view.dom.querySelector(".quire-table-full")).not.toBeNull();
    run(view, toggleHeaderColumn);
    expect(rows(view)).toEqual(["a | b | c", "d | e | f", "g | h | i"]);
  });

  test("widths go with their columns, whatever becomes of the first row", async () => {
    const { view } = await edited(...square);
    const widths = () => columnWidths(tableGrid(view.state.doc.child(0)));
    putIn(view, "h");
    run(view, resizeColumn(1));
    expect(widths()).toEqual([null, 160, null]);
    run(view, moveColumns(1));
    expect(widths()).toEqual([null, null, 160]);
    putIn(view, "a");
    run(view, addColumnAfter);
    run(view, deleteRows);
    expect(widths()).toEqual([null, null, null, 160]);
    run(view, addRowAbove);
    expect(widths()).toEqual([null, null, null, 160]);
    run(view, fitColumns);
    expect(widths()).toEqual([null, null, null, null]);
  });

  test("the bar stands above the table that the caret is in, and its menus are gone through by keys", async () => {
    const { view } = await edited(...square);
    expect(view.dom.querySelector('[role="toolbar"]')).toBeNull();
    putIn(view, "e");
    view.focus();
    press(view, "Alt-Shift-F10");
    const button = document.activeElement;
    expect([button?.textContent, button?.ariaExpanded]).toEqual(["Row", "false"]);
    const key = (name: string) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }),
      );
    key("ArrowDown");
    expect(document.activeElement?.textContent).toBe("Insert above");
    key("ArrowDown");
    (document.activeElement as HTMLElement).click();
    expect(rows(view)).toEqual(["#a | #b | #c", "d | e | f", " |  | ", "g | h | i"]);
    expect(view.dom.querySelector('[role="menu"]')).toBeNull();
    putIn(view, "below");
    expect(view.dom.querySelector('[role="toolbar"]')).toBeNull();
    putIn(view, "e");
    expect(view.dom.querySelector('[role="toolbar"]')).not.toBeNull();
    view.dom.blur();
    expect(view.dom.querySelector('[role="toolbar"]')).toBeNull();
  });
});

test("TB-5 a letter in a table of 50 rows of 20 draws nothing anew but its line", async () => {
  const { view } = await edited(
    ...Array.from({ length: 50 }, (_, row) =>
      Array.from({ length: 20 }, (_unused, column) => `${row}.${column}`),
    ),
  );
  const drawn = [...view.dom.querySelectorAll("td, col")];
  const changes = new MutationObserver(() => undefined);
  putIn(view, "25.10", 5);
  type(view, "x"); // the first letter in a block gives it its id
  changes.observe(view.dom, { subtree: true, childList: true, attributes: true, characterData: true });
  type(view, "y");
  const lines = new Set(changes.takeRecords().map(({ target }) => target.textContent));
  expect([...lines]).toEqual(["25.10xy"]);
  expect([...view.dom.querySelectorAll("td, col")].every((node, index) => node === drawn[index])).toBe(true);
});

test("a ragged table is mended by the first change of its rows or columns, and no word is lost", async () => {
  const { view } = await edited(["#a", "#b"], ["c"], ["d", "e", "f"]);
  putIn(view, "c");
  run(view, addRowAbove);
  expect(rows(view)).toEqual(["#a | #b | ", " |  | ", "c |  | ", "d | e | f"]);
  const { table_row: row, table_cell: cell } = schema.nodes;
  const wide = Array.from({ length: 258 }, (_, index) => cell.create(null, [p(`w${index}`)]));
  const other = opened(schema.node("table", null, [row.create(null, wide)]));
  putIn(other.view, "w3");
  run(other.view, setBackground("red"));
  expect(rows(other.view)[0]?.split(" | ").at(-1)).toBe("w255 / w256 / w257");
});

test("what is selected is known by where it is, and is a caret where a cell has gone", async () => {
  const { view } = await edited(...square);
  select(view, "e", "i");
  expect(areaOf(view.state.selection)?.rect).toEqual({ top: 1, left: 1, bottom: 3, right: 3 });
  const bookmark = view.state.selection.getBookmark();
  expect(bookmark.resolve(view.state.doc).eq(view.state.selection)).toBe(true);
  const { tr } = view.state;
  tr.insert(0, p("above"));
  expect(areaOf(tr.selection)?.rect).toEqual({ top: 1, left: 1, bottom: 3, right: 3 });
  tr.delete(0, tr.doc.content.size);
  expect(tr.selection).not.toBeInstanceOf(CellSelection);
});
