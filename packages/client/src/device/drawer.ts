import * as Y from "yjs";
import { platformChannel } from "./bell.ts";
import {
  answered,
  committed,
  drawerStore,
  type KeptRecord,
  type KeptRecords,
  openDatabase,
  readRecords,
  unsentStore,
  updatesStore,
} from "./device-database.ts";
import { type DrawerEntry, joined } from "./drawer-entry.ts";
import { hasArrived } from "./entry-standing.ts";
import type { KeptFile } from "./kept-files.ts";
import { arrived, attempt, holds } from "./note-arrived.ts";
import { platformIndexedDB } from "./place-on-device.ts";
import { changeFiles, refusedFiles } from "./refused-files.ts";
import { putNameBack, type RefusedName, refusedNames, removeName } from "./refused-names.ts";
import { ringOnce } from "./ring-once.ts";

/** What servers would not take, kept on this device until somebody takes it out on purpose. */
export interface Drawer {
  /** The newest first. Looks which of them are on the server by now. */
  list(): Promise<readonly DrawerEntry[]>;
  /** Takes an entry out, for good unless what comes back is put back. Where the document's copy has nothing more unsent, that lets it go too. */
  remove(id: string): Promise<DrawerEntry | undefined>;
  /** What was refused of the document meanwhile is in it then, too. */
  putBack(entry: DrawerEntry): Promise<void>;
  /** The words are in a new document, too. */
  rescue(id: string, documentId: string): Promise<void>;
  /** The document's copy lets go what was not sent, so that it opens as the server has it. The drawer keeps it. */
  setAside(id: string): Promise<void>;
  /** Gives the words to the document's copy, which sends them when it is opened. */
  retry(id: string): Promise<void>;
  /** Files that a server would not take, the newest first. */
  files(): Promise<readonly KeptFile[]>;
  /** Takes a file out, for good unless it is put back. */
  removeFile(id: string): Promise<void>;
  putFileBack(file: KeptFile): Promise<void>;
  /** Names of documents that a server would not take, the newest first. */
  names(): Promise<readonly RefusedName[]>;
  /** Takes a name out, for good unless it is put back. */
  removeName(name: RefusedName): Promise<void>;
  putNameBack(name: RefusedName): Promise<void>;
}

/**
 * The drawer of this device, or of the database that is given; an empty one where there is none. Nothing is held open between
 * two calls.
 */
export function openDrawer(device: IDBFactory | undefined = platformIndexedDB()): Drawer {
  const within = async <Value>(work: (database: IDBDatabase) => Promise<Value>): Promise<Value> => {
    if (device === undefined) throw new Error("nothing is kept on this device: it has no IndexedDB");
    const database = await openDatabase(device, () => undefined);
    try {
      return await work(database);
    } finally {
      database.close();
    }
  };
  return {
    list: async () => (device === undefined ? [] : await within(list)),
    remove: (id) => within((database) => takeOut(database, id)),
    putBack: (entry) =>
      within((database) => change(database, entry.id, (now) => (now ? joined(entry, now) : entry))),
    rescue: (id, rescuedAs) =>
      within((database) => change(database, id, (entry) => entry && { ...entry, rescuedAs })),
    setAside: (id) => within((database) => setAside(database, id)),
    retry: (id) => within((database) => giveBack(database, id)),
    files: async () => (device === undefined ? [] : await within(refusedFiles)),
    removeFile: (id) => within((database) => changeFiles(database, (store) => store.delete(id))),
    putFileBack: (file) => within((database) => changeFiles(database, (store) => store.put(file))),
    names: async () => (device === undefined ? [] : await within(refusedNames)),
    removeName: (name) => within((database) => removeName(database, name)),
    putNameBack: (name) => within((database) => putNameBack(database, name)),
  };
}

async function list(database: IDBDatabase): Promise<readonly DrawerEntry[]> {
  const store = database.transaction(drawerStore).objectStore(drawerStore);
  const entries = await answered<DrawerEntry[]>(store.getAll());
  const now = Date.now();
  const looked = entries.map(async (entry) => {
    // A copy waits for nobody, and what the server says of its document shows whether it is there again.
    if (entry.isCopy || hasArrived(entry) || !(await isInSavedCopy(database, entry))) return entry;
    const there = arrived(entry, now);
    // Unless somebody has refused more of it meanwhile.
    await change(database, entry.id, (kept) => (kept?.refusedAt === entry.refusedAt ? there : kept));
    return there;
  });
  return (await Promise.all(looked)).sort((one, other) => other.refusedAt - one.refusedAt);
}

