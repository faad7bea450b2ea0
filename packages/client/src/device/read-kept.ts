import * as Y from "yjs";
import { readRecords } from "./device-database.ts";

/** A document's text as it is kept; empty where nothing is. */
export async function readKept(database: IDBDatabase, name: string): Promise<Y.Doc> {
  const ydoc = new Y.Doc();
  const { records } = await readRecords(database, name);
  for (const { update } of records) {
    try {
      Y.applyUpdate(ydoc, update);
    } catch {
      // The others are no worse for it.
    }
  }
  return ydoc;
}
