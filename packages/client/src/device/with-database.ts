import { openDatabase } from "./device-database.ts";

/** Runs some work with the database, and lets it go. */
export async function withDatabase<Result>(
  indexedDB: IDBFactory,
  work: (database: IDBDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(indexedDB, () => undefined);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}
