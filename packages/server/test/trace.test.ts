import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { quire } from "../src/index.ts";
import { readTrace, replay } from "./trace.ts";

let dataDir: string;
let app: FastifyInstance;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "quire-trace-"));
  app = Fastify();
  await app.register(quire, {
    dataDir,
    // Years of typing come at once.
    limits: false,
    authorize: () => ({ person: { id: "writer", name: "Writer", hue: 1 }, role: "own" }),
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
});

afterEach(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it("DO-2 a real editing history, typed by a stock client into one code block, is the trace's own end", async () => {
  const trace = readTrace("seph-blog1");
  const created = await app.inject({
    method: "POST",
    url: "/api/documents",
    payload: { markdown: "```\n```" },
  });
  expect(created.statusCode).toBe(201);
  const { id } = created.json<{ id: string }>();
  const { port } = app.server.address() as { port: number };
  const ydoc = new Y.Doc();
  const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/sync`, id, ydoc, { disableBc: true });
  try {
    await new Promise<void>((resolve) => provider.once("sync", () => resolve()));
    const text = new Y.XmlText();
    const block = ydoc.getXmlFragment("document").get(0);
    if (!(block instanceof Y.XmlElement)) throw new Error("the document has no code block");
    block.insert(0, [text]);
    // In pieces, so that the socket is written to while the history goes on.
    const piece = 2_000;
    for (let from = 0; from < trace.txns.length; from += piece) {
      replay(trace, ydoc, text, trace.txns.slice(from, from + piece));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(text.toString()).toBe(trace.endContent);
    const content = async (): Promise<string> =>
      (await app.inject({ method: "GET", url: `/api/documents/${id}/content?format=text` })).body;
    await expect.poll(content, { timeout: 120_000, interval: 500 }).toBe(trace.endContent);
  } finally {
    provider.destroy();
    ydoc.destroy();
  }
}, 180_000);
