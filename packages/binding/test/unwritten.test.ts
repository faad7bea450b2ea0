import { Plugin } from "prosemirror-state";
import { describe, expect, test } from "vitest";
import { remoteChange } from "../src/index.ts";
import { type BoundPage, caret, two, typed } from "./bound-page.ts";
import { difference } from "./judge.ts";
import { br, p, text } from "./schema.ts";
import type { Wire } from "./wire.ts";

/** Others' change comes in when this one's is in the view, and not written yet. */
function crossed(
  { a, b, wire }: { a: BoundPage; b: BoundPage; wire: Wire<BoundPage> },
  theirs: readonly [from: number, to: number],
  mine: readonly [from: number, to: number],
): readonly string[] {
  b.edit((tr) => tr.delete(...theirs));
  a.interrupt(() => wire.deliver(a, b));
  a.edit((tr) => tr.delete(...mine));
  const faults = difference(a);
  wire.exchange();
  expect(b.doc.toString()).toBe(a.doc.toString());
  return [...faults, ...difference(a), ...difference(b)];
}

describe("what others change while an edit is in the view and not written", () => {
  test("goes around it where it takes a block of two that were joined", () => {
    const pages = two("ours", [p("one ABCDE two"), p("FGH look"), p()]);
    expect(crossed(pages, [0, 15], [5, 26])).toEqual([]);
  });

  test("goes around it where the edit has taken the same thing", () => {
    const pages = two("ours", [p([text("lo "), br(), text("WXYZ")])]);
    expect(crossed(pages, [4, 5], [3, 7])).toEqual([]);
    expect(pages.a.doc.textContent).toBe("loYZ");
  });

  test.each([
    [
      "in a stretch that the edit deletes",
      p("one two three"),
      [4, 9],
      6,
      p("MINE").content,
      "oneMINEthreelast",
    ],
    ["between blocks that the edit deletes", p("one two three"), [0, 15], 15, p("MINE"), "MINElast"],
    ["between blocks that the edit joins", p("one two three"), [4, 18], 15, p("MINE"), "onestMINE"],
  ] as const)("is not lost where it is written %s", (_, first, mine, at, theirs, text) => {
    const { a, b, wire } = two("ours", [first, p("last")]);
    b.edit((tr) => tr.insert(at, theirs));
    a.interrupt(() => wire.deliver(a, b));
    a.edit((tr) => tr.delete(mine[0], mine[1]));
    expect(difference(a)).toEqual([]);
    wire.exchange();
    for (const page of [a, b]) expect(page.doc.textContent).toBe(text);
    expect(b.doc.eq(a.doc)).toBe(true);
  });

  test("goes around it where it joins what the edit has joined", () => {
    const pages = two("ours", [p("one ABCDE two"), p("FGH look")]);
    expect(crossed(pages, [14, 16], [8, 18])).toEqual([]);
  });

  test("goes around what a plugin has added to others' change before", () => {
    const adding = new Plugin({
      appendTransaction: (trs, _, { doc, tr }) =>
        trs.some(remoteChange) && !doc.textContent.includes("+") ? tr.insertText("+", 1) : null,
    });
    const plugins = [[adding], []];
    const { a, b, wire } = two("ours", [p("one"), p("two")], () => plugins.shift() ?? []);
    caret(b, 6);
    for (const letter of "XYZ") {
      typed(b, letter);
      wire.exchange();
      expect(a.doc.textContent).toBe(`+${b.doc.textContent}`);
    }
    caret(a, a.doc.content.size - 1);
    typed(a, "!");
    wire.exchange();
    for (const { doc } of [a, b]) expect(doc.textContent).toBe("+oneXYZtwo!");
  });
});
