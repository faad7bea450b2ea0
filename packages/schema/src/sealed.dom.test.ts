import { DOMParser, DOMSerializer, type Node } from "prosemirror-model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { findUnknown } from "./find-unknown.ts";
import { fromHtml } from "./html.ts";
import { fromMarkdown } from "./markdown.ts";
import { names } from "./names.ts";
import { readDocument } from "./read-document.ts";
import { schema } from "./schema.ts";
import { isSealed, readSealed, sealedSpecs } from "./sealed.ts";
import { toText } from "./text.ts";
import { writeBlocks } from "./write-blocks.ts";
import { fragmentName } from "./y-document.ts";

const sealedNames = Object.keys(sealedSpecs);

function sealed(name: "sealed_block" | "sealed_text", text: string): Node {
  return schema.node(name, { key: "1", name: "gallery", text });
}

function draw(...nodes: readonly Node[]): HTMLElement {
  const place = document.createElement("div");
  const serializer = DOMSerializer.fromSchema(schema);
  for (const node of nodes) place.appendChild(serializer.serializeNode(node, { document }));
  return place;
}

function hasSealed(doc: Node): boolean {
  let found = false;
  doc.descendants((node) => {
    found ||= isSealed(node);
  });
  return found;
}

test("D9 a sealed node stands where the thing would, holds nothing, and says what it stands for", () => {
  const block = sealed("sealed_block", "a\nb");
  const line = schema.node("paragraph", null, [schema.text("x "), sealed("sealed_text", "H2O")]);
  const doc = schema.node("doc", null, [block, line]);
  doc.check();
  expect([block.isAtom, block.isLeaf, line.child(1).isAtom]).toEqual([true, true, true]);
  expect(readSealed(block)).toEqual({ key: "1", name: "gallery", text: "a\nb" });
  expect(toText(doc)).toBe("a\nb\nx H2O");
  expect(isSealed(line)).toBe(false);
});

test("D9 nothing makes one by itself: all that it says has to be said", () => {
  for (const name of sealedNames) expect(() => schema.node(name)).toThrow(/key/);
  expect(schema.topNodeType.createAndFill()?.toString()).toBe("doc(paragraph)");
});

test("D9 no document holds one: an element of that name is unknown, its words are read, and none is written", () => {
  for (const name of sealedNames) {
    expect(names.nodes.has(name)).toBe(false);
    const ydoc = new Y.Doc();
    const element = new Y.XmlElement(name);
    for (const key of ["key", "name", "text"]) element.setAttribute(key, key);
    element.insert(0, [new Y.XmlText("words")]);
    ydoc.getXmlFragment(fragmentName).insert(0, [element]);
    expect(findUnknown(ydoc)).toEqual([`node ${name}`]);
    expect(readDocument(ydoc).toString()).toBe('doc(paragraph("words"))');
  }
  const ydoc = new Y.Doc();
  const line = schema.node("paragraph", null, [sealed("sealed_text", "H2O")]);
  for (const block of [sealed("sealed_block", "a"), line])
    expect(() => writeBlocks(ydoc, schema.node("doc", null, [block]))).toThrow(/cannot be written/);
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(Y.encodeStateAsUpdate(new Y.Doc()));
});

test("D9 copied it is its text, and no HTML or Markdown reads as one, not even as it was drawn", () => {
  const drawn = draw(
    sealed("sealed_block", "a <b>\nb"),
    schema.node("paragraph", null, [sealed("sealed_text", "H2O")]),
  );
  expect(drawn.innerHTML).toBe('<p>a &lt;b&gt;<br>b</p><p data-quire="paragraph"><span>H2O</span></p>');
  const claims = sealedNames.map(
    (name) =>
      `<div data-quire="${name}" class="quire-sealed" key="1" data-key="1">x</div><${name}>y</${name}>`,
  );
  const html = drawn.innerHTML + claims.join("");
  const place = document.createElement("div");
  place.innerHTML = html;
  for (const doc of [DOMParser.fromSchema(schema).parse(place), fromHtml(html), fromMarkdown(html)])
    expect(hasSealed(doc)).toBe(false);
});
