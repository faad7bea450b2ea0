import { IDBFactory } from "fake-indexeddb";
import { afterEach, expect, test } from "vitest";
import { openLocks } from "../../test/locks.ts";
import type { Delivery } from "./delivery.ts";
import { DeviceConnection } from "./device-connection.ts";
import { openDrawer } from "./drawer.ts";
import { putIntoDrawer } from "./drawer-entry.ts";
import { LeftWords, type LeftWordsOptions } from "./left-words.ts";
import { writeOnDevice } from "./write-on-device.ts";

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

const url = "ws://host/sync";
const later: Delivery = { type: "later", isUnreachable: false };

/** A device on which these documents have edits that no server has. */
async function deviceWith(...ids: readonly string[]) {
  const indexedDB = new IDBFactory();
  for (const id of ids)
    await writeOnDevice({ url, id, indexedDB }, (ydoc) => ydoc.getText("t").insert(0, "words"));
  const look = (options: Pick<LeftWordsOptions, "send"> & Partial<LeftWordsOptions>) => {
    const connection = new DeviceConnection(indexedDB);
    const words = new LeftWords({
      connection,
      url,
      locks: openLocks(),
      random: () => 0,
      canSend: () => true,
      ...options,
    });
    opened.push(words, connection);
    words.wake();
    return words;
  };
  return { indexedDB, look };
}

/** Remembers which documents were to be sent. */
function sending(answer: (id: string) => Delivery = () => later) {
  const asked: string[] = [];
  const send = async (id: string) => {
    asked.push(id);
    return answer(id);
  };
  return { asked, send };
}

test("J6 a document whose edits wait on the device is opened for them, one after the other, until none waits", async () => {
  const { look } = await deviceWith("one", "two", "three");
  const { asked, send } = sending((id) => (id === "two" && !isThere ? later : { type: "done" }));
  let isThere = false;
  look({ send });
  await expect.poll(() => asked.length).toBeGreaterThanOrEqual(3);
  expect(asked.slice(0, 3)).toEqual(["one", "three", "two"]);
  isThere = true;
  const before = asked.length;
  await expect.poll(() => asked.length).toBeGreaterThan(before);
  expect(asked.at(-1)).toBe("two");
});

test("J6 where nobody answers the others are not tried either", async () => {
  const { look } = await deviceWith("one", "two");
  const { asked, send } = sending(() => ({ type: "later", isUnreachable: true }));
  look({ send });
  await expect.poll(() => asked.length).toBe(3);
  expect(new Set(asked)).toEqual(new Set(["one"]));
});

test("J6 a document that the server does not have yet waits for that", async () => {
  const { look } = await deviceWith("new", "old");
  const { asked, send } = sending();
  look({ send, canSend: (id) => id === "old" });
  await expect.poll(() => asked.length).toBe(2);
  expect(new Set(asked)).toEqual(new Set(["old"]));
});

test("J6 what a tab has open is that tab's, and once it is closed it is sent", async () => {
  const { look } = await deviceWith("closed", "open");
  const { asked, send } = sending();
  let held = [{ name: `quire open in quire: ${url}/open` }];
  const locks = Object.assign(openLocks(), { query: async () => ({ held, pending: [] }) });
  look({ send, locks });
  await expect.poll(() => asked.length).toBe(1);
  held = [];
  await expect.poll(() => asked).toContain("open");
});

test("B223 J6 what somebody else's page has open is sent all the same, and what one of an older version has is left to it", async () => {
  const { look } = await deviceWith("of-older", "of-others");
  const { asked, send } = sending();
  const held = [
    { name: `quire open in quire of mara: ${url}/of-others` },
    { name: `quire open ${url}/of-older` },
  ];
  look({ send, locks: Object.assign(openLocks(), { query: async () => ({ held, pending: [] }) }) });
  await expect.poll(() => asked.length).toBe(1);
  expect(asked).toEqual(["of-others"]);
});

test("J6 what a server has refused waits for somebody, and what is another server's for that one", async () => {
  const { indexedDB, look } = await deviceWith("refused", "sent");
  const entry = { documentId: "refused", refusedAt: 1, code: 4403, reason: "", state: Uint8Array.of(0, 0) };
  await putIntoDrawer(indexedDB, { ...entry, id: `${url}/refused` });
  await writeOnDevice({ url: "ws://elsewhere/sync", id: "far", indexedDB }, (ydoc) =>
    ydoc.getText("t").insert(0, "words"),
  );
  const { asked, send } = sending();
  look({ send });
  await expect.poll(() => asked.length).toBe(2);
  expect(new Set(asked)).toEqual(new Set(["sent"]));
});

test("J17 a document whose refused words have arrived, were given back or were set aside since is sent like any other", async () => {
  const { indexedDB, look } = await deviceWith("arrived", "given-back", "set-aside", "refused-again");
  const drawer = openDrawer(indexedDB);
  const refuse = (documentId: string, facts: object = {}) => {
    const entry = { documentId, refusedAt: 1, code: 4403, reason: "", state: Uint8Array.of(0, 0) };
    return putIntoDrawer(indexedDB, { ...entry, id: `${url}/${documentId}`, ...facts });
  };
  await refuse("arrived", { arrivedAt: 1 });
  await refuse("given-back");
  await drawer.retry(`${url}/given-back`);
  await refuse("set-aside");
  await drawer.setAside(`${url}/set-aside`);
  await writeOnDevice({ url, id: "set-aside", indexedDB }, (ydoc) => ydoc.getText("t").insert(0, "newer"));
  await refuse("refused-again");
  await drawer.retry(`${url}/refused-again`);
  await refuse("refused-again", { refusedAt: Date.now() + 1_000 });
  const { asked, send } = sending();
  look({ send });
  await expect.poll(() => asked.length).toBeGreaterThanOrEqual(3);
  expect(asked.slice(0, 3)).toEqual(["arrived", "given-back", "set-aside"]);
  expect(asked).not.toContain("refused-again");
});

test("J6 what it refused because nobody was signed in is sent when somebody is", async () => {
  const { indexedDB, look } = await deviceWith("left", "sent");
  const entry = { documentId: "left", refusedAt: 1, code: 4401, reason: "", state: Uint8Array.of(0, 0) };
  await putIntoDrawer(indexedDB, { ...entry, id: `${url}/left` });
  const { asked, send } = sending();
  look({ send });
  await expect.poll(() => new Set(asked)).toEqual(new Set(["left", "sent"]));
});

test("a device that keeps nothing has nothing to send, and is not asked again and again", async () => {
  const { asked, send } = sending();
  let isAsked = 0;
  const connection = new DeviceConnection(undefined);
  const open = connection.open.bind(connection);
  connection.open = () => {
    isAsked++;
    return open();
  };
  const { look } = await deviceWith();
  look({ send, connection });
  await expect.poll(() => isAsked).toBe(1);
  expect(asked).toEqual([]);
});
