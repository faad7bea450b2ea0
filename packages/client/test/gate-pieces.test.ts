import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeMessage, encodeMessage } from "@quire/protocol";
import { quire } from "@quire/server";
import fc from "fast-check";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { cutUpdate } from "../src/line/cut-update.ts";

const numRuns = process.env.QUIRE_PROVE === "1" ? 500 : 15;

const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
});

async function serve() {
  const dataDir = await mkdtemp(join(tmpdir(), "quire-pieces-"));
  opened.push({ close: () => rm(dataDir, { recursive: true }) });
  const app = Fastify();
  const person = { id: "ann", name: "Ann", hue: 1 };
  await app.register(quire, { dataDir, authorize: () => ({ person, role: "own" }), limits: false });
  await app.listen({ host: "127.0.0.1", port: 0 });
  opened.push({ close: () => app.close() });
  const { port } = app.server.address() as AddressInfo;
  const headers = { host: `127.0.0.1:${port}` };
  return {
    async address(): Promise<string> {
      const made = await app.inject({ method: "POST", url: "/api/documents", headers, payload: {} });
      return `ws://127.0.0.1:${port}/sync/${made.json<{ id: string }>().id}?saved=1`;
    },
  };
}

const edit = fc.record({
  act: fc.constantFrom("block", "type", "type", "erase", "bold", "set", "set", "remove", "meet"),
  who: fc.nat(2),
  at: fc.nat(500),
  length: fc.integer({ min: 1, max: 40 }),
});

type Edit = typeof edit extends fc.Arbitrary<infer Made> ? Made : never;

/** Edits as the editor makes them: blocks with one text each, attributes that the schema knows, and marks. */
function apply(ydocs: readonly Y.Doc[], { act, who, at, length }: Edit): void {
  const ydoc = ydocs[who]!;
  const blocks = ydoc.getXmlFragment("document");
  const block = blocks.length === 0 ? undefined : blocks.get(at % blocks.length);
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
  const from = text instanceof Y.XmlText && text.length > 0 ? at % text.length : 0;
  const most = text instanceof Y.XmlText ? Math.min(length, text.length - from) : 0;
  switch (act) {
    case "block": {
      const made = new Y.XmlElement("paragraph");
      made.insert(0, [new Y.XmlText("words ".repeat(length % 5))]);
      return blocks.insert(at % (blocks.length + 1), [made]);
    }
    case "type":
      if (text instanceof Y.XmlText) text.insert(from, "añ€z ".repeat(length));
      return;
    case "erase":
      if (text instanceof Y.XmlText) text.delete(from, most);
      return;
    case "bold":
      if (text instanceof Y.XmlText) text.format(from, most, { strong: at % 2 === 0 ? {} : null });
      return;
    case "set":
      if (block instanceof Y.XmlElement) block.setAttribute("kind", at % 2 === 0 ? "heading" : "quote");
      return;
    case "remove":
      if (block !== undefined && length > 30) blocks.delete(at % blocks.length, 1);
      return;
    case "meet":
      for (const other of ydocs) {
        Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(ydoc)));
        Y.applyUpdate(other, Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(other)));
      }
      return;
  }
}

/** Sends the updates, and answers with what the server has when it has called all of them saved. */
function send(address: string, updates: readonly Uint8Array[]): Promise<Y.Doc> {
  const { promise, resolve, reject } = Promise.withResolvers<Y.Doc>();
  const socket = new WebSocket(address);
  const say = (message: Parameters<typeof encodeMessage>[0]) =>
    socket.send(new Uint8Array(encodeMessage(message)));
  socket.binaryType = "arraybuffer";
  socket.onopen = () => {
    for (const update of updates) say({ type: "update", update });
  };
  socket.onmessage = ({ data }) => {
    const message = decodeMessage(new Uint8Array(data as ArrayBuffer));
    if (message.type === "saved" && message.count === updates.length)
      say({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
    if (message.type !== "sync-step-2") return;
    const there = new Y.Doc();
    Y.applyUpdate(there, message.update);
    resolve(there);
    socket.close();
  };
  socket.onclose = ({ code, reason }) => reject(new Error(`closed with ${code}: ${reason}`));
  return promise;
}

test("C11 the server's gate takes each piece as it comes, and has the whole in the end", async () => {
  const seed = Number(process.env.QUIRE_SEED ?? 1);
  console.info(`pieces through the gate: seed ${seed}`);
  const server = await serve();
  const history = fc.array(edit, { minLength: 30, maxLength: 150 });
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 70, max: 1_500 }), fc.boolean(), async (edits, limit, gc) => {
      const ydocs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc({ gc }), { clientID }));
      for (const each of edits) apply(ydocs, each);
      apply(ydocs, { act: "meet", who: 0, at: 0, length: 1 });
      const { pieces } = cutUpdate(Y.encodeStateAsUpdate(ydocs[0]!), () => limit, new Map());
      const updates: Uint8Array[] = [];
      for (let piece = pieces.next().value; piece !== undefined; piece = pieces.next().value)
        updates.push(piece.update);
      const there = await send(await server.address(), updates);
      // A new document has an empty block already.
      const written = there
        .getXmlFragment("document")
        .toString()
        .replace(/<paragraph id="[^"]*"><.paragraph>/, "");
      expect(written).toBe(ydocs[0]!.getXmlFragment("document").toString());
      sent += updates.length;
    }),
    { seed, numRuns },
  );
  console.info(`${sent} pieces of ${numRuns} documents`);
  expect(sent).toBeGreaterThan(numRuns * 2);
});
