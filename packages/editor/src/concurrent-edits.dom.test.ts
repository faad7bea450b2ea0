import { readDocument } from "@quire/schema";
import { describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import {
  copy,
  exchange,
  li,
  open,
  opened,
  outline,
  type Peer,
  p,
  press,
  put,
  putAtEnd,
  two,
  type,
} from "../test/peers.ts";

function expectSame(a: Peer, b: Peer): void {
  expect(readDocument(b.ydoc).toJSON()).toEqual(readDocument(a.ydoc).toJSON());
  expect(b.view.state.doc.toJSON()).toEqual(a.view.state.doc.toJSON());
  expect(a.view.state.doc.toJSON()).toEqual(readDocument(a.ydoc).toJSON());
}

const changes: readonly [string, (peer: Peer) => void, string][] = [
  ["into a heading", ({ editor }) => editor.run("heading-2"), "h2 one and more two"],
  ["into a quote", ({ editor }) => editor.run("quote"), "> one and more two"],
  ["into a bulleted item", ({ editor }) => editor.run("bullet-list"), "- one and more two"],
  ["into a numbered item", ({ editor }) => editor.run("ordered-list"), "#. one and more two"],
  ["into a task", ({ editor }) => editor.run("task-list"), "[ ] one and more two"],
];

describe("RT-3 one turns the block that the other types in", () => {
  test.each(changes)("%s, and nothing is lost", (_name, change, expected) => {
    const [a, b] = two(p("one two", { id: "x" }));
    put(a.view, 0, 2);
    change(a);
    put(b.view, 0, 3);
    type(b.view, " and more");
    exchange(a.ydoc, b.ydoc);
    expect(outline(a.view)).toEqual([expected]);
    expectSame(a, b);
  });

  test.each(changes)(
    "%s by typed signs or a command, twice over, and both kinds of words stay",
    (_name, change) => {
      const [a, b] = two(p("one two", { id: "x" }));
      put(a.view, 0, 7);
      change(a);
      type(a.view, " by A");
      put(b.view, 0, 0);
      type(b.view, "by B ");
      exchange(a.ydoc, b.ydoc);
      expect(outline(a.view)[0]).toContain("by B one two by A");
      expectSame(a, b);
    },
  );

  test("indents it, and nothing is lost", () => {
    const [a, b] = two(li("bullet", "top", { id: "t" }), li("bullet", "one two", { id: "x" }));
    put(a.view, 1, 0);
    press(a.view, "Tab");
    put(b.view, 1, 3);
    type(b.view, " and more");
    exchange(a.ydoc, b.ydoc);
    expect(outline(a.view)).toEqual(["- top", "  - one and more two"]);
    expectSame(a, b);
  });

  test("ticks it, and nothing is lost", () => {
    const [a, b] = two(li("task", "one two", { id: "x" }));
    put(a.view, 0, 1);
    press(a.view, "Mod-Enter");
    put(b.view, 0, 3);
    type(b.view, " and more");
    exchange(a.ydoc, b.ydoc);
    expect(outline(a.view)).toEqual(["[x] one and more two"]);
    expectSame(a, b);
  });

  test.each([0, 2, 4, 6, 7])("splits it while the other types at %i, and nothing is lost", (offset) => {
    const [a, b] = two(p("one two", { id: "x" }));
    put(a.view, 0, 3);
    press(a.view, "Enter");
    type(a.view, "A");
    put(b.view, 0, offset);
    type(b.view, "and more");
    exchange(a.ydoc, b.ydoc);
    const text = outline(a.view).join("\n");
    expect(text).toContain("and more");
    expect(text.replace("and more", "").replace("\n", "").replace("A", "")).toBe("one two");
    expectSame(a, b);
  });

  test("presses Enter before its first character, and the words keep their block and the other's", () => {
    const [a, b] = two(p("one two", { id: "x" }));
    put(a.view, 0, 0);
    press(a.view, "Enter");
    put(b.view, 0, 7);
    type(b.view, " three");
    exchange(a.ydoc, b.ydoc);
    expect(outline(a.view)).toEqual(["", "one two three"]);
    expect(a.view.state.doc.child(1).attrs.id).toBe("x");
    expectSame(a, b);
  });
});

test("RT-3 two people turn one block into different things, and one of them holds, with all words", () => {
  const [a, b] = two(p("one two", { id: "x" }));
  put(a.view, 0, 7);
  a.editor.run("heading-1");
  type(a.view, " A");
  put(b.view, 0, 0);
  b.editor.run("task-list");
  type(b.view, "B ");
  exchange(a.ydoc, b.ydoc);
  expect(outline(a.view)[0]).toContain("B one two A");
  expectSame(a, b);
});

describe("RT-2 two people type at the same spot", () => {
  test.each([0, 4, 8])("at %i of a line, and both strings survive whole", (offset) => {
    const [a, b] = two(p("one two."));
    for (const [peer, text] of [
      [a, "alphabet"],
      [b, "zoology"],
    ] as const) {
      put(peer.view, 0, offset);
      type(peer.view, text);
    }
    exchange(a.ydoc, b.ydoc);
    const [line = ""] = outline(a.view);
    expect(line).toContain("alphabet");
    expect(line).toContain("zoology");
    expect(line.replace("alphabet", "").replace("zoology", "")).toBe("one two.");
    expectSame(a, b);
  });

  test("in an empty line that one of them made, also going on after they heard of each other", () => {
    const a = opened(p("first"));
    put(a.view, 0, 5);
    press(a.view, "Enter");
    const b = open(copy(a.ydoc));
    put(b.view, 1, 0);
    type(a.view, "alpha");
    type(b.view, "zeta");
    exchange(a.ydoc, b.ydoc);
    type(a.view, "bet");
    type(b.view, "beta");
    exchange(a.ydoc, b.ydoc);
    const line = outline(a.view)[1] ?? "";
    expect(line).toContain("alphabet");
    expect(line).toContain("zetabeta");
    expect(line).toHaveLength("alphabetzetabeta".length);
    expectSame(a, b);
  });

  test("in the empty line after a break", () => {
    const [a, b] = two(p("first"));
    putAtEnd(a.view, 0);
    press(a.view, "Shift-Enter");
    exchange(a.ydoc, b.ydoc);
    for (const { view } of [a, b]) putAtEnd(view, 0);
    type(a.view, "alpha");
    type(b.view, "zeta");
    exchange(a.ydoc, b.ydoc);
    type(a.view, "bet");
    type(b.view, "beta");
    exchange(a.ydoc, b.ydoc);
    expect(["first\nalphabetzetabeta", "first\nzetabetaalphabet"]).toContain(outline(a.view)[0]);
    expectSame(a, b);
  });

  test("in a new empty line, each hearing the other between two of their own words", () => {
    for (let round = 0; round < 4; round++) {
      const a = opened(p("first"));
      put(a.view, 0, 5);
      press(a.view, "Enter");
      const b = open(copy(a.ydoc));
      put(b.view, 1, 0);
      type(a.view, "alpha");
      type(b.view, "zeta");
      const [fromA, fromB] = [a, b].map(({ ydoc }) => Y.encodeStateAsUpdate(ydoc));
      if (fromB) Y.applyUpdate(a.ydoc, fromB);
      type(a.view, "bet");
      if (fromA) Y.applyUpdate(b.ydoc, fromA);
      type(b.view, "beta");
      exchange(a.ydoc, b.ydoc);
      expect(["alphabetzetabeta", "zetabetaalphabet"]).toContain(outline(a.view)[1]);
      expectSame(a, b);
    }
  });

  test("as the first words of an empty document, and both are there", () => {
    const [a, b] = two();
    type(a.view, "one");
    type(b.view, "two");
    exchange(a.ydoc, b.ydoc);
    expect(outline(a.view).toSorted()).toEqual(["one", "two"]);
    expectSame(a, b);
  });
});

test("RT-7 the caret stays with its word when someone splits the line before it", () => {
  const [a, b] = two(p("one two three", { id: "x" }));
  put(b.view, 0, 9, 0, 12);
  put(a.view, 0, 4);
  press(a.view, "Enter");
  exchange(a.ydoc, b.ydoc);
  const { from, to } = b.view.state.selection;
  expect(b.view.state.doc.textBetween(from, to)).toBe("hre");
  type(b.view, "X");
  exchange(a.ydoc, b.ydoc);
  expect(outline(a.view)).toEqual(["one ", "two tXe"]);
});

test("RT-3 a line that one breaks is broken in the code that the other makes of it", async () => {
  const [a, b] = two(p("one two", { id: "x" }));
  await vi.dynamicImportSettled();
  put(a.view, 0, 0);
  a.editor.run("code-block");
  put(b.view, 0, 3);
  press(b.view, "Shift-Enter");
  exchange(a.ydoc, b.ydoc);
  expect(outline(a.view)).toEqual(["code one\n two"]);
  expectSame(a, b);
});
