import { openDrawer, openSession, type Session, type SessionOptions } from "@quire/client";
import { encodeMessage } from "@quire/protocol";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { deviceOf } from "../src/device/device.ts";
import { answered, drawerStore, openDatabase } from "../src/device/device-database.ts";
import { openShelf } from "../src/device/shelf.ts";
import { withDatabase } from "../src/device/with-database.ts";
import { FakeServer, type FakeSocket } from "./fake-server.ts";
import { until } from "./until.ts";

const id = "document-of-a-test";
const sessions: Session[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
});

/** Resolves when the page has begun to connect. */
async function open(server: FakeServer, indexedDB: IDBFactory, options: Partial<SessionOptions> = {}) {
  const sockets: FakeSocket[] = [];
  const WebSocket = server.platform(sockets);
  const session = openSession({ url: "ws://fake/sync", id, indexedDB, WebSocket, ...options });
  sessions.push(session);
  await vi.waitFor(() => expect(sockets).not.toEqual([]));
  return { session, text: session.ydoc.getText("t") };
}

const isInDrawer = ({ status }: Session) => status.state === "refused" && status.kept;

const untilInDrawer = (session: Session) =>
  until(
    () => isInDrawer(session) || undefined,
    (check) => session.subscribe(check),
  );

function end(server: FakeServer, code: number): void {
  for (const line of server.lines.slice()) server.end(line, code, "why");
  server.settle();
}

async function entries(device: IDBFactory) {
  const found = await openDrawer(device).list();
  return found.map(({ state, since, ...entry }) => {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, state);
    return { ...entry, since: since && Y.decodeStateVector(since), text: ydoc.getText("t").toJSON() };
  });
}

test.each([4401, 4403, 4404, 4409, 4410, 4413, 4422, 1009])(
  "V1 SV-5 what a server did not take at %i is in the drawer, durably, before the page says that it is kept",
  async (code) => {
    const [server, device] = [new FakeServer(), new IDBFactory()];
    const { session, text } = await open(server, device);
    text.insert(0, "saved ");
    server.settle();
    server.flush();
    server.settle();
    expect(session.status).toEqual({ state: "saved" });
    const had = Y.getState(session.ydoc.store, session.ydoc.clientID);
    text.insert(6, "unsent");
    end(server, code);
    expect(session.status).toEqual({
      state: "refused",
      code,
      reason: "why",
      unsent: true,
      alone: true,
      kept: false,
    });
    await untilInDrawer(session);
    expect(await entries(device)).toEqual([
      {
        id: `ws://fake/sync/${id}`,
        documentId: id,
        refusedAt: expect.any(Number),
        code,
        reason: "why",
        since: new Map([[session.ydoc.clientID, had]]),
        isCopy: false,
        text: "saved unsent",
      },
    ]);
    text.insert(0, "later ");
    expect(isInDrawer(session)).toBe(false);
    await untilInDrawer(session);
    expect((await entries(device))[0]?.text).toBe("later saved unsent");
  },
);

test("V1 nothing is put into the drawer where all was acknowledged, or where nothing may be kept on the device", async () => {
  const [server, device] = [new FakeServer(), new IDBFactory()];
  const { session, text } = await open(server, device);
  text.insert(0, "saved");
  server.settle();
  server.flush();
  server.settle();
  end(server, 4410);
  expect(session.status).toMatchObject({ state: "refused", unsent: false, kept: false });
  await session.close();
  const other = await open(new FakeServer(), device, { deviceCopy: false });
  expect(other.session.status).toEqual({ state: "connecting" });
  expect(await entries(device)).toEqual([]);
});

/** A device on which a document is whole, and nothing of it waits: all was called saved. */
async function deviceWithSaved(isBlank = false) {
  const [server, device] = [new FakeServer(), new IDBFactory()];
  const { session, text } = await open(server, device);
  const block = new Y.XmlElement("paragraph");
  block.setAttribute("id", "one");
  if (isBlank) session.ydoc.getXmlFragment("document").insert(0, [block]);
  else text.insert(0, "all that was saved");
  server.settle();
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  await session.close();
  return device;
}

/** Comes back, and is refused at the door. */
async function comeBack(device: IDBFactory, code: number, reason: string) {
  const server = new FakeServer();
  // Nobody is asked for what they have before they are let in.
  server.canWrite = false;
  const { session } = await open(server, device);
  await until(
    () => session.isLoaded || undefined,
    (check) => session.subscribe(check),
  );
  for (const line of server.lines.slice()) server.end(line, code, reason);
  server.settle();
  return session;
}

const follower = "this document was replaced by Zm9vYmFyYmF6cXV4";

