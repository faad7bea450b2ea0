import { IDBFactory } from "fake-indexeddb";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { DeviceCopy, type DeviceCopyOptions } from "./device-copy.ts";
import { openDatabase, readRecords, updatesStore } from "./device-database.ts";

const name = "ws://host/sync/document-of-a-test";

const afterPaint = (task: () => void) => task();

/** A ydoc with its copy, as a session wires them: what is not from the copy is appended. */
function openCopy(indexedDB: IDBFactory, overrides: Partial<DeviceCopyOptions> = {}) {
  const ydoc = new Y.Doc();
  let changed = () => {};
  const options = {
    name,
    ydoc,
    device: { indexedDB, BroadcastChannel: undefined, locks: undefined },
    maxRecords: 500,
    retryMs: 5,
    forgetMs: 5,
    listenMs: 5,
    onChange: () => changed(),
    onFound: () => {},
    hearsServer: () => false,
    makeRoom: async () => false,
    afterPaint,
  };
  const copy = new DeviceCopy({ ...options, ...overrides });
  ydoc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== copy) copy.append(update, origin !== "server");
  });
  const kept = () =>
    new Promise<void>((resolve) => {
      changed = () => {
        if (copy.isKept) resolve();
      };
      changed();
    });
  return { ydoc, copy, text: ydoc.getText("t"), kept };
}

const recordsOf = async (indexedDB: IDBFactory) => {
  const database = await openDatabase(indexedDB, () => {});
  const records = await readRecords(database, name);
  database.close();
  return records;
};

test("what was typed is there when the document is opened again", async () => {
  const device = new IDBFactory();
  const first = openCopy(device);
  expect(await first.copy.load()).toEqual({ isEmpty: true, hasUnsent: false });
  first.text.insert(0, "hello");
  first.text.insert(5, " world");
  await first.copy.close();

  const second = openCopy(device);
  expect(await second.copy.load()).toEqual({ isEmpty: false, hasUnsent: true });
  expect(second.text.toJSON()).toBe("hello world");
  await second.copy.close();
});

test("C3 a copy is kept only when the transaction that holds the last edit is complete", async () => {
  const device = new IDBFactory();
  const { copy, text, kept } = openCopy(device);
  await copy.load();
  expect(copy.isKept).toBe(true);
  text.insert(0, "a");
  expect(copy.isKept).toBe(false);
  await kept();
  const other = new Y.Doc();
  for (const { update } of (await recordsOf(device)).records) Y.applyUpdate(other, update);
  expect(other.getText("t").toJSON()).toBe("a");
  await copy.close();
});

test("while more is typed than the disk has, a copy is not kept", async () => {
  const device = new IDBFactory();
  const { copy, text } = openCopy(device);
  await copy.load();
  for (const letter of "abcdefghijklmnopqrst") {
    text.insert(text.length, letter);
    await new Promise((resolve) => setTimeout(resolve));
    if (!copy.isKept) continue;
    const other = new Y.Doc();
    for (const { update } of (await recordsOf(device)).records) Y.applyUpdate(other, update);
    expect(other.getText("t").toJSON()).toBe(text.toJSON());
  }
  await copy.close();
});

test("an edit that is acknowledged before it is written is not unsent", async () => {
  const device = new IDBFactory();
  const { copy, text } = openCopy(device);
  await copy.load();
  text.insert(0, "a");
  copy.acknowledge();
  await copy.close();
  expect((await recordsOf(device)).unsent).toEqual([]);
});

test("C3 an edit's transaction asks for a strict flush", async () => {
  const device = new IDBFactory();
  const database = await openDatabase(device, () => {});
  const transaction = vi.spyOn(Object.getPrototypeOf(database), "transaction");
  database.close();
  const { copy, text, kept } = openCopy(device);
  await copy.load();
  text.insert(0, "a");
  await kept();
  expect(transaction).toHaveBeenLastCalledWith(expect.anything(), "readwrite", { durability: "strict" });
  transaction.mockRestore();
  await copy.close();
});

