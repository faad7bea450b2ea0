import { beforeEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { FakeBrowser } from "../../test/fake-browser.ts";
import { clearDevice, unsentNames } from "./clearing.ts";
import { createDeviceCopy } from "./create-copy.ts";
import { DeviceCopy } from "./device-copy.ts";
import {
  answered,
  committed,
  drawerStore,
  filesStore,
  libraryStore,
  outboxStore,
  updatesStore,
} from "./device-database.ts";
import { namesIn } from "./names-in.ts";
import { openShelf, type Shelf } from "./shelf.ts";
import { makeRoom } from "./tidying.ts";
import { withDatabase } from "./with-database.ts";

const url = "wss://host/sync";
const day = 24 * 3_600_000;

let browser: FakeBrowser;
let now: number;

beforeEach(() => {
  browser = new FakeBrowser();
  now = Date.parse("2026-11-22T12:00:00Z");
});

function shelfOf(address = url): Shelf {
  const shelf = openShelf({ url: address, device: browser.device, now: () => now });
  if (shelf === undefined) throw new Error("this browser keeps something");
  return shelf;
}

/** A page with a document in it. */
async function openPage(id: string, server = url, database = "quire") {
  const ydoc = new Y.Doc();
  const copy = new DeviceCopy({
    name: `${server}/${id}`,
    ydoc,
    device: browser.tab().device,
    database,
    maxRecords: 500,
    retryMs: 5,
    forgetMs: 5,
    listenMs: 5,
    onChange: () => {},
    onFound: () => {},
    hearsServer: () => false,
    makeRoom: async () => false,
    afterPaint: (task) => task(),
  });
  ydoc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== copy) copy.append(update, origin !== "server");
  });
  await copy.load();
  return { ydoc, copy };
}

/** Opens a document, has so many bytes come from the server, and closes it. */
async function keep(id: string, { bytes = 100, unsent = false, server = url, database = "quire" } = {}) {
  const { ydoc, copy } = await openPage(id, server, database);
  const origin = unsent ? null : "server";
  ydoc.transact(() => {
    ydoc.getText("title").insert(0, `Title of ${id}`);
    ydoc.getText("t").insert(0, "x".repeat(bytes));
  }, origin);
  await copy.close();
}

const ids = async (shelf: Shelf) => (await shelf.list()).map(({ id }) => id);

test("C25 the shelf tells of each document its title, size and age, whether it is whole, pinned, unsent and open", async () => {
  await keep("first-document", { bytes: 5_000, unsent: true });
  const shelf = shelfOf();
  await shelf.note("first-document", { openedAt: now - day, title: "First", isWhole: true });
  await shelf.pin("first-document", true);
  await keep("second-document");
  const open = await openPage("second-document");
  const [second, first] = await shelf.list();
  expect(first).toEqual({
    id: "first-document",
    title: "First",
    openedAt: now - day,
    bytes: expect.closeTo(5_050, -2),
    isPinned: true,
    isWhole: true,
    hasUnsent: true,
    isOpen: false,
  });
  // Nobody has put it on the shelf: it counts as opened now, and its title is read from its text.
  expect(second).toMatchObject({
    id: "second-document",
    title: "Title of second-document",
    openedAt: now,
    isWhole: false,
    hasUnsent: false,
    isOpen: true,
  });
  await open.copy.close();
  expect((await shelf.read("first-document")).getText("t").length).toBe(5_000);
  expect((await shelf.read("no-document-at-all")).getText("t").length).toBe(0);
});

test("C25 a shelf is of one server, and what it notes of a document leaves the rest as it was", async () => {
  await keep("of-this-server");
  await keep("of-another-one", { server: "wss://another/sync" });
  const shelf = shelfOf();
  expect(await ids(shelf)).toEqual(["of-this-server"]);
  expect(await ids(shelfOf("wss://another/sync/"))).toEqual(["of-another-one"]);
  await shelf.pin("of-this-server", true);
  await shelf.note("of-this-server", { isWhole: true });
  await shelf.note("of-this-server", { title: "Anew" });
  expect(await shelf.list()).toMatchObject([{ title: "Anew", isPinned: true, isWhole: true, openedAt: now }]);
});

