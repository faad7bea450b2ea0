import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSession, type Session, type SessionOptions } from "@quire/client";
import type { Role } from "@quire/protocol";
import { quire } from "@quire/server";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { untilState, untilText } from "./until.ts";

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
async function serve(dataDir: string, role: () => Role = () => "own", port = 0) {
  const app = Fastify();
  const person = { id: "ann", name: "Ann", hue: 1 };
  await app.register(quire, { dataDir, authorize: () => ({ person, role: role() }) });
  await app.listen({ host: "127.0.0.1", port });
  opened.push({ close: () => app.close() });
  const address = app.server.address() as AddressInfo;
  return {
    port: address.port,
    async createDocument(): Promise<string> {
      const { port } = address;
      const headers = { host: `127.0.0.1:${port}` };
      const response = await app.inject({ method: "POST", url: "/api/documents", headers, payload: {} });
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
