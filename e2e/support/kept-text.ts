import type { Person } from "./person.ts";

/** All that the browser's databases hold, as one text. */
export function keptText({ page }: Pick<Person, "page">): Promise<string> {
  return page.evaluate(async () => {
    const answered = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const texts: string[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await answered(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values = await answered(database.transaction(store).objectStore(store).getAll());
        for (const value of values)
          texts.push(
            JSON.stringify(value, (_, part: unknown) =>
              part instanceof Uint8Array ? new TextDecoder().decode(part) : part,
            ),
          );
      }
      database.close();
    }
    return texts.join("\n");
  });
}