describe("C26 what is tidied away", () => {
  test("is what was not opened for long, never what is pinned, open, or has something unsent", async () => {
    const shelf = shelfOf();
    for (const id of ["old-and-done", "old-and-pinned", "old-and-open"]) await keep(id);
    await keep("old-and-unsent", { unsent: true });
    await keep("old-with-a-file");
    await withDatabase(browser.indexedDB, async (database) => {
      const transaction = database.transaction(filesStore, "readwrite");
      transaction.objectStore(filesStore).put({ id: "file", name: `${url}/old-with-a-file` });
      await committed(transaction);
    });
    for (const id of await ids(shelf)) await shelf.note(id, { openedAt: now - 91 * day });
    await shelf.pin("old-and-pinned", true);
    await keep("young");
    const { copy } = await openPage("old-and-open");
    expect(await shelf.tidy()).toBe(1);
    expect((await ids(shelf)).sort()).toEqual(
      ["old-and-open", "old-and-pinned", "old-and-unsent", "old-with-a-file", "young"].sort(),
    );
    await copy.close();
    expect(await shelf.tidy()).toBe(1);
    expect(await ids(shelf)).not.toContain("old-and-open");
  });

  test("is the oldest of what is too much", async () => {
    const shelf = shelfOf();
    for (const [age, id] of ["newest", "middle", "oldest"].entries()) {
      await keep(id, { bytes: 1_000 });
      await shelf.note(id, { openedAt: now - age * day });
    }
    expect(await shelf.tidy({ maxAgeMs: 90 * day, maxBytes: 2_500 })).toBe(1);
    expect(await ids(shelf)).toEqual(["newest", "middle"]);
    expect(await shelf.tidy({ maxAgeMs: 90 * day, maxBytes: 2_500 })).toBe(0);
  });

  test("is a document that the shelf had only glimpsed, once it is old from then on", async () => {
    const shelf = shelfOf();
    await keep("glimpsed");
    expect(await shelf.tidy()).toBe(0);
    now += 91 * day;
    expect(await shelf.tidy()).toBe(1);
  });

  test("is the oldest where the browser gives no more space, until there is enough", async () => {
    const shelf = shelfOf();
    for (const [age, id] of ["newest", "middle", "oldest"].entries()) {
      await keep(id, { bytes: 800_000 });
      await shelf.note(id, { openedAt: now - age * day });
    }
    expect(await makeRoom(browser.device, 10)).toBe(true);
    expect(await ids(shelf)).toEqual(["newest"]);
    await shelf.pin("newest", true);
    expect(await makeRoom(browser.device, 10)).toBe(false);
  });

  test("B212 is somebody's own where the browser gives no more space for what is kept for them", async () => {
    const database = "quire of mara";
    await keep("of-this-page");
    await keep("of-mara", { database });
    const tab = browser.tab();
    let isFull = true;
    tab.fate = () => {
      const fate = isFull ? "full" : "passes";
      isFull = false;
      return fate;
    };
    const name = `${url}/new-of-mara`;
    const ydoc = new Y.Doc();
    ydoc.getText("t").insert(0, "here");
    const copy = createDeviceCopy(
      { indexedDB: tab.device.indexedDB, name, database },
      { ydoc, onChange() {}, onFound() {}, hearsServer: () => false, afterPaint: (task) => task() },
    );
    await copy.load();
    copy.append(Y.encodeStateAsUpdate(ydoc), true);
    await vi.waitFor(() => expect(copy.isKept).toBe(true));
    await copy.close();
    const namesOfMara = await withDatabase(
      browser.indexedDB,
      (opened) => namesIn(opened.transaction(updatesStore).objectStore(updatesStore)),
      database,
    );
    expect([...namesOfMara]).toEqual([name]);
    expect(await ids(shelfOf())).toEqual(["of-this-page"]);
  });

  test("V7 is none of whoever has it here owned where the browser gives no more space: nobody asks the server", async () => {
    const shelf = shelfOf();
    for (const id of ["own", "of-others"]) {
      await keep(id, { bytes: 100 });
      await shelf.note(id, { openedAt: now - 91 * day, isOwn: id === "own" });
    }
    expect(await makeRoom(browser.device, 10)).toBe(true);
    expect(await ids(shelf)).toEqual(["own"]);
  });
});

test("V7 of what whoever has it here owned only that goes which the server says it has, or had deleted", async () => {
  const shelf = shelfOf();
  const own = ["own-and-there", "own-and-lost"];
  for (const id of [...own, "of-others"]) await keep(id);
  await keep("own-elsewhere", { server: "wss://another/sync" });
  for (const id of [...own, "of-others"])
    await shelf.note(id, { openedAt: now - 91 * day, isOwn: own.includes(id) });
  const other = shelfOf("wss://another/sync");
  await other.note("own-elsewhere", { openedAt: now - 91 * day, isOwn: true });
  const asked: string[] = [];
  const removed = shelf.tidy(undefined, async (id) => {
    asked.push(id);
    return id === "own-and-there";
  });
  expect(await removed).toBe(2);
  expect(await ids(shelf)).toEqual(["own-and-lost"]);
  expect(await ids(other)).toEqual(["own-elsewhere"]);
  expect(asked.sort()).toEqual(own.sort());
});

