import * as Y from "yjs";
import { addRange, type IdSet, rangeOf } from "./id-ranges.ts";
import { itemsOf, parentItemOf, typeOf } from "./items.ts";

/**
 * Lets go of what an undo step kept from Yjs' collection: the deleted items, and what they stand in unless something
 * else in there is still kept, or `isHeld` says that another step has deleted it. Returns what can be collected now.
 * Yjs itself lets go of whatever stands around, also for other steps, and then collects nothing.
 */
export function release(transaction: Y.Transaction, deletions: IdSet, isHeld: (id: Y.ID) => boolean): IdSet {
  const { doc } = transaction;
  const collectable = Y.createDeleteSet();
  const around = new Set<Y.Item>();
  const letGo = (item: Y.Item) => {
    item.keep = false;
    if (item.deleted) addRange(collectable, rangeOf(item));
    // At once: in the meantime Yjs would merge it with a neighbour that is kept, and keep both.
    const isWanted = item.deleted && !typeOf(item) && doc.gc && doc.gcFilter(item);
    if (isWanted) item.gc(doc.store, false);
    const parent = parentItemOf(item);
    if (parent?.keep) around.add(parent);
  };
  Y.iterateDeletedStructs(transaction, deletions, (struct) => {
    if (!(struct instanceof Y.Item && struct.keep)) return;
    if (typeOf(struct)) around.add(struct);
    else letGo(struct);
  });
  for (const item of around) {
    around.delete(item); // a set goes on to what is added again
    const isOwn = Y.isDeleted(deletions, item.id);
    if (item.keep && !holdsKept(item) && (isOwn || !isHeld(item.id))) letGo(item);
  }
  return collectable;
}

/** More than this is not merged: Yjs moves all that comes behind each time. It is when the document is opened again. */
const mostMerged = 1000;

/** Throws away what was let go of and nobody keeps: by itself Yjs never comes back to it. */
export function collect({ gc, gcFilter, store }: Y.Doc, ids: IdSet): void {
  if (!gc) return;
  let count = 0;
  for (const [client, ranges] of ids.clients) {
    const structs = store.clients.get(client) ?? [];
    for (const { clock, len } of ranges.toReversed()) {
      // From the inside out, since Yjs overflows on what is nested deeply.
      for (let index = Y.findIndexSS(structs, clock + len - 1); index >= 0; index--) {
        const struct = structs[index];
        if (!struct || struct.id.clock + struct.length <= clock) break;
        count++;
        const isFree = struct instanceof Y.Item && struct.deleted && !struct.keep && gcFilter(struct);
        if (isFree) struct.gc(store, false);
      }
    }
  }
  if (count <= mostMerged) Y.tryGc(ids, store, gcFilter);
}

function holdsKept(item: Y.Item): boolean {
  const type = typeOf(item);
  if (!type) return false;
  for (const child of itemsOf(type)) if (child.keep) return true;
  for (const last of type._map.values()) {
    for (let value: Y.Item | null = last; value !== null; value = value.left) if (value.keep) return true;
  }
  return false;
}