/** Whether all of it is in the document's copy, and all of that was called saved. */
async function isInSavedCopy(database: IDBDatabase, { id, state }: DrawerEntry): Promise<boolean> {
  const { records, unsent } = await readRecords(database, id);
  return records.length > 0 && unsent.length === 0 && holds(together(updatesOf(records)), state);
}

/** Takes an entry out. Where the document's copy has nothing more, it lets that go too: it would be sent one day. */
async function takeOut(database: IDBDatabase, id: string): Promise<DrawerEntry | undefined> {
  const copy = await readRecords(database, id);
  const transaction = writing(database);
  const drawer = transaction.objectStore(drawerStore);
  const entry = await answered<DrawerEntry | undefined>(drawer.get(id));
  if (entry === undefined) return undefined;
  drawer.delete(id);
  const ydoc = together([entry.state]);
  const isUnwanted = copy.unsent.length > 0 || entry.isCopy === true;
  const goesToo = isUnwanted && copy.records.every(({ update }) => holds(ydoc, update));
  if (goesToo) letGo(transaction, copy);
  await committed(transaction);
  // Who has it open keeps it whole again: what is written there next would stand on nothing.
  if (goesToo) ringOnce(platformChannel(), { name: id, database: database.name }, "gone");
  return entry;
}

/** Puts all that the document's copy has into the entry, and lets the copy go. */
async function setAside(database: IDBDatabase, id: string): Promise<void> {
  const copy = await readRecords(database, id);
  const transaction = writing(database);
  const drawer = transaction.objectStore(drawerStore);
  const entry = await answered<DrawerEntry | undefined>(drawer.get(id));
  if (entry === undefined) return;
  const ydoc = together([entry.state, ...updatesOf(copy.records)]);
  drawer.put(released({ ...entry, state: Y.encodeStateAsUpdate(ydoc) }));
  letGo(transaction, copy);
  await committed(transaction);
  ringOnce(platformChannel(), { name: id, database: database.name }, "ended");
}

function updatesOf(records: readonly KeptRecord[]): readonly Uint8Array[] {
  return records.map(({ update }) => update);
}

function letGo(transaction: IDBTransaction, { keys, unsent }: KeptRecords): void {
  for (const key of keys) transaction.objectStore(updatesStore).delete(key);
  for (const key of unsent) transaction.objectStore(unsentStore).delete(key);
}

/** What waits in its document's copy from now on is not held up by it. */
function released(entry: DrawerEntry): DrawerEntry {
  return { ...entry, releasedAt: Math.max(Date.now(), entry.refusedAt) };
}

async function giveBack(database: IDBDatabase, id: string): Promise<void> {
  const transaction = writing(database);
  const entry = await answered<DrawerEntry | undefined>(transaction.objectStore(drawerStore).get(id));
  if (entry === undefined) return;
  transaction.objectStore(drawerStore).put(released({ ...entry, isCopy: false }));
  transaction.objectStore(updatesStore).add({ name: id, update: entry.state });
  transaction.objectStore(unsentStore).put({ name: id }, [id, "drawer", entry.refusedAt]);
  await committed(transaction);
  ringOnce(platformChannel(), { name: id, database: database.name }, "kept");
}

async function change(
  database: IDBDatabase,
  id: string,
  changed: (entry: DrawerEntry | undefined) => DrawerEntry | undefined,
): Promise<void> {
  const transaction = database.transaction(drawerStore, "readwrite", { durability: "strict" });
  const store = transaction.objectStore(drawerStore);
  const entry = changed(await answered<DrawerEntry | undefined>(store.get(id)));
  if (entry !== undefined) store.put(entry);
  await committed(transaction);
}

/** A transaction over the drawer and the copies. */
function writing(database: IDBDatabase): IDBTransaction {
  const stores = [drawerStore, updatesStore, unsentStore];
  return database.transaction(stores, "readwrite", { durability: "strict" });
}

/** A document of all that can be read of these. */
function together(updates: readonly Uint8Array[]): Y.Doc {
  const ydoc = new Y.Doc();
  for (const update of updates) attempt(() => Y.applyUpdate(ydoc, update));
  return ydoc;
}