test("C26 what is removed by hand is not open, and with something unsent only when that was said", async () => {
  const shelf = shelfOf();
  await keep("with-unsent-words", { unsent: true });
  const { copy } = await openPage("with-unsent-words");
  expect(await shelf.remove("with-unsent-words", { evenUnsent: true })).toBe("open");
  await copy.close();
  expect(await shelf.remove("with-unsent-words")).toBe("unsent");
  expect(await ids(shelf)).toEqual(["with-unsent-words"]);
  expect(await shelf.remove("with-unsent-words", { evenUnsent: true })).toBe("removed");
  expect(await ids(shelf)).toEqual([]);
  const again = await openPage("with-unsent-words");
  expect(again.ydoc.getText("t").length).toBe(0);
  await again.copy.close();
});

test("C26 where a browser has no locks, what is removed under an open page is written again by it", async () => {
  const { ydoc, copy } = await openPage("open-all-the-while");
  ydoc.transact(() => ydoc.getText("t").insert(0, "here"), "server");
  await vi.waitFor(() => expect(copy.isKept).toBe(true));
  const device = { ...browser.device, locks: undefined };
  const shelf = openShelf({ url, device });
  expect(await shelf?.remove("open-all-the-while")).toBe("removed");
  await vi.waitFor(async () =>
    expect((await shelf?.read("open-all-the-while"))?.getText("t").toJSON()).toBe("here"),
  );
  await copy.close();
});

describe("OF-5 clearing the device", () => {
  test("takes everything off it when nothing is unsent, and open pages keep nothing more", async () => {
    const shelf = shelfOf();
    await keep("a-document");
    const { ydoc, copy } = await openPage("another-document");
    ydoc.transact(() => ydoc.getText("t").insert(0, "here"), "server");
    await vi.waitFor(() => expect(copy.isKept).toBe(true));
    expect(await clearDevice(browser.device)).toEqual({ isCleared: true });
    await vi.waitFor(() => expect(copy.isKept).toBe(false));
    ydoc.getText("t").insert(0, "still ");
    await copy.close();
    expect(await shelf.list()).toEqual([]);
  });

  test("is refused while words are nowhere else, says which, and is done when that is confirmed", async () => {
    await keep("with-unsent-words", { unsent: true });
    await keep("without-any");
    await withDatabase(browser.indexedDB, async (database) => {
      const transaction = database.transaction([outboxStore, drawerStore], "readwrite");
      transaction.objectStore(outboxStore).add({});
      transaction.objectStore(outboxStore).add({ type: "rename", refusal: "You may not." });
      transaction.objectStore(drawerStore).add({ id: "refused" });
      transaction.objectStore(drawerStore).add({ id: "lost", isCopy: true, reason: "not here" });
      const reason = "replaced by Zm9vYmFyYmF6cXV4";
      transaction.objectStore(drawerStore).add({ id: "replaced", isCopy: true, reason });
      await committed(transaction);
    });
    const unsent = { titles: ["Title of with-unsent-words"], deeds: 1, refused: 2, copies: 1 };
    expect(await clearDevice(browser.device)).toEqual({ isCleared: false, unsent });
    expect(await ids(shelfOf())).toHaveLength(2);
    expect(await clearDevice(browser.device, { evenUnsent: true })).toEqual({ isCleared: true });
    expect(await ids(shelfOf())).toEqual([]);
    expect(await clearDevice(browser.device)).toEqual({ isCleared: true });
  });

  /** Does something in a store of this page's database. */
  const within = (name: string, work: (store: IDBObjectStore) => unknown) =>
    withDatabase(browser.indexedDB, async (database) => {
      const transaction = database.transaction(name, "readwrite");
      work(transaction.objectStore(name));
      await committed(transaction);
    });
  const refuse = (entry: object) =>
    within(drawerStore, (store) => store.put({ id: "refused", refusedAt: 1, ...entry }));

  test("B210 is refused where something is nowhere else beside what was agreed to, edits, deeds and refused words alike", async () => {
    await keep("with-unsent-words", { unsent: true });
    for (const goOn of [
      () => refuse({}),
      () => refuse({ refusedAt: 2 }),
      () => within(outboxStore, (store) => store.add({})),
      () => keep("with-unsent-words", { unsent: true }),
    ]) {
      const agreed = await unsentNames(browser.device);
      await goOn();
      expect(await clearDevice(browser.device, { evenUnsent: agreed })).toMatchObject({ isCleared: false });
    }
    const agreed = await unsentNames(browser.device);
    expect(await clearDevice(browser.device, { evenUnsent: agreed })).toEqual({ isCleared: true });
    expect(await unsentNames(browser.device)).toEqual([]);
  });

  test("B222 is done without a question where what was refused has arrived, or is in a new document, and is a question again when more is", async () => {
    await refuse({ arrivedAt: 2 });
    await refuse({ id: "rescued", rescuedAs: "a-new-document-of-them" });
    expect(await unsentNames(browser.device)).toEqual([]);
    expect(await clearDevice(browser.device)).toEqual({ isCleared: true });
    await refuse({ arrivedAt: 2 });
    await refuse({ id: "rescued" });
    const unsent = { titles: [], deeds: 0, refused: 1, copies: 0 };
    expect(await clearDevice(browser.device)).toEqual({ isCleared: false, unsent });
  });

  test("B211 is done though what was agreed to was refused since, as to whom the server does not know any more", async () => {
    await keep("with-unsent-words", { unsent: true });
    const id = `${url}/with-unsent-words`;
    const agreed = await unsentNames(browser.device);
    // What is in the drawer alone, and what was refused for another reason, they were not asked about.
    for (const entry of [{ code: 4401 }, { id, code: 4403 }]) {
      await refuse(entry);
      expect(await clearDevice(browser.device, { evenUnsent: agreed })).toMatchObject({ isCleared: false });
      await within(drawerStore, (store) => store.clear());
    }
    await refuse({ id, code: 4401 });
    expect(await clearDevice(browser.device, { evenUnsent: agreed })).toEqual({ isCleared: true });
  });

  test("B211 takes off what is kept for somebody else where that is said, and nothing of this page's", async () => {
    await keep("of-this-page");
    const ofMara = async (work: (store: IDBObjectStore) => IDBRequest) =>
      withDatabase(
        browser.indexedDB,
        (database) =>
          answered(work(database.transaction(libraryStore, "readwrite").objectStore(libraryStore))),
        "quire of mara",
      );
    await ofMara((store) => store.put("a list", "documents"));
    expect(await clearDevice(browser.device, { keeper: "mara" })).toEqual({ isCleared: true });
    expect(await ofMara((store) => store.count())).toBe(0);
    expect(await ids(shelfOf())).toEqual(["of-this-page"]);
  });
});

