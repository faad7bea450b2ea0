import { nameIndex } from "./device-database.ts";

/** The documents that a store holds something of, each once. */
export function namesIn(store: IDBObjectStore): Promise<ReadonlySet<string>> {
  return new Promise((resolve, reject) => {
    const names = new Set<string>();
    const request = store.index(nameIndex).openKeyCursor(null, "nextunique");
    request.onerror = () => reject(request.error ?? new Error("the browser gave the request up"));
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null) return resolve(names);
      if (typeof cursor.key === "string") names.add(cursor.key);
      cursor.continue();
    };
  });
}
