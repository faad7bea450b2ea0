import { readFileSync } from "node:fs";
import path from "node:path";
import { isSafeHref, isStoredFile, names, readDocument, schema } from "@quire/schema";
import { fromMarkdown, toHtml, toMarkdown } from "@quire/schema/convert";
import type { Node, NodeType } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { close, countUpdates, open } from "../test/peers.ts";

interface Hostile {
  readonly class: string;
  readonly kind: "address" | "html" | "markdown" | "name";
  readonly value: string;
}

type Values = Readonly<Record<string, unknown>>;

const file = path.join(import.meta.dirname, "../test/fixtures/hostile.json");
const shapes = JSON.parse(readFileSync(file, "utf8")) as readonly Hostile[];

/** Each value of the table, and some that no editor writes: they are put into every attribute. */
const values: readonly unknown[] = [
  ...shapes.map(({ value }) => value),
  ["script", { src: "https://canary.example" }],
  { tag: "img", onerror: "alert(1)" },
  { toString: "x" },
  -1,
  1e308,
  true,
  "x".repeat(100_000),
];

describe("hostile values in a document's shared types, in every attribute of it", () => {
  const nodes = Object.entries(schema.nodes).flatMap(([name, { spec }]) =>
    Object.keys(spec.attrs ?? {}).map((attribute) => [name, attribute] as const),
  );
  test.each(nodes.filter(([name]) => names.nodes.has(name)))(
    "D1 of %s, %s: nothing of it runs, loads or leads astray, and none of it is changed",
    (name, attribute) => {
      const blocks = values.map((value) => around(name, element(name, { [attribute]: value })));
      expectHarmless(documentOf(blocks));
    },
  );

  const marks = Object.entries(schema.marks).flatMap(([name, { spec }]) =>
    Object.keys(spec.attrs ?? {}).map((attribute) => [name, attribute] as const),
  );
  test.each(marks)(
    "D1 of the mark %s, %s: nothing of it runs, loads or leads astray, and none of it is changed",
    (name, attribute) => {
      const blocks = values.map((value) => paragraph("words", { [name]: { [attribute]: value } }));
      expectHarmless(documentOf(blocks));
    },
  );
});

test.each(["D1", "D2", "D3", "D4", "D5", "D6"])(
  "D7 %s of the hostile table runs, loads and leads nowhere where it is imported or comes by the API",
  (harm) => {
    for (const { kind, value } of shapes.filter((shape) => shape.class === harm)) {
      const link = `[words](${value}) ![picture](${value}) <${value}>`;
      const doc = fromMarkdown(kind === "address" ? link : `# title\n\n${value}`);
      doc.check();
      expect(harmInExport(doc), value).toEqual([]);
      expect(harmInExport(fromMarkdown(toMarkdown(doc))), value).toEqual([]);
    }
  },
);

/** Opens the document as a page does, and exports it. */
function expectHarmless(ydoc: Y.Doc): void {
  const before = Y.encodeStateAsUpdate(ydoc);
  const updates = countUpdates(ydoc);
  const peer = open(ydoc);
  expect(harmIn(peer.view.dom)).toEqual([]);
  expect(updates()).toBe(0);
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
  const doc = readDocument(ydoc);
  expect(harmInExport(doc)).toEqual([]);
  expect(harmInExport(fromMarkdown(toMarkdown(doc)))).toEqual([]);
  close(peer);
}

/** What in an export runs or leads where a link may not. A picture of another site is one there too: it is no page of ours. */
function harmInExport(doc: Node): readonly string[] {
  const { body } = new DOMParser().parseFromString(toHtml(doc), "text/html");
  return harmIn(body).filter((harm) => !/^src=https?:/.test(harm));
}

/** What in it runs, loads from elsewhere, or leads where a link may not. */
function harmIn(root: ParentNode): readonly string[] {
  const forbidden = "script, object, embed, base, meta, link, form, iframe, style, template";
  const found = [...root.querySelectorAll(forbidden)].map(({ localName }) => localName);
  for (const each of root.querySelectorAll("*"))
    for (const { name, value } of each.attributes) if (isHarm(name, value)) found.push(`${name}=${value}`);
  return found;
}

function isHarm(name: string, value: string): boolean {
  if (name.startsWith("on") || name === "srcdoc") return true;
  if (name === "src" || name === "srcset" || name === "poster") return !isStoredFile(value) && value !== "";
  if (name === "style") return /url\(|expression|@import/i.test(value);
  return (name === "href" || name === "action" || name === "xlink:href") && !isSafeHref(value);
}

function documentOf(blocks: readonly Y.XmlElement[]): Y.Doc {
  const ydoc = new Y.Doc();
  ydoc.getXmlFragment("document").insert(0, [...blocks]);
  return ydoc;
}

function paragraph(text: string, attributes: Values = {}): Y.XmlElement {
  const block = new Y.XmlElement("paragraph");
  const words = new Y.XmlText();
  words.insert(0, text, attributes);
  block.insert(0, [words]);
  return block;
}

/** An element of that kind with something in it that such a one may hold. */
function element(name: string, attributes: Values): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  const { inlineContent, isLeaf, contentMatch } = typeOf(name);
  if (inlineContent) made.insert(0, [new Y.XmlText("words")]);
  else if (!isLeaf) made.insert(0, [element(contentMatch.defaultType?.name ?? "paragraph", {})]);
  return made;
}

/** The block that holds an element of that kind, or the element where it is one. */
function around(name: string, made: Y.XmlElement): Y.XmlElement {
  const outer = typeOf(name).isInline
    ? "paragraph"
    : { table_row: "table", table_cell: "table_row", table_header: "table_row" }[name];
  if (outer === undefined) return made;
  const holder = new Y.XmlElement(outer);
  holder.insert(0, [made]);
  return around(outer, holder);
}

function typeOf(name: string): NodeType {
  const type = Object.entries(schema.nodes).find(([known]) => known === name)?.[1];
  if (type === undefined) throw new Error(`the schema has no node ${name}`);
  return type;
}
