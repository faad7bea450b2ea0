import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Store } from "../src/store/store.ts";
import { startServer } from "./server.ts";
import {
  hocuspocusKinds,
  type StockClient,
  type StockKind,
  stockKinds,
  yWebsocketKinds,
} from "./stock-clients.ts";

let server: Awaited<ReturnType<typeof startServer>>;
const open = new Set<{ destroy(): void }>();

beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  for (const client of open) client.destroy();
  open.clear();
  vi.restoreAllMocks();
  await server.remove();
});

function provide(
  kind: StockKind,
  id: string,
  params?: Record<string, string>,
  watchdogMs?: number,
): StockClient {
  const client = kind.open(server.port, id, params, watchdogMs);
  open.add(client);
  return client;
}

/** What a busy machine takes its time for. */
function eventually<Value>(look: () => Value) {
  return expect.poll(look, { timeout: 20_000 });
}

async function synced(...clients: StockClient[]): Promise<void> {
  await eventually(() => clients.every((client) => client.isSynced)).toBe(true);
}

function write(client: StockClient, text: string): void {
  const title = client.ydoc.getText("title");
  title.insert(title.length, text);
}

function read(client: StockClient): string {
  return client.ydoc.getText("title").toString();
}

async function reads(client: StockClient, text: string): Promise<void> {
  while (read(client) !== text) await new Promise<void>((done) => client.ydoc.once("update", () => done()));
}

/** The title as the document has it: what was acknowledged is in it. */
async function titleOf(id: string): Promise<string> {
  const response = await server.request("GET", `/api/documents/${id}/content?format=json`);
  return ((await response.json()) as { title: string }).title;
}

/** From now on nothing that is written is flushed, until the answer is called. */
function holdFlushes(): () => void {
  const held = Promise.withResolvers<void>();
  const { append } = Store.prototype;
  vi.spyOn(Store.prototype, "append").mockImplementation(async function (this: Store, ...args) {
    await append.apply(this, args);
    await held.promise;
  });
  return held.resolve;
}

describe.each(stockKinds)("an unmodified $name provider", (kind) => {
  it("K1 syncs: what one writes the other reads, before and after it came", async () => {
    const id = await server.create();
    const ann = provide(kind, id);
    write(ann, "written before ");
    await synced(ann);
    const bob = provide(kind, id);
    await reads(bob, "written before ");
    write(bob, "and after");
    await reads(ann, "written before and after");
    await synced(bob);
    await eventually(() => server.title(id)).toBe("written before and after");
  });

  it("K2 sees who is here, by the name that the server knows, and that they are gone", async () => {
    const id = await server.create();
    const [ann, bob] = [provide(kind, id, { as: "Ann" }), provide(kind, id, { as: "Bob" })];
    await synced(ann, bob);
    ann.awareness.setLocalState({ user: { name: "Somebody else" }, cursor: 7 });
    const seen = () => bob.awareness.getStates().get(ann.ydoc.clientID);
    await eventually(seen).toEqual({
      cursor: 7,
      user: { id: "Ann", name: "Ann", hue: 1, color: expect.any(String) },
    });
    const carla = provide(kind, id, { as: "Carla" });
    await eventually(() => carla.awareness.getStates().get(ann.ydoc.clientID)).toMatchObject({ cursor: 7 });
    ann.destroy();
    await eventually(seen).toBeUndefined();
  });

  it("K3 comes back after a restart, with what it wrote meanwhile, and nothing is lost", async () => {
    const id = await server.create();
    const [ann, bob] = [provide(kind, id), provide(kind, id)];
    write(ann, "before ");
    await reads(bob, "before ");
    await synced(ann, bob);
    await eventually(() => server.title(id)).toBe("before ");
    await server.stop();
    await eventually(() => ann.isConnected || bob.isConnected).toBe(false);
    write(ann, "meanwhile ");
    await server.restart();
    await reads(bob, "before meanwhile ");
    await synced(ann, bob);
    write(bob, "after");
    await reads(ann, "before meanwhile after");
  });

  it("K4 is told in its protocol's words that it may only read, and writes nothing", async () => {
    const id = await server.create({ title: "Read this" });
    const reader = provide(kind, id, { role: "view" });
    await reads(reader, "Read this");
    await synced(reader);
    expect(reader.refusal).toBeUndefined();
    reader.awareness.setLocalState({ cursor: 1 });
    write(reader, "x");
    await eventually(() => reader.refusal).toBe(kind.refusals.mayOnlyRead);
    expect(await titleOf(id)).toBe("Read this");
    const other = provide(kind, id);
    await synced(other);
    expect(read(other)).toBe("Read this");
  });

  it("K5 is told that there is no such document, and makes none", async () => {
    const id = "there-is-no-such-document";
    const client = provide(kind, id);
    await eventually(() => client.refusal).toBe(kind.refusals.notFound);
    expect(client.isSynced).toBe(false);
    expect((await server.request("GET", `/api/documents/${id}`)).status).toBe(404);
  });

  it("K6 is fed while nobody does anything, with what changes nothing", async () => {
    await server.remove();
    server = await startServer({ keepaliveMs: 30, pingMs: 40 });
    const id = await server.create();
    const ann = provide(kind, id, {}, 1_000);
    await synced(ann);
    ann.awareness.setLocalState(null);
    const before = ann.heard;
    // Each after at least 30 ms of silence: together they outlast the watchdog.
    await eventually(() => ann.heard).toBeGreaterThan(before + 40);
    expect(ann.lost).toBe(0);
    expect(ann.awareness.getStates().size).toBe(0);
  });
});

