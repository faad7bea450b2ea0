import fc from "fast-check";
import { expect, test } from "vitest";
import { initProseMirrorDoc } from "y-prosemirror";
import * as Y from "yjs";
import { findUnknown } from "./find-unknown.ts";
import { readDocument } from "./read-document.ts";
import { schema } from "./schema.ts";
import { toText } from "./text.ts";
import { fragmentName } from "./y-document.ts";

type Content = Y.XmlElement | Y.XmlText;

function element(
  name: string,
  attributes: Record<string, unknown> = {},
  content: readonly Content[] = [],
): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  made.insert(0, [...content]);
  return made;
}

function text(insert: string, attributes: Record<string, unknown> = {}): Y.XmlText {
  const made = new Y.XmlText();
  made.applyDelta([{ insert, attributes }]);
  return made;
}

/** A document of these blocks as it arrives from somebody else: its own types are made anew from the bytes. */
function shared(...blocks: unknown[]): Y.Doc {
  const theirs = new Y.Doc();
  theirs.getXmlFragment(fragmentName).insert(0, blocks as Content[]);
  const ours = new Y.Doc();
  Y.applyUpdate(ours, Y.encodeStateAsUpdate(theirs));
  return ours;
}

/** Reads, having made sure that reading changes nothing. */
function read(ydoc: Y.Doc): string {
  const before = Y.encodeStateAsUpdate(ydoc);
  let updates = 0;
  ydoc.on("update", () => updates++);
  const doc = readDocument(ydoc);
  findUnknown(ydoc);
  doc.check();
  expect(updates).toBe(0);
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
  return doc.toString();
}

test("an empty document is one empty paragraph", () => {
  expect(read(new Y.Doc())).toBe("doc(paragraph)");
});

test("the first blocks alone are read where no more are asked for", () => {
  const ydoc = shared(...["one", "two", "three"].map((line) => element("paragraph", {}, [text(line)])));
  expect(toText(readDocument(ydoc, 2))).toBe("one\ntwo");
  expect(toText(readDocument(new Y.Doc(), 2))).toBe("");
});

test("blocks are read with their attributes and marks, hashed names of marks too", () => {
  const ydoc = shared(
    element("paragraph", { kind: "heading", level: 2, id: "a" }, [
      text("a", { strong: {}, "em--AbCd12+/": {} }),
      element("hard_break"),
      text("b", { link: { href: "/x", title: null } }),
    ]),
    element("code_block", { language: "js" }, [text("c\nd")]),
    element("horizontal_rule"),
  );
  expect(read(ydoc)).toBe(
    'doc(paragraph(strong(em("a")), hard_break, link("b")), code_block("c\\nd"), horizontal_rule)',
  );
  expect(readDocument(ydoc).firstChild?.attrs).toMatchObject({ kind: "heading", level: 2, id: "a" });
  expect(findUnknown(ydoc)).toEqual([]);
});

test("SV-6 of a node that the schema lacks the text stays, as plain paragraphs", () => {
  const ydoc = shared(
    element("gallery", { tone: "info" }, [
      element("paragraph", { kind: "heading" }, [text("a")]),
      element("paragraph", {}, [
        element("badge", {}, [text("@ada")]),
        text("b"),
        element("badge"),
        text("c"),
      ]),
    ]),
    element("diagram"),
    element("sidenote", {}, [text("d")]),
  );
  expect(read(ydoc)).toBe('doc(paragraph("a"), paragraph("@adabc"), paragraph, paragraph("d"))');
  expect(findUnknown(ydoc)).toEqual(["node gallery", "node diagram", "node sidenote", "node badge"]);
});

test("SV-6 of a mark that the schema lacks the text stays", () => {
  const ydoc = shared(
    element("paragraph", {}, [text("a", { sub: {}, em: {} }), text("b", { link: { href: "javascript:x" } })]),
  );
  expect(read(ydoc)).toBe('doc(paragraph(em("a"), "b"))');
  expect(findUnknown(ydoc)).toEqual(["mark sub"]);
});

