import type { DocumentSummary, Role } from "@quire/protocol";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { DeviceConnection } from "./device-connection.ts";
import { KeptList } from "./kept-list.ts";
import { SaidRoles } from "./said-roles.ts";
import { openShelf } from "./shelf.ts";
import { writeOnDevice } from "./write-on-device.ts";

const url = "ws://host/sync";

function listed(id: string, role?: Role): DocumentSummary {
  const document = { id, title: "Plan", excerpt: "", parentId: null, createdAt: 1, updatedAt: 2, people: [] };
  return role === undefined ? document : { ...document, role };
}

test("B220 the role that was said last counts, whether the document said it or the list", async () => {
  const indexedDB = new IDBFactory();
  const connection = new DeviceConnection(indexedDB);
  const roles = new SaidRoles(connection, url);
  expect(await roles.read("one")).toBeUndefined();

  // A page that never saw the list, as a guest's.
  await writeOnDevice({ url, id: "one", indexedDB }, (ydoc) => ydoc.getText("title").insert(0, "Plan"));
  await roles.note("one", { role: "edit", title: "Plan" });
  expect(await roles.read("one")).toBe("edit");
  // A list without roles says nothing, and of a document that is not here no place on the shelf is made.
  await roles.noteListed([listed("one"), listed("two", "own")]);
  expect(await roles.read("one")).toBe("edit");
  await roles.noteListed([listed("one", "view")]);
  expect(await roles.read("one")).toBe("view");
  await roles.note("one", { role: "own", title: "Plan" });
  expect(await new SaidRoles(connection, "ws://elsewhere/sync").read("one")).toBeUndefined();
  // What is kept of the list may be older than what the document said.
  await new KeptList(connection).write([listed("one", "view"), listed("two", "view")]);
  expect(await roles.read("one")).toBe("own");
  expect(await roles.read("two")).toBe("view");

  const shelf = openShelf({ url, device: { indexedDB, BroadcastChannel: undefined, locks: undefined } });
  expect(await shelf?.list()).toMatchObject([{ id: "one", title: "Plan", role: "own", isPinned: false }]);
  await connection.close();
});
