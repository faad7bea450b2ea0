import { cp, mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDrawer, openSession, type Session, type SessionOptions, writeOnDevice } from "@quire/client";
import type { CreateDocument, Role } from "@quire/protocol";
import { type Quire, quire } from "@quire/server";
import { IDBFactory } from "fake-indexeddb";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { until, untilState, untilText } from "./until.ts";

const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
});

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "quire-client-"));
  opened.push({ close: () => rm(directory, { recursive: true }) });
  return directory;
}

/** A Quire server on a loopback port. Everybody has the role that `role` says when they connect. */
async function serve(
  dataDir: string,
  role: () => Role = () => "own",
  port = 0,
  onOpen?: (host: Quire) => void,
) {
  const app = Fastify();
  const person = { id: "ann", name: "Ann", hue: 1 };
  await app.register(quire, {
    dataDir,
    authorize: () => ({ person, role: role() }),
    ...(onOpen && { onOpen }),
  });
  await app.listen({ host: "127.0.0.1", port });
  opened.push({ close: () => app.close() });
  const address = app.server.address() as AddressInfo;
  return {
    port: address.port,
    url: `ws://127.0.0.1:${address.port}/sync`,
    async createDocument(payload: CreateDocument = {}): Promise<string> {
      const { port } = address;
      const headers = { host: `127.0.0.1:${port}` };
      const response = await app.inject({ method: "POST", url: "/api/documents", headers, payload });
      expect(response.statusCode).toBe(201);
      return response.json<{ id: string }>().id;
    },
    open(id: string, options: Partial<SessionOptions> = {}): Session {
      const session = openSession({
        url: `ws://127.0.0.1:${address.port}/sync`,
        id,
        schemaVersion: 1,
        ...options,
      });
      opened.push(session);
      return session;
    },
    stop: () => app.close(),
  };
}

const title = (session: Session) => session.ydoc.getText("title");

test("SV-1 a document is written by two sessions and saved, with the platform's own sockets under Node", async () => {
  const server = await serve(await emptyDirectory());
  const id = await server.createDocument();
  const one = server.open(id);
  await untilState(one, "saved");
  title(one).insert(0, "Hello");
  expect(one.status).toEqual({ state: "saving" });
  await untilState(one, "saved");
  const other = server.open(id);
  await untilState(other, "saved");
  expect(title(other).toJSON()).toBe("Hello");
  title(other).insert(5, " world");
  await untilState(other, "saved");
  await untilText(one, (text) => text === "Hello world", "title");
});

test("what was saved is there after a restart, with what was typed in between, and the session comes back by itself", async () => {
  const dataDir = await emptyDirectory();
  const server = await serve(dataDir);
  const id = await server.createDocument();
  const session = server.open(id);
  title(session).insert(0, "before");
  await untilState(session, "saved");
  await server.stop();
  await untilState(session, "offline");
  title(session).insert(6, " and between");
  expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
  const again = await serve(dataDir, undefined, server.port);
  await untilState(session, "saved");
  const later = again.open(id);
  await untilState(later, "saved");
  expect(title(later).toJSON()).toBe("before and between");
});

test("S20 what a device believes to be saved comes back to a server that was restored from an older backup, once; a document that it does not have is in the drawer", async () => {
  const [dataDir, backup] = [await emptyDirectory(), await emptyDirectory()];
  const indexedDB = new IDBFactory();
  const first = await serve(dataDir);
  const id = await first.createDocument();
  const session = first.open(id, { indexedDB });
  title(session).insert(0, "before");
  await untilState(session, "saved");
  await first.stop();
  await cp(dataDir, backup, { recursive: true });
  const second = await serve(dataDir, undefined, first.port);
  await untilState(session, "saved");
  title(session).insert(6, " and after");
  await untilState(session, "saved");
  await session.close();
  // V6: a document that the backup does not have.
  const lostId = await second.createDocument({ markdown: "Words." });
  const lost = second.open(lostId, { indexedDB });
  await untilState(lost, "saved");
  title(lost).insert(0, "Made after the backup");
  await untilState(lost, "saved");
  await second.stop();

  const restored = await serve(backup, undefined, first.port);
  await untilState(lost, "refused");
  await until(
    () => (lost.status.state === "refused" && lost.status.kept) || undefined,
    (check) => lost.subscribe(check),
  );
  expect(lost.status).toMatchObject({ code: 4404, unsent: false });
  await lost.close();
  const drawer = openDrawer(indexedDB);
  expect(await drawer.list()).toMatchObject([{ documentId: lostId, isCopy: true }]);
  // Put back under its own id, it has all of it.
  await restored.createDocument({ id: lostId, withoutBlock: true });
  await drawer.retry(`${restored.url}/${lostId}`);
  const found = restored.open(lostId, { indexedDB });
  await untilState(found, "saved");
  await found.close();
  const fresh = restored.open(lostId);
  await untilState(fresh, "saved");
  expect(title(fresh).toJSON()).toBe("Made after the backup");
  expect(fresh.ydoc.getXmlFragment("document").toJSON()).toMatch(/^<paragraph[^>]*>Words\.<\/paragraph>$/);
  expect(await drawer.list()).toMatchObject([{ isCopy: false, arrivedAt: expect.any(Number) }]);
  const reader = restored.open(id);
  await untilState(reader, "saved");
  expect(title(reader).toJSON()).toBe("before");
  const back = restored.open(id, { indexedDB });
  await untilState(back, "saved");
  expect(title(back).toJSON()).toBe("before and after");
  await untilText(reader, (text) => text === "before and after", "title");
  // Called saved: it is on the disk by now.
  await restored.stop();
  const again = await serve(backup, undefined, first.port);
  const later = again.open(id);
  await untilState(later, "saved");
  expect(title(later).toJSON()).toBe("before and after");
});