test("an edit is written after the paint, with the others before it, and is not kept until then", async () => {
  const device = new IDBFactory();
  const waiting = new Set<() => void>();
  const { copy, text, kept } = openCopy(device, { afterPaint: (task) => waiting.add(task) });
  await copy.load();
  for (const letter of "abc") text.insert(text.length, letter);
  expect(copy.isKept).toBe(false);
  expect(waiting.size).toBe(1);
  expect((await recordsOf(device)).records).toEqual([]);
  for (const task of waiting) task();
  await kept();
  expect((await recordsOf(device)).records).toHaveLength(3);
  await copy.close();
});

test("a copy that is closed before the paint writes what waited for it", async () => {
  const device = new IDBFactory();
  const { copy, text } = openCopy(device, { afterPaint: () => {} });
  await copy.load();
  text.insert(0, "a");
  await copy.close();
  expect((await recordsOf(device)).records).toHaveLength(1);
});

test("an acknowledgement is written with the next edit: a key is one transaction", async () => {
  const device = new IDBFactory();
  const { copy, text, kept } = openCopy(device, { forgetMs: 60_000 });
  await copy.load();
  const database = await openDatabase(device, () => {});
  const transaction = vi.spyOn(Object.getPrototypeOf(database), "transaction");
  for (const letter of "abc") {
    text.insert(text.length, letter);
    await kept();
    copy.acknowledge();
  }
  expect(transaction).toHaveBeenCalledTimes(3);
  transaction.mockRestore();
  database.close();
  await copy.close();
  expect((await recordsOf(device)).unsent).toEqual([]);
});

test("words typed before the copy is read are kept, and go with what was there", async () => {
  const device = new IDBFactory();
  const first = openCopy(device);
  await first.copy.load();
  first.text.insert(0, "old");
  await first.copy.close();

  const second = openCopy(device);
  const loading = second.copy.load();
  second.text.insert(0, "new ");
  expect(second.copy.isKept).toBe(false);
  await loading;
  await second.copy.close();

  const third = openCopy(device);
  await third.copy.load();
  expect(third.text.toJSON().split(" ").sort().join(" ")).toBe(
    second.text.toJSON().split(" ").sort().join(" "),
  );
  expect(third.text.toJSON()).toContain("old");
  expect(third.text.toJSON()).toContain("new");
  await third.copy.close();
});

test("C2 edits of mine are unsent until they are acknowledged; those of others never are", async () => {
  const device = new IDBFactory();
  const reader = openCopy(device);
  await reader.copy.load();
  const other = new Y.Doc();
  other.getText("t").insert(0, "theirs");
  Y.applyUpdate(reader.ydoc, Y.encodeStateAsUpdate(other), "server");
  await reader.copy.close();

  const writer = openCopy(device);
  expect(await writer.copy.load()).toEqual({ isEmpty: false, hasUnsent: false });
  writer.text.insert(0, "mine ");
  await writer.kept();
  writer.copy.acknowledge();
  writer.text.insert(0, "and ");
  await writer.kept();
  writer.copy.acknowledge();
  await writer.copy.close();

  const again = openCopy(device);
  expect((await again.copy.load()).hasUnsent).toBe(false);
  again.text.insert(0, "more ");
  await again.copy.close();
  const last = openCopy(device);
  expect((await last.copy.load()).hasUnsent).toBe(true);
  await last.copy.close();
});

test("an acknowledgement in one tab leaves what the other tab has typed since unsent", async () => {
  const device = new IDBFactory();
  const one = openCopy(device);
  await one.copy.load();
  one.text.insert(0, "a");
  await one.kept();
  const other = openCopy(device);
  expect((await other.copy.load()).hasUnsent).toBe(true);
  one.text.insert(1, "b");
  await one.kept();
  other.copy.acknowledge();
  await other.copy.close();
  await one.copy.close();

  const later = openCopy(device);
  expect((await later.copy.load()).hasUnsent).toBe(true);
  expect(later.text.toJSON()).toBe("ab");
  later.copy.acknowledge();
  await later.copy.close();
  expect((await recordsOf(device)).unsent).toEqual([]);
});

