import type { Node } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { BoundPage, read } from "./bound-page.ts";
import { schema } from "./schema.ts";
import { Wire } from "./wire.ts";

/** Lines of raw Yjs, "*" for an embedded map, on two pages. */
function pages(...lines: readonly string[]) {
  const ydoc = new Y.Doc();
  const fragment = ydoc.getXmlFragment("document");
  for (const line of lines) {
    const [paragraph, text] = [new Y.XmlElement("paragraph"), new Y.XmlText()];
    paragraph.insert(0, [text]);
    fragment.push([paragraph]);
    let index = 0;
    for (const letter of line) {
      if (letter === "*") text.insertEmbed(index++, inside());
      else text.insert(index++, letter);
    }
  }
  const bytes = Y.encodeStateAsUpdate(ydoc);
  const [a, b] = [new BoundPage("ours", read(bytes, 1)), new BoundPage("ours", read(bytes, 2))];
  return { a, b, wire: new Wire(a, b) };
}

function inside(): Y.Map<unknown> {
  return new Y.Map<unknown>([
    ["a", "b"],
    ["deep", new Y.Map([["c", [1, 2]]])],
  ]);
}

/** The document, with each embed as what it holds. */
function shared({ fragment }: BoundPage): readonly (readonly unknown[])[] {
  return fragment.toArray().map((paragraph) =>
    (paragraph as Y.XmlElement).toArray().flatMap((child) => {
      if (!(child instanceof Y.XmlText)) return ["break"];
      const delta = child.toDelta() as { insert: unknown }[];
      return delta.map(({ insert }) => (insert instanceof Y.Map ? insert.toJSON() : insert));
    }),
  );
}

function embedOf({ fragment }: BoundPage): unknown {
  const text = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  return (text.toDelta() as { insert: unknown }[]).find(({ insert }) => insert instanceof Y.Map)?.insert;
}

const whole = { a: "b", deep: { c: [1, 2] } };

function seen({ doc }: BoundPage): readonly string[] {
  return doc.children.map((line) => line.children.map((node: Node) => node.text ?? "*").join(""));
}

function move(page: BoundPage, from: number, to: number, target: number): void {
  page.edit((tr, { doc }) => {
    const { content } = doc.slice(from, to);
    tr.delete(from, to);
    return tr.insert(tr.mapping.map(target), content);
  });
}

describe("something embedded in a text that the schema cannot show", () => {
  test("arrives whole where the words around it are moved on to a later line", () => {
    const { a, b, wire } = pages("ab*cd", "ef");
    move(a, 2, 5, 9);
    wire.exchange();
    expect(shared(b)).toEqual([["ad"], ["eb", whole, "cf"]]);
    expect([seen(a), seen(b)]).toEqual([
      ["ad", "eb*cf"],
      ["ad", "eb*cf"],
    ]);
  });

  test("arrives whole where they are moved back to an earlier line", () => {
    const { a, b, wire } = pages("ef", "ab*cd");
    move(a, 6, 9, 2);
    wire.exchange();
    expect(shared(b)).toEqual([["eb", whole, "cf"], ["ad"]]);
    expect(seen(b)).toEqual(seen(a));
  });

  test("arrives whole where its line is split before it, and joined again", () => {
    const { a, b, wire } = pages("ab*cd");
    a.edit((tr) => tr.split(3));
    wire.exchange();
    expect(shared(b)).toEqual([["ab"], [whole, "cd"]]);
    a.edit((tr) => tr.join(4));
    wire.exchange();
    expect(shared(b)).toEqual([["ab", whole, "cd"]]);
  });

  test("arrives whole where a break is put before it", () => {
    const { a, b, wire } = pages("ab*cd");
    a.edit((tr) => tr.insert(2, schema.node("hard_break")));
    wire.exchange();
    expect(shared(b)).toEqual([["a", "break", "b", whole, "cd"]]);
  });

  test("is moved again, and again", () => {
    const { a, b, wire } = pages("ab*cd", "ef");
    move(a, 2, 5, 9);
    move(a, 6, 8, 2);
    move(a, 2, 4, 7);
    wire.exchange();
    expect(shared(b).flat()).toContainEqual(whole);
    expect(shared(b)).toEqual(shared(a));
    expect(seen(b)).toEqual(seen(a));
  });

  test("is the same map while it stays, whatever is typed around it", () => {
    const { a, wire } = pages("ab*cd");
    const before = embedOf(a);
    a.edit((tr) => tr.insertText("x", 3).insertText("y", 5).delete(1, 2));
    wire.exchange();
    expect(shared(a)).toEqual([["bx", whole, "ycd"]]);
    expect(embedOf(a)).toBe(before);
  });

  test("stays where it is if it is nested deeper than Yjs can copy", () => {
    const ydoc = new Y.Doc();
    const [paragraph, text] = [new Y.XmlElement("paragraph"), new Y.XmlText()];
    ydoc.getXmlFragment("document").insert(0, [paragraph]);
    paragraph.insert(0, [text]);
    let map = new Y.Map<unknown>();
    text.insertEmbed(0, map);
    for (let level = 0; level < 1_100; level++) {
      const next = new Y.Map<unknown>();
      map.set("next", next);
      map = next;
    }
    const page = new BoundPage("ours", ydoc);
    const before = page.bytes;
    page.edit((tr) => tr.delete(1, 2));
    expect(seen(page)).toEqual(["*"]);
    expect(page.bytes).toEqual(before);
  });
});

test("what is sealed in a line is the same thing in the view whatever others write beside it", () => {
  const { a, b, wire } = pages("one * two");
  const sealed = () => a.doc.firstChild?.children.find((node) => !node.isText);
  const before = sealed();
  b.edit((tr) => tr.insertText("X", 1));
  wire.exchange();
  expect(a.doc.textContent).toContain("Xone");
  expect(before).toBeDefined();
  expect(sealed()).toBe(before);
});
