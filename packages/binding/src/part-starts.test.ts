import { Schema } from "prosemirror-model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { type ElementPart, startOf } from "./mirror.ts";
import { PartStarts } from "./part-starts.ts";
import { Reader } from "./reader.ts";
import { Registry } from "./registry.ts";

const schema = new Schema({
  nodes: {
    doc: { content: "block*" },
    quote: { group: "block", content: "block*" },
    paragraph: { group: "block", content: "text*" },
    text: {},
  },
});

/** The mirror of a document with these many paragraphs, and a quote of two. */
function mirror(count: number) {
  const fragment = new Y.Doc().getXmlFragment("document");
  const paragraph = (text: string) => {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(text)]);
    return element;
  };
  const quote = new Y.XmlElement("quote");
  quote.insert(0, [paragraph("quoted"), paragraph("twice")]);
  fragment.insert(0, [...Array.from({ length: count }, (_, i) => paragraph(`block ${i}`)), quote]);
  return new Reader(schema, undefined, new Registry()).document(fragment);
}

function* all(part: ElementPart): Iterable<ElementPart["parts"][number]> {
  for (const child of part.parts) {
    yield child;
    if (child.kind === "element") yield* all(child);
  }
}

test("each part starts where counting all before it says", () => {
  const root = mirror(5);
  const starts = new PartStarts();
  for (const part of all(root)) expect(starts.find(part)).toBe(startOf(part));
  expect([...all(root)].length).toBe(15);
});

test("a part that is deleted, or left out, is nowhere", () => {
  const root = mirror(3);
  const starts = new PartStarts();
  const [first, second, third] = root.parts;
  if (!first || !second || !third || first.kind !== "element") throw new Error("there are three blocks");
  expect(starts.find(second)).toBe(startOf(second));
  root.parts = [first, third];
  expect(starts.find(second)).toBeUndefined();
  root.type.delete(0, 1);
  expect(starts.find(first)).toBeUndefined();
  for (const inside of all(first)) expect(starts.find(inside)).toBeUndefined();
});

test("two hundred places in ten thousand blocks cost one walk over them", () => {
  const root = mirror(10_000);
  const starts = new PartStarts();
  let walks = 0;
  const parts = [...root.parts];
  const entries = parts.entries.bind(parts);
  parts.entries = () => {
    walks++;
    return entries();
  };
  root.parts = parts;
  for (const part of parts.slice(4000, 4200)) expect(starts.find(part)).toBe(startOf(part));
  expect(walks).toBe(1);
});
