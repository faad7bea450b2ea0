import { DeviceConnection } from "./device-connection.ts";

/** Runs some work with the database, this page's own or the one that is named, and lets it go. Rejects where it does not answer. */
export async function withDatabase<Result>(
  indexedDB: IDBFactory,
  work: (database: IDBDatabase) => Promise<Result>,
  name?: string,
): Promise<Result> {
  const connection = new DeviceConnection(indexedDB, {}, name);
  try {
    return await work(await connection.open());
  } finally {
    await connection.close();
  }
}
