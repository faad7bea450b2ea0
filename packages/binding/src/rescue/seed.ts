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
  /** What the first of them was. */
  readonly id: Y.ID;
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

/** What an element's attributes were. */
export function attributesOf(element: Parent, isThere: (item: Y.Item) => boolean): Attrs {
  const there = [...element._map].filter(([, item]) => isThere(item));
  return Object.fromEntries(there.map(([name, item]) => [name, item.content.getContent().at(-1)]));
}

/** What was written anew, to be told to whoever keeps count of copies. */
export interface Ledger {
  letters(text: string, id: Y.ID, copy: number): void;
  element(element: Y.XmlElement): void;
}

/** Puts a new element into a parent. */
export function grow(
  parent: Parent,
  index: number,
  { name, attributes, children }: Seed,
  ledger: Ledger,
): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.insert(index, [element]);
  ledger.element(element);
  for (const [at, child] of children.entries()) {
    if (isElement(child)) grow(element, at, child, ledger);
    else growText(element, at, child, ledger);
  }
  return element;
}

/** Puts a new text into an element. */
export function growText(parent: Parent, index: number, parts: readonly SeedText[], ledger: Ledger): void {
  const text = new Y.XmlText();
  parent.insert(index, [text]);
  for (const part of parts) insertLetters(text, text.length, part, ledger);
}

/** Puts letters into a text. */
export function insertLetters(
  into: Y.XmlText,
  at: number,
  { text, formats, id }: SeedText,
  ledger: Ledger,
): void {
  into.insert(at, text, formats);
  const { doc } = into;
  const structs = doc === null ? [] : (doc.store.clients.get(doc.clientID) ?? []);
  // Behind the letters are at most the ends of their formats.
  const item = structs.findLast(
    (struct) => struct instanceof Y.Item && struct.content instanceof Y.ContentString,
  );
  if (item !== undefined) ledger.letters(text, id, item.id.clock);
}

/** An element and all in it. */
export function* seedsIn(seed: Seed): Generator<Seed> {
  yield seed;
  for (const child of seed.children) if (isElement(child)) yield* seedsIn(child);
}

/** An element without some of those in it. */
export function prune(seed: Seed, isLeftOut: (inner: Seed) => boolean): Seed {
  const children = seed.children.flatMap((child): Seed["children"] => {
    if (!isElement(child)) return [child];
    return isLeftOut(child) ? [] : [prune(child, isLeftOut)];
  });
  return { ...seed, children };
}

function isElement(child: Seed | readonly SeedText[]): child is Seed {
  return "name" in child;
}

/** Whether it held blocks, and all that it held is left out. */
export function isHollow({ children }: Seed, isLeftOut: (inner: Seed) => boolean): boolean {
  const isGone = (child: Seed["children"][number]) =>
    isElement(child) && (isLeftOut(child) || isHollow(child, isLeftOut));
  return children.length > 0 && children.every(isGone);
}

/** What a person would read of it. */
export function wordsOf(seed: Seed): string {
  return seed.children
    .map((child) => (isElement(child) ? wordsOf(child) : child.map(({ text }) => text).join("")))
    .filter((words) => words !== "")
    .join("\n");
}