test("many records become one, and documents and tabs beside it keep theirs", async () => {
  const device = new IDBFactory();
  const beside = openCopy(device, { name: "ws://host/sync/another-document" });
  await beside.copy.load();
  beside.text.insert(0, "beside");
  await beside.copy.close();
  const tab = openCopy(device);
  await tab.copy.load();

  const { copy, text, kept } = openCopy(device, { maxRecords: 4 });
  await copy.load();
  for (const letter of "abcdefghij") {
    text.insert(text.length, letter);
    await kept();
  }
  tab.text.insert(0, "tab ");
  await tab.kept();
  await copy.close();
  await tab.copy.close();
  expect((await recordsOf(device)).records.length).toBeLessThanOrEqual(6);

  const again = openCopy(device);
  await again.copy.load();
  expect(again.text.toJSON()).toContain("abcdefghij");
  expect(again.text.toJSON()).toContain("tab ");
  await again.copy.close();
  const besideAgain = openCopy(device, { name: "ws://host/sync/another-document" });
  await besideAgain.copy.load();
  expect(besideAgain.text.toJSON()).toBe("beside");
  await besideAgain.copy.close();
});

test("a device that forbids the database keeps nothing and breaks nothing", async () => {
  const device = new IDBFactory();
  vi.spyOn(device, "open").mockImplementation(() => {
    throw new DOMException("no databases in this window", "SecurityError");
  });
  const { copy, text } = openCopy(device);
  expect(await copy.load()).toEqual({ isEmpty: true, hasUnsent: false });
  text.insert(0, "a");
  expect(copy.isKept).toBe(false);
  await copy.close();
  expect(copy.isKept).toBe(false);
});

test("a full disk is not called kept; when there is space again, all of it is written", async () => {
  const device = new IDBFactory();
  const { copy, text, kept } = openCopy(device);
  await copy.load();
  text.insert(0, "first ");
  await kept();
  const database = await openDatabase(device, () => {});
  const store = Object.getPrototypeOf(database.transaction(updatesStore).objectStore(updatesStore));
  database.close();
  let failures = 0;
  const failed = new Promise<void>((resolve) => {
    vi.spyOn(store, "add").mockImplementation(() => {
      if (++failures === 3) resolve();
      throw new DOMException("the disk is full", "QuotaExceededError");
    });
  });
  text.insert(6, "second ");
  await failed;
  text.insert(13, "third");
  expect(copy.isKept).toBe(false);
  vi.mocked(store.add).mockRestore();
  await kept();
  await copy.close();

  const again = openCopy(device);
  expect(await again.copy.load()).toEqual({ isEmpty: false, hasUnsent: true });
  expect(again.text.toJSON()).toBe("first second third");
  await again.copy.close();
});

test("a record that cannot be read is left alone, and the others are read", async () => {
  const device = new IDBFactory();
  const first = openCopy(device);
  await first.copy.load();
  first.text.insert(0, "good");
  await first.copy.close();
  const database = await openDatabase(device, () => {});
  const transaction = database.transaction(updatesStore, "readwrite");
  transaction.objectStore(updatesStore).add({ name, update: Uint8Array.of(9, 9, 9) });
  await new Promise((resolve) => {
    transaction.oncomplete = resolve;
  });
  database.close();

  const second = openCopy(device, { maxRecords: 1 });
  await second.copy.load();
  expect(second.text.toJSON()).toBe("good");
  second.text.insert(4, "!");
  second.text.insert(5, "?");
  await second.copy.close();
  const updates = (await recordsOf(device)).records.map(({ update }) => update);
  expect(updates).toContainEqual(Uint8Array.of(9, 9, 9));
});

test("whatever is typed, acknowledged, closed and opened in two tabs, the copy has all that was kept", async () => {
  const tab = fc.constantFrom(0, 1);
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ act: fc.constant("type" as const), tab }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constantFrom("settle", "acknowledge", "reopen"), tab }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const device = new IDBFactory();
      const open = async () => {
        const opened = openCopy(device, { maxRecords: 3 });
        await opened.copy.load();
        return opened;
      };
      const tabs = [await open(), await open()];
      const typed = new Set<string>();
      for (const [index, { act, tab: at }] of steps.entries()) {
        const { copy, text, kept } = tabs[at]!;
        if (act === "type") {
          typed.add(`<${index}>`);
          text.insert(text.length, `<${index}>`);
        } else if (act === "settle") await kept();
        else if (act === "acknowledge") copy.acknowledge();
        else {
          await copy.close();
          tabs[at] = await open();
        }
      }
      for (const { copy } of tabs) await copy.close();
      const last = await open();
      for (const word of typed) expect(last.text.toJSON()).toContain(word);
      await last.copy.close();
    }),
    { numRuns: 60 },
  );
});
