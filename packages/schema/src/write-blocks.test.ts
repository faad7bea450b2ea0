import fc from "fast-check";
import { expect, test } from "vitest";
import { prosemirrorToYXmlFragment, yXmlFragmentToProsemirrorJSON } from "y-prosemirror";
import * as Y from "yjs";
import { findUnknown } from "./find-unknown.ts";
import { readDocument } from "./read-document.ts";
import { schema } from "./schema.ts";
import { anyDocument } from "./test/any-document.ts";
import { writeBlocks } from "./write-blocks.ts";
import { fragmentName } from "./y-document.ts";

function written(doc = schema.node("doc", null, [schema.node("paragraph")])): Y.XmlFragment {
  const ydoc = new Y.Doc();
  writeBlocks(ydoc, doc);
  return ydoc.getXmlFragment(fragmentName);
}

/** The whole structure of a shared fragment: names, attributes, texts with their formats. Empty texts are left out. */
function structure(parent: Y.XmlFragment): unknown[] {
  const children = parent.toArray().filter((child) => !(child instanceof Y.XmlText && child.length === 0));
  return children.map((child) => {
    if (child instanceof Y.XmlText) return child.toDelta();
    if (child instanceof Y.XmlElement) return [child.nodeName, child.getAttributes(), structure(child)];
    throw new Error("neither text nor element");
  });
}

test("D6 the structure written is the one that y-prosemirror writes, and it reads the same document back", () => {
  fc.assert(
    fc.property(anyDocument, (doc) => {
      const ours = written(doc);
      const theirs = prosemirrorToYXmlFragment(doc, new Y.Doc().getXmlFragment(fragmentName));
      expect(structure(ours)).toEqual(structure(theirs));
      expect(schema.nodeFromJSON(yXmlFragmentToProsemirrorJSON(ours)).eq(doc)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("what is written is read back, and holds nothing unknown", () => {
  fc.assert(
    fc.property(anyDocument, (doc) => {
      const { doc: ydoc } = written(doc);
      if (ydoc === null) throw new Error("the fragment is in no document");
      expect(readDocument(ydoc).eq(doc)).toBe(true);
      expect(findUnknown(ydoc)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("blocks are appended in one transaction", () => {
  const ydoc = new Y.Doc();
  let updates = 0;
  ydoc.on("update", () => updates++);
  const line = (text: string) => schema.node("paragraph", null, [schema.text(text)]);
  writeBlocks(ydoc, schema.node("doc", null, [line("a"), line("b")]));
  writeBlocks(ydoc, schema.node("doc", null, [line("c")]));
  expect(updates).toBe(2);
  expect(readDocument(ydoc).textContent).toBe("abc");
});

test("a plain paragraph is an element without attributes", () => {
  expect(structure(written())).toEqual([["paragraph", {}, []]]);
});

test("an empty block has one text, so that the first two people to type in it write into the same", () => {
  const line = schema.node("paragraph");
  const doc = schema.node("doc", null, [
    line,
    schema.node("code_block"),
    schema.node("horizontal_rule"),
    line,
  ]);
  const texts = written(doc)
    .toArray()
    .map((block) => (block instanceof Y.XmlElement ? block.toArray() : []));
  expect(texts.map(({ length }) => length)).toEqual([1, 1, 0, 1]);
  expect(texts.flat().every((text) => text instanceof Y.XmlText)).toBe(true);
});
