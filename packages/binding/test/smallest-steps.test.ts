import { type Node, Slice } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { two } from "./bound-page.ts";
import { br, h, image, p, pre, schema, text } from "./schema.ts";

/** The steps that a page took from somebody else, as one reads them. */
function stepsOf(transactions: readonly Transaction[]): readonly string[] {
  return transactions.flatMap(({ steps }) =>
    steps.map((step) => {
      const { stepType, from, to, pos, attr, slice } = step.toJSON() as Readonly<Record<string, string>>;
      const { size }: Slice = Reflect.get(step, "slice") ?? Slice.empty;
      const place = pos === undefined ? `${from}-${to}` : `${attr}${pos}`;
      return `${stepType} ${place}${slice === undefined ? "" : ` +${size}`}`;
    }),
  );
}

/** The steps that reach the other page, which may have done something itself meanwhile. */
function told(
  blocks: readonly Node[],
  edit: (tr: Transaction) => Transaction,
  meanwhile: (tr: Transaction) => Transaction | null = () => null,
): readonly string[] {
  const { a, b, wire } = two("ours", blocks);
  b.edit(meanwhile);
  const before = b.transactions.length;
  a.edit(edit);
  wire.exchange();
  expect(b.doc.eq(a.doc)).toBe(true);
  return stepsOf(b.transactions.slice(before));
}

const words = [p("one two"), p("three"), p("four")];

describe("D8 somebody else's edit is told as the smallest step:", () => {
  test.each<[string, (tr: Transaction) => Transaction, readonly string[]]>([
    ["a letter, where it was typed", (tr) => tr.insertText("o", 1), ["replace 1-1 +1"]],
    ["letters that go", (tr) => tr.delete(2, 4), ["replace 2-4"]],
    ["an attribute", (tr) => tr.setNodeAttribute(9, "align", "left"), ["attr align9"]],
    ["a mark", (tr) => tr.addMark(1, 4, schema.mark("strong")), ["addMark 1-4"]],
    ["a split, as a cut between two words", (tr) => tr.split(4), ["replace 4-4 +2"]],
    ["a join", (tr) => tr.join(9), ["replace 8-10"]],
    ["a new block", (tr) => tr.insert(9, p("new")), ["replace 9-9 +5"]],
    ["a block that goes", (tr) => tr.delete(9, 16), ["replace 9-16"]],
    [
      "another kind of block, around what stays in it",
      (tr) => tr.setBlockType(10, 10, schema.nodes.heading),
      ["replaceAround 9-16 +2"],
    ],
    [
      "edits in two blocks, each on its own",
      (tr) => tr.insertText("!", 21).insertText("?", 1),
      ["replace 21-21 +1", "replace 1-1 +1"],
    ],
  ])("%s", (_name, edit, steps) => {
    expect(told(words, edit)).toEqual(steps);
  });

  test("a mark that goes from words that have another", () => {
    const marked = [p([text("one", "strong", "em")]), h("two")];
    expect(told(marked, (tr) => tr.removeMark(1, 4, schema.mark("strong")))).toEqual(["removeMark 1-4"]);
  });

  test("a join with a block that takes no marks, of words that have one since", () => {
    const join = told(
      [p("ABCD"), pre("EFG")],
      (tr) => tr.join(6),
      (tr) => tr.addMark(2, 5, schema.mark("comment", { id: 2 })),
    );
    expect(join).toEqual(["replace 5-7", "addMark 5-8"]);
  });

  test("a join with a block that takes no marks, of which some are typed into the words", () => {
    const join = told([p("ABCD"), pre("EFG")], (tr) => tr.join(6).insert(7, text("x", "em")));
    expect(join).toEqual(["replace 5-7", "replace 7-7 +1"]);
  });

  test("a join with a block in which something was put between the letters, around them", () => {
    const join = told(
      [p("ABCD"), pre("EFG")],
      (tr) => tr.join(6),
      (tr) => tr.insert(3, image("a.png")),
    );
    expect(join).toEqual(["replace 7-12", "replace 3-3 +3"]);
  });

  test("a split of words behind which a block was joined, past those that stay", () => {
    const split = told(
      [p("one ABCDE two"), p("FGH look")],
      (tr) => tr.split(5),
      (tr) => tr.join(15),
    );
    expect(split).toEqual(["replace 23-23 +11", "replace 5-14"]);
  });

  test("letters before the same ones with a mark, where each wrote the first in an empty block", () => {
    const typed = told(
      [p()],
      (tr) => tr.insertText("oo", 1),
      (tr) => tr.insert(1, text("oo", "em")),
    );
    expect(typed).toEqual(["replace 1-1 +2"]);
  });

  test("letters on both sides of a break, in one change with a thing that is sealed", () => {
    const { a, b, wire } = two("ours", [p([text("one"), br(), text("two")]), p("three")]);
    const mystery = new Y.XmlElement("mystery");
    b.fragment.push([mystery]);
    wire.exchange();
    const before = a.transactions.length;
    const [first, , second] = (b.fragment.get(0) as Y.XmlElement).toArray() as Y.XmlText[];
    b.ydoc.transact(() => {
      first?.insert(3, " and more of it");
      second?.insert(3, "!");
      mystery.insert(0, [new Y.XmlText("inside")]);
    });
    wire.exchange();
    for (const page of [a, b]) expect(page.doc.textBetween(0, 25, "\n", "/")).toBe("one and more of it/two!");
    expect(stepsOf(a.transactions.slice(before))).toEqual([
      "replace 16-17 +1",
      "replace 8-8 +1",
      "replace 4-4 +15",
    ]);
  });
});