test("blocks where none may stand are read as blocks after one another, and are told", () => {
  const ydoc = shared(
    text("a"),
    element("hard_break"),
    element("paragraph", { id: "p" }, [text("b"), element("paragraph", { id: "q" }, [text("c")]), text("d")]),
    element("horizontal_rule", {}, [text("e")]),
    element("code_block", {}, [text("f", { strong: {} }), element("hard_break"), text("g")]),
  );
  expect(read(ydoc)).toBe(
    'doc(paragraph("a", hard_break), paragraph("b"), paragraph("c"), paragraph("d"), horizontal_rule, paragraph("e"), code_block("f\\ng"))',
  );
  expect(readDocument(ydoc).child(3).attrs.id).toBeNull();
  expect(findUnknown(ydoc)).toEqual([
    "text in document",
    "node hard_break in document",
    "mark strong in code_block",
    "node hard_break in code_block",
    "text in horizontal_rule",
    "node paragraph in paragraph",
  ]);
});

test("values that are none of an attribute mean the plain case", () => {
  const ydoc = shared(
    element("paragraph", { kind: "plain", list: "none", level: 9, indent: 0.5, start: Number.NaN }, [
      text("a"),
    ]),
    element("paragraph", { kind: { a: 1 }, level: ["x"], id: 7, tone: "x" }, [
      text("b", { link: { href: 3 } }),
    ]),
  );
  expect(read(ydoc)).toBe('doc(paragraph("a"), paragraph("b"))');
  for (const index of [0, 1])
    expect(Object.values(readDocument(ydoc).child(index).attrs)).toEqual(Array(8).fill(null));
  expect(findUnknown(ydoc)).toEqual([
    "attribute paragraph.kind",
    "attribute paragraph.level",
    "attribute paragraph.id",
    "attribute paragraph.tone",
    "attribute link.href",
  ]);
});

test("SV-6 what is no text at all is skipped and told: maps, arrays, embeds, documents, bare values", () => {
  const withEmbed = new Y.XmlText();
  withEmbed.applyDelta([{ insert: "b" }, { insert: { image: "x" } }, { insert: new Y.Map() }]);
  const ydoc = shared(
    new Y.Map(),
    new Y.Array(),
    new Y.XmlHook("hook"),
    element("paragraph", {}, [text("a"), withEmbed]),
    new Y.Text("c"),
    new Y.Doc(),
    element("paragraph", { id: new Y.Map() }),
  );
  expect(read(ydoc)).toBe('doc(paragraph("ab"), paragraph("c"), paragraph)');
  expect(findUnknown(ydoc)).toEqual([
    "type Map",
    "type Array",
    "type XmlHook",
    "type Text",
    "type Doc",
    "attribute paragraph.id",
    "type embed",
  ]);
});

test("SV-6 names that JavaScript gives a meaning to are names like any other", () => {
  const block = element("paragraph", {}, [text("a", { constructor: {} })]);
  block.setAttribute("__proto__", { kind: "heading" } as unknown as string);
  const format = new Y.XmlText();
  format.applyDelta([{ insert: "b", attributes: JSON.parse('{"__proto__": {"strong": {}, "sub": {}}}') }]);
  block.insert(1, [format]);
  const ydoc = shared(block, element("__proto__", {}, [text("c")]), element("constructor"));
  expect(read(ydoc)).toBe('doc(paragraph("ab"), paragraph("c"), paragraph)');
  expect(readDocument(ydoc).firstChild?.attrs.kind).toBeNull();
  expect(findUnknown(ydoc)).toEqual(
    expect.arrayContaining([
      "attribute paragraph.__proto__",
      "mark constructor",
      "mark sub",
      "node __proto__",
      "node constructor",
    ]),
  );
});

test("SV-6 five thousand levels are read without end of stack", () => {
  const theirs = new Y.Doc();
  theirs.transact(() => {
    let parent: Y.XmlFragment = theirs.getXmlFragment(fragmentName);
    for (let level = 0; level < 5000; level++) {
      const child = new Y.XmlElement(level % 2 === 0 ? "paragraph" : "box");
      parent.insert(0, [child]);
      parent = child;
    }
    parent.insert(0, [new Y.XmlText("deep")]);
  });
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(theirs));
  expect(read(ydoc)).toContain('"deep"');
  expect(findUnknown(ydoc)).toEqual(["node box"]);
});

