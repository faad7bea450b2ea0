import * as Y from "yjs";

/** Something that no page of this version writes, put into the document's text before a place. */
export type BlockShape = readonly [name: string, put: (text: Y.XmlFragment, at: number) => void];

/** The same inside a line, which holds one text, `one two three`. */
export type InlineShape = readonly [name: string, put: (line: Y.XmlElement, text: Y.XmlText) => void];

export const blockShapes: readonly BlockShape[] = [
  ["a node of a later version", (text, at) => text.insert(at, [gallery("a gallery's words")])],
  ["a node without content", (text, at) => text.insert(at, [new Y.XmlElement("diagram")])],
  ["a table without cells", (text, at) => text.insert(at, [holding("table", new Y.XmlElement("table_row"))])],
  ["a table's cell without a table", (text, at) => text.insert(at, [holding("table_cell", line("x13"))])],
  ["a line among a table's rows", (text, at) => text.insert(at, [holding("table", line("x14"))])],
  ["a node that is named like what stands for it", (text, at) => text.insert(at, [impostor("sealed_block")])],
  ["a node that is named like an object's own", (text, at) => text.insert(at, [impostor("constructor")])],
  ["a node that is named like the whole", (text, at) => text.insert(at, [impostor("doc")])],
  ["an attribute of a later version", (text, at) => text.insert(at, [line("x1", { tone: "loud" })])],
  [
    "an attribute of another type",
    (text, at) => text.insert(at, [line("x2", { indent: "deep", level: [1] })]),
  ],
  ["an attribute that is an object", (text, at) => text.insert(at, [line("x3", { kind: { toString: 1 } })])],
  [
    "an attribute that is named __proto__",
    (text, at) => text.insert(at, [line("x4", { ["__proto__"]: "x" })]),
  ],
  [
    "a block in a block",
    (text, at) => text.insert(at, [holding("paragraph", line("x5"), new Y.XmlText("x6"))]),
  ],
  ["words in a divider", (text, at) => text.insert(at, [holding("horizontal_rule", new Y.XmlText("x7"))])],
  ["a line break among blocks", (text, at) => text.insert(at, [new Y.XmlElement("hard_break")])],
  ["a text among blocks", (text, at) => text.insert(at, [new Y.XmlText("x8")])],
  ["a mark in code", (text, at) => text.insert(at, [holding("code_block", marked("x9", { strong: {} }))])],
  [
    "an unknown mark in code",
    (text, at) => text.insert(at, [holding("code_block", marked("x10", { sub: {} }))]),
  ],
  ["a map", (text, at) => raw(text, at, new Y.Map([["a", new Y.Map([["b", "c"]])]]))],
  ["a list", (text, at) => raw(text, at, Y.Array.from(["a", 1, { b: [null] }]))],
  ["a plain text", (text, at) => raw(text, at, new Y.Text("x11"))],
  ["a hook", (text, at) => raw(text, at, new Y.XmlHook("hook"))],
  ["a string", (text, at) => raw(text, at, "x12")],
  ["a number", (text, at) => raw(text, at, 12)],
  ["an object", (text, at) => raw(text, at, { toString: 1, nested: { a: [null] } })],
  ["bytes", (text, at) => raw(text, at, Uint8Array.of(1, 2, 3))],
  ["a document", (text, at) => raw(text, at, new Y.Doc({ guid: "in-a-document" }))],
  ["blocks 101 deep", (text, at) => nest(text, at, "paragraph", 101)],
];

export const inlineShapes: readonly InlineShape[] = [
  ["a mark of a later version", (_line, text) => text.format(4, 3, { sub: {} })],
  [
    "a mark of a later version with a hash",
    (_line, text) => text.format(4, 3, { "comment--AbCd12+/": { id: "c" } }),
  ],
  [
    "a mark that is named __proto__",
    (_line, text) => text.format(4, 3, JSON.parse('{"__proto__":{"sub":{}}}')),
  ],
  [
    "a known mark beside an unknown one",
    (_line, text) => text.format(2, 7, { strong: {}, sub: { by: "x" } }),
  ],
  [
    "a mark with an attribute of a later version",
    (_line, text) => text.format(4, 3, { strong: { weight: 9 } }),
  ],
  ["a mark that is no object", (_line, text) => text.format(4, 3, { strong: true })],
  ["a link to nowhere", (_line, text) => text.format(4, 3, { link: {} })],
  ["a link that is an object", (_line, text) => text.format(4, 3, { link: { href: { toString: 1 } } })],
  ["an embed", (_line, text) => text.insertEmbed(4, { image: "x" })],
  ["an embed with marks", (_line, text) => text.insertEmbed(4, { image: "x" }, { strong: {}, sub: {} })],
  ["a type in a text", (_line, text) => text.insertEmbed(4, new Y.Map([["a", "b"]]))],
  ["an attribute of a text", (_line, text) => text.setAttribute("lang", "de")],
  [
    "a node of a later version in a line",
    (line) => line.insert(1, [holding("badge", new Y.XmlText("@ada"))]),
  ],
  ["a node named like what stands for it", (line) => line.insert(1, [impostor("sealed_text")])],
  ["a divider in a line", (line) => line.insert(1, [new Y.XmlElement("horizontal_rule")])],
  ["words in a line break", (line) => line.insert(1, [holding("hard_break", new Y.XmlText("y1"))])],
  ["a map in a line", (line) => raw(line, 1, new Y.Map([["a", 1]]))],
  ["a string in a line", (line) => raw(line, 1, "y2")],
  ["a document in a line", (line) => raw(line, 1, new Y.Doc({ guid: "in-a-line" }))],
];

/** Puts elements in elements, as many as asked for, with words in every tenth. From the inside out Yjs would recurse. */
export function nest(text: Y.XmlFragment, at: number, name: string, depth: number): void {
  let inner = new Y.XmlElement(name);
  text.insert(at, [inner]);
  for (let level = 2; level <= depth; level++) {
    const next = new Y.XmlElement(name);
    inner.insert(0, level % 10 === 0 ? [new Y.XmlText(`depth ${level} `), next] : [next]);
    inner = next;
  }
}

/** A paragraph of these words. */
export function line(words: string, attributes: Readonly<Record<string, unknown>> = {}): Y.XmlElement {
  const made = holding("paragraph", new Y.XmlText(words));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  return made;
}

function gallery(words: string): Y.XmlElement {
  const made = holding("gallery", line(words), line("and more"));
  made.setAttribute("tone", { strange: [1, 2] } as never);
  return made;
}

function impostor(name: string): Y.XmlElement {
  const made = holding(name, new Y.XmlText("claims"));
  for (const key of ["key", "name", "text"]) made.setAttribute(key, "sealed-1");
  return made;
}

function holding(name: string, ...content: readonly (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name);
  made.insert(0, [...content]);
  return made;
}

function marked(words: string, formats: Record<string, unknown>): Y.XmlText {
  const made = new Y.XmlText();
  made.insert(0, words, formats);
  return made;
}

/** What Yjs takes and its types say that it does not. */
function raw(parent: Y.XmlFragment, at: number, value: unknown): void {
  parent.insert(at, [value as Y.XmlElement]);
}
