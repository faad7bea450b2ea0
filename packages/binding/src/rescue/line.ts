import * as Y from "yjs";

/** An element of the document, or the document. */
export type Parent = Y.XmlElement | Y.XmlFragment;

export type Formats = Readonly<Record<string, unknown>>;

/** Letters of one item that stand together, or one thing inline; `at` is where in the line. */
export interface Run {
  readonly at: number;
  readonly text: string;
  readonly item: Y.Item;
  readonly id: Y.ID;
  readonly formats: Formats;
}

/** What a block reads as, its inline things as one sign each. */
export interface Line {
  readonly text: string;
  readonly runs: readonly Run[];
}

/** Stands in a line for what is inline and no letter. */
const inlineSign = "\ufffc";

/** Reads what an element holds of the items that are there; `isThere` decides that. */
export function readLine(parent: Parent, isThere: (item: Y.Item) => boolean): Line {
  const runs: Run[] = [];
  let text = "";
  for (const child of itemsOf(parent)) {
    if (!isThere(child)) continue;
    const type = typeOf(child);
    if (type instanceof Y.XmlText) {
      for (const run of readText(type, isThere, text.length)) {
        runs.push(run);
        text += run.text;
      }
    } else if (child.countable) {
      runs.push({ at: text.length, text: inlineSign, item: child, id: child.id, formats: {} });
      text += inlineSign;
    }
  }
  return { text, runs };
}

/** Reads a text alone. */
export function readText(text: Y.XmlText, isThere: (item: Y.Item) => boolean, from: number): readonly Run[] {
  const runs: Run[] = [];
  let formats: Formats = {};
  let at = from;
  for (const item of itemsOf(text)) {
    if (!isThere(item)) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) formats = withFormat(formats, content);
    else if (item.countable) {
      const signs = content instanceof Y.ContentString ? content.str : inlineSign;
      runs.push({ at, text: signs, item, id: item.id, formats });
      at += signs.length;
    }
  }
  return runs;
}

function withFormat(formats: Formats, { key, value }: Y.ContentFormat): Formats {
  const { [key]: _before, ...others } = formats;
  return value === null ? others : { ...others, [key]: value };
}

/** The items in a type, in order, deleted ones too. */
export function* itemsOf(type: { readonly _start: Y.Item | null }): Generator<Y.Item> {
  for (let item = type._start; item !== null; item = item.right) yield item;
}

/** The shared type that an item is, if it is one. */
export function typeOf({ content }: Y.Item): unknown {
  return content instanceof Y.ContentType ? content.type : undefined;
}

export function isAlive(item: Y.Item): boolean {
  return !item.deleted;
}

/** What an item stands in: a text's element, an element's parent. */
export function parentOf(item: Y.Item): Parent | Y.XmlText | undefined {
  const { parent } = item;
  return parent instanceof Y.XmlText || parent instanceof Y.XmlFragment ? parent : undefined;
}

/** The element, or document, in which a text stands. */
export function ownerOf(text: Y.XmlText): Parent | undefined {
  const owner = text._item === null ? undefined : parentOf(text._item);
  return owner instanceof Y.XmlText ? undefined : owner;
}

/** The name by which elements are told apart; nothing for a document. */
export function nameOf(parent: Parent): string {
  return parent instanceof Y.XmlElement ? parent.nodeName : "";
}
