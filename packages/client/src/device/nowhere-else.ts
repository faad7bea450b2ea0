import { CloseCode, followerIn, mayOnlyRead } from "@quire/protocol";
import * as Y from "yjs";
import type { PlaceOnDevice } from "./place-on-device.ts";
import { noteKept, readShelved } from "./shelf-store.ts";
import { withDatabase } from "./with-database.ts";

export { putIntoDrawer } from "./drawer-entry.ts";
export { noteArrived } from "./note-arrived.ts";

/** A document as it is on this device. */
export interface Here {
  /** Undefined where nothing may be kept. */
  readonly place: PlaceOnDevice | undefined;
  readonly ydoc: Y.Doc;
}

/** How a server closed for good. */
export interface Refusal {
  readonly code: number;
  readonly reason: string;
  /** On a line that it had let in before. */
  readonly wasLetIn: boolean;
}

/**
 * Whether what is here of a document that was refused may be nowhere else, and says something: the server does not have it
 * (as after it was restored from a backup that is older than the document), has another in its place, or will not say whether it
 * is there to somebody who owned it when it was last here.
 */
export async function isNowhereElse(
  { place, ydoc }: Here,
  { code, reason, wasLetIn }: Refusal,
): Promise<boolean> {
  switch (code) {
    case CloseCode.notFound:
      return !isBlank(ydoc);
    case CloseCode.gone:
      return followerIn(reason) !== undefined && !isBlank(ydoc);
    case CloseCode.forbidden:
      // What says whose it was is on the device.
      if (place === undefined || reason === mayOnlyRead || isBlank(ydoc)) return false;
      return withDatabase(
        place.indexedDB,
        (database) => wasOwn(database, place.name, wasLetIn),
        place.database,
      );
    default:
      return false;
  }
}

/** Whose right ends while the document is open before them does not own it any more, and it is there. */
async function wasOwn(database: IDBDatabase, name: string, isThere: boolean): Promise<boolean> {
  const isOwn = (await readShelved(database, name))?.isOwn === true;
  if (isOwn && isThere) await noteKept(database, name, { isOwn: false }, Date.now());
  return isOwn && !isThere;
}

/** Whether nobody has put anything into the document: one block, with nothing but its id, and no title. */
function isBlank(ydoc: Y.Doc): boolean {
  let elements = 0;
  for (const structs of ydoc.store.clients.values()) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.deleted || struct.parentSub === "id") continue;
      if (!(struct.content instanceof Y.ContentType)) return false;
      if (struct.content.type instanceof Y.XmlElement && ++elements > 1) return false;
    }
  }
  return true;
}