test("a reader is saved once synced, and refused with the reason when it writes", async () => {
  let role: Role = "own";
  const server = await serve(await emptyDirectory(), () => role);
  const id = await server.createDocument();
  const writer = server.open(id);
  title(writer).insert(0, "theirs");
  await untilState(writer, "saved");
  role = "view";
  const reader = server.open(id);
  await untilState(reader, "saved");
  expect(title(reader).toJSON()).toBe("theirs");
  title(reader).insert(0, "mine and ");
  expect(await untilState(reader, "refused")).toMatchObject({ code: 4403, unsent: true });
  expect(title(reader).toJSON()).toBe("mine and theirs");
});

test("SV-5 whose access is taken away with words unsent is told why, has them in the drawer, and nothing of them in the document", async () => {
  let role: Role = "own";
  const dataDir = await emptyDirectory();
  const first = await serve(dataDir, () => role);
  const indexedDB = new IDBFactory();
  const id = await first.createDocument();
  const session = first.open(id, { indexedDB });
  title(session).insert(0, "theirs");
  await untilState(session, "saved");
  await first.stop();
  title(session).insert(6, " and mine");
  role = "view";
  const second = await serve(dataDir, () => role, first.port);
  const refused = await until(
    () => (session.status.state === "refused" && session.status.kept ? session.status : undefined),
    (check) => session.subscribe(check),
  );
  expect(refused).toMatchObject({ code: 4403, unsent: true });
  const [entry] = await openDrawer(indexedDB).list();
  expect(entry).toMatchObject({ documentId: id, code: 4403 });
  const kept = new Y.Doc();
  if (entry !== undefined) Y.applyUpdate(kept, entry.state);
  expect(kept.getText("title").toJSON()).toBe("theirs and mine");
  const reader = second.open(id);
  await untilState(reader, "saved");
  expect(title(reader).toJSON()).toBe("theirs");
});

test("B93 whose role changes comes back with the new one, and is at no moment told that they are offline", async () => {
  let role: Role = "edit";
  let host: Quire | undefined;
  const server = await serve(
    await emptyDirectory(),
    () => role,
    0,
    (quire) => {
      host = quire;
    },
  );
  const id = await server.createDocument();
  const session = server.open(id);
  title(session).insert(0, "mine");
  await untilState(session, "saved");
  const states: string[] = [];
  session.subscribe(() => states.push(session.status.state));
  for (const next of ["view", "own"] as const) {
    role = next;
    host?.recheck();
    await untilState(session, "connecting");
    await untilState(session, "saved");
  }
  expect(new Set(states)).toEqual(new Set(["connecting", "saved"]));
  title(session).insert(4, " again");
  await untilState(session, "saved");
  expect(title(session).toJSON()).toBe("mine again");
});

test("a document that is not there is refused with 4404, and is not made by asking", async () => {
  const server = await serve(await emptyDirectory());
  const nobody = server.open("a-document-of-nobody");
  title(nobody).insert(0, "hello");
  expect(await untilState(nobody, "refused")).toMatchObject({ code: 4404, unsent: true });
  const again = server.open("a-document-of-nobody");
  expect(await untilState(again, "refused")).toMatchObject({ code: 4404, unsent: false });
});

test("a probe is answered, so a quiet line stays", async () => {
  const server = await serve(await emptyDirectory());
  const sockets: WebSocket[] = [];
  let asked = 0;
  const enough = Promise.withResolvers<void>();
  class Platform extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }

    override send(frame: Uint8Array<ArrayBuffer>): void {
      if (frame[0] === 3 && ++asked === 5) enough.resolve();
      super.send(frame);
    }
  }
  const id = await server.createDocument();
  const session = server.open(id, { WebSocket: Platform, probe: { quietMs: 5, answerMs: 30_000 } });
  await enough.promise;
  await untilState(session, "saved");
  expect(sockets).toHaveLength(1);
});

test("J3 a line waits for a document that is only being made, and what was written in it meanwhile arrives", async () => {
  const server = await serve(await emptyDirectory());
  const indexedDB = new IDBFactory();
  const id = "a-document-made-on-a-train";
  await writeOnDevice({ url: server.url, id, indexedDB }, (ydoc) => ydoc.getText("title").insert(0, "Plan"));
  const made = Promise.withResolvers<void>();
  const session = server.open(id, { indexedDB, beforeLine: () => made.promise });
  await until(
    () => session.isLoaded || undefined,
    (check) => session.subscribe(check),
  );
  expect(title(session).toJSON()).toBe("Plan");
  title(session).insert(4, " B");
  expect((await untilState(session, "offline")).state).toBe("offline");
  await server.createDocument({ id, withoutBlock: true });
  made.resolve();
  await untilState(session, "saved");
  const other = server.open(id);
  await untilState(other, "saved");
  expect(title(other).toJSON()).toBe("Plan B");
  expect(other.ydoc.getXmlFragment("document").length).toBe(0);
});

test("a line where nothing of mine waits does not wait", async () => {
  const server = await serve(await emptyDirectory());
  const id = await server.createDocument();
  const never = new Promise<void>(() => undefined);
  const session = server.open(id, { indexedDB: new IDBFactory(), beforeLine: () => never });
  await untilState(session, "saved");
});
