import { NodeSelection } from "prosemirror-state";
import { describe, expect, test, vi } from "vitest";
import {
  callout,
  exchange,
  li,
  open,
  opened,
  outline,
  p,
  press,
  put,
  putIn,
  shared,
  two,
  type,
} from "../../test/peers.ts";

describe("callouts", () => {
  test("the command puts one around the selected blocks, and takes it away", () => {
    const { view, editor } = opened(p("a"), p("b"), p("c"));
    put(view, 0, 0, 1, 1);
    expect(editor.run("callout")).toBe(true);
    expect(outline(view)).toEqual(["callout", "| a", "| b", "c"]);
    expect(editor.getSnapshot().active.has("callout")).toBe(true);
    expect(editor.run("callout")).toBe(true);
    expect(outline(view)).toEqual(["a", "b", "c"]);
  });

  test("one that is itself selected becomes another block that holds blocks, and gives its blocks back", () => {
    const { view, editor } = opened(callout([p("a"), p("b")], { id: "c", tone: "tip" }), p("d"));
    const select = () => view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, 0)));
    select();
    expect(editor.run("toggle")).toBe(true);
    expect(outline(view)).toEqual(["toggle", "| a", "| b", "d"]);
    expect(view.state.doc.firstChild?.attrs.id).toBe("c");
    expect(editor.getSnapshot().active.has("toggle")).toBe(true);
    expect(editor.run("toggle")).toBe(true);
    expect(outline(view)).toEqual(["a", "b", "d"]);
  });

  test("one that is put around what stands in an item stands in the item itself, and gives it back there", () => {
    const { view, editor } = opened(
      li("bullet", "a"),
      p("b", { indent: 1 }),
      li("bullet", "c", { indent: 1 }),
    );
    put(view, 1, 0, 2, 1);
    editor.run("callout");
    expect(outline(view)).toEqual(["- a", "  callout", "  | b", "  | - c"]);
    editor.run("callout");
    expect(outline(view)).toEqual(["- a", "  b", "  - c"]);
  });

  test("typed as GitHub writes it, with its tone; Backspace right after gives back the signs", () => {
    const { view } = opened(p());
    put(view, 0, 0);
    type(view, "[!warning] ");
    expect(outline(view)).toEqual(["callout warning", "| "]);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["[!warning] "]);
  });

  test("typed in a quote it takes the quote's place", () => {
    const { view } = opened(p("", { kind: "quote" }));
    put(view, 0, 0);
    type(view, "[!NOTE] a");
    expect(outline(view)).toEqual(["callout", "| a"]);
  });

  test("Enter in an empty last line goes on below, and in an empty line elsewhere it does not", () => {
    const { view } = opened(callout([p("a"), p("b")]), p("c"));
    putIn(view, "b", 1);
    press(view, "Enter");
    expect(outline(view)).toEqual(["callout", "| a", "| b", "| ", "c"]);
    press(view, "Enter");
    expect(outline(view)).toEqual(["callout", "| a", "| b", "", "c"]);
    putIn(view, "a", 1);
    press(view, "Enter");
    press(view, "Enter");
    expect(outline(view)).toEqual(["callout", "| a", "| ", "| ", "| b", "", "c"]);
  });

  test("Mod-Enter goes on below from anywhere in it, in the item that it stands in", () => {
    const { view } = opened(li("bullet", "x"), callout([p("a"), p("b")], { indent: 1 }));
    putIn(view, "a", 0);
    press(view, "Mod-Enter");
    type(view, "c");
    expect(outline(view)).toEqual(["- x", "  callout", "  | a", "  | b", "  c"]);
  });

  test("ED-4 Backspace at its start takes the first line out, and it keeps the others", () => {
    const { view } = opened(p("x"), callout([p("a"), p("b")]));
    putIn(view, "a", 0);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["x", "a", "callout", "| b"]);
    putIn(view, "b", 0);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["x", "a", "b"]);
  });

  test("ED-4 Backspace at the start of a heading or an item in it first makes that plain", () => {
    const { view } = opened(callout([p("a", { kind: "heading", level: 2 }), li("bullet", "b")]));
    putIn(view, "a", 0);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["callout", "| a", "| - b"]);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["a", "callout", "| - b"]);
  });

  test("Backspace in an empty line below it goes back into it", () => {
    const { view } = opened(callout([p("a")]), p());
    put(view, 1, 0);
    press(view, "Backspace");
    type(view, "b");
    expect(outline(view)).toEqual(["callout", "| ab"]);
  });

  test("in it, lists indent, number and leave as they do outside, and know nothing of what is around", () => {
    const { view } = opened(
      li("ordered", "x"),
      callout([li("ordered", "a"), li("ordered", "b")], { indent: 1 }),
      li("ordered", "y"),
    );
    const numbers = () => [...view.dom.querySelectorAll("ol")].map((list) => list.getAttribute("start"));
    expect(numbers()).toEqual(["1", "1", "2", "2"]);
    putIn(view, "b", 1);
    press(view, "Tab");
    expect(outline(view)).toEqual(["#. x", "  callout", "  | #. a", "  |   #. b", "#. y"]);
    expect(numbers()).toEqual(["1", "1", "1", "2"]);
    press(view, "Shift-Tab");
    press(view, "Enter");
    type(view, "c");
    expect(numbers()).toEqual(["1", "1", "2", "3", "2"]);
  });

  test("its blocks have ids, each its own", () => {
    const { view, editor } = opened(p("a"), p("b"));
    put(view, 0, 0, 1, 1);
    editor.run("callout");
    putIn(view, "a", 1);
    press(view, "Enter");
    type(view, "c");
    const ids: unknown[] = [];
    view.state.doc.descendants((node) => {
      if (node.isBlock) ids.push(node.attrs.id);
    });
    expect(ids.every((id) => typeof id === "string")).toBe(true);
    expect(new Set(ids).size).toBe(4);
  });

  test("words are counted in it, each line by itself", () => {
    const { view, editor } = opened(p("one"), callout([p("two"), p("three four")]));
    expect(editor.getSnapshot().words).toBe(4);
    putIn(view, "two", 3);
    type(view, " more");
    expect(editor.getSnapshot().words).toBe(5);
  });

  test("its tone is one attribute: what the other types in it meanwhile stays", () => {
    const [a, b] = two(callout([p("a")]));
    const choice = a.view.dom.querySelector("select");
    if (!choice) throw new Error("no choice of tones");
    choice.value = "tip";
    choice.dispatchEvent(new Event("change"));
    putIn(b.view, "a", 1);
    type(b.view, "b");
    exchange(a.ydoc, b.ydoc);
    for (const { view } of [a, b]) expect(outline(view)).toEqual(["callout tip", "| ab"]);
    expect(a.view.dom.querySelector("aside")?.ariaLabel).toBe("Tip");
  });

  test("RT-3 who types in a line that another puts a callout around, or takes one from, goes on where they were", async () => {
    const [a, b] = two(p("The line.", { id: "l" }), callout([p("The other.", { id: "o" })], { id: "c" }));
    await vi.dynamicImportSettled(); // what puts words back comes after the text
    for (const [line, command] of [
      ["The line.", "callout"],
      ["The other.", "callout"],
    ] as const) {
      putIn(a.view, line);
      type(a.view, "Ada ");
      a.editor.run(command);
      putIn(b.view, line, 4);
      type(b.view, "Ben ");
      for (let round = 0; round < 3; round++) exchange(a.ydoc, b.ydoc);
      type(b.view, "too ");
      type(a.view, "again ");
      for (let round = 0; round < 3; round++) exchange(a.ydoc, b.ydoc);
    }
    for (const { view } of [a, b])
      expect(outline(view)).toEqual([
        "callout",
        "| Ada again The Ben too line.",
        "Ada again The Ben too other.",
      ]);
  });

  test("a reader cannot choose its tone", () => {
    const { view } = open(shared(callout([p("a")])), { readOnly: true });
    expect(view.dom.querySelector("select")?.disabled).toBe(true);
  });
});

test("items of a callout that stood far in are not put at the edge when it is taken away", () => {
  const { view, editor } = opened(callout([li("bullet", "deep", { indent: 6 })], { indent: 5 }));
  put(view, 0, 0);
  editor.run("callout");
  expect(view.state.doc.firstChild?.attrs.indent).toBe(8);
});
