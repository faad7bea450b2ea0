import { keptName } from "./keeper.ts";

/**
 * The layout of the browser's database. One for all documents of whoever keeps them, so that what is kept on this device can be listed and
 * forgotten in one place and has one path of upgrades; writers of different documents rarely meet, since a document's
 * edits are written in batches.
 *
 *     updates  n -> {name, update}                 an update of the document `name`, in the order of arrival
 *     unsent   [name, writer, batch] -> {name}     that writer's edits up to that batch were not acknowledged
 *     shelf    name -> what this device knows of a document that it keeps: when it was opened, how large, whether pinned
 *     outbox   n -> {…}                            what was done to documents without a connection, in the order of doing
 *     drawer   id -> {…}                           words that a server would not take
 *     files    id -> {name, …}                     a file that was put into a document and is not at the server yet
 *     library  key -> {…}                          the list of documents as it was last read
 */
export const updatesStore = "updates";
export const unsentStore = "unsent";
export const shelfStore = "shelf";
export const outboxStore = "outbox";
export const drawerStore = "drawer";
export const filesStore = "files";
export const libraryStore = "library";

const databaseVersion = 2;
export const nameIndex = "name";

/** An update as it is kept. */
export interface KeptRecord {
  readonly key: IDBValidKey;
  readonly update: Uint8Array;
}

/** What is kept of one document. */
export interface KeptRecords {
  /** Of all its records, in the order of arrival. */
  readonly keys: readonly IDBValidKey[];
  /** Those that were asked for. */
  readonly records: readonly KeptRecord[];
  /** Marks of edits that were not acknowledged, of this and every other writer. */
  readonly unsent: readonly IDBValidKey[];
}

/** The database, made if it was not there: this page's own, or the one that is named. `onGone` is called when the browser takes it away, or an upgrade asks for it. */
export async function openDatabase(
  indexedDB: IDBFactory,
  onGone: () => void,
  name = keptName(),
): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, databaseVersion);
  opening.onupgradeneeded = ({ oldVersion }) => upgrade(opening.result, oldVersion);
  const database = await answered(opening);
  database.onclose = onGone;
  database.onversionchange = () => {
    database.close();
    onGone();
  };
  return database;
}

/** A step a version: what an older page kept stays as it is. */
function upgrade(database: IDBDatabase, oldVersion: number): void {
  if (oldVersion < 1) {
    database.createObjectStore(updatesStore, { autoIncrement: true }).createIndex(nameIndex, "name");
    database.createObjectStore(unsentStore).createIndex(nameIndex, "name");
  }
  if (oldVersion < 2) {
    database.createObjectStore(shelfStore, { keyPath: "name" });
    database.createObjectStore(outboxStore, { autoIncrement: true });
    database.createObjectStore(drawerStore, { keyPath: "id" });
    database.createObjectStore(filesStore, { keyPath: "id" }).createIndex(nameIndex, "name");
    database.createObjectStore(libraryStore);
  }
}

/** What is kept of a document, as one moment saw it: all of it, or of the records those whose keys are not known yet. */
export async function readRecords(
  database: IDBDatabase,
  name: string,
  known: ReadonlySet<IDBValidKey> = new Set(),
): Promise<KeptRecords> {
  const transaction = database.transaction([updatesStore, unsentStore]);
  const updates = transaction.objectStore(updatesStore);
  const index = updates.index(nameIndex);
  const marks = answered(transaction.objectStore(unsentStore).index(nameIndex).getAllKeys(name));
  const keys = await answered(index.getAllKeys(name));
  const wanted = keys.filter((key) => !known.has(key));
  const isAll = wanted.length === keys.length;
  const found: readonly { readonly update: Uint8Array }[] = isAll
    ? await answered(index.getAll(name))
    : await Promise.all(wanted.map((key) => answered(updates.get(key))));
  const records = found.flatMap(({ update }, at) => {
    const key = wanted[at];
    return key === undefined ? [] : [{ key, update }];
  });
  return { keys, records, unsent: await marks };
}

/** Resolves when all that the transaction wrote is as durable as it asked for. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the browser gave the transaction up"));
  });
}

/** What a request answers. Its transaction goes on as long as the next request follows at once. */
export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser gave the request up"));
  });
}
