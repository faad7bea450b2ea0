import { openDatabase } from "./device-database.ts";

/** Runs some work with the database, this page's own or the one that is named, and lets it go. */
export async function withDatabase<Result>(
  indexedDB: IDBFactory,
  work: (database: IDBDatabase) => Promise<Result>,
  name?: string,
): Promise<Result> {
  const database = await openDatabase(indexedDB, () => undefined, name);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}
