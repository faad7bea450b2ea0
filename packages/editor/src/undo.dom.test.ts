import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { exchange, li, outline, p, press, put, putAtEnd, two, type } from "../test/peers.ts";

describe("UN-1 undo takes back one's own work", () => {
  test("A types one, B types two, A undoes: only one goes, and redo brings it back", () => {
    const [a, b] = two(p("start"));
    putAtEnd(a.view, 0);
    type(a.view, " one");
    exchange(a.ydoc, b.ydoc);
    putAtEnd(b.view, 0);
    type(b.view, " two");
    exchange(a.ydoc, b.ydoc);
    press(a.view, "Mod-z");
    expect(outline(a.view)).toEqual(["start two"]);
    exchange(a.ydoc, b.ydoc);
    expect(outline(b.view)).toEqual(["start two"]);
    press(a.view, "Mod-Shift-z");
    exchange(a.ydoc, b.ydoc);
    expect(outline(b.view)).toEqual(["start one two"]);
  });

  test("what was there on opening, and others' work, is never undone", () => {
    const [a, b] = two(p("start"));
    putAtEnd(b.view, 0);
    type(b.view, " two");
    exchange(a.ydoc, b.ydoc);
    expect(a.editor.getSnapshot().enabled.has("undo")).toBe(false);
    expect(press(a.view, "Mod-z")).toBe(false);
    expect(outline(a.view)).toEqual(["start two"]);
  });

  test("undoing a new block leaves it if someone else has written in it", () => {
    const [a, b] = two(p("start"));
    putAtEnd(a.view, 0);
    press(a.view, "Enter");
    exchange(a.ydoc, b.ydoc);
    put(b.view, 1, 0);
    type(b.view, "kept");
    exchange(a.ydoc, b.ydoc);
    press(a.view, "Mod-z");
    exchange(a.ydoc, b.ydoc);
    expect(outline(b.view).join("")).toContain("kept");
    expect(outline(a.view)).toEqual(outline(b.view));
  });
});

describe("UN-3 the caret after undo", () => {
  test("stands where the split was", () => {
    const [a] = two(p("one two", { id: "x" }), p("three"));
    put(a.view, 0, 3);
    press(a.view, "Enter");
    press(a.view, "Mod-z");
    expect(outline(a.view)).toEqual(["one two", "three"]);
    expect(a.view.state.selection.from).toBe(4);
  });

  test("stays in the block whose kind was changed back", () => {
    const [a] = two(p("one"), p("two", { id: "x" }));
    put(a.view, 1, 2);
    a.editor.run("heading-2");
    put(a.view, 0, 0);
    a.editor.run("undo");
    expect(outline(a.view)).toEqual(["one", "two"]);
    expect(a.view.state.selection.$from.parent.textContent).toBe("two");
  });

  test("is where the deleted words are back", () => {
    const [a] = two(li("bullet", "one two three"));
    put(a.view, 0, 4, 0, 8);
    press(a.view, "Delete");
    expect(outline(a.view)).toEqual(["- one three"]);
    put(a.view, 0, 0);
    press(a.view, "Mod-z");
    expect(outline(a.view)).toEqual(["- one two three"]);
    expect(a.view.state.selection.from).toBeGreaterThanOrEqual(5);
  });
});

test("what undo kept goes with an editor that is closed, while its document goes on", () => {
  const [a] = two(p("one two three"));
  put(a.view, 0, 0, 0, 8);
  press(a.view, "Delete");
  expect(outline(a.view)).toEqual(["three"]);
  a.editor.destroy();
  const items = [...a.ydoc.store.clients.values()].flat().filter((item) => item instanceof Y.Item);
  expect(items.filter(({ deleted, content }) => deleted && content instanceof Y.ContentString)).toEqual([]);
});
