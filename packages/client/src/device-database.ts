/**
 * The layout of the browser's database. One for all documents, so that what is kept on this device can be listed and
 * forgotten in one place and has one path of upgrades; writers of different documents rarely meet, since a document's
 * edits are written in batches.
 *
 *     updates  n -> {name, update}                 an update of the document `name`, in the order of arrival
 *     unsent   [name, writer, batch] -> {name}     that writer's edits up to that batch were not acknowledged
 */
export const updatesStore = "updates";
export const unsentStore = "unsent";

const databaseName = "quire";
const databaseVersion = 1;
const nameIndex = "name";

/** What is kept of one document. */
export interface KeptRecords {
  readonly keys: readonly IDBValidKey[];
  readonly updates: readonly Uint8Array[];
  /** Marks of edits that were not acknowledged, of this and every other writer. */
  readonly unsent: readonly IDBValidKey[];
}

/** The database, made if it was not there. `onGone` is called when the browser takes it away, or an upgrade asks for it. */
export async function openDatabase(indexedDB: IDBFactory, onGone: () => void): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName, databaseVersion);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore(updatesStore, { autoIncrement: true }).createIndex(nameIndex, "name");
    database.createObjectStore(unsentStore).createIndex(nameIndex, "name");
  };
  const database = await answered(opening);
  database.onclose = onGone;
  database.onversionchange = () => {
    database.close();
    onGone();
  };
  return database;
}

/** Everything that is kept of a document, as one moment saw it. */
export async function readRecords(database: IDBDatabase, name: string): Promise<KeptRecords> {
  const transaction = database.transaction([updatesStore, unsentStore]);
  const updates = transaction.objectStore(updatesStore).index(nameIndex);
  const unsent = transaction.objectStore(unsentStore).index(nameIndex);
  const [keys, records, marks] = await Promise.all([
    answered(updates.getAllKeys(name)),
    answered<{ readonly update: Uint8Array }[]>(updates.getAll(name)),
    answered(unsent.getAllKeys(name)),
  ]);
  return { keys, updates: records.map(({ update }) => update), unsent: marks };
}

/** Resolves when all that the transaction wrote is as durable as it asked for. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the browser gave the transaction up"));
  });
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser gave the request up"));
  });
}
