import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { committed, openDatabase, readRecords, unsentStore, updatesStore } from "./device-database.ts";

const name = "ws://host/sync/document-of-a-test";

test("C3 what a page of the first layout kept is there for the pages after it", async () => {
  const device = new IDBFactory();
  await keepAsFirstLayoutDid(device);

  const database = await openDatabase(device, () => {});
  expect(database.version).toBe(2);
  expect(await readRecords(database, name)).toEqual({
    keys: [1],
    records: [{ key: 1, update: Uint8Array.of(1, 2, 3) }],
    unsent: [[name, 7, 1]],
  });
  database.close();
});

/** The database as pages made it that knew updates and marks alone. */
async function keepAsFirstLayoutDid(device: IDBFactory): Promise<void> {
  const opening = device.open("quire", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(updatesStore, { autoIncrement: true }).createIndex("name", "name");
    opening.result.createObjectStore(unsentStore).createIndex("name", "name");
  };
  await new Promise<void>((resolve) => {
    opening.onsuccess = () => resolve();
  });
  const transaction = opening.result.transaction([updatesStore, unsentStore], "readwrite");
  transaction.objectStore(updatesStore).add({ name, update: Uint8Array.of(1, 2, 3) });
  transaction.objectStore(unsentStore).put({ name }, [name, 7, 1]);
  await committed(transaction);
  opening.result.close();
}
