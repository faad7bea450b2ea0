import * as Y from "yjs";
import { applyExactly, applyTail, type Held } from "./materialise.ts";

/**
 * What Yjs clients that hear of the tail delete by themselves, as an update: formats that are redundant where the tail wrote
 * or deleted one. No provider sends these on, so whoever was not there would not know of them. Undefined where there are none.
 */
export function tidied({ snapshot, tail }: Held): Uint8Array | undefined {
  const ydoc = new Y.Doc();
  if (snapshot !== undefined) applyExactly(ydoc, [snapshot.state]);
  const texts = new Set<Y.Text>();
  ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
    for (const text of formatted(transaction)) texts.add(text);
  });
  applyTail(ydoc, tail);
  let deletes: Uint8Array | undefined;
  ydoc.on("update", (update: Uint8Array) => {
    deletes = update;
  });
  ydoc.transact(() => {
    for (const text of texts) if (text._item?.deleted !== true) Y.cleanupYTextFormatting(text);
  });
  ydoc.destroy();
  return deletes;
}

/** The texts in which a transaction wrote or deleted a format. */
function formatted(transaction: Y.Transaction): Set<Y.Text> {
  const texts = new Set<Y.Text>();
  const look = (struct: Y.Item | Y.GC): void => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentFormat)) return;
    if (struct.parent instanceof Y.Text) texts.add(struct.parent);
  };
  const { doc, beforeState, afterState, deleteSet } = transaction;
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0;
    if (start === end) continue;
    const structs = doc.store.clients.get(client) ?? [];
    for (let at = structs.length - 1; at >= 0; at--) {
      const struct = structs[at];
      if (struct === undefined || struct.id.clock + struct.length <= start) break;
      look(struct);
    }
  }
  Y.iterateDeletedStructs(transaction, deleteSet, look);
  return texts;
}
