import { CloseCode } from "@quire/protocol";
import type { Device } from "./device.ts";
import {
  answered,
  committed,
  drawerStore,
  filesStore,
  libraryStore,
  outboxStore,
  shelfStore,
  unsentStore,
  updatesStore,
} from "./device-database.ts";
import type { DrawerEntry } from "./drawer-entry.ts";
import { isCopy, isHereAlone } from "./entry-standing.ts";
import { keptName } from "./keeper.ts";
import { filesSenderName } from "./kept-files.ts";
import { namesIn } from "./names-in.ts";
import { openNames } from "./open-names.ts";
import { refusedNames } from "./refused-names.ts";
import { ringOnce } from "./ring-once.ts";
import { tellCleared } from "./sender.ts";
import { type KeptDocument, listKept } from "./shelf-store.ts";
import { withDatabase } from "./with-database.ts";

/** What would be lost with a device's data. */
export interface UnsentWords {
  /** Titles of the documents with edits or files that no server has. */
  readonly titles: readonly string[];
  /** Things done to documents that the server has not heard of. */
  readonly deeds: number;
  /** Words and names that a server would not take, that have not arrived since, and that nobody has rescued. */
  readonly refused: number;
  /** Documents that were saved, and that the server does not give any more. */
  readonly copies: number;
}

/** How clearing went. */
export type Clearing =
  | { readonly isCleared: true }
  | { readonly isCleared: false; readonly unsent: UnsentWords };

/** What would be lost with this device's data now. */
export function unsentOn(device: Device): Promise<UnsentWords> {
  return withDatabase(device.indexedDB, async (database) =>
    findUnsent(database, await listKept(database, Date.now())),
  );
}

/**
 * What this device has and no server, each batch of edits, deed, file and entry of the drawer by a name of its own: who was asked
 * about these was not asked about what came later.
 */
export function unsentNames(device: Device): Promise<readonly string[]> {
  return withDatabase(device.indexedDB, namesOfUnsent);
}

/** How much is taken off a device. */
export interface ClearingOptions {
  /** Also what is nowhere else: all of it, or as long as there is nothing beside what is named. Default: nothing. */
  readonly evenUnsent?: boolean | readonly string[];
  /** Whose copies. Default: those of whoever this page keeps for. */
  readonly keeper?: string;
}

const hearingMs = 100;

const stores = [
  updatesStore,
  unsentStore,
  shelfStore,
  outboxStore,
  drawerStore,
  filesStore,
  libraryStore,
] as const;

/**
 * Takes everything off this device, for whoever signs out of it: all documents, what waits, and what was refused. While
 * something is nowhere else that may not go it is refused, and says what that is. Tabs that have documents open keep
 * nothing any more, and say so.
 */
export async function clearDevice(
  device: Device,
  { evenUnsent = false, keeper }: ClearingOptions = {},
): Promise<Clearing> {
  const clear = async (database: IDBDatabase): Promise<Clearing> => {
    const kept = await listKept(database, Date.now());
    const unsent = await findUnsent(database, kept);
    const isSafe = unsent.titles.length + unsent.deeds + unsent.refused + unsent.copies === 0;
    if (!isSafe && !(await mayGo(database, evenUnsent))) return { isCleared: false, unsent };
    const open = await openNames(device.locks, database.name);
    for (const name of new Set([...kept.map(({ name }) => name), ...open])) {
      ringOnce(device.BroadcastChannel, { name, database: database.name }, "ended");
    }
    // What is open has heard it by then, and writes nothing more.
    await new Promise((resolve) => setTimeout(resolve, hearingMs));
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    for (const store of stores) transaction.objectStore(store).clear();
    await committed(transaction);
    // Tabs have files of their own in memory.
    tellCleared(device.BroadcastChannel, filesSenderName);
    return { isCleared: true };
  };
  return withDatabase(device.indexedDB, clear, keptName(keeper));
}

async function mayGo(
  database: IDBDatabase,
  evenUnsent: NonNullable<ClearingOptions["evenUnsent"]>,
): Promise<boolean> {
  if (typeof evenUnsent === "boolean") return evenUnsent;
  const named = new Set(evenUnsent);
  return (await namesOfUnsent(database)).every((name) => named.has(name));
}

async function namesOfUnsent(database: IDBDatabase): Promise<readonly string[]> {
  const transaction = database.transaction([unsentStore, outboxStore, filesStore, drawerStore]);
  const keysOf = async (store: string) =>
    (await answered(transaction.objectStore(store).getAllKeys())).map((key) => [store, key]);
  const [waiting, entries, ...others] = await Promise.all([
    namesIn(transaction.objectStore(unsentStore)),
    answered<DrawerEntry[]>(transaction.objectStore(drawerStore).getAll()),
    ...[unsentStore, outboxStore, filesStore].map(keysOf),
  ]);
  // Words that somebody has to sign in for wait in their document's copy too, and are named there.
  const isWaiting = ({ id, code }: DrawerEntry) => code === CloseCode.unauthenticated && waiting.has(id);
  // What is refused later joins the entry of its document. What is elsewhere too is no loss.
  const refused = entries
    .filter((entry) => isHereAlone(entry) && !isWaiting(entry))
    .map(({ id, refusedAt }) => [drawerStore, id, refusedAt]);
  return [...refused, ...others.flat()].map((name) => JSON.stringify(name));
}

async function findUnsent(database: IDBDatabase, kept: readonly KeptDocument[]): Promise<UnsentWords> {
  const transaction = database.transaction([outboxStore, drawerStore]);
  const [deeds, entries] = await Promise.all([
    answered(transaction.objectStore(outboxStore).count()),
    answered<DrawerEntry[]>(transaction.objectStore(drawerStore).getAll()),
  ]);
  const alone = entries.filter(isHereAlone);
  const { length: copies } = alone.filter(isCopy);
  const { length: names } = await refusedNames(database);
  const titles = kept.filter(({ hasUnsent }) => hasUnsent).map(({ title }) => title);
  return { titles, deeds: deeds - names, refused: alone.length - copies + names, copies };
}
