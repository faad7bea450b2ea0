import type { DocumentSummary } from "@quire/protocol";
import type { DeviceConnection } from "./device-connection.ts";
import { answered, committed, libraryStore, updatesStore } from "./device-database.ts";
import { namesIn } from "./names-in.ts";

/** Documents that are kept at the most, the newest first. */
const maxDocuments = 2_000;

const listKey = "documents";

/** The list of documents as it was last read from the server, on this device. */
export class KeptList {
  readonly #connection: DeviceConnection;

  constructor(connection: DeviceConnection) {
    this.#connection = connection;
  }

  /** Empty where nothing was read yet. Who had a document open then is not told: nobody knows it now. */
  async read(): Promise<readonly DocumentSummary[]> {
    const database = await this.#connection.open();
    const store = database.transaction(libraryStore).objectStore(libraryStore);
    const kept = await answered<DocumentSummary[] | undefined>(store.get(listKey));
    return kept ?? [];
  }

  /** Takes the place of what was kept. */
  async write(documents: readonly DocumentSummary[]): Promise<void> {
    const database = await this.#connection.open();
    const transaction = database.transaction(libraryStore, "readwrite");
    const kept = documents.slice(0, maxDocuments).map((document) => ({ ...document, people: [] }));
    transaction.objectStore(libraryStore).put(kept, listKey);
    await committed(transaction);
  }
}

/** The documents of one server (`wss://host/sync`) whose text is on this device, by their ids. */
export async function readKeptIds(connection: DeviceConnection, url: string): Promise<ReadonlySet<string>> {
  const database = await connection.open();
  const names = await namesIn(database.transaction(updatesStore).objectStore(updatesStore));
  const prefix = `${url}/`;
  return new Set(
    [...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  );
}
