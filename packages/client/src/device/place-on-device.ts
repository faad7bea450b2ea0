import { keptName, pageOwner } from "./keeper.ts";

/** Where a document is kept on this device. */
export interface PlaceOnDevice {
  readonly indexedDB: IDBFactory;
  readonly name: string;
  /** The database's name. Default: that of who the page is of. */
  readonly database?: string;
}

/** What says whether, and where. */
interface Wanted {
  readonly id: string;
  readonly deviceCopy?: boolean;
  readonly indexedDB?: IDBFactory;
  /** What says to the server who somebody is, and to nobody here. */
  readonly token?: unknown;
}

/**
 * The place of a server's document; undefined where nothing may be kept. It stays the place of who this page is of now, whoever
 * that is later.
 */
export function placeOnDevice(
  { id, deviceCopy, token, ...given }: Wanted,
  server: string,
): PlaceOnDevice | undefined {
  const isAnybodys = token !== undefined && pageOwner() === undefined;
  if (isAnybodys && deviceCopy === true)
    throw new Error(
      "openSession keeps a deviceCopy beside a token once keepFor(person) has said whose it is",
    );
  const indexedDB = given.indexedDB ?? platformIndexedDB();
  if (deviceCopy === false || isAnybodys || indexedDB === undefined) return undefined;
  // With the server's address: open rooms of two servers may share a name, and are not the same document.
  return { indexedDB, name: `${server}/${id}`, database: keptName() };
}

/** The platform's own; undefined where it has none. Where it is forbidden, some browsers throw at the mere name. */
export function platformIndexedDB(): IDBFactory | undefined {
  try {
    return typeof indexedDB === "undefined" ? undefined : indexedDB;
  } catch {
    return undefined;
  }
}