describe("B223 of a document that two people have open in one browser", () => {
  const database = "quire of mara";
  const name = `${url}/of-both`;
  const open = async (whose = "quire") => {
    const page = await openPage("of-both", url, whose);
    page.ydoc.transact(() => page.ydoc.getText("t").insert(0, "here"), "server");
    await vi.waitFor(() => expect(page.copy.isKept).toBe(true));
    return page;
  };

  test("B211 what is cleared for one leaves the open copy of the other kept", async () => {
    const [mine, maras] = [await open(), await open(database)];
    expect(await clearDevice(browser.device, { keeper: "mara" })).toEqual({ isCleared: true });
    await vi.waitFor(() => expect(maras.copy.isKept).toBe(false));
    expect(mine.copy.isKept).toBe(true);
    mine.ydoc.getText("t").insert(0, "still ");
    await mine.copy.close();
    await maras.copy.close();
    expect((await shelfOf().read("of-both")).getText("t").toJSON()).toBe("still here");
  });

  test("one page holds up nobody else's copy", async () => {
    await keep("of-both");
    const maras = await open(database);
    expect(await shelfOf().list()).toMatchObject([{ isOpen: false }]);
    expect(await shelfOf().remove("of-both")).toBe("removed");
    expect(maras.copy.isKept).toBe(true);
    await maras.copy.close();
  });

  test("C27 a page that rings for everybody is heard, hears all of them, and has its document open for everybody", async () => {
    const heard: unknown[] = [];
    const { device } = browser.tab();
    const older = device.BroadcastChannel && new device.BroadcastChannel(`quire ${name}`);
    if (older === undefined) throw new Error("this browser has channels");
    older.onmessage = ({ data }) => heard.push(data);
    const maras = await open(database);
    await clearDevice(browser.device, { keeper: "mara" });
    await vi.waitFor(() => expect(heard).toContain("ended"));
    await maras.copy.close();

    const mine = await open();
    const letGo = Promise.withResolvers<void>();
    void device.locks?.request(`quire open ${url}/of-an-older-page`, {}, () => letGo.promise);
    await keep("of-an-older-page");
    expect(await shelfOf().remove("of-an-older-page")).toBe("open");
    letGo.resolve();
    older.postMessage("ended");
    await vi.waitFor(() => expect(mine.copy.isKept).toBe(false));
    await mine.copy.close();
  });
});

test("a browser that keeps nothing has no shelf, and an address that is none is refused", () => {
  expect(openShelf({ url })).toBeUndefined();
  expect(() => openShelf({ url: "https://host", device: browser.device })).toThrow(/wss:\/\/host\/sync/);
});
