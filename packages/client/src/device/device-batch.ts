import { committed, unsentStore, updatesStore } from "./device-database.ts";

/** What a device copy writes at once. */
export interface Batch {
  /** Appends that are durable when this batch is. */
  readonly upTo: number;
  readonly updates: readonly Uint8Array[];
  /** What waited for it; undefined where nothing less than all of the document would do. */
  readonly waited: readonly Uint8Array[] | undefined;
  /** Records that the updates stand for too. */
  readonly replaced: readonly IDBValidKey[];
  /** Edits of this tab are in it: the others do not have them. */
  readonly isNews: boolean;
  readonly mark: IDBValidKey | undefined;
  readonly forgotten: readonly IDBValidKey[];
}

/** Writes a batch in one transaction. Resolves with the keys of its updates when the disk has them. */
export async function commitBatch(database: IDBDatabase, name: string, batch: Batch): Promise<IDBValidKey[]> {
  const durability = batch.updates.length > 0 ? "strict" : "relaxed";
  const transaction = database.transaction([updatesStore, unsentStore], "readwrite", { durability });
  const updates = transaction.objectStore(updatesStore);
  const unsent = transaction.objectStore(unsentStore);
  const added = batch.updates.map((update) => updates.add({ name, update }));
  for (const key of batch.replaced) updates.delete(key);
  for (const key of batch.forgotten) unsent.delete(key);
  if (batch.mark !== undefined) unsent.put({ name }, batch.mark);
  // Does not wait for the answers to come back here: the page may be on its way out.
  transaction.commit();
  await committed(transaction);
  return added.map((request) => request.result);
}
