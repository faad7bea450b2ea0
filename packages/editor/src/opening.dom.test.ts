import { findUnknown, schema } from "@quire/schema";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import {
  copy,
  countUpdates,
  exchange,
  hr,
  li,
  open,
  outline,
  p,
  pre,
  press,
  put,
  putAtEnd,
  shared,
  type,
} from "../test/peers.ts";

function everything(): Y.Doc {
  return shared(
    p("Title", { kind: "heading", level: 1 }),
    p(),
    li("ordered", "five", { start: 5 }),
    li("task", "done", { checked: true, indent: 1 }),
    p("said", { kind: "quote", level: 2 }),
    pre("let a = 1;\n", { language: "rust" }),
    hr(),
    schema.node("paragraph", null, [
      schema.text("a", [schema.mark("strong")]),
      schema.node("hard_break"),
      schema.text("b"),
    ]),
  );
}

describe("opening a document never changes it", () => {
  test.each([
    ["nothing", () => shared()],
    ["one of every kind", everything],
    ["empty blocks without a text", () => shared(p(), p())],
    ["a value out of range", () => shared(p("x", { indent: 99 }))],
    ["attributes that mean nothing", () => shared(p("x", { kind: "plain", list: "none" }))],
  ])("with %s in it", (_name, make) => {
    const ydoc = make();
    const before = Y.encodeStateAsUpdate(ydoc);
    const updates = countUpdates(ydoc);
    const { view, editor } = open(ydoc);
    view.focus();
    editor.focus("end");
    editor.setReadOnly(true);
    editor.setReadOnly(false);
    press(view, "Mod-a");
    editor.destroy();
    expect(updates()).toBe(0);
    expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
  });

  test("with two texts side by side in a block, as two people's first words leave them", () => {
    const ydoc = new Y.Doc();
    const block = new Y.XmlElement("paragraph");
    block.insert(0, [new Y.XmlText("one"), new Y.XmlText("two")]);
    ydoc.getXmlFragment("document").insert(0, [block]);
    const device = copy(ydoc);
    const updates = countUpdates(device);
    const { view, editor } = open(device);
    editor.focus("end");
    expect(outline(view)).toEqual(["onetwo"]);
    expect(updates()).toBe(0);
  });

  test("also while others write, empty it and fill it again", () => {
    const a = open(shared(p("one")));
    const b = open(copy(a.ydoc));
    const updates = countUpdates(b.ydoc);
    let remote = 0;
    const count = (_update: Uint8Array, origin: unknown) => {
      if (origin === "wire") remote++;
    };
    b.ydoc.on("update", count);
    b.editor.focus("end");
    a.ydoc.getXmlFragment("document").delete(0, 1);
    exchange(a.ydoc, b.ydoc);
    b.editor.focus("start");
    expect(outline(b.view)).toEqual([""]);
    type(a.view, "again");
    exchange(a.ydoc, b.ydoc);
    b.editor.focus("end");
    expect(outline(b.view)).toEqual(["again"]);
    expect(updates()).toBe(remote);
  });
});

describe("a document with names that the editor does not know", () => {
  const strange: readonly [string, (fragment: Y.XmlFragment) => void][] = [
    ["a block", (fragment) => fragment.insert(1, [new Y.XmlElement("gallery")])],
    ["a mark", (fragment) => textOf(fragment).format(0, 2, { sub: {} })],
    ["an attribute", (fragment) => blockOf(fragment).setAttribute("tone", "loud")],
    ["a value of another type", (fragment) => blockOf(fragment).setAttribute("indent", "deep")],
    ["an embed", (fragment) => textOf(fragment).insertEmbed(1, { image: "x" })],
    ["a block in a block", (fragment) => blockOf(fragment).insert(1, [new Y.XmlElement("paragraph")])],
    [
      "a mark in code",
      (fragment) => {
        const code = new Y.XmlElement("code_block");
        const text = new Y.XmlText("x");
        code.insert(0, [text]);
        fragment.insert(1, [code]);
        text.format(0, 1, { strong: {} });
      },
    ],
    ["a bare text", (fragment) => fragment.insert(0, [new Y.XmlText("loose")])],
    [
      "a mark named by its prototype",
      (fragment) => textOf(fragment).format(0, 2, JSON.parse('{"__proto__":{"sub":{}}}')),
    ],
  ];

  test.each(strange)("D4 is shown, edited around, and stays as it is: %s", (_name, spoil) => {
    const ydoc = shared(p("one two"), p("three"));
    spoil(ydoc.getXmlFragment("document"));
    const before = Y.encodeStateAsUpdate(ydoc);
    const { view } = open(ydoc);
    view.focus();
    expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
    const strangeness = findUnknown(ydoc);
    putAtEnd(view, view.state.doc.childCount - 1);
    press(view, "Enter");
    type(view, "four");
    expect(outline(view).at(-1)).toBe("four");
    expect(findUnknown(ydoc)).toEqual(strangeness);
  });

  test.each(strange)("D4 that arrives while it is edited stays as it is: %s", (_name, spoil) => {
    const ydoc = shared(p("one two"), p("three"));
    const other = copy(ydoc);
    const { view } = open(ydoc);
    put(view, 1, 5);
    type(view, " four");
    spoil(other.getXmlFragment("document"));
    exchange(ydoc, other);
    expect(Y.encodeStateAsUpdate(ydoc)).toEqual(Y.encodeStateAsUpdate(copy(other)));
    type(view, "x");
    expect(outline(view)).toContain("three fourx");
    expect(findUnknown(ydoc)).toEqual(findUnknown(other));
  });

  test("goes on showing what others write in it", () => {
    const ydoc = shared(p("one"));
    ydoc.getXmlFragment("document").insert(1, [new Y.XmlElement("gallery")]);
    const { view } = open(ydoc);
    textOf(ydoc.getXmlFragment("document")).insert(3, " more");
    expect(view.state.doc.textContent).toContain("one more");
  });

  function blockOf(fragment: Y.XmlFragment): Y.XmlElement {
    return fragment.get(0) as Y.XmlElement;
  }

  function textOf(fragment: Y.XmlFragment): Y.XmlText {
    return blockOf(fragment).get(0) as Y.XmlText;
  }
});

test("a reader's editor takes no change, whatever is asked of it", () => {
  const { view, editor, ydoc } = open(shared(li("task", "do it")), { readOnly: true });
  const updates = countUpdates(ydoc);
  const box = view.dom.querySelector("input");
  expect(box?.disabled).toBe(true);
  expect(editor.run("toggle-task")).toBe(false);
  view.dispatch(view.state.tr.insertText("x", 1));
  expect(updates()).toBe(0);
  expect(outline(view)).toEqual(["[ ] do it"]);
  expect(editor.getSnapshot().enabled.size).toBe(0);
  editor.setReadOnly(false);
  expect(box?.disabled).toBe(false);
  expect(view.dom.querySelector("input"), "nothing is drawn anew").toBe(box);
  expect(view.dom.hasAttribute("aria-readonly")).toBe(false);
});