test.each([
  [4404, "there is no such document"],
  [4410, follower],
])(
  "V6 S20 all that this device has of a document that the server does not have (%i) is in the drawer, whole",
  async (code, reason) => {
    const device = await deviceWithSaved();
    const session = await comeBack(device, code, reason);
    // Whether it is anywhere else is not known yet.
    const unknown = { unsent: false, alone: undefined, kept: false };
    expect(session.status).toStrictEqual({ state: "refused", code, reason, ...unknown });
    await untilInDrawer(session);
    expect(session.status).toMatchObject({ unsent: false, alone: true, kept: true });
    await session.close();
    const copy = { documentId: id, code, reason, text: "all that was saved", isCopy: true };
    expect(await entries(device)).toMatchObject([copy]);
    // The copy has it and waits for nothing: that is no sign of the server.
    expect((await entries(device))[0]).not.toHaveProperty("arrivedAt");
    const again = await comeBack(device, code, reason);
    await untilInDrawer(again);
    await again.close();
    expect(await entries(device)).toMatchObject([copy]);
  },
);

test.each([
  [4410, "this document was deleted", false],
  [4401, "who are you", false],
  [4403, "you may not open this document", false],
  [4404, "there is no such document", true],
])(
  "V6 nothing of what was saved is put into the drawer at %i, %s, blank: %j",
  async (code, reason, isBlank) => {
    const device = await deviceWithSaved(isBlank);
    const session = await comeBack(device, code, reason);
    expect(session.status).toMatchObject({ state: "refused", kept: false });
    await untilKnown(session);
    expect(session.status).toMatchObject({ alone: false, kept: false });
    await session.close();
    expect(await entries(device)).toEqual([]);
  },
);

const untilKnown = (session: Session) =>
  until(
    () => (session.status.state === "refused" && session.status.alone !== undefined) || undefined,
    (check) => session.subscribe(check),
  );

/** From now on the device takes nothing into its drawer. Returns what gives it room again. */
async function fillUp(device: IDBFactory): Promise<() => void> {
  const database = await openDatabase(device, () => {});
  const store = Object.getPrototypeOf(database.transaction(drawerStore).objectStore(drawerStore));
  database.close();
  const put = vi.spyOn(store, "put").mockImplementation(() => {
    throw new DOMException("the disk is full", "QuotaExceededError");
  });
  return () => put.mockRestore();
}

test.each(["full", "forbidden", "absent"])(
  "V8 of a document that the server does not have, nothing is called kept on a device that is %s, and the page knows that it is here alone",
  async (kind) => {
    const device = new IDBFactory();
    if (kind === "forbidden") {
      vi.spyOn(device, "open").mockImplementation(() => {
        throw new DOMException("not in a private window", "InvalidStateError");
      });
    }
    const server = new FakeServer();
    server.memory.getText("t").insert(0, "all of it");
    const { session } = await open(server, device, { deviceCopy: kind !== "absent" });
    server.settle();
    server.flush();
    server.settle();
    expect(session.status).toEqual({ state: "saved" });
    const giveRoom = kind === "full" ? await fillUp(device) : undefined;
    const claims: boolean[] = [];
    session.subscribe(() => claims.push(isInDrawer(session)));
    end(server, 4404);
    await untilKnown(session);
    expect(session.status).toMatchObject({ unsent: false, alone: true, kept: false });
    expect(claims).not.toContain(true);
    // Whoever leaves it then has it written once more, where there is room by now.
    giveRoom?.();
    await session.close();
    if (kind === "full") expect(await entries(device)).toMatchObject([{ text: "all of it", isCopy: true }]);
  },
);

test("V6 who owned a document and may not know whether it is there has all of it in the drawer, unless the right was taken before them", async () => {
  const url = "ws://fake/sync";
  const reason = "you may not open this document";
  const taken = new IDBFactory();
  const shelfOf = (on: IDBFactory) => openShelf({ url, device: deviceOf(on) });
  const server = new FakeServer();
  const { session: watching, text } = await open(server, taken);
  text.insert(0, "words");
  server.settle();
  server.flush();
  server.settle();
  await shelfOf(taken)?.note(id, { isOwn: true });
  end(server, 4403);
  await watching.close();
  for (const device of [taken, await deviceWithSaved()]) {
    if (device !== taken) await shelfOf(device)?.note(id, { isOwn: true });
    const session = await comeBack(device, 4403, reason);
    if (device !== taken) await untilInDrawer(session);
    await session.close();
    const texts = (await entries(device)).map((entry) => entry.text);
    expect(texts).toEqual(device === taken ? [] : ["all that was saved"]);
  }
});

/** Words of a page that is closed are in the drawer, since its role was taken away. */
async function refused(words: string): Promise<{ readonly server: FakeServer; readonly device: IDBFactory }> {
  const [server, device] = [new FakeServer(), new IDBFactory()];
  const { session, text } = await open(server, device);
  server.settle();
  text.insert(0, words);
  end(server, 4403);
  await untilInDrawer(session);
  await session.close();
  return { server, device };
}

