import { answered, committed } from "./device-database.ts";
import type { OpenLocks } from "./open-lock.ts";

const databaseName = "quire open pages";
const storeName = "pages";
const lockPrefix = "quire page ";

/** What all pages of a browser share, and what tells when this one goes. */
export interface PageOfBrowser {
  readonly indexedDB: IDBFactory;
  readonly locks: OpenLocks;
  readonly page: EventTarget;
}

/**
 * Notes in the browser that a page is open, until it says goodbye. Where pages are noted and none of them lives, the browser
 * was killed, and is made to begin a new log of its databases.
 *
 * Chromium keeps a site's databases in a LevelDB, and goes on in the log that it finds. A browser that is killed while it writes
 * leaves its last record cut short. That is passed over once; what is written behind it looks damaged the next time, and then
 * Chromium throws away all that the site has kept, words from after the kill too (crbug.com/460568). To delete a database ends the
 * log. Other browsers lose nothing by it.
 */
export async function noteOpenPage({ indexedDB, locks, page }: PageOfBrowser): Promise<void> {
  const id = crypto.randomUUID();
  const forEver = new Promise<never>(() => undefined);
  locks.request(lockPrefix + id, { mode: "shared" }, () => forEver).catch(() => undefined);
  // Pages that a browser opens again at once ask one after the other: only the first finds nobody who lives.
  await locks.request("quire pages", async () => {
    let database = await openNotes(indexedDB);
    if (await isKilled(database, locks)) {
      database.close();
      await answered(indexedDB.deleteDatabase(databaseName));
      database = await openNotes(indexedDB);
    }
    await note(database, id, true);
    const follow = (isOpen: boolean) => () => void note(database, id, isOpen).catch(() => undefined);
    page.addEventListener("pagehide", follow(false));
    page.addEventListener("pageshow", follow(true));
  });
}

/** Pages are noted, and each of them is gone. */
async function isKilled(database: IDBDatabase, locks: OpenLocks): Promise<boolean> {
  const noted = await answered(database.transaction(storeName).objectStore(storeName).getAllKeys());
  const { held = [] } = await locks.query();
  const living = new Set(held.map(({ name }) => name));
  return noted.length > 0 && !noted.some((id) => typeof id === "string" && living.has(lockPrefix + id));
}

async function note(database: IDBDatabase, id: string, isOpen: boolean): Promise<void> {
  const transaction = database.transaction(storeName, "readwrite", { durability: "strict" });
  const store = transaction.objectStore(storeName);
  if (isOpen) store.put(true, id);
  else store.delete(id);
  // The page may be on its way out.
  transaction.commit();
  await committed(transaction);
}

async function openNotes(indexedDB: IDBFactory): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
  const database = await answered(opening);
  database.onversionchange = () => database.close();
  return database;
}
