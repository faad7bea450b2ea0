/** Where a document is kept on this device. */
export interface PlaceOnDevice {
  readonly indexedDB: IDBFactory;
  readonly name: string;
}

/** What says whether, and where. */
interface Wanted {
  readonly id: string;
  readonly deviceCopy?: boolean;
  readonly indexedDB?: IDBFactory;
}

/** The place of a server's document; undefined where nothing may be kept. */
export function placeOnDevice(
  { id, deviceCopy, ...given }: Wanted,
  server: string,
): PlaceOnDevice | undefined {
  const indexedDB = given.indexedDB ?? platformIndexedDB();
  if (deviceCopy === false || indexedDB === undefined) return undefined;
  // With the server's address: open rooms of two servers may share a name, and are not the same document.
  return { indexedDB, name: `${server}/${id}` };
}

/** The platform's own; undefined where it has none. Where it is forbidden, some browsers throw at the mere name. */
export function platformIndexedDB(): IDBFactory | undefined {
  try {
    return typeof indexedDB === "undefined" ? undefined : indexedDB;
  } catch {
    return undefined;
  }
}
