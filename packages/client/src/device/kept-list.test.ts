import type { DocumentSummary } from "@quire/protocol";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { DeviceConnection } from "./device-connection.ts";
import { KeptList, readKeptIds } from "./kept-list.ts";
import { writeOnDevice } from "./write-on-device.ts";

const summary: DocumentSummary = {
  id: "a-document-of-a-test",
  title: "Plan",
  excerpt: "We met.",
  parentId: null,
  createdAt: 1,
  updatedAt: 2,
  people: [{ id: "heron", name: "Heron", hue: 5 }],
};

test("J4 the list is kept as it was last read, without who had a document open then", async () => {
  const indexedDB = new IDBFactory();
  const first = new DeviceConnection(indexedDB);
  expect(await new KeptList(first).read()).toEqual([]);
  await new KeptList(first).write([summary]);
  await first.close();
  const second = new DeviceConnection(indexedDB);
  expect(await new KeptList(second).read()).toEqual([{ ...summary, people: [] }]);
  await second.close();
});

test("J4 the documents of this server whose text is here are known", async () => {
  const indexedDB = new IDBFactory();
  const url = "ws://host/sync";
  for (const place of [
    { url, id: "one" },
    { url, id: "two" },
    { url: "ws://elsewhere/sync", id: "three" },
  ])
    await writeOnDevice({ ...place, indexedDB }, (ydoc) => {
      ydoc.getText("t").insert(0, "a");
      ydoc.getText("t").insert(1, "b");
    });
  const connection = new DeviceConnection(indexedDB);
  expect([...(await readKeptIds(connection, url))].sort()).toEqual(["one", "two"]);
  await connection.close();
});

test("what is written on the device is an error where it cannot be kept", async () => {
  const failing = {
    open: () => {
      throw new Error("no");
    },
  } as unknown as IDBFactory;
  const place = { url: "ws://host/sync", id: "a", indexedDB: failing };
  await expect(writeOnDevice(place, (ydoc) => ydoc.getText("t").insert(0, "a"))).rejects.toThrow(
    "does not keep",
  );
});
