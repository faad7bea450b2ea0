import { readDocument, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { describe, expect, test, vi } from "vitest";
import {
  callout,
  exchange,
  hr,
  li,
  opened,
  outline,
  p,
  press,
  put,
  putIn,
  toggle,
  two,
  type,
} from "../../test/peers.ts";

const h = (level: number, text: string) => p(text, { kind: "heading", level });
const item = (text: string, indent: number | null = null) => li("bullet", text, { indent });

/** The lines after a key was pressed with the caret in the line "x". */
function after(key: string, ...blocks: readonly Node[]): readonly string[] {
  const { view } = opened(...blocks);
  putIn(view, "x", 1);
  press(view, key);
  type(view, "!"); // the caret went along
  return outline(view);
}

const up = "Alt-ArrowUp";
const down = "Alt-ArrowDown";

describe("ED-12 Alt+Up and Alt+Down move a block", () => {
  test.each<[string, string, readonly Node[], readonly string[]]>([
    ["above the one above", up, [p("a"), p("x"), p("b")], ["x!", "a", "b"]],
    ["below the one below", down, [p("a"), p("x"), p("b")], ["a", "b", "x!"]],
    ["nowhere at the start", up, [p("x"), p("b")], ["x!", "b"]],
    ["nowhere at the end", down, [p("a"), p("x")], ["a", "x!"]],
    ["past a divider", up, [p("a"), hr(), p("x")], ["a", "x!", "---"]],
    ["past a heading", up, [h(2, "a"), p("x")], ["x!", "h2 a"]],
    ["with what hangs under it", down, [item("x"), item("c", 1), item("b")], ["- b", "- x!", "  - c"]],
    [
      "past an item with what hangs under that",
      up,
      [item("a"), item("c", 1), item("x")],
      ["- x!", "- a", "  - c"],
    ],
    ["past a whole list item", down, [p("x"), item("a"), item("c", 1), p("e")], ["- a", "  - c", "x!", "e"]],
    [
      "out of its item into the one below",
      down,
      [item("a"), item("x", 1), item("b")],
      ["- a", "- b", "  - x!"],
    ],
    [
      "out of its item into the one above",
      up,
      [item("a"), item("b"), item("x", 1)],
      ["- a", "  - x!", "- b"],
    ],
    ["to the top of a list, where nothing is above it", up, [item("a"), item("x", 1)], ["- x!", "- a"]],
    ["into a callout from below", up, [callout([p("a")]), p("x")], ["callout", "| a", "| x!"]],
    ["into a callout from above", down, [p("x"), callout([p("a")])], ["callout", "| x!", "| a"]],
    ["out of a callout at its top", up, [callout([p("x"), p("a")])], ["x!", "callout", "| a"]],
    ["out of a callout at its bottom", down, [callout([p("a"), p("x")])], ["callout", "| a", "x!"]],
    ["out of a callout that held nothing else", up, [p("a"), callout([p("x")])], ["a", "x!"]],
    [
      "into a toggle, under its line",
      down,
      [p("x"), toggle([p("a"), p("b")])],
      ["toggle", "| a", "| x!", "| b"],
    ],
    ["out of a toggle from under its line", up, [toggle([p("a"), p("x")])], ["x!", "toggle", "| a"]],
    [
      "with its toggle, from its line",
      up,
      [p("a"), toggle([p("x"), p("b")])],
      ["toggle", "| x!", "| b", "a"],
    ],
    [
      "out of an item's callout, which it still belongs to",
      up,
      [item("a"), callout([p("x"), p("b")], { indent: 1 })],
      ["- a", "  x!", "  callout", "  | b"],
    ],
  ])("%s", (_what, key, blocks, expected) => {
    expect(after(key, ...blocks)).toEqual(expected);
  });

  test("several that are selected go together, and stay selected", () => {
    const { view } = opened(p("a"), p("b"), p("c"), p("d"));
    put(view, 1, 0, 2, 1);
    press(view, up);
    press(view, up);
    expect(outline(view)).toEqual(["b", "c", "a", "d"]);
    const { doc, selection } = view.state;
    expect(doc.textBetween(selection.from, selection.to, "|")).toBe("b|c");
    press(view, down);
    expect(outline(view)).toEqual(["a", "b", "c", "d"]);
  });

  test("not out of a table's cell, but within it", () => {
    const cell = schema.node("table_cell", null, [p("a"), p("x")]);
    const { view } = opened(p("b"), schema.node("table", null, [schema.node("table_row", null, [cell])]));
    putIn(view, "x");
    for (let times = 0; times < 3; times++) press(view, up);
    expect(view.state.doc.lastChild?.textBetween(0, 8, "|")).toContain("x|a");
    expect(view.state.doc.firstChild?.textContent).toBe("b");
  });

  test("and one undo brings it back", () => {
    const { view } = opened(p("a"), p("x"), p("b"));
    putIn(view, "x");
    press(view, down);
    press(view, "Mod-z");
    expect(outline(view)).toEqual(["a", "x", "b"]);
  });

  test("and it keeps its id, and all its attributes", () => {
    const { view } = opened(p("a", { id: "a" }), li("task", "x", { id: "x", checked: true }));
    putIn(view, "x");
    press(view, up);
    expect(view.state.doc.firstChild?.attrs).toMatchObject({ id: "x", list: "task", checked: true });
  });
});

describe("ED-12 a block that is moved while somebody else types in it", () => {
  const moves: readonly [string, string, readonly Node[], readonly string[]][] = [
    ["up", up, [p("a"), p("x")], ["A x Ben", "a"]],
    ["down", down, [p("x"), p("a")], ["a", "A x Ben"]],
    ["into a callout", up, [callout([p("a")]), p("x")], ["callout", "| a", "| A x Ben"]],
    ["out of a callout", down, [callout([p("a"), p("x")])], ["callout", "| a", "A x Ben"]],
    ["out of a callout that held nothing else", down, [callout([p("x")]), p("a")], ["A x Ben", "a"]],
    ["with what hangs under it", down, [item("x"), item("c", 1), item("b")], ["- b", "- A x Ben", "  - c"]],
  ];

  test.each(moves)("%s stands there once, with the words of both", async (_what, key, blocks, expected) => {
    const [a, b] = two(...blocks.map(named));
    await vi.dynamicImportSettled();
    putIn(a.view, "x");
    press(a.view, key);
    type(a.view, "A ");
    putIn(b.view, "x", 1);
    type(b.view, " Ben");
    for (let round = 0; round < 3; round++) exchange(a.ydoc, b.ydoc);
    const both = outline(a.view).map((line) => line.replace("x! Ben", "A x Ben"));
    expect(both).toEqual(expected);
    expect(outline(b.view)).toEqual(outline(a.view));
    expect(readDocument(b.ydoc).toJSON()).toEqual(readDocument(a.ydoc).toJSON());
    // Who typed in it goes on in it.
    type(b.view, " too");
    exchange(a.ydoc, b.ydoc);
    expect(outline(a.view).filter((line) => line.endsWith("A x Ben too"))).toHaveLength(1);
  });

  test("stands there once where both move it", async () => {
    const [a, b] = two(...["a", "x", "b", "c"].map((text) => named(p(text))));
    await vi.dynamicImportSettled();
    for (const [{ view }, key] of [
      [a, up],
      [b, down],
    ] as const) {
      putIn(view, "x");
      press(view, key);
    }
    for (let round = 0; round < 3; round++) exchange(a.ydoc, b.ydoc);
    expect(outline(b.view)).toEqual(outline(a.view));
    expect(outline(a.view).toSorted()).toEqual(["a", "b", "c", "x"]);
  });
});

test("a copy of blocks stands below them, with ids of its own and the caret in it", () => {
  const { view } = opened(named(callout([named(p("x")), p("y")])), p("b"));
  putIn(view, "x", 1);
  press(view, "Shift-Alt-ArrowDown");
  type(view, "!");
  expect(outline(view)).toEqual(["callout", "| x", "| x!", "| y", "b"]);
  const ids: unknown[] = [];
  view.state.doc.descendants((node) => {
    if (node.isBlock) ids.push(node.attrs.id);
  });
  expect(new Set(ids.filter((id) => id !== null)).size).toBe(ids.filter((id) => id !== null).length);
});

test("a block is deleted with what hangs under it, and the caret goes to what comes there", () => {
  const { view, editor } = opened(p("a"), item("x"), item("c", 1), p("b"));
  putIn(view, "x");
  editor.run("delete-block");
  type(view, "!");
  expect(outline(view)).toEqual(["a", "!b"]);
});

test("the only block is deleted, and an empty line is left", () => {
  const { view, editor } = opened(callout([p("x")]));
  putIn(view, "x");
  editor.run("delete-block");
  expect(outline(view)).toEqual(["callout", "| "]);
  editor.run("callout");
  editor.run("delete-block");
  expect(outline(view)).toEqual([""]);
});

function named(node: Node, index = 0): Node {
  const id = `${node.textContent}-${index}`;
  const blocks = node.inlineContent ? node.content : node.children.map((child, at) => named(child, at + 1));
  return node.type.create({ ...node.attrs, id }, blocks, node.marks);
}
