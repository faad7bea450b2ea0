import type { Attrs } from "prosemirror-model";
import * as Y from "yjs";
import { type Formats, itemsOf, type Parent, readText, typeOf } from "./line.ts";

/** What an element was, to be grown again after Yjs has let it go. */
export interface Seed {
  readonly name: string;
  readonly attributes: Attrs;
  readonly children: readonly (Seed | readonly SeedText[])[];
}

/** Letters with one set of formats. */
export interface SeedText {
  readonly text: string;
  readonly formats: Formats;
}

/** Takes down an element as far as it was there. Other types than elements and texts are left out. */
export function seedOf(element: Y.XmlElement, isThere: (item: Y.Item) => boolean): Seed {
  const children: (Seed | readonly SeedText[])[] = [];
  for (const item of itemsOf(element)) {
    const type = isThere(item) ? typeOf(item) : undefined;
    if (type instanceof Y.XmlText) children.push(readText(type, isThere, 0));
    else if (type instanceof Y.XmlElement) children.push(seedOf(type, isThere));
  }
  return { name: element.nodeName, attributes: attributesOf(element, isThere), children };
}

function attributesOf(element: Y.XmlElement, isThere: (item: Y.Item) => boolean): Attrs {
  const there = [...element._map].filter(([, item]) => isThere(item));
  return Object.fromEntries(there.map(([name, item]) => [name, item.content.getContent().at(-1)]));
}

/** Puts a new element into a parent. */
export function grow(parent: Parent, index: number, { name, attributes, children }: Seed): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.insert(index, [element]);
  for (const [at, child] of children.entries()) {
    if (isElement(child)) grow(element, at, child);
    else growText(element, at, child);
  }
  return element;
}

/** Puts a new text into an element. */
export function growText(parent: Parent, index: number, parts: readonly SeedText[]): Y.XmlText {
  const text = new Y.XmlText();
  parent.insert(index, [text]);
  for (const { text: letters, formats } of parts) text.insert(text.length, letters, formats);
  return text;
}

function isElement(child: Seed | readonly SeedText[]): child is Seed {
  return "name" in child;
}

/** What a person would read of it. */
export function wordsOf(seed: Seed): string {
  return seed.children
    .map((child) => (isElement(child) ? wordsOf(child) : child.map(({ text }) => text).join("")))
    .filter((words) => words !== "")
    .join("\n");
}
