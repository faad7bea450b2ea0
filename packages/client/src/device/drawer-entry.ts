import * as Y from "yjs";
import { answered, committed, drawerStore, openDatabase } from "./device-database.ts";

/** Words that a server would not take, with the document around them, or a copy of a document that it does not give any more. A document has one entry. */
export interface DrawerEntry {
  /** The name of the document's copy on this device. */
  readonly id: string;
  readonly documentId: string;
  /** When the server said no, in milliseconds since 1970. */
  readonly refusedAt: number;
  /** What it said: a close code and its reason. */
  readonly code: number;
  readonly reason: string;
  /** The document as it was here, as a Yjs update. */
  readonly state: Uint8Array;
  /** How far the server had it, as a state vector: what is not covered was not sent. Undefined where nobody knows. */
  readonly since?: Uint8Array | undefined;
  /** Nothing of it waited to be sent: it is here because the document is not at the server any more, or not known to be. */
  readonly isCopy?: boolean;
  /** When it was found that all of it is on the server after all. */
  readonly arrivedAt?: number;
  /** The new document that the words were put into. */
  readonly rescuedAs?: string;
  /** When they were last given to the document's copy to be sent, or taken out of it: what waits there from then on is not what was refused. */
  readonly releasedAt?: number;
}

/** Resolves when the entry is durably in the drawer, this page's or that of the database that is named, together with what was there of the same document. */
export async function putIntoDrawer(indexedDB: IDBFactory, entry: DrawerEntry, name?: string): Promise<void> {
  const database = await openDatabase(indexedDB, () => undefined, name);
  try {
    const transaction = database.transaction(drawerStore, "readwrite", { durability: "strict" });
    const store = transaction.objectStore(drawerStore);
    const kept = await answered<DrawerEntry | undefined>(store.get(entry.id));
    store.put(kept === undefined ? entry : joined(kept, entry));
    await committed(transaction);
  } finally {
    database.close();
  }
}

/** What was in the drawer stays in it; that it is elsewhere too holds as long as nothing was added, and the server has the document. */
export function joined(kept: DrawerEntry, entry: DrawerEntry): DrawerEntry {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, kept.state);
  const before = Y.encodeStateAsUpdate(ydoc);
  Y.applyUpdate(ydoc, entry.state);
  const state = Y.encodeStateAsUpdate(ydoc);
  const { refusedAt, code, reason } = entry;
  const wasWaiting = kept.arrivedAt === undefined && kept.isCopy !== true;
  const isCopy = entry.isCopy === true && !wasWaiting;
  if (state.length === before.length && state.every((byte, at) => byte === before[at])) {
    const { arrivedAt: _, ...absent } = kept;
    return { ...(entry.isCopy ? absent : kept), refusedAt, code, reason, isCopy };
  }
  return { ...entry, state, since: wasWaiting ? kept.since : entry.since, isCopy };
}
