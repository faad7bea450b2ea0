import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { Relay } from "../relay.ts";

/** Somebody at one end of a line: what they heard, chunk by chunk, and how it ended. */
class End {
  readonly socket: Socket;
  readonly chunks: string[] = [];
  isEnded = false;
  isBroken = false;
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#hear(() => this.chunks.push(chunk.toString("latin1"))));
    socket.on("end", () => this.#hear(() => (this.isEnded = true)));
    socket.on("error", () => this.#hear(() => (this.isBroken = true)));
    socket.on("close", () => this.#hear(() => undefined));
  }

  get heard(): string {
    return this.chunks.join("");
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #hear(note: () => unknown): void {
    note();
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

let server: Server;
let relay: Relay;
const ends: End[] = [];
const accepted: Socket[] = [];
beforeEach(async () => {
  server = createServer({ allowHalfOpen: true }, (socket) => accepted.push(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  relay = await Relay.open(() => (server.address() as AddressInfo).port, createRandom(1));
});
afterEach(async () => {
  for (const socket of [...ends.splice(0).map((end) => end.socket), ...accepted.splice(0)]) socket.destroy();
  await relay.close();
  const closed = once(server, "close");
  server.close();
  await closed;
});

function come(): End {
  const client = new End(connect({ port: relay.port, host: "127.0.0.1", allowHalfOpen: true }));
  ends.push(client);
  return client;
}

/** A client and what the server has of it, both of which have said a word. */
async function meet(): Promise<{ readonly client: End; readonly host: End }> {
  const arriving = once(server, "connection");
  const client = come();
  const [socket] = (await arriving) as [Socket];
  const host = new End(socket);
  ends.push(host);
  client.socket.write("!");
  host.socket.write("!");
  await Promise.all([client, host].map((end) => end.until(() => end.heard === "!")));
  return { client, host };
}

/** What one says and the other hears, in both directions. */
async function exchange({ client, host }: { client: End; host: End }, text: string): Promise<void> {
  for (const [from, to] of [
    [client, host],
    [host, client],
  ] as const) {
    const before = to.heard;
    from.socket.write(text);
    await to.until(() => to.heard === before + text);
  }
}

test("a relay to which nothing happens hands on all that is said, and each side's end", async () => {
  const line = await meet();
  await exchange(line, "x".repeat(200_000));
  line.client.socket.end();
  await line.host.until(() => line.host.isEnded);
  line.host.socket.write("still here");
  await line.client.until(() => line.client.heard.endsWith("still here"));
  line.host.socket.end();
  await line.client.until(() => line.client.isEnded);
});

test("what is late comes later, whole and in its order", async () => {
  const line = await meet();
  relay.strike({ type: "late", upMs: 40, downMs: 60 });
  const start = performance.now();
  for (const letter of "abc") line.client.socket.write(letter);
  await line.host.until(() => line.host.heard === "!abc");
  // Timers may be a millisecond early.
  expect(performance.now() - start).toBeGreaterThan(38);
  const half = performance.now();
  line.host.socket.write("def");
  await line.client.until(() => line.client.heard === "!def");
  expect(performance.now() - half).toBeGreaterThan(58);
});

test("what is said at once comes in pieces, what is said apart comes at once", async () => {
  const line = await meet();
  relay.strike({ type: "pieces", bytes: 5 });
  await exchange(line, "0123456789".repeat(10));
  // A busy machine reads several pieces at once; whole, it would be one.
  expect(line.host.chunks.length).toBeGreaterThan(1);
  expect(line.client.chunks.length).toBeGreaterThan(1);

  relay.strike({ type: "clear", held: "passes" });
  relay.strike({ type: "lumps", ms: 200 });
  const before = line.host.chunks.length;
  for (let count = 0; count < 20; count++) {
    line.client.socket.write("y");
    await new Promise(setImmediate);
  }
  await line.host.until(() => line.host.heard.endsWith("y".repeat(20)));
  expect(line.host.chunks.length - before).toBeLessThan(5);
});

test("a narrow line takes its time", async () => {
  const line = await meet();
  relay.strike({ type: "narrow", bytesPerSecond: 20_000 });
  const start = performance.now();
  await exchange(line, "z".repeat(1_000));
  expect(performance.now() - start).toBeGreaterThan(95);
});

test("a cut line ends for both, with or without what was on its way", async () => {
  const first = await meet();
  relay.strike({ type: "late", upMs: 30, downMs: 30 });
  first.client.socket.write("last");
  await new Promise((resolve) => setTimeout(resolve, 10));
  relay.strike({ type: "cut", how: "end" });
  await Promise.all([first.client, first.host].map((end) => end.until(() => end.isEnded)));
  expect(first.host.heard).toBe("!last");

  relay.strike({ type: "clear", held: "passes" });
  const second = await meet();
  relay.strike({ type: "late", upMs: 1_000, downMs: 1_000 });
  second.client.socket.write("lost");
  relay.strike({ type: "cut", how: "reset" });
  await Promise.all([second.client, second.host].map((end) => end.until(() => end.socket.destroyed)));
  expect(second.host.heard).toBe("!");
});

test.each(["up", "down", "both"] as const)(
  "a line that is stalled (%s) carries nothing and tells nobody, and all of it later, or never",
  async (way) => {
    const kept = await meet();
    const other = await meet();
    relay.strike({ type: "stall", way });
    if (way !== "down") kept.client.socket.write("up");
    if (way !== "up") kept.host.socket.write("down");
    if (way === "up") {
      kept.host.socket.write("free");
      await kept.client.until(() => kept.client.heard === "!free");
    }
    if (way === "down") {
      kept.client.socket.write("free");
      await kept.host.until(() => kept.host.heard === "!free");
    }
    // Whoever goes is not heard going.
    other.client.socket.resetAndDestroy();
    expect([kept.client.socket.destroyed, other.host.socket.destroyed]).toEqual([false, false]);
    relay.strike({ type: "clear", held: "passes" });
    if (way !== "down") await kept.host.until(() => kept.host.heard === "!up");
    if (way !== "up") await kept.client.until(() => kept.client.heard === "!down");

    relay.strike({ type: "stall", way: "both" });
    kept.client.socket.write("lost");
    relay.strike({ type: "clear", held: "breaks" });
    await kept.host.until(() => kept.host.socket.destroyed);
    expect(kept.host.heard).not.toContain("lost");
  },
);

test.each([
  ["client", "host"],
  ["server", "client"],
] as const)(
  "a line can be half open: the %s is told of its end, the other one is not",
  async (told, unaware) => {
    const line = await meet();
    const isTold = told === "client" ? line.client : line.host;
    relay.strike({ type: "half-open", told });
    await isTold.until(() => isTold.socket.destroyed || isTold.isEnded);
    const other = line[unaware];
    other.socket.write("into nothing");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([other.isEnded, other.socket.destroyed]).toEqual([false, false]);
    relay.strike({ type: "clear", held: "passes" });
    await other.until(() => other.socket.destroyed);
  },
);

test("who asks for a WebSocket is refused, who asks for anything else is not", async () => {
  relay.strike({ type: "refuse", status: 503 });
  const asking = come();
  asking.socket.write(
    "GET /sync/x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
  );
  await asking.until(() => asking.isEnded);
  expect(asking.heard).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  relay.strike({ type: "refuse", status: 400 });
  const again = come();
  again.socket.write("GET /sync/x HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n");
  await again.until(() => again.isEnded);
  expect(again.heard).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  await exchange(await meet(), "GET / HTTP/1.1\r\n\r\n");
});

test("nobody gets in where it is shut, and all do when it is clear", async () => {
  relay.strike({ type: "shut" });
  const outside = come();
  await outside.until(() => outside.socket.destroyed);
  relay.strike({ type: "clear", held: "passes" });
  await exchange(await meet(), "in");
});