test("V6 what waited to be sent stays told so when the server does not have the document at all", async () => {
  const { device } = await refused("unsent");
  const session = await comeBack(device, 4404, "there is no such document");
  expect(session.status).toMatchObject({ unsent: true });
  await untilInDrawer(session);
  expect(await entries(device)).toMatchObject([{ code: 4404, text: "unsent", isCopy: false }]);
});

test("V1 what others wrote meanwhile is not told as unsent", async () => {
  const [server, device] = [new FakeServer(), new IDBFactory()];
  const { session, text } = await open(server, device);
  server.settle();
  text.insert(0, "mine");
  server.memory.getText("t").insert(0, "theirs ");
  const [socket] = server.sockets;
  const theirs = Y.encodeStateAsUpdate(server.memory);
  socket?.coming.push({ frame: encodeMessage({ type: "update", update: theirs }) });
  socket?.takeNext();
  end(server, 4403);
  await untilInDrawer(session);
  const [entry] = await entries(device);
  expect(entry?.since?.has(session.ydoc.clientID)).toBe(false);
  expect(entry?.since?.get(server.memory.clientID)).toBe(7);
});

test("V2 SV-5 words that a role took away are sent when it is given back, and the drawer says so", async () => {
  const { server, device } = await refused("written while it was taken away");

  const again = await open(server, device);
  server.settle();
  server.flush();
  server.settle();
  expect(again.session.status).toEqual({ state: "saved" });
  expect(server.disk.getText("t").toJSON()).toBe("written while it was taken away");
  await again.session.close();
  expect(await entries(device)).toMatchObject([{ arrivedAt: expect.any(Number) }]);
});

test("J17 V2 words that arrive are noted to have arrived when that is acknowledged, before anybody looks or others wait", async () => {
  const { server, device } = await refused("refused once");

  const { session, text } = await open(server, device);
  server.settle();
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  const read = (database: IDBDatabase) =>
    answered(database.transaction(drawerStore).objectStore(drawerStore).getAll());
  await vi.waitFor(async () =>
    expect(await withDatabase(device, read)).toMatchObject([{ arrivedAt: expect.any(Number) }]),
  );
  for (const line of server.lines.slice()) server.end(line, 1006);
  text.insert(0, "weeks later ");
  await session.close();
  expect(await entries(device)).toMatchObject([{ arrivedAt: expect.any(Number), text: "refused once" }]);
});

test("V4 SV-5 who comes back as a reader with unsent words is not left to wait: they are in the drawer, and nowhere else", async () => {
  const [server, device] = [new FakeServer(), new IDBFactory()];
  server.memory.getText("t").insert(0, "theirs ");
  const first = await open(server, device);
  server.settle();
  for (const line of server.lines.slice()) server.end(line, 1006);
  first.text.insert(7, "mine");
  await vi.waitFor(() => expect(first.session.isKept).toBe(true));
  await first.session.close();

  server.canWrite = false;
  const states = new Set<string>();
  const { session, text } = await open(server, device);
  session.subscribe(() => states.add(session.status.state));
  server.settle();
  expect(session.status).toMatchObject({ state: "refused", code: 4403, unsent: true });
  await untilInDrawer(session);
  expect([...states]).toEqual(["refused"]);
  expect(text.toJSON()).toBe("theirs mine");
  expect(server.memory.getText("t").toJSON()).toBe("theirs ");
  await session.close();

  await openDrawer(device).setAside(`ws://fake/sync/${id}`);
  const reader = await open(server, device);
  server.settle();
  expect(reader.session.status).toEqual({ state: "saved" });
  expect(reader.text.toJSON()).toBe("theirs ");
  expect(await entries(device)).toMatchObject([{ text: "theirs mine" }]);
});

test("S20 a server that is older than what it once called saved gets all of it back, once, and saved is said again when its disk has it", async () => {
  const [server, device] = [new FakeServer(), new IDBFactory()];
  const { session, text } = await open(server, device);
  text.insert(0, "before ");
  server.settle();
  server.flush();
  server.settle();
  const backup = Y.encodeStateAsUpdate(server.disk);
  text.insert(7, "after");
  server.settle();
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  await session.close();

  server.disk = new Y.Doc();
  Y.applyUpdate(server.disk, backup);
  server.crash();
  // The device's copy believes that all of it was acknowledged.
  const back = await open(server, device);
  const seen: string[] = [];
  back.session.subscribe(() => {
    seen.push(back.session.status.state);
    if (back.session.status.state === "saved") expect(server.disk.getText("t").toJSON()).toBe("before after");
  });
  server.settle();
  expect(server.memory.getText("t").toJSON()).toBe("before after");
  expect(seen).not.toContain("saved");
  server.flush();
  server.settle();
  expect(back.session.status).toEqual({ state: "saved" });
});
