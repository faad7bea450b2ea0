import type { Device } from "./device.ts";
import { openNames } from "./open-names.ts";
import { ringOnce } from "./ring-once.ts";
import { type KeptDocument, listKept, noteKept, removeKept } from "./shelf-store.ts";
import { withDatabase } from "./with-database.ts";

/** How long documents that nobody opens are kept, and how much all together may take. */
export interface ShelfLimits {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** Says of a document, by the name of its copy, whether it may go: it is at the server, or was deleted there on purpose. */
export type AskServer = (name: string) => Promise<boolean>;

/** What a device keeps unless it is told otherwise: 90 days, 200 MB. */
export const usualLimits: ShelfLimits = { maxAgeMs: 90 * 24 * 3_600_000, maxBytes: 200 * 1024 * 1024 };

/** What is removed at once, at least, where the browser gives no more space. */
const leastRoomBytes = 1024 * 1024;

/**
 * Takes off the device what is too old, then the oldest of what is too much. Never a document with something unsent, a
 * pinned one, one that a tab has open, or one of whoever has it here that the server may not have any more: nobody but the
 * server knows that, and whoever cannot ask keeps it. Resolves with how many went.
 */
export async function tidyDevice(
  device: Device,
  now: number,
  limits: ShelfLimits = usualLimits,
  mayGo: AskServer = () => Promise.resolve(true),
): Promise<number> {
  return withDatabase(device.indexedDB, async (database) => {
    const kept = await listKept(database, now);
    // From now on the shelf knows how old they are.
    const glimpsed = kept.filter(({ openedAt }) => openedAt === now);
    for (const { name, title } of glimpsed) await noteKept(database, name, { title }, now);
    let bytes = kept.reduce((sum, document) => sum + document.bytes, 0);
    let removed = 0;
    for (const document of await removable(device, database, kept)) {
      if (now - document.openedAt <= limits.maxAgeMs && bytes <= limits.maxBytes) break;
      if (document.isOwn && !(await mayGo(document.name))) continue;
      if (!(await remove(device, database, document.name))) continue;
      bytes -= document.bytes;
      removed++;
    }
    return removed;
  });
}

/**
 * Takes off the device what was opened longest ago, until so many bytes are free. Never what `tidyDevice` leaves, nor what whoever
 * has it here owned: nobody asks the server for it now. Resolves with whether anything went. `name`: of whose database. Default: that of
 * who the page is of.
 */
export async function makeRoom(device: Device, bytes: number, name?: string): Promise<boolean> {
  const free = async (database: IDBDatabase): Promise<boolean> => {
    const wanted = Math.max(leastRoomBytes, 2 * bytes);
    let freed = 0;
    let hasRemoved = false;
    for (const document of await removable(device, database, await listKept(database, Date.now()))) {
      if (freed >= wanted) break;
      if (document.isOwn) continue;
      if (!(await remove(device, database, document.name))) continue;
      freed += document.bytes;
      hasRemoved = true;
    }
    return hasRemoved;
  };
  return withDatabase(device.indexedDB, free, name);
}

/** What may go, opened longest ago first. */
async function removable(
  device: Device,
  database: IDBDatabase,
  kept: readonly KeptDocument[],
): Promise<readonly KeptDocument[]> {
  const open = await openNames(device.locks, database.name);
  return kept
    .filter(({ name, isPinned, hasUnsent }) => !isPinned && !hasUnsent && !open.has(name))
    .sort((one, other) => one.openedAt - other.openedAt);
}

async function remove(device: Device, database: IDBDatabase, name: string): Promise<boolean> {
  const isGone = await removeKept(database, name, false);
  // A tab that has opened it since then, or cannot say that it has, writes it again.
  if (isGone) ringOnce(device.BroadcastChannel, { name, database: database.name }, "gone");
  return isGone;
}
