import * as Y from "yjs";
import { itemsOf, parentItemOf, parentOf, type SharedType, typeOf } from "./items.ts";

/**
 * Deletes what a step had made, from the inside out, since Yjs overflows on what is nested deeply. A block or a text in
 * which something of anybody else's stands is left, with its attributes. Says whether anything went.
 */
export function remove(transaction: Y.Transaction, items: ReadonlySet<Y.Item>): boolean {
  let isChanged = false;
  const types: Y.Item[] = [];
  for (const item of items) {
    const parent = parentItemOf(item);
    const isPartOfBlock = item.parentSub !== null && parent !== null && items.has(parent);
    if (typeOf(item)) types.push(item);
    else if (!isPartOfBlock) isChanged = drop(transaction, item) || isChanged;
  }
  const depths = new Map(types.map((item) => [item, depthOf(item)]));
  types.sort((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0));
  for (const item of types) {
    const type = typeOf(item);
    if (type && !holdsWords(type)) isChanged = drop(transaction, item) || isChanged;
  }
  return isChanged;
}

function drop(transaction: Y.Transaction, item: Y.Item): boolean {
  if (item.deleted) return false;
  item.delete(transaction);
  const markers = parentOf(item)?._searchMarker;
  if (markers) markers.length = 0; // Yjs looks offsets up from them, and they know the text as it was
  return true;
}

function depthOf(item: Y.Item): number {
  let depth = 0;
  for (let at = parentItemOf(item); at !== null; at = parentItemOf(at)) depth++;
  return depth;
}

/** What is left in a block after its maker's own is gone is somebody else's; an empty text is nobody's. */
function holdsWords(type: SharedType): boolean {
  for (const item of itemsOf(type)) {
    if (item.deleted || !item.countable) continue;
    const inner = typeOf(item);
    if (!(inner instanceof Y.XmlText) || holdsWords(inner)) return true;
  }
  return false;
}
