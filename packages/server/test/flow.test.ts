import { once } from "node:events";
import { addressed, encodeAddress, encodeHocuspocus, encodeMessage } from "@quire/protocol";
import { fragmentName } from "@quire/schema";
import { afterEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { QuireOptions } from "../src/index.ts";
import { heapHeld } from "./heap.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
const peers = new Set<Peer>();

async function start(options: Partial<QuireOptions> = {}): Promise<void> {
  server = await startServer({ limits: false, ...options });
}

const silences = new Set<WebSocket>();

afterEach(async () => {
  for (const socket of silences) socket.terminate();
  silences.clear();
  await Promise.all([...peers].map((peer) => peer.close()));
  peers.clear();
  await server.remove();
});

async function join(id: string): Promise<Peer> {
  const peer = await Peer.join(`${server.syncUrl}/${id}?saved=1`);
  peers.add(peer);
  return peer;
}

/** Writes a lot, and waits until each piece is on disk. */
async function writeMuch(writer: Peer, pieces: number): Promise<void> {
  const text = "x".repeat(100_000);
  for (let at = 0; at < pieces; at++) {
    writer.write(text);
    await writer.allSaved();
  }
}

it("W8 m15 a reader that never reads costs half a megabyte, is told to come back, and holds nobody up", async () => {
  await start({ stallMs: 1_000, pingMs: 100 });
  const id = await server.create();
  const writer = await join(id);
  const witness = await join(id);
  const socket = new WebSocket(`${server.syncUrl}/${id}`);
  await once(socket, "open");
  socket.pause();
  const closed = once(socket, "close");
  let most = 0;
  for (let round = 1; round <= 10; round++) {
    await writeMuch(writer, 10);
    most = Math.max(most, ...server.waitingBytes());
    await witness.until(() => witness.ydoc.getXmlFragment(fragmentName).length >= round * 10);
  }
  expect(most).toBeGreaterThan(256 * 1024);
  expect(most).toBeLessThan(768 * 1024);
  const metrics = async (): Promise<string> => (await server.request("GET", "/metrics")).text();
  await expect.poll(metrics, { timeout: 20_000 }).toContain('quire_closes_total{code="1013"} 1');
  socket.resume();
  await closed;
});

it("W8 m15 readers that never read and ask on and on cost no more, of either protocol", async () => {
  await start();
  const id = await server.create();
  const writer = await join(id);
  const witness = await join(id);
  await writeMuch(writer, 30);
  const question = encodeMessage({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
  const who = encodeMessage({ type: "query-awareness" });
  const silent = await Promise.all([
    ...Array.from({ length: 5 }, () => openSilent(`${server.syncUrl}/${id}`, [question, who])),
    ...Array.from({ length: 5 }, () =>
      openSilent(
        `ws://127.0.0.1:${server.port}/hocuspocus`,
        [question, who].map((bytes) => addressed(encodeAddress(id), bytes)),
        encodeHocuspocus({ type: "token", address: id, token: "", version: "4.8.0" }),
      ),
    ),
  ]);
  const before = memoryHeld();
  for (let round = 1; round <= 100; round++) {
    for (const ask of silent) ask();
    writer.typeTitle("x");
    witness.announce({ round });
    await writer.allSaved();
    await witness.until(() => witness.title.length >= round);
  }
  // Three megabytes each that is not read, a hundred times, would be three gigabytes.
  expect(memoryHeld() - before).toBeLessThan(silent.length * 1024 * 1024);
  const waiting = server.waitingBytes().filter((bytes) => bytes > 0);
  expect(waiting).toHaveLength(silent.length);
  for (const bytes of waiting) expect(bytes).toBeLessThan(768 * 1024);
});

/** Somebody who reads nothing from the first moment on; what they ask for each time is told by the answer. */
async function openSilent(url: string, asks: readonly Uint8Array[], first?: Uint8Array): Promise<() => void> {
  const socket = new WebSocket(url);
  silences.add(socket);
  await once(socket, "open");
  socket.pause();
  if (first !== undefined) socket.send(first);
  return () => {
    for (const ask of asks) socket.send(ask);
  };
}

/** Bytes that something in this process still holds: of the heap, and beside it. */
function memoryHeld(): number {
  return heapHeld() + process.memoryUsage().external;
}

it("W8 a reader that stops for a while gets all that it missed", async () => {
  await start();
  const id = await server.create();
  const writer = await join(id);
  const reader = await join(id);
  reader.socket.pause();
  // The system keeps some for it; from then on it is behind.
  while (Math.max(0, ...server.waitingBytes()) <= 256 * 1024) await writeMuch(writer, 5);
  await writeMuch(writer, 10);
  reader.socket.resume();
  await reader.until(() => reader.blocks === writer.blocks);
  writer.typeTitle("and goes on");
  await reader.until(() => reader.ydoc.getText("title").toString().endsWith("and goes on"));
});
