import type { Role } from "@quire/protocol";
import {
  answered,
  committed,
  filesStore,
  nameIndex,
  readRecords,
  shelfStore,
  unsentStore,
  updatesStore,
} from "./device-database.ts";
import { namesIn } from "./names-in.ts";

/** What the shelf says of a document. */
export interface ShelfRecord {
  /** The server's address and the document's id, as its copy is called. */
  readonly name: string;
  readonly title: string;
  /** When it was last opened, in milliseconds since 1970. */
  readonly openedAt: number;
  /** About how much of the device it takes. */
  readonly bytes: number;
  /** It stays until somebody says otherwise. */
  readonly isPinned: boolean;
  /** All that the server had was here at some time. */
  readonly isWhole: boolean;
  /** Whoever has it here owned the document when it was last open with the server. */
  readonly isOwn?: boolean;
  /** What they were last told that they may do in it. */
  readonly role?: Role;
}

/** A document that this device keeps. */
export interface KeptDocument extends ShelfRecord {
  /** Edits or files of it have not reached the server. */
  readonly hasUnsent: boolean;
}

/** All documents that are kept, and those that are to be. What the shelf does not know yet counts as opened now. */
export async function listKept(database: IDBDatabase, now: number): Promise<readonly KeptDocument[]> {
  const transaction = database.transaction([updatesStore, unsentStore, filesStore, shelfStore]);
  const namesOf = (store: string) => namesIn(transaction.objectStore(store));
  const [records, kept, edits, files] = await Promise.all([
    answered<ShelfRecord[]>(transaction.objectStore(shelfStore).getAll()),
    namesOf(updatesStore),
    namesOf(unsentStore),
    namesOf(filesStore),
  ]);
  const known = new Set(records.map(({ name }) => name));
  const unknown = [...kept].filter((name) => !known.has(name));
  const all = records.filter(({ name, isPinned }) => isPinned || kept.has(name));
  for (const name of unknown) all.push(await describe(database, name, now));
  return all.map((record) => ({ ...record, hasUnsent: edits.has(record.name) || files.has(record.name) }));
}

/** What the shelf says of a document; undefined where it says nothing. */
export function readShelved(database: IDBDatabase, name: string): Promise<ShelfRecord | undefined> {
  return answered(database.transaction(shelfStore).objectStore(shelfStore).get(name));
}

/** Puts down what is known of a document now. What is not said stays as it was. */
export async function noteKept(
  database: IDBDatabase,
  name: string,
  facts: Partial<Omit<ShelfRecord, "name" | "bytes">>,
  now: number,
): Promise<void> {
  const bytes = await bytesOf(database, name);
  const transaction = database.transaction(shelfStore, "readwrite");
  const shelf = transaction.objectStore(shelfStore);
  const before = await answered<ShelfRecord | undefined>(shelf.get(name));
  const blank = { title: "", openedAt: now, isPinned: false, isWhole: false };
  shelf.put({ ...blank, ...before, ...facts, name, bytes } satisfies ShelfRecord);
  await committed(transaction);
}

/** Puts down what one may do in documents, by their names, where the shelf has them. */
export async function noteRoles(database: IDBDatabase, said: ReadonlyMap<string, Role>): Promise<void> {
  const transaction = database.transaction(shelfStore, "readwrite");
  const shelf = transaction.objectStore(shelfStore);
  for (const record of await answered<ShelfRecord[]>(shelf.getAll())) {
    const role = said.get(record.name);
    if (role !== undefined && role !== record.role) shelf.put({ ...record, role } satisfies ShelfRecord);
  }
  await committed(transaction);
}

/** Takes a document off the device, with its place on the shelf. Not one with something unsent, unless that was said. */
export async function removeKept(database: IDBDatabase, name: string, evenUnsent: boolean): Promise<boolean> {
  const transaction = database.transaction([updatesStore, unsentStore, filesStore, shelfStore], "readwrite");
  const [updates, ...waiting] = [updatesStore, unsentStore, filesStore].map((store) =>
    transaction.objectStore(store),
  );
  const counts = await Promise.all(waiting.map((store) => answered(store.index(nameIndex).count(name))));
  const mayGo = evenUnsent || counts.every((count) => count === 0);
  if (mayGo) {
    for (const store of [updates, ...waiting]) {
      if (store === undefined) continue;
      for (const key of await answered(store.index(nameIndex).getAllKeys(name))) store.delete(key);
    }
    transaction.objectStore(shelfStore).delete(name);
  }
  await committed(transaction);
  return mayGo;
}

/** What can be said of a document that the shelf does not know. */
async function describe(database: IDBDatabase, name: string, now: number): Promise<ShelfRecord> {
  // A list alone needs no documents.
  const { readKept } = await import("./read-kept.ts");
  const [ydoc, bytes] = await Promise.all([readKept(database, name), bytesOf(database, name)]);
  const title = ydoc.getText("title").toJSON();
  return { name, title, openedAt: now, bytes, isPinned: false, isWhole: false };
}

async function bytesOf(database: IDBDatabase, name: string): Promise<number> {
  const { records } = await readRecords(database, name);
  return records.reduce((sum, { update }) => sum + update.byteLength, 0);
}
