import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type {} from "@fastify/websocket";
import type { LibraryEvent, StillEvent } from "@quire/protocol";
import Fastify from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { noLines } from "../../test/no-lines.ts";
import type { Grant, Refusal } from "../access.ts";
import type { Files } from "../files/files.ts";
import type { Library } from "../library.ts";
import { mount } from "../mount.ts";
import { checkOptions, type QuireOptions } from "../options.ts";
import { Heart } from "../sync/heart.ts";
import { Tally } from "../sync/tally.ts";
import { Visits } from "../visits.ts";

const owner: Grant = { person: { id: "ada", name: "Ada", hue: 3 }, role: "own" };
const deleted: LibraryEvent = { type: "deleted", id: "a".repeat(16) };

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

interface Setting extends Partial<QuireOptions> {
  readonly answer?: Grant | Refusal | Promise<Grant>;
}

async function start({ answer = owner, ...options }: Setting = {}) {
  const app = Fastify();
  open.push(app);
  const listeners = new Set<(event: LibraryEvent) => void>();
  const heart = new Heart(5);
  open.push({ close: () => heart.close() });
  const library = {
    heart,
    socketsFrom: new Tally(),
    subscribe(listener: (event: LibraryEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Library;
  const checked = checkOptions({ dataDir: "unused", authorize: () => answer, ...options });
  let served: ReadonlySet<WebSocket> = new Set();
  await app.register(async (scope) => {
    const visits = new Visits({ authorize: checked.authorize, onError: () => {} });
    const context = {
      library,
      visits,
      files: {} as Files,
      lines: noLines,
      fetchImage: undefined,
      options: checked,
    };
    await mount(scope, context, (sockets) => {
      served = sockets.websocketServer.clients;
    });
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const connect = (headers: Record<string, string> = {}) =>
    new Reader(`ws://127.0.0.1:${port}/api/events`, headers);
  const tell = (event: LibraryEvent) => {
    for (const listener of listeners) listener(event);
  };
  return { app, port, connect, tell, listeners, served };
}

/** A client of the stream that keeps what it hears until it is asked for. */
class Reader {
  readonly socket: WebSocket;
  readonly closed: Promise<readonly [code: number, reason: string]>;
  readonly #heard: (LibraryEvent | StillEvent)[] = [];
  #wake = () => {};

  constructor(url: string, headers: Record<string, string>) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on("message", (data: Buffer) => {
      this.#heard.push(JSON.parse(data.toString()) as LibraryEvent | StillEvent);
      this.#wake();
    });
    this.closed = once(this.socket, "close").then(([code, reason]) => [code, String(reason)] as const);
    this.closed.catch(() => {});
  }

  async next(): Promise<LibraryEvent | StillEvent> {
    while (this.#heard.length === 0) await new Promise<void>((wake) => (this.#wake = wake));
    return this.#heard.shift() as LibraryEvent | StillEvent;
  }
}

describe("the library's stream", () => {
  it("says ready first, then what happens, to everybody", async () => {
    const { connect, tell } = await start();
    const readers = [connect(), connect()];
    for (const reader of readers) expect(await reader.next()).toEqual({ type: "ready" });
    tell(deleted);
    for (const reader of readers) expect(await reader.next()).toEqual(deleted);
  });

  it("F2 counts with the other sockets of an address", async () => {
    const { connect } = await start({ limits: { connectionsPerAddress: 1 } });
    const reader = connect();
    expect(await reader.next()).toEqual({ type: "ready" });
    expect(await connect().closed).toEqual([4529, "there are too many connections from this address"]);
    reader.socket.close();
    await reader.closed;
  });

  it("listens for nobody who has gone", async () => {
    const { connect, listeners, served } = await start();
    const reader = connect();
    await reader.next();
    const [socket] = served;
    reader.socket.close();
    await once(socket as WebSocket, "close");
    expect(listeners.size).toBe(0);
  });

  it("does not listen for who went while the host was asked", async () => {
    let answer: (grant: Grant) => void = () => {};
    const { connect, listeners, served } = await start({
      answer: new Promise((resolve) => (answer = resolve)),
    });
    const reader = connect();
    await once(reader.socket, "open");
    const [socket] = served;
    reader.socket.terminate();
    await once(socket as WebSocket, "close");
    answer(owner);
    await new Promise(setImmediate);
    expect(listeners.size).toBe(0);
  });

  it.each([
    ["unauthenticated", 4401],
    ["forbidden", 4403],
    ["not-found", 4404],
  ] as const)("lets %s in to be told %i", async (refused, code) => {
    const { connect, listeners } = await start({ answer: { refused } });
    expect((await connect().closed)[0]).toBe(code);
    expect(listeners.size).toBe(0);
  });

  it("closes with 4500 where the host's answer fails, and serves the next", async () => {
    let isBroken = true;
    const { connect } = await start({
      authorize: () => (isBroken ? Promise.reject(new Error("no database")) : owner),
    });
    expect((await connect().closed)[0]).toBe(4500);
    isBroken = false;
    expect(await connect().next()).toEqual({ type: "ready" });
  });

  it("ignores what it is sent, up to a limit", async () => {
    const { connect, tell } = await start();
    const [quiet, loud] = [connect(), connect()];
    await Promise.all([quiet.next(), loud.next()]);
    quiet.socket.send("x".repeat(1024));
    loud.socket.send(new Uint8Array(1025));
    expect(await loud.closed).toEqual([4422, "this stream takes no messages"]);
    tell(deleted);
    expect(await quiet.next()).toEqual(deleted);
  });

  it("closes a reader who does not read, and no other", async () => {
    const { connect, tell, listeners, served } = await start();
    const slow = connect();
    await slow.next();
    const [socket] = served;
    // More than the two kernels' buffers hold, in events that a document with a long excerpt makes.
    slow.socket.pause();
    const long: LibraryEvent = { type: "deleted", id: "x".repeat(256 * 1024) };
    for (let sent = 0; sent < 256 && listeners.size > 0; sent++) {
      tell(long);
      await new Promise(setImmediate);
    }
    expect(listeners.size).toBe(0);
    expect((socket as WebSocket).bufferedAmount).toBeLessThan(2 * 1024 * 1024);
    const quick = connect();
    expect(await quick.next()).toEqual({ type: "ready" });
    slow.socket.resume();
    expect((await slow.closed)[0]).toBe(1013);
  });

  it("ends a socket that answers no ping, and keeps one that does", async () => {
    const { connect } = await start({ pingMs: 5, pongTimeoutMs: 100 });
    const [alive, dead] = [connect(), connect()];
    await Promise.all([alive.next(), dead.next()]);
    dead.socket.pong = () => {};
    // ws answers pings by itself; a client whose pong goes nowhere stands for one whose laptop is shut.
    expect((await dead.closed)[0]).toBe(1006);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  });

  it("SV-4 says with each ping that the line lives, and within how long it says so again, after ready", async () => {
    let answer: (grant: Grant) => void = () => {};
    const asked = new Promise<Grant>((resolve) => (answer = resolve));
    const { connect } = await start({ pingMs: 5, answer: asked });
    const reader = connect();
    await once(reader.socket, "ping");
    answer(owner);
    expect(await reader.next()).toEqual({ type: "ready" });
    for (let beat = 0; beat < 3; beat++) expect(await reader.next()).toEqual({ type: "still", nextMs: 5 });
  });

  it("sends every client away with 1012 when the server stops", async () => {
    const { app, connect } = await start();
    const reader = connect();
    await reader.next();
    await app.close();
    expect(await reader.closed).toEqual([1012, "the server is restarting"]);
  });

  it("ends who does not hang up when the server stops", async () => {
    const { app, connect } = await start();
    const reader = connect();
    await reader.next();
    reader.socket.pause();
    await app.close();
    reader.socket.resume();
    expect([1006, 1012]).toContain((await reader.closed)[0]);
  });

  it.each<[string, Record<string, string>, number]>([
    ["a foreign Origin", { origin: "https://evil.example" }, 403],
    ["a foreign Origin with a cookie", { origin: "https://evil.example", cookie: "a=b" }, 403],
    ["a null Origin", { origin: "null" }, 403],
    ["a cookie and no Origin", { cookie: "a=b" }, 403],
    ["a foreign Host", { host: "evil.example" }, 421],
  ])("H1 refuses %s before the upgrade", async (_, headers, status) => {
    const { connect, served } = await start();
    const reader = connect(headers);
    const [error] = (await once(reader.socket, "error")) as [Error];
    expect(error.message).toBe(`Unexpected server response: ${status}`);
    expect(served.size).toBe(0);
  });

  it("H1 lets its own page in, with its cookie", async () => {
    const { connect, port } = await start();
    const reader = connect({ origin: `http://localhost:${port}`, cookie: "a=b" });
    expect(await reader.next()).toEqual({ type: "ready" });
  });
});
