import { schema } from "@quire/schema";
import { fromMarkdown, toMarkdown } from "@quire/schema/convert";
import { describe, expect, test } from "vitest";
import { exchange, opened, outline, type Peer, p, press, put, two, type } from "../../test/peers.ts";
import { CellSelection } from "../table/cell-selection.ts";
import { cellPos, tableAt } from "../table/table-place.ts";

const markdownOf = ({ view }: Peer) => toMarkdown(view.state.doc).trimEnd();

describe.each([
  ["Mod-Shift-h", "<mark>", "</mark>"],
  ["Mod-Alt-Shift-h", '<span data-color="red">', "</span>"],
  ["Mod-.", "<sup>", "</sup>"],
  ["Mod-,", "<sub>", "</sub>"],
])("ED-2 %s", (keys, start, end) => {
  test("marks a selection across blocks, and a second press takes it away", () => {
    const peer = opened(p("one two"), p("three"));
    put(peer.view, 0, 4, 1, 2);
    press(peer.view, keys);
    expect(markdownOf(peer)).toBe(`one ${start}two${end}\n\n${start}th${end}ree`);
    press(peer.view, keys);
    expect(markdownOf(peer)).toBe("one two\n\nthree");
  });

  test("at a bare caret marks what is typed next, until a second press", () => {
    const peer = opened();
    type(peer.view, "a ");
    press(peer.view, keys);
    type(peer.view, "b");
    press(peer.view, keys);
    type(peer.view, "c");
    expect(markdownOf(peer)).toBe(`a ${start}b${end}c`);
  });

  test("marks the whole of a selection that is marked in part, in one step", () => {
    const peer = opened(...fromMarkdown(`${start}ab${end}cd`).children);
    put(peer.view, 0, 0, 0, 4);
    press(peer.view, keys);
    expect(markdownOf(peer)).toBe(`${start}abcd${end}`);
    peer.editor.run("undo");
    expect(markdownOf(peer)).toBe(`${start}ab${end}cd`);
  });
});

test("raised text is lowered in one step, and the other way about", () => {
  const peer = opened(p("m2"));
  put(peer.view, 0, 1, 0, 2);
  peer.editor.run("superscript");
  peer.editor.run("subscript");
  expect(markdownOf(peer)).toBe("m<sub>2</sub>");
  expect([...peer.editor.getSnapshot().active]).toContain("subscript");
  peer.editor.run("undo");
  expect(markdownOf(peer)).toBe("m<sup>2</sup>");
});

test("text that one raises while another lowers it is the same for both, and either way back is a press", () => {
  const [a, b] = two(p("m2"));
  for (const [{ view, editor }, id] of [
    [a, "superscript"],
    [b, "subscript"],
  ] as const) {
    put(view, 0, 1, 0, 2);
    editor.run(id);
  }
  exchange(a.ydoc, b.ydoc);
  expect(markdownOf(a)).toBe("m<sup><sub>2</sub></sup>");
  expect(markdownOf(b)).toBe(markdownOf(a));
  a.editor.run("subscript");
  exchange(a.ydoc, b.ydoc);
  expect(markdownOf(b)).toBe("m2");
});

test("a hue takes the place of another, is taken by the key from then on, and `none` takes it away", () => {
  const peer = opened(p("abc"));
  put(peer.view, 0, 0, 0, 2);
  peer.editor.run("highlight", "green");
  peer.editor.run("highlight", "pink");
  expect(markdownOf(peer)).toBe('<mark data-color="pink">ab</mark>c');
  expect(peer.editor.getSnapshot()).toMatchObject({
    hues: { highlight: "pink", color: null },
    pens: { highlight: "pink", color: "red" },
  });
  put(peer.view, 0, 2, 0, 3);
  press(peer.view, "Mod-Shift-h");
  expect(markdownOf(peer)).toBe('<mark data-color="pink">abc</mark>');
  put(peer.view, 0, 0, 0, 3);
  peer.editor.run("highlight", "none");
  peer.editor.run("text-color", "blue");
  expect(markdownOf(peer)).toBe('<span data-color="blue">abc</span>');
});

test("two people who give the same words a hue each end with one of them", () => {
  const [a, b] = two(p("words"));
  for (const [{ view, editor }, hue] of [
    [a, "blue"],
    [b, "green"],
  ] as const) {
    put(view, 0, 0, 0, 5);
    editor.run("text-color", hue);
  }
  exchange(a.ydoc, b.ydoc);
  expect(markdownOf(a)).toMatch(/^<span data-color="(?:blue|green)">words<\/span>$/);
  expect(markdownOf(b)).toBe(markdownOf(a));
});

test.each([
  ["a ==b c== d", "a <mark>b c</mark> d"],
  ["(==b==)", "(<mark>b</mark>)"],
  ["if a==b and c==d", "if a==b and c==d"],
  ["a == b ==", "a == b =="],
])("typed, %s is %s", (typed, expected) => {
  const peer = opened();
  type(peer.view, typed);
  expect(markdownOf(peer)).toBe(expected);
});

test("ED-3 an immediate Backspace gives the signs of a highlight back", () => {
  const peer = opened();
  type(peer.view, "==a==");
  expect(markdownOf(peer)).toBe("<mark>a</mark>");
  press(peer.view, "Backspace");
  expect(outline(peer.view)).toEqual(["==a=="]);
});

/** A table of which two cells side by side, the last of them first, are selected. */
function twoCells(first: string, last: string): Peer {
  const peer = opened(...fromMarkdown(`| a | b |\n| - | - |\n| ${first} | ${last} |`).children);
  const { doc, tr } = peer.view.state;
  const place = tableAt(doc, 0);
  const [left, right] = [place?.grid.at(1, 0), place?.grid.at(1, 1)];
  const cells =
    place && left && right && CellSelection.between(doc, cellPos(place, left), cellPos(place, right));
  if (!cells) throw new Error("the table is the first block");
  peer.view.dispatch(tr.setSelection(cells));
  return peer;
}

const lastRow = (peer: Peer) => markdownOf(peer).split("\n").at(-1);

describe("selected cells of a table", () => {
  test("have a mark when all of their words have it, and a second press takes it from all", () => {
    const peer = twoCells("c", "**d**");
    expect(peer.editor.getSnapshot().active.has("bold")).toBe(false);
    press(peer.view, "Mod-b");
    expect(lastRow(peer)).toBe("| **c** | **d** |");
    expect(peer.editor.getSnapshot().active.has("bold")).toBe(true);
    press(peer.view, "Mod-b");
    expect(lastRow(peer)).toBe("| c | d |");
  });

  test("can have a mark if any of them can", () => {
    const peer = twoCells("c", "");
    const { state } = peer.view;
    const code = schema.node("code_block", null, [schema.text("x")]);
    const { $from, $to } = state.selection;
    peer.view.dispatch(state.tr.replaceWith($from.pos, $to.pos, code));
    expect(peer.editor.getSnapshot().enabled.has("bold")).toBe(true);
  });

  test("become a link, all of them, and cease to be one", () => {
    const peer = twoCells("[c](https://example.org/c)", "d");
    expect(peer.editor.getSnapshot().link).toEqual({ href: "https://example.org/c" });
    peer.editor.run("link", "example.org");
    expect(lastRow(peer)).toBe("| [c](https://example.org) | [d](https://example.org) |");
    peer.editor.run("link", "");
    expect(lastRow(peer)).toBe("| c | d |");
  });
});
