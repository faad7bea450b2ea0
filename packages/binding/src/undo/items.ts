import * as Y from "yjs";

/** Any type of Yjs. */
export type SharedType = Y.ContentType["type"];

/** A type's items in the order of the text, those that are gone included. */
export function* itemsOf(type: SharedType): Generator<Y.Item> {
  for (let item = type._start; item !== null; item = item.right) yield item;
}

/** The type that an item stands in. */
export function parentOf({ parent }: Y.Item): SharedType | null {
  return parent instanceof Y.AbstractType ? parent : null;
}

/** The item that holds the type that an item stands in; null at the root. */
export function parentItemOf(item: Y.Item): Y.Item | null {
  return parentOf(item)?._item ?? null;
}

/** The type that an item is, if it is one and Yjs has not collected it. */
export function typeOf(item: Y.Item): SharedType | null {
  return item.content instanceof Y.ContentType ? item.content.type : null;
}

/** Whether what a type holds can be seen: neither it nor what it stands in is gone. */
export function isThere(type: SharedType): boolean {
  return type._item === null || !type._item.deleted;
}

/** What reads of an item: nothing if it is gone, one stand-in character for what is not text. */
export function visibleText({ deleted, countable, content, length }: Y.Item): string {
  if (deleted || !countable) return "";
  return content instanceof Y.ContentString ? content.str : "\uFFFC".repeat(length);
}
