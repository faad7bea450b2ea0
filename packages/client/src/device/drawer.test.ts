import { IDBFactory } from "fake-indexeddb";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { createDeviceCopy } from "./create-copy.ts";
import type { DeviceCopy } from "./device-copy.ts";
import { drawerStore, openDatabase, readRecords } from "./device-database.ts";
import { openDrawer } from "./drawer.ts";
import { type DrawerEntry, putIntoDrawer } from "./drawer-entry.ts";
import { RefusedWords } from "./refused-words.ts";

const id = "ws://host/sync/document-of-a-test";

function stateOf(...texts: readonly string[]): Uint8Array {
  const ydoc = new Y.Doc();
  for (const text of texts) ydoc.getText("t").insert(0, text);
  return Y.encodeStateAsUpdate(ydoc);
}

const entryOf = (state: Uint8Array, more: Partial<DrawerEntry> = {}): DrawerEntry => ({
  id,
  documentId: "document-of-a-test",
  refusedAt: 1,
  code: 4403,
  reason: "no",
  state,
  ...more,
});

function textIn(entry: DrawerEntry | undefined): string {
  const ydoc = new Y.Doc();
  if (entry !== undefined) Y.applyUpdate(ydoc, entry.state);
  return ydoc.getText("t").toJSON();
}

function openCopy(indexedDB: IDBFactory, ydoc: Y.Doc): DeviceCopy {
  return createDeviceCopy(
    { indexedDB, name: id },
    { ydoc, onChange() {}, onFound() {}, hearsServer: () => false, afterPaint: (task) => task() },
  );
}

/** A document's copy on the device, with the text that is given and nothing else. */
async function copyOf(device: IDBFactory, ydoc: Y.Doc, isMine: boolean) {
  const copy = openCopy(device, ydoc);
  await copy.load();
  copy.append(Y.encodeStateAsUpdate(ydoc), isMine);
  return copy;
}

const recordsOf = async (device: IDBFactory) => {
  const database = await openDatabase(device, () => {});
  const records = await readRecords(database, id);
  database.close();
  return records;
};

test("V1 what was put into the drawer is in it until somebody takes it out, and goes back in whole", async () => {
  const device = new IDBFactory();
  await putIntoDrawer(device, entryOf(stateOf("words")));
  const drawer = openDrawer(device);
  expect((await drawer.list()).map(textIn)).toEqual(["words"]);
  const removed = await drawer.remove(id);
  expect(await drawer.list()).toEqual([]);
  expect(await drawer.remove(id)).toBeUndefined();
  if (removed !== undefined) await drawer.putBack(removed);
  expect((await drawer.list()).map(textIn)).toEqual(["words"]);
});

test("where there is no database, as in Node, there is nothing in the drawer", async () => {
  expect(await openDrawer().list()).toEqual([]);
  await expect(openDrawer().remove(id)).rejects.toThrow("it has no IndexedDB");
});

test("V1 a second refusal of a document is added to the first, and nothing of it is lost", async () => {
  const device = new IDBFactory();
  const since = Uint8Array.of(0);
  await putIntoDrawer(device, entryOf(stateOf("one "), { since }));
  await putIntoDrawer(device, entryOf(stateOf("two "), { refusedAt: 2, code: 4410, reason: "gone" }));
  const [entry, ...others] = await openDrawer(device).list();
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ refusedAt: 2, code: 4410, reason: "gone", since });
  expect(textIn(entry).trim().split(" ").toSorted()).toEqual(["one", "two"]);
});

test("V2 an entry whose words are all in the copy, and acknowledged there, is said to have arrived", async () => {
  const device = new IDBFactory();
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "words");
  const copy = await copyOf(device, ydoc, true);
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(ydoc)));
  const drawer = openDrawer(device);
  await vi.waitFor(() => expect(copy.isKept).toBe(true));
  expect((await drawer.list())[0]).not.toHaveProperty("arrivedAt");
  copy.acknowledge();
  await copy.close();
  expect((await drawer.list())[0]).toHaveProperty("arrivedAt");
  // What is refused of it later was not there before.
  ydoc.getText("t").insert(5, " and more");
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(ydoc), { refusedAt: 3 }));
  expect((await drawer.list())[0]).not.toHaveProperty("arrivedAt");
});

test("V2 a copy that has not all of the words proves nothing, however it was acknowledged", async () => {
  const device = new IDBFactory();
  const copy = await copyOf(device, new Y.Doc(), false);
  await copy.close();
  await putIntoDrawer(device, entryOf(stateOf("words")));
  expect((await openDrawer(device).list())[0]).not.toHaveProperty("arrivedAt");
});

test("V2 that words are in a new document holds until others are refused, and not for those", async () => {
  const device = new IDBFactory();
  const drawer = openDrawer(device);
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "words");
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(ydoc)));
  await drawer.rescue(id, "a-new-document-of-them");
  // The page is opened again, and refused again.
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(ydoc), { refusedAt: 2 }));
  expect((await drawer.list())[0]).toMatchObject({ rescuedAs: "a-new-document-of-them", refusedAt: 2 });
  ydoc.getText("t").insert(0, "other ");
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(ydoc), { refusedAt: 3 }));
  expect((await drawer.list())[0]).not.toHaveProperty("rescuedAs");
});

test("V6 who takes a copy out of the drawer does not meet it again: it goes off the device, too", async () => {
  const device = new IDBFactory();
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "words");
  const state = Y.encodeStateAsUpdate(ydoc);
  await (await copyOf(device, ydoc, false)).close();
  const drawer = openDrawer(device);
  await putIntoDrawer(device, entryOf(state, { code: 4404, isCopy: true }));
  const removed = await drawer.remove(id);
  expect(removed).toMatchObject({ isCopy: true });
  expect((await recordsOf(device)).records).toEqual([]);
});

