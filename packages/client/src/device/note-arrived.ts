import * as Y from "yjs";
import { answered, committed, drawerStore } from "./device-database.ts";
import type { DrawerEntry } from "./drawer-entry.ts";
import { hasArrived } from "./entry-standing.ts";
import type { PlaceOnDevice } from "./place-on-device.ts";
import { withDatabase } from "./with-database.ts";

/** A document that is open. */
export interface OpenDocument {
  readonly ydoc: Y.Doc;
  /** Whether all of it is on the server's disk now. */
  isSaved(): boolean;
}

/**
 * Puts down that what was refused of a document is at the server, if all of it is in the ydoc and the ydoc is saved: what waits later is
 * something else. Resolves with false where that has to be asked again.
 */
export function noteArrived(place: PlaceOnDevice, { ydoc, isSaved }: OpenDocument): Promise<boolean> {
  const note = async (database: IDBDatabase): Promise<boolean> => {
    const transaction = database.transaction(drawerStore, "readwrite");
    const store = transaction.objectStore(drawerStore);
    const entry = await answered<DrawerEntry | undefined>(store.get(place.name));
    const isOpen = entry !== undefined && !entry.isCopy && !hasArrived(entry);
    const isKnown = isSaved();
    if (isOpen && isKnown && holds(ydoc, entry.state)) store.put(arrived(entry, Date.now()));
    await committed(transaction);
    return !isOpen || isKnown;
  };
  return withDatabase(place.indexedDB, note, place.database);
}

/** The entry as it is now that all of it is on the server. */
export function arrived(entry: DrawerEntry, now: number): DrawerEntry {
  return { ...entry, arrivedAt: Math.max(now, entry.refusedAt) };
}

/** Whether the document has all of the update; of one that cannot be read nobody can say so. */
export function holds(ydoc: Y.Doc, update: Uint8Array): boolean {
  return attempt(() => Y.snapshotContainsUpdate(Y.snapshot(ydoc), update)) ?? false;
}

/** Undefined where it throws: a record may be broken, and the others are read all the same. */
export function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
