import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { runs } from "../../../trouble/runs.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const sockets = runs(500, 10_000);
/** One in ten comes too many from one address. */
const most = sockets * 0.9;
const perDocument = 100;

/** What an idle one may take of the server's memory, in bytes. */
const perSocket = 30_000;

const tooMany = 4529;
const ping = 0x89;
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const close = 0x88;

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A WebSocket that says nothing but that it is there. */
class IdleSocket {
  readonly #socket: Socket;
  #bytes = Buffer.alloc(0);
  #isOpen = false;
  /** The code that it was closed with. */
  code: number | undefined;
  /** Resolves when it was let in, or sent away. */
  readonly told: Promise<void>;

  constructor(port: number, path: string) {
    this.#socket = connect(port, "127.0.0.1");
    const lines = [
      `GET ${path} HTTP/1.1`,
      `host: localhost:${port}`,
      "connection: Upgrade",
      "upgrade: websocket",
      "sec-websocket-version: 13",
      `sec-websocket-key: ${randomBytes(16).toString("base64")}`,
    ];
    this.#socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    this.told = new Promise((resolve, reject) => {
      this.#socket.on("data", (chunk) => {
        this.#read(chunk);
        if (this.#isOpen || this.code !== undefined) resolve();
      });
      this.#socket.on("error", reject);
      this.#socket.on("close", () => reject(new Error("a socket ended before it was told anything")));
    });
  }

  async end(): Promise<void> {
    if (this.#socket.destroyed) return;
    const gone = once(this.#socket, "close");
    this.#socket.destroy();
    await gone;
  }

  /** Frames of a server: unmasked, and short here. */
  #read(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (this.#bytes[0] === 0x48) {
      const at = this.#bytes.indexOf("\r\n\r\n");
      if (at === -1) return;
      if (!this.#bytes.subarray(0, at).toString().startsWith("HTTP/1.1 101 "))
        throw new Error(this.#bytes.toString());
      this.#bytes = this.#bytes.subarray(at + 4);
    }
    while (this.#bytes.length >= 2 && this.#bytes.length >= 2 + this.#bytes[1]!) {
      const end = 2 + this.#bytes[1]!;
      if (this.#bytes[0] === ping) this.#socket.write(pong);
      else if (this.#bytes[0] === close) this.code = this.#bytes.readUInt16BE(2);
      else this.#isOpen = true;
      this.#bytes = this.#bytes.subarray(end);
    }
  }
}

async function open(port: number, ids: readonly string[], count: number): Promise<IdleSocket[]> {
  const opened = Array.from(
    { length: count },
    (_, n) => new IdleSocket(port, `/sync/${ids[n % ids.length]}`),
  );
  await Promise.all(opened.map(({ told }) => told));
  return opened;
}

async function connectionsOf(server: ServerProcess): Promise<number> {
  const metrics = await (await fetch(server.url("/metrics"))).text();
  return Number(/^quire_connections (\d+)$/m.exec(metrics)?.[1]);
}

/** Bytes that no file stands behind: what the process itself has taken. */
function memoryOf(server: ServerProcess): number {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  return Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1]) * 1024;
}

it(
  `F2 threat B2 of ${sockets} sockets from one address, ${most} are let in${isProof ? ", and idle they take 30 kB each at most" : ""}`,
  async () => {
    const directory = mkdtempSync(join(tmpdir(), "quire-idle-"));
    undo.push(() => rmSync(directory, { recursive: true }));
    const server = new ServerProcess(directory, ["env", `QUIRE_CONNECTIONS_PER_ADDRESS=${most}`]);
    undo.push(() => server.end());
    await server.start();
    const ids: string[] = [];
    for (let n = 0; n < sockets / perDocument; n++) ids.push(await server.create());
    const port = Number(new URL(server.url("/")).port);

    // What a first hundred have V8 compile is not theirs.
    const first = await open(port, ids, 100);
    await Promise.all(first.map((each) => each.end()));
    await expect.poll(() => connectionsOf(server)).toBe(0);
    const before = memoryOf(server);
    const all: IdleSocket[] = [];
    undo.push(() => Promise.all(all.map((each) => each.end())));
    while (all.length < sockets) all.push(...(await open(port, ids, 100)));

    const refused = all.filter(({ code }) => code !== undefined);
    expect(refused.map(({ code }) => code)).toEqual(refused.map(() => tooMany));
    expect(refused).toHaveLength(sockets - most);
    await expect.poll(() => connectionsOf(server)).toBe(most);
    const each = (memoryOf(server) - before) / most;
    console.info(`${most} idle sockets: ${(each / 1_000).toFixed(1)} kB of the server's memory each`);
    if (isProof) {
      // Of fewer it would say nothing: what a heap grows by chance would hide it.
      expect(each).toBeLessThan(perSocket);
      await delay(30_000);
      expect(await connectionsOf(server)).toBe(most);
    }

    // One that leaves makes room for another.
    await Promise.all([all[0]!, ...refused].map((gone) => gone.end()));
    await expect.poll(() => connectionsOf(server)).toBe(most - 1);
    // The server may hear of who left after who comes.
    await expect
      .poll(async () => {
        const [next] = await open(port, ids, 1);
        all.push(next!);
        return next!.code;
      })
      .toBeUndefined();
  },
  runs(120_000, 900_000),
);
