import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { startServer } from "./server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
const open = new Set<WebsocketProvider>();

beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  for (const provider of open) provider.destroy();
  open.clear();
  await server.remove();
});

/** The provider as it comes from npm, with no option but the ones of every application. */
function provide(id: string, params: Record<string, string> = {}): WebsocketProvider {
  const provider = new WebsocketProvider(server.syncUrl, id, new Y.Doc(), {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params,
  });
  open.add(provider);
  return provider;
}

async function synced(provider: WebsocketProvider): Promise<void> {
  if (!provider.synced) await new Promise<void>((done) => provider.once("sync", () => done()));
}

function title(provider: WebsocketProvider): Y.Text {
  return provider.doc.getText("title");
}

/** Resolves when the text is there. */
async function reads(provider: WebsocketProvider, text: string): Promise<void> {
  while (title(provider).toString() !== text)
    await new Promise<void>((done) => provider.doc.once("update", () => done()));
}

describe("an unmodified y-websocket 3.1 provider", () => {
  it("ST-1 syncs: what one writes the other reads, before and after it came", async () => {
    const id = await server.create();
    const ann = provide(id);
    title(ann).insert(0, "written before ");
    await synced(ann);
    const bob = provide(id);
    await reads(bob, "written before ");
    title(bob).insert(15, "and after");
    await reads(ann, "written before and after");
    await expect.poll(() => server.title(id)).toBe("written before and after");
  });

  it("ST-2 sees who is here, by the name that the server knows, and that they are gone", async () => {
    const id = await server.create();
    const [ann, bob] = [provide(id, { as: "Ann" }), provide(id, { as: "Bob" })];
    await Promise.all([synced(ann), synced(bob)]);
    ann.awareness.setLocalState({ user: { name: "Somebody else" }, cursor: 7 });
    const seen = () => bob.awareness.getStates().get(ann.doc.clientID);
    await expect.poll(seen).toEqual({
      cursor: 7,
      user: { id: "Ann", name: "Ann", hue: 1, color: expect.any(String) },
    });
    ann.destroy();
    await expect.poll(seen).toBeUndefined();
  });

  it("ST-3 comes back after a restart, with what it wrote meanwhile", async () => {
    const id = await server.create();
    const [ann, bob] = [provide(id), provide(id)];
    title(ann).insert(0, "before ");
    await Promise.all([reads(bob, "before "), synced(ann)]);
    await server.stop();
    await expect.poll(() => ann.wsconnected).toBe(false);
    title(ann).insert(7, "meanwhile");
    await server.restart();
    await reads(bob, "before meanwhile");
    expect(
      await server.request("GET", `/api/documents/${id}/content?format=json`).then((r) => r.json()),
    ).toMatchObject({
      title: "before meanwhile",
    });
  });

  it("ST-4 stops for good at 4403 and 4404", async () => {
    const id = await server.create();
    for (const [provider, code] of [
      [provide(id, { role: "none" }), 4403],
      [provide("there-is-no-such-document"), 4404],
    ] as const) {
      const event = await new Promise<{ code: number }>((done) => provider.once("closed", done));
      expect(event.code).toBe(code);
      expect(provider.shouldConnect).toBe(false);
    }
  });

  it("ST-5 may read and not write where its person may only read", async () => {
    const id = await server.create({ title: "Read this" });
    const reader = provide(id, { role: "view" });
    await reads(reader, "Read this");
    reader.awareness.setLocalState({ cursor: 1 });
    title(reader).insert(0, "x");
    const event = await new Promise<{ code: number }>((done) => reader.once("closed", done));
    expect(event.code).toBe(4403);
    expect(
      await server.request("GET", `/api/documents/${id}/content?format=json`).then((r) => r.json()),
    ).toMatchObject({
      title: "Read this",
    });
  });

  it("ST-6 is fed by the server, so that its watchdog of 30 s finds nothing to do", async () => {
    await server.remove();
    server = await startServer({ keepaliveMs: 50, pingMs: 40 });
    const id = await server.create();
    const ann = provide(id);
    await synced(ann);
    const before = ann.wsLastMessageReceived;
    await once(ann.ws as unknown as WebSocket, "message");
    expect(ann.wsLastMessageReceived).toBeGreaterThanOrEqual(before);
    expect(ann.awareness.getStates().size).toBe(1);
  });

  it.runIf(process.env.QUIRE_PROVE)(
    "ST-6 stays connected for two minutes in which nobody does anything",
    async () => {
      const id = await server.create();
      const [ann, bob] = [provide(id), provide(id)];
      bob.awareness.setLocalState(null);
      await Promise.all([synced(ann), synced(bob)]);
      const closes: unknown[] = [];
      for (const provider of [ann, bob])
        provider.on("connection-close", (event: unknown) => closes.push(event));
      await delay(120_000);
      expect(closes).toEqual([]);
      title(ann).insert(0, "still here");
      await reads(bob, "still here");
    },
    180_000,
  );
});