test("what is told of a document is bounded, whatever its names are", () => {
  const ydoc = shared(...Array.from({ length: 300 }, (_, index) => element(`${index}${"x".repeat(10_000)}`)));
  const findings = findUnknown(ydoc);
  expect(findings).toHaveLength(100);
  expect(findings.every((finding) => finding.length < 100)).toBe(true);
});

test("SV-6 where nothing unknown is found, y-prosemirror takes the document as it is and deletes nothing", () => {
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      1,
      7,
      99,
      "x",
      "heading",
      "quote",
      "bullet",
      "plain",
      "none",
      "",
    ),
    fc.constant<unknown>({ a: 1 }),
  );
  const attributes = fc.dictionary(
    fc.constantFrom("id", "kind", "level", "list", "indent", "source", "language", "tone"),
    value,
    { maxKeys: 2 },
  );
  const formats = fc.dictionary(
    fc.constantFrom("strong", "em", "code", "link", "sub", "strong--AbCd12+/"),
    fc.constantFrom<unknown>(
      {},
      { href: "/a" },
      { href: "javascript:x", title: "t" },
      { source: true },
      { source: {} },
      true,
    ),
    { maxKeys: 2 },
  );
  const leaf = fc.oneof(
    fc.tuple(fc.constantFrom("a", "b\nc", "👋"), formats).map(
      ([insert, marks]) =>
        () =>
          text(insert, marks),
    ),
    fc.constantFrom("hard_break", "hard_break", "paragraph", "badge").map((name) => () => element(name)),
  );
  const block = fc
    .tuple(
      fc.constantFrom("paragraph", "paragraph", "code_block", "horizontal_rule", "gallery"),
      attributes,
      fc.array(leaf, { maxLength: 3 }),
    )
    .map(
      ([name, set, content]) =>
        () =>
          element(
            name,
            set,
            content.map((make) => make()),
          ),
    );
  let known = 0;
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), (makers) => {
      const ydoc = shared(...makers.map((make) => make()));
      const text = read(ydoc);
      if (findUnknown(ydoc).length > 0) return;
      known++;
      const before = Y.encodeStateAsUpdate(ydoc);
      const { doc } = initProseMirrorDoc(ydoc.getXmlFragment(fragmentName), schema);
      expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
      expect(doc.textContent).toBe(readDocument(ydoc).textContent);
      expect(text).not.toBe("");
    }),
    { numRuns: 1_500 },
  );
  expect(known).toBeGreaterThan(20);
});

test("blocks that hold blocks are read with them; what stands wrong in them is a block there", () => {
  const ydoc = shared(
    element("callout", { tone: "tip", indent: 1 }, [
      text("a"),
      element("paragraph", {}, [text("b")]),
      element("toggle", {}, [element("paragraph", {}, [text("c")]), element("gallery", {}, [text("d")])]),
      text("e"),
    ]),
    element("toggle"),
  );
  expect(read(ydoc)).toBe(
    'doc(callout(paragraph("a"), paragraph("b"), toggle(paragraph("c"), paragraph("d")), paragraph("e")), toggle)',
  );
  expect(readDocument(ydoc).firstChild?.attrs).toMatchObject({ tone: "tip", indent: 1 });
  expect(toText(readDocument(ydoc))).toBe("a\nb\nc\nd\ne");
});

test("parts of a table that stand outside of one, and what is none in it, are the blocks in them", () => {
  const cell = (words: string) => element("table_cell", {}, [element("paragraph", {}, [text(words)])]);
  expect(read(shared(element("table_row", {}, [cell("a")]), cell("b")))).toBe(
    'doc(paragraph("a"), paragraph("b"))',
  );
  const mixed = element("table", {}, [
    element("table_row", {}, [cell("c")]),
    element("paragraph", {}, [text("d")]),
  ]);
  expect(read(shared(mixed))).toBe('doc(paragraph("c"), paragraph("d"))');
  expect(read(shared(element("table", {}, [element("table_row", {}, [cell("e"), cell("f")])])))).toBe(
    'doc(table(table_row(table_cell(paragraph("e")), table_cell(paragraph("f")))))',
  );
});
