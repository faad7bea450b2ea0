import { IDBFactory } from "fake-indexeddb";
import { afterEach, expect, test } from "vitest";
import { openLocks } from "../../test/locks.ts";
import type { Delivery } from "./delivery.ts";
import { DeviceConnection } from "./device-connection.ts";
import { answered, filesStore } from "./device-database.ts";
import { hashOf, type KeptFile, KeptFiles } from "./kept-files.ts";
import { holdFile, LeftFiles, type LeftFilesOptions } from "./left-files.ts";
import { refusedFiles } from "./refused-files.ts";

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

const done: Delivery = { type: "done" };

/** A device on which these files of the document `a` are on their way, in this order. */
async function deviceWith(...fileNames: readonly string[]) {
  const connection = new DeviceConnection(new IDBFactory());
  const locks = Object.assign(openLocks(), { held: [] as string[] });
  locks.query = async () => ({ held: locks.held.map((name) => ({ name })), pending: [] });
  const said: string[] = [];
  const sentAsOthers: string[] = [];
  const onRefused = ({ fileName }: KeptFile, why: string) => said.push(`${fileName}: ${why}`);
  const options = { connection, locks, random: () => 0, canSend: () => true, onRefused };
  const files = new KeptFiles({
    ...options,
    send: async ({ fileName, place }) => {
      sentAsOthers.push(`${fileName} ${String(place)}`);
      return done;
    },
    onChange: () => undefined,
  });
  for (const [at, fileName] of fileNames.entries()) await files.addOnItsWay(await onItsWay(fileName, at));
  await files.open();
  const look = (more: Partial<LeftFilesOptions> = {}) => {
    const sent: string[] = [];
    const send = async ({ fileName, place, bytes }: KeptFile) => {
      sent.push(`${fileName} ${String(place)} ${await bytes.text()}`);
      return done;
    };
    const left = new LeftFiles({ ...options, files, send, ...more });
    opened.push(left);
    left.wake();
    return { left, sent };
  };
  opened.push(files, connection);
  return { files, connection, locks, look, said, sentAsOthers };
}

/** As it is sent. */
const sentOf = (fileName: string) => `${fileName} place of ${fileName} ${fileName}`;

async function onItsWay(fileName: string, at: number): Promise<KeptFile> {
  const bytes = new Blob([fileName]);
  const hash = (await hashOf(bytes)) ?? "";
  const name = "ws://host/sync/a";
  return { id: fileName, name, documentId: "a", hash, fileName, bytes, at, place: `place of ${fileName}` };
}

test("J8 a file whose page is gone is sent, with its place in the document, in the order of bringing", async () => {
  const { files, look, sentAsOthers } = await deviceWith("one.png", "two.png");
  expect(files.waitingOf("a")).toBe(2);
  const { sent } = look();
  await expect.poll(() => files.waitingOf("a")).toBe(0);
  expect(sent).toEqual([sentOf("one.png"), sentOf("two.png")]);
  expect(await files.of("ws://host/sync/a")).toEqual([]);
  // Not before the document names it.
  expect(sentAsOthers).toEqual([]);
});

test("J8 a file that a page is sending is that page's, and is sent once the page is gone", async () => {
  const { files, locks, look } = await deviceWith("held.png", "left.png");
  locks.held = ["quire file held.png"];
  const { sent } = look();
  await expect.poll(() => files.waitingOf("a")).toBe(1);
  expect(sent).toEqual([sentOf("left.png")]);
  locks.held = [];
  await expect.poll(() => sent).toEqual([sentOf("left.png"), sentOf("held.png")]);
});

test("J10 without locks nobody can tell whose a file is, and nobody sends it", async () => {
  const { files, locks, look } = await deviceWith("one.png");
  const { sent } = look({ locks: undefined });
  // Whoever has them, later.
  const { sent: sentByOther } = look({ locks });
  await expect.poll(() => files.waitingOf("a")).toBe(0);
  expect([sent, sentByOther]).toEqual([[], [sentOf("one.png")]]);
});

test("J8 a file waits for its document to be at the server, and where nobody answers the others are not tried either", async () => {
  const { files, look } = await deviceWith("one.png", "two.png");
  const state = { isMade: false, isThere: false };
  const asked: string[] = [];
  const { left } = look({
    canSend: () => state.isMade,
    send: async ({ fileName }) => {
      asked.push(fileName);
      return state.isThere ? done : { type: "later", isUnreachable: true };
    },
  });
  state.isMade = true;
  left.wake();
  await expect.poll(() => asked.length).toBe(2);
  expect(new Set(asked)).toEqual(new Set(["one.png"]));
  state.isThere = true;
  await expect.poll(() => files.waitingOf("a")).toBe(0);
});

test("J8 one that the server refuses is told and stays with the reason, and holds nothing up", async () => {
  const { files, look, said } = await deviceWith("large.png", "small.png");
  look({
    send: async ({ fileName }) => (fileName === "large.png" ? { type: "refused", why: "Too large." } : done),
  });
  await expect.poll(() => files.waitingOf("a")).toBe(0);
  expect(said).toEqual(["large.png: Too large."]);
  expect(await files.of("ws://host/sync/a")).toMatchObject([
    { fileName: "large.png", refusal: "Too large.", place: undefined },
  ]);
});

test("J8 J5 one that its document names is sent as others are", async () => {
  const { files, sentAsOthers } = await deviceWith("one.png");
  const [file] = await files.of("ws://host/sync/a");
  if (file === undefined) throw new Error("it is not on the device");
  await files.settle(file);
  await expect.poll(() => sentAsOthers).toEqual(["one.png undefined"]);
  await expect.poll(() => files.waitingOf("a")).toBe(0);
});

test("C27 J8 what knows no places leaves a file on its way alone, and it counts as one that waits here, not as a refused one", async () => {
  const { files, connection, locks } = await deviceWith("one.png");
  locks.held = ["quire file one.png"];
  const database = await connection.open();
  // Such pages send, and then remove, what has no refusal.
  const raw: KeptFile[] = await answered(database.transaction(filesStore).objectStore(filesStore).getAll());
  expect(raw).toMatchObject([{ refusal: "It is still on its way.", place: "place of one.png" }]);
  expect([files.waitingOf("a"), await refusedFiles(database)]).toEqual([1, []]);
  const [file] = raw;
  if (file === undefined) throw new Error("it is not on the device");
  await files.settle(file);
  await expect.poll(() => files.waitingOf("a")).toBe(0);
});

test("threat D23 J8 what was taken off the device meanwhile does not come back", async () => {
  const { files, sentAsOthers } = await deviceWith("one.png", "two.png");
  const all = await files.of("ws://host/sync/a");
  for (const file of all) await files.remove(file);
  for (const [index, file] of all.entries())
    await (index === 0 ? files.settle(file) : files.refuse(file, "Nobody is signed in."));
  expect(await files.of("ws://host/sync/a")).toEqual([]);
  expect(sentAsOthers).toEqual([]);
});

test("J8 that a file is being sent is said for as long as its page says so", async () => {
  const names: string[] = [];
  let isOver = false;
  const request = (name: string, _: unknown, work: () => Promise<void>) => {
    names.push(name);
    return work().then(() => {
      isOver = true;
    });
  };
  const end = await holdFile({ request, query: async () => ({}) } as never, "one");
  expect([names, isOver]).toEqual([["quire file one"], false]);
  end();
  await expect.poll(() => isOver).toBe(true);
});
