import { IDBFactory } from "fake-indexeddb";
import { afterEach, expect, test } from "vitest";
import { openLocks } from "../../test/locks.ts";
import { clearDevice } from "./clearing.ts";
import type { Delivery } from "./delivery.ts";
import { deviceOf } from "./device.ts";
import { DeviceConnection } from "./device-connection.ts";
import { openDrawer } from "./drawer.ts";
import { hashOf, type KeptFile, KeptFiles, type KeptFilesOptions } from "./kept-files.ts";

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

const done: Delivery = { type: "done" };
const unreachable: Delivery = { type: "later", isUnreachable: true };

function openDevice() {
  const indexedDB = new IDBFactory();
  const locks = openLocks();
  const clear = () => clearDevice(deviceOf(indexedDB), { evenUnsent: true });
  const open = async (options: Partial<KeptFilesOptions> & Pick<KeptFilesOptions, "send">) => {
    const said: string[] = [];
    const connection = new DeviceConnection(indexedDB);
    const files = new KeptFiles({
      connection,
      locks,
      random: () => 0,
      canSend: () => true,
      onChange: () => undefined,
      onRefused: ({ fileName }, why) => said.push(`${fileName}: ${why}`),
      ...options,
    });
    opened.push(files, connection);
    await files.open();
    return { files, said };
  };
  return Object.assign(open, { clear });
}

async function file(documentId: string, fileName: string, text: string, at = 1) {
  const bytes = new Blob([text]);
  const hash = (await hashOf(bytes)) ?? "";
  return { name: `ws://host/sync/${documentId}`, documentId, hash, fileName, bytes, at };
}

/** Resolves when nothing of the document is left to send. */
const allSent = ({ files }: { files: KeptFiles }, documentId: string) =>
  expect.poll(() => files.waitingOf(documentId)).toBe(0);

test("U2 a file is named by the SHA-256 of its bytes", async () => {
  expect(await hashOf(new Blob(["abc"]))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("J5 a file outlives the page, with its bytes, and is sent by the next one, in the order of adding", async () => {
  const tab = openDevice();
  const first = await tab({ send: async () => unreachable });
  await first.files.add(await file("a", "two.png", "two", 2));
  await first.files.add(await file("a", "one.png", "one", 1));
  expect(first.files.waitingOf("a")).toBe(2);
  first.files.close();

  const sent: string[] = [];
  const second = await tab({
    send: async ({ fileName, bytes }) => {
      sent.push(`${fileName} ${await bytes.text()}`);
      return done;
    },
  });
  const [kept] = await second.files.of("ws://host/sync/a");
  expect(await kept?.bytes.text()).toMatch(/one|two/);
  await allSent(second, "a");
  expect(sent).toEqual(["one.png one", "two.png two"]);
  expect(await second.files.of("ws://host/sync/a")).toEqual([]);
});

test("UN-5 the same file put in twice, or once more while it waits, is sent once", async () => {
  const sent: KeptFile[] = [];
  let isThere = false;
  const one = await openDevice()({
    send: async (each) => {
      if (!isThere) return unreachable;
      sent.push(each);
      return done;
    },
  });
  const picture = await file("a", "a.png", "picture");
  await one.files.add(picture);
  await one.files.add({ ...picture, at: 2 });
  isThere = true;
  one.files.wake();
  await allSent(one, "a");
  expect(sent).toHaveLength(1);
});

test("J5 a file waits for its document to be at the server, and those of other documents do not wait for it", async () => {
  const sent: string[] = [];
  let isMade = false;
  const one = await openDevice()({
    canSend: (id) => id !== "new" || isMade,
    send: async ({ fileName }) => {
      sent.push(fileName);
      return done;
    },
  });
  await one.files.add(await file("new", "first.png", "1", 1));
  await one.files.add(await file("old", "second.png", "2", 2));
  await allSent(one, "old");
  expect(sent).toEqual(["second.png"]);
  isMade = true;
  one.files.wake();
  await allSent(one, "new");
  expect(sent).toEqual(["second.png", "first.png"]);
});

test("J5 a file that the server refuses for good is told, stays on the device with the reason, and holds nothing up", async () => {
  const tab = openDevice();
  const { files, said } = await tab({
    send: async ({ fileName }) => (fileName === "huge.png" ? { type: "refused", why: "Too large." } : done),
  });
  await files.add(await file("a", "huge.png", "huge", 1));
  await files.add(await file("b", "small.png", "small", 2));
  await allSent({ files }, "b");
  expect(said).toEqual(["huge.png: Too large."]);
  expect(files.waitingOf("a")).toBe(0);
  files.close();
  const next = await tab({ send: async () => done });
  const [kept] = await next.files.of("ws://host/sync/a");
  expect(kept).toMatchObject({ fileName: "huge.png", refusal: "Too large." });
  expect(await kept?.bytes.text()).toBe("huge");
});

test("J5 of two tabs one sends, and both know that it is there", async () => {
  const tab = openDevice();
  const sent: string[] = [];
  const send = async ({ fileName }: KeptFile) => {
    sent.push(fileName);
    return done;
  };
  const held = { canSend: () => false };
  const one = await tab({ send, ...held });
  const other = await tab({ send });
  await one.files.add(await file("a", "a.png", "a"));
  await expect.poll(() => other.files.waitingOf("a")).toBe(1);
  other.files.wake();
  one.files.wake();
  await Promise.all([allSent(one, "a"), allSent(other, "a")]);
  expect(sent).toEqual(["a.png"]);
});

test("J5 a refused file is in the drawer with its bytes and the reason, and goes and comes back on purpose only", async () => {
  const indexedDB = new IDBFactory();
  const connection = new DeviceConnection(indexedDB);
  const files = new KeptFiles({
    connection,
    locks: openLocks(),
    random: () => 0,
    canSend: () => true,
    onChange: () => undefined,
    onRefused: () => undefined,
    send: async ({ fileName }) =>
      fileName === "large.png" ? { type: "refused", why: "It is too large." } : unreachable,
  });
  opened.push(files, connection);
  await files.add(await file("a", "large.png", "large"));
  await files.add(await file("a", "waiting.png", "waiting", 2));
  const drawer = openDrawer(indexedDB);
  await expect.poll(async () => (await drawer.files()).length).toBe(1);
  const [refused] = await drawer.files();
  if (refused === undefined) throw new Error("the drawer has no file");
  expect(refused).toMatchObject({ fileName: "large.png", refusal: "It is too large." });
  await drawer.removeFile(refused.id);
  expect(await drawer.files()).toEqual([]);
  await drawer.putFileBack(refused);
  expect((await drawer.files()).map(({ fileName }) => fileName)).toEqual(["large.png"]);
});

test("B122 J5 what is taken off the device is kept in no tab any more, and each lets go of what it has in memory", async () => {
  const tab = openDevice();
  const cleared: string[] = [];
  const openTab = (name: string) =>
    tab({ send: async () => unreachable, onCleared: () => cleared.push(name) });
  const [one, other] = [await openTab("one"), await openTab("other")];
  const { hash } = await one.files.add(await file("a", "one.png", "one"));
  await expect.poll(() => other.files.isKept("a", hash)).toBe(true);
  expect(cleared).toEqual([]);
  await tab.clear();
  for (const { files } of [one, other]) await expect.poll(() => files.isKept("a", hash)).toBe(false);
  expect(cleared.toSorted()).toEqual(["one", "other"]);
});