test("V6 a copy of words that had arrived is not said to have arrived any more, and one of words that wait still is theirs", async () => {
  const device = new IDBFactory();
  const drawer = openDrawer(device);
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "words");
  const state = Y.encodeStateAsUpdate(ydoc);
  await (await copyOf(device, ydoc, false)).close();
  await putIntoDrawer(device, entryOf(state, { since: Uint8Array.of(0) }));
  expect((await drawer.list())[0]).toHaveProperty("arrivedAt");
  await putIntoDrawer(device, entryOf(state, { refusedAt: 2, code: 4404, isCopy: true }));
  const [copy] = await drawer.list();
  expect(copy).toMatchObject({ code: 4404, isCopy: true });
  expect(copy).not.toHaveProperty("arrivedAt");

  // Given back to be sent, it is like any other; the document that comes of it has all of it.
  await drawer.retry(id);
  expect((await drawer.list())[0]).toMatchObject({ isCopy: false });
  await putIntoDrawer(device, entryOf(state, { refusedAt: 3, isCopy: true }));
  expect((await drawer.list())[0]).toMatchObject({ refusedAt: 3, isCopy: false });
});

test("V3 who takes words out is not met by them again: the copy lets them go, unless it has more", async () => {
  const device = new IDBFactory();
  const drawer = openDrawer(device);
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "words");
  await (await copyOf(device, ydoc, true)).close();
  const state = Y.encodeStateAsUpdate(ydoc);
  await putIntoDrawer(device, entryOf(state));
  await drawer.remove(id);
  expect(await recordsOf(device)).toEqual({ keys: [], records: [], unsent: [] });

  await putIntoDrawer(device, entryOf(state));
  ydoc.getText("t").insert(0, "newer ");
  await (await copyOf(device, ydoc, true)).close();
  await drawer.remove(id);
  expect((await recordsOf(device)).unsent).toHaveLength(1);
});

test("V3 what is refused while an entry is out stays, with the entry that is put back", async () => {
  const device = new IDBFactory();
  const drawer = openDrawer(device);
  const [older, newer] = [new Y.Doc(), new Y.Doc()];
  older.getText("t").insert(0, "older ");
  newer.getText("t").insert(0, "newer ");
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(older)));
  const taken = await drawer.remove(id);
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(newer), { refusedAt: 2 }));
  if (taken) await drawer.putBack(taken);
  const [entry] = await drawer.list();
  expect(textIn(entry).split(" ").sort()).toEqual(["", "newer", "older"]);
  expect(entry?.refusedAt).toBe(2);
});

test("V3 C23 who has the document open while its words are removed keeps it whole again", async () => {
  const device = new IDBFactory();
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "words");
  const copy = await copyOf(device, ydoc, true);
  await expect.poll(() => copy.isKept).toBe(true);
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(ydoc)));
  await openDrawer(device).remove(id);
  await expect.poll(async () => (await recordsOf(device)).records.length).toBe(1);
  const before = Y.encodeStateVector(ydoc);
  ydoc.getText("t").insert(0, "more ");
  copy.append(Y.encodeStateAsUpdate(ydoc, before), true);
  await copy.close();
  const again = new Y.Doc();
  const next = openCopy(device, again);
  await next.load();
  expect(again.getText("t").toJSON()).toBe("more words");
  await next.close();
});

test("V3 words that are set aside are in the drawer and not in the copy, and can be given back to be sent", async () => {
  const device = new IDBFactory();
  const drawer = openDrawer(device);
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "words");
  await putIntoDrawer(device, entryOf(Y.encodeStateAsUpdate(ydoc)));
  ydoc.getText("t").insert(0, "newer ");
  await (await copyOf(device, ydoc, true)).close();
  await drawer.setAside(id);
  expect(await recordsOf(device)).toEqual({ keys: [], records: [], unsent: [] });
  expect((await drawer.list()).map(textIn)).toEqual(["newer words"]);
  await drawer.retry(id);
  const again = new Y.Doc();
  const copy = openCopy(device, again);
  expect(await copy.load()).toMatchObject({ isEmpty: false, hasUnsent: true });
  expect(again.getText("t").toJSON()).toBe("newer words");
  await copy.close();
});

test("V1 a device that has no room is asked again, and the words are not called kept until it has", async () => {
  const device = new IDBFactory();
  const database = await openDatabase(device, () => {});
  const store = Object.getPrototypeOf(database.transaction(drawerStore).objectStore(drawerStore));
  database.close();
  const failed = Promise.withResolvers<void>();
  vi.spyOn(store, "put").mockImplementation(() => {
    failed.resolve();
    throw new DOMException("the disk is full", "QuotaExceededError");
  });
  const kept = Promise.withResolvers<void>();
  let texts = ["first"];
  const words = new RefusedWords({
    place: { indexedDB: device, name: id },
    ydoc: new Y.Doc(),
    entry: () => entryOf(stateOf(...texts)),
    onChange: () => words.isKept && kept.resolve(),
    retryMs: 5,
  });
  words.add();
  await failed.promise;
  texts = ["second ", "first "];
  words.add();
  expect(words.isKept).toBe(false);
  vi.mocked(store.put).mockRestore();
  await kept.promise;
  expect(textIn((await openDrawer(device).list())[0])).toBe("first second ");
  await words.close();
});