describe.each(hocuspocusKinds)("$name on the server's other promises", (kind) => {
  it("K8 has unsynced changes until all that it wrote is on disk", async () => {
    const id = await server.create();
    const [ann, bob] = [kind.open(server.port, id), provide(kind, id)];
    open.add(ann);
    await synced(ann, bob);
    await eventually(() => ann.unsynced).toBe(0);
    const release = holdFlushes();
    write(ann, "un");
    write(ann, "saved");
    await reads(bob, "unsaved");
    await ann.probe();
    expect(ann.unsynced).toBe(2);
    release();
    await eventually(() => ann.unsynced).toBe(0);
    write(ann, "!");
    expect(ann.unsynced).toBe(1);
    await eventually(() => ann.unsynced).toBe(0);
  });

  it("K8 has none where it may only read, and keeps those that are refused", async () => {
    const id = await server.create({ title: "Read this" });
    const reader = kind.open(server.port, id, { role: "view" });
    open.add(reader);
    await eventually(() => [reader.unsynced, read(reader)]).toEqual([0, "Read this"]);
    write(reader, "x");
    await eventually(() => reader.refusal).toBe("08 00");
    expect(reader.unsynced).toBe(1);
  });

  it("X3 comes in without a token, and with one that takes its time", async () => {
    const id = await server.create();
    const socket = kind.socket(server.port);
    open.add(socket);
    const none = socket.open(id, { token: null });
    await synced(none);
    const other = await server.create();
    const asked = Promise.withResolvers<string>();
    const slow = socket.open(other, { token: () => asked.promise });
    write(slow, "before ");
    asked.resolve("late");
    await synced(slow);
    write(slow, "and after");
    await eventually(() => slow.unsynced).toBe(0);
    expect(await titleOf(other)).toBe("before and after");
  });

  it("X3 is told that a document cannot be opened now, and goes on with the others", async () => {
    const [broken, sound] = [await server.create(), await server.create()];
    const { load } = Store.prototype;
    vi.spyOn(Store.prototype, "load").mockImplementation(function (this: Store, id) {
      if (id === broken) throw new Error("the record does not decode");
      return load.call(this, id);
    });
    const socket = kind.socket(server.port);
    const [denied, other] = [socket.open(broken), socket.open(sound)];
    for (const client of [denied, other, socket]) open.add(client);
    await eventually(() => denied.refusal).toBe("this document cannot be opened now");
    await synced(other);
    expect([denied.isSynced, denied.lost, other.lost]).toEqual([false, 0, 0]);
  });

  it("K9 has twenty documents on one socket, of which two are refused and the others go on", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => server.create()));
    const socket = kind.socket(server.port);
    const clients = ids.map((id) => socket.open(id));
    for (const client of [...clients, socket]) open.add(client);
    await synced(...clients);
    const stranger = socket.open("there-is-no-such-document");
    const [spoilt, ...others] = clients;
    if (spoilt === undefined) throw new Error("there are twenty");
    open.add(stranger);
    spoilt.ydoc.getText("a root that no schema has").insert(0, "x");
    await eventually(() => [stranger.refusal, spoilt.refusal !== undefined]).toEqual([
      kind.refusals.notFound,
      true,
    ]);
    for (const [at, client] of others.entries()) write(client, `Document ${at}`);
    await eventually(() => others.map(({ unsynced }) => unsynced)).toEqual(others.map(() => 0));
    const titles = await Promise.all(ids.slice(1).map((id) => titleOf(id)));
    expect(titles).toEqual(others.map((_, at) => `Document ${at}`));
    expect(others.map(({ lost }) => lost)).toEqual(others.map(() => 0));
  });
});

it("X2 two providers of version 4 share a socket and a document, each for itself", async () => {
  const [kind] = hocuspocusKinds.slice(-1);
  if (kind === undefined) throw new Error("version 4 is the last");
  const id = await server.create();
  const socket = kind.socket(server.port);
  open.add(socket);
  const [one, two] = [
    socket.open(id, { sessionAwareness: true }),
    socket.open(id, { sessionAwareness: true }),
  ];
  await synced(one, two);
  write(one, "from one");
  await reads(two, "from one");
  one.awareness.setLocalState({ cursor: 1 });
  const seen = () => two.awareness.getStates().get(one.ydoc.clientID);
  await eventually(seen).toMatchObject({ cursor: 1 });
  one.destroy();
  await eventually(seen).toBeUndefined();
  write(two, ", from two");
  await eventually(() => two.unsynced).toBe(0);
  expect(await titleOf(id)).toBe("from one, from two");
});

const worlds = hocuspocusKinds.flatMap((one) => yWebsocketKinds.map((other) => ({ one, other })));

describe.each(worlds)("$one.name and $other.name", ({ one, other }) => {
  it("K7 share a room: each sees the other's text, caret and end", async () => {
    const id = await server.create();
    const [ann, bob] = [provide(one, id, { as: "Ann" }), provide(other, id, { as: "Bob" })];
    await synced(ann, bob);
    write(ann, "from one world ");
    await reads(bob, "from one world ");
    write(bob, "and the other");
    await reads(ann, "from one world and the other");
    ann.awareness.setLocalState({ cursor: 1 });
    bob.awareness.setLocalState({ cursor: 2 });
    const seenBy = (viewer: StockClient, seen: StockClient) =>
      viewer.awareness.getStates().get(seen.ydoc.clientID);
    await eventually(() => [seenBy(ann, bob), seenBy(bob, ann)]).toMatchObject([
      { cursor: 2, user: { name: "Bob" } },
      { cursor: 1, user: { name: "Ann" } },
    ]);
    bob.destroy();
    await eventually(() => seenBy(ann, bob)).toBeUndefined();
    const back = provide(other, id);
    await reads(back, "from one world and the other");
    ann.destroy();
    await eventually(() => seenBy(back, ann)).toBeUndefined();
  });
});
