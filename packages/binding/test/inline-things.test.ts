import type { Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import { describe, expect, test } from "vitest";
import { type BoundPage, two } from "./bound-page.ts";
import { image, p, schema } from "./schema.ts";

/** The lines of a page, each image in them as its address in brackets. */
function seen({ doc }: BoundPage): readonly string[] {
  return doc.children.map((line) =>
    line.children.map((node: Node) => node.text ?? `[${String(node.attrs.src)}]`).join(""),
  );
}

function line(...parts: readonly string[]): Node {
  return p(parts.map((part) => (part.startsWith("@") ? image(part.slice(1)) : schema.text(part))));
}

function stepsSince({ transactions }: BoundPage, count: number): readonly Step[] {
  return transactions.slice(count).flatMap(({ steps }) => steps);
}

describe("a thing in a line, where two write beside it without having heard of each other,", () => {
  test.each<[string, number, number, string]>([
    ["one before it and one behind it", 2, 3, "ax[1]yb"],
    ["both before it", 2, 2, "axy[1]b"],
    ["both behind it", 3, 3, "a[1]xyb"],
  ])("stays one: %s", (_name, mine, theirs, expected) => {
    const { a, b, wire } = two("ours", [line("a", "@1", "b")]);
    a.edit((tr) => tr.insertText("x", mine));
    b.edit((tr) => tr.insertText("y", theirs));
    wire.exchange();
    expect(seen(a)).toEqual(seen(b));
    expect([expected, expected.replace("xy", "yx")]).toContain(seen(a)[0]);
  });

  test("stays one where it stands alone in its line", () => {
    const { a, b, wire } = two("ours", [line("@1")]);
    a.edit((tr) => tr.insertText("x", 1));
    b.edit((tr) => tr.insertText("y", 2));
    wire.exchange();
    expect([seen(a), seen(b)]).toEqual([["x[1]y"], ["x[1]y"]]);
  });

  test("goes once where one takes it away and the other writes on both sides", () => {
    const { a, b, wire } = two("ours", [line("a", "@1", "b")]);
    a.edit((tr) => tr.delete(2, 3));
    b.edit((tr) => tr.insertText("y", 3).insertText("x", 2));
    wire.exchange();
    expect([seen(a), seen(b)]).toEqual([["axyb"], ["axyb"]]);
  });

  test("joins another's that came to the same line's end: both are there", () => {
    const { a, b, wire } = two("ours", [p("ab")]);
    a.edit((tr) => tr.insert(3, image("1")));
    b.edit((tr) => tr.insert(3, image("2")));
    wire.exchange();
    expect(seen(a)).toEqual(seen(b));
    expect(["ab[1][2]", "ab[2][1]"]).toContain(seen(a)[0]);
  });

  test("the first of two that look alike goes, and the second is the one that stays", () => {
    const { a, b, wire } = two("ours", [line("@1", "@2")]);
    const count = b.transactions.length;
    a.edit((tr) => tr.delete(1, 2));
    wire.exchange();
    expect(seen(b)).toEqual(["[2]"]);
    expect(stepsSince(b, count).map((step) => step.toJSON())).toEqual([
      { stepType: "replace", from: 1, to: 2 },
    ]);
  });
});

describe("an attribute of a thing in a line", () => {
  test("is told as one, and what the other wrote beside it stays", () => {
    const { a, b, wire } = two("ours", [line("a", "@1", "b")]);
    const element = (a.fragment.get(0) as unknown as { get(index: number): unknown }).get(1);
    const count = b.transactions.length;
    a.edit((tr) => tr.setNodeAttribute(2, "src", "2"));
    wire.exchange();
    expect(stepsSince(b, count).map((step) => step.toJSON())).toEqual([
      { stepType: "attr", pos: 2, attr: "src", value: "2" },
    ]);
    expect((a.fragment.get(0) as unknown as { get(index: number): unknown }).get(1)).toBe(element);
    a.edit((tr) => tr.setNodeAttribute(2, "src", "3"));
    b.edit((tr) => tr.setNodeAttribute(2, "size", 4).insertText("x", 2));
    wire.exchange();
    expect([seen(a), seen(b)]).toEqual([["ax[3]b"], ["ax[3]b"]]);
    expect(a.doc.eq(b.doc)).toBe(true);
    expect(a.doc.nodeAt(3)?.attrs.size).toBe(4);
  });
});
