import { hocuspocusKeepalive, maxMessageBytes } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { upgrade } from "../../../trouble/raw-upgrade.ts";
import type { QuireOptions } from "../src/index.ts";
import { Store } from "../src/store/store.ts";
import { HocuspocusPeer } from "./hocuspocus-peer.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
const peers = new Set<{ close(): unknown }>();

/** Whoever says `role=…` in a token has it. */
const authorize: NonNullable<QuireOptions["authorize"]> = (_, __, token = "") => {
  const role = new URLSearchParams(token).get("role") ?? "own";
  if (role === "none") return { refused: "forbidden" };
  return { person: { id: token || "ann", name: token || "Ann", hue: 1 }, role: role as "own" };
};

beforeEach(async () => {
  server = await startServer({ authorize, commitWindowMs: 0 });
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const peer of peers) peer.close();
  peers.clear();
  await server.remove();
});

async function restart(options: Partial<QuireOptions>): Promise<void> {
  await server.remove();
  server = await startServer({ authorize, commitWindowMs: 0, ...options });
}

async function connect(query?: string): Promise<HocuspocusPeer> {
  const peer = await HocuspocusPeer.connect(server.port, query);
  peers.add(peer);
  return peer;
}

/** An update that writes into the text of this name. */
function written(text: string, name = "title"): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.getText(name).insert(0, text);
  return Y.encodeStateAsUpdate(ydoc);
}

/** The title as the document has it: what was acknowledged is in it. */
async function titleOf(id: string): Promise<string> {
  const response = await server.request("GET", `/api/documents/${id}/content?format=json`);
  return ((await response.json()) as { title: string }).title;
}

describe("opening", () => {
  it("X3 lets in, asks what the provider has, and tells what there is", async () => {
    const id = await server.create({ title: "Notes" });
    const peer = await connect();
    peer.token(id);
    peer.message(id, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
    await peer.until(() => peer.words(id).includes("sync-step-2"));
    expect(peer.words(id)).toEqual(["read-write", "sync-step-1", "sync-step-2"]);
  });

  it("X3 says what the person may do", async () => {
    const id = await server.create();
    const peer = await connect();
    for (const [session, role, scope] of [
      ["a", "view", "readonly"],
      ["b", "comment", "readonly"],
      ["c", "edit", "read-write"],
    ] as const) {
      peer.token(`${id}\0${session}`, `role=${role}`);
      await peer.until(() => peer.words(`${id}\0${session}`).includes(scope));
    }
  });

  it("X3 denies with the reason, for that document only, and hears nothing more of it until the next token", async () => {
    const id = await server.create();
    const deleted = await server.create();
    await server.request("DELETE", `/api/documents/${deleted}`);
    const peer = await connect();
    await peer.join(id);
    for (const [address, token, reason] of [
      ["there-is-no-such-document", "", "there is no such document"],
      ["no id", "", "there is no such document"],
      ["", "", "there is no such document"],
      [deleted, "", "this document was deleted"],
      [`${id}\0session`, "role=none", "you may not open this document"],
    ] as const) {
      peer.token(address, token);
      for (let times = 0; times < 3; times++) {
        peer.message(address, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
        peer.update(address, written("unheard"));
      }
      await peer.until(() => peer.words(address).includes(`denied: ${reason}`));
      peer.message(address, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
      await peer.probe(id);
      expect(peer.words(address)).toEqual([`denied: ${reason}`]);
    }
    peer.token(`${id}\0session`, "role=edit");
    await peer.until(() => peer.words(`${id}\0session`).includes("read-write"));
  });

  it("X3 denies a document that cannot be loaded, and opens the others", async () => {
    const [broken, sound] = [await server.create(), await server.create()];
    const { load } = Store.prototype;
    vi.spyOn(Store.prototype, "load").mockImplementation(function (this: Store, id) {
      if (id === broken) throw new Error("the record does not decode");
      return load.call(this, id);
    });
    const peer = await connect();
    peer.token(broken);
    await peer.join(sound);
    expect(peer.words(broken)).toEqual(["denied: this document cannot be opened now"]);
  });

  it("X3 begins with the step 1 of a provider that has no token, and hears nothing before it", async () => {
    const id = await server.create();
    const peer = await connect();
    peer.update(id, written("too early"));
    peer.message(id, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
    peer.message(id, { type: "sync-step-2", update: Uint8Array.of(0, 0) });
    await peer.until(() => peer.words(id).includes("taken"));
    expect(await titleOf(id)).toBe("");
    peer.token(id);
    await peer.probe(id);
    expect(peer.words(id).filter((word) => word === "read-write")).toHaveLength(1);
  });

  it("X3 keeps what comes before the answer, in order, and no more than W5 does", async () => {
    const answered = Promise.withResolvers<void>();
    await restart({
      authorize: async (request, id, token) => {
        if (id !== null && token === "slow") await answered.promise;
        return authorize(request, id, "");
      },
    });
    const id = await server.create();
    const [patient, greedy] = [await connect(), await connect()];
    const ydoc = new Y.Doc();
    patient.token(id, "slow");
    ydoc.on("update", (update: Uint8Array) => patient.update(id, update));
    for (const letter of "in order") ydoc.getText("title").insert(ydoc.getText("title").length, letter);
    greedy.token(id, "slow");
    const large = { type: "update", update: new Uint8Array(maxMessageBytes - 100) } as const;
    for (let times = 0; times < 2; times++) greedy.message(id, large);
    expect(await greedy.ended()).toBe(1013);
    answered.resolve();
    await patient.until(() => patient.words(id).filter((word) => word === "taken").length === 8);
    expect(await titleOf(id)).toBe("in order");
  });

  it("X3 lets nobody into a document that was closed before the answer", async () => {
    const answered = Promise.withResolvers<void>();
    await restart({
      authorize: async (request, id, token) => {
        if (token === "slow") await answered.promise;
        return authorize(request, id, token);
      },
    });
    const [slow, quick] = [await server.create(), await server.create()];
    const peer = await connect();
    peer.token(slow, "slow");
    peer.say({ type: "close", address: slow });
    await peer.join(quick);
    answered.resolve();
    await peer.probe(quick);
    expect(peer.words(slow)).toEqual([]);
  });

  it("H1 asks where the request comes from, H3 and whom it is for, before the upgrade", async () => {
    expect(await upgrade(server.port, "/hocuspocus", { origin: "https://evil.example" })).toMatchObject({
      status: 403,
    });
    expect(await upgrade(server.port, "/hocuspocus", { cookie: "guest=1" })).toMatchObject({ status: 403 });
    expect(await upgrade(server.port, "/hocuspocus", { host: "evil.example" })).toMatchObject({
      status: 421,
    });
  });
});

describe("sync status", () => {
  it("X4 is one for each update and for the step 2, and asks again whenever it is asked", async () => {
    const id = await server.create();
    const peer = await connect();
    await peer.join(id);
    expect(peer.words(id).filter((word) => word === "taken")).toHaveLength(1);
    peer.forget();
    peer.update(id, written("one"));
    peer.update(id, written("two"));
    await peer.until(() => peer.words(id).filter((word) => word === "taken").length === 2);
    for (let round = 1; round <= 2; round++) {
      peer.forget();
      peer.message(id, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
      await peer.until(() => peer.words(id).includes("sync-step-2"));
      peer.message(id, { type: "sync-step-2", update: Uint8Array.of(0, 0) });
      await peer.until(() => peer.words(id).includes("taken"));
      expect(peer.words(id)).toEqual(["sync-step-1", "sync-step-2", "taken"]);
    }
  });

  it("X4 is not said of a step 2 that fills a hole, and is of what waited for it", async () => {
    const id = await server.create();
    const peer = await connect();
    await peer.join(id);
    const ydoc = new Y.Doc();
    const updates: Uint8Array[] = [];
    ydoc.on("update", (update: Uint8Array) => updates.push(update));
    const title = ydoc.getText("title");
    for (const letter of "abc") title.insert(title.length, letter);
    peer.forget();
    peer.update(id, updates[2]!);
    await peer.until(() => peer.words(id).includes("sync-step-1"));
    await peer.probe(id);
    expect(peer.words(id)).not.toContain("taken");
    peer.message(id, { type: "sync-step-2", update: Y.encodeStateAsUpdate(ydoc) });
    await peer.until(() => peer.words(id).includes("taken"));
    await peer.probe(id);
    expect(peer.words(id).filter((word) => word === "taken")).toHaveLength(1);
    expect(await titleOf(id)).toBe("abc");
  });
});

describe("refusals", () => {
  it("X5 tells a reader of each of its news, and of what is none, and lets it read on", async () => {
    const id = await server.create({ title: "Read" });
    const [reader, writer] = [await connect(), await connect()];
    await Promise.all([reader.join(id, "role=view"), writer.join(id)]);
    expect(reader.words(id)).toContain("readonly");
    reader.forget();
    reader.update(id, written("x"));
    reader.update(id, Uint8Array.of(0, 0));
    reader.update(id, written("y"));
    await reader.until(() => reader.words(id).filter((word) => word === "refused").length === 2);
    await reader.until(() => reader.words(id).includes("taken"));
    expect(reader.words(id)).toEqual(["refused", "refused", "taken"]);
    writer.update(id, written(" on"));
    await reader.until(() => reader.words(id).includes("update"));
    reader.message(id, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
    await reader.until(() => reader.words(id).includes("sync-step-1"));
    reader.message(id, { type: "sync-step-2", update: written("z") });
    await reader.until(() => reader.words(id).filter((word) => word === "refused").length === 3);
    expect(await titleOf(id)).not.toMatch(/[xyz]/);
  });

  it("X5 closes a document whose update the gate refuses, and leaves the socket's others alone", async () => {
    const [bad, good] = [await server.create(), await server.create()];
    const peer = await connect();
    await Promise.all([peer.join(bad), peer.join(good)]);
    peer.forget();
    peer.update(bad, written("x", "a root that no schema has"));
    peer.update(bad, written("unheard"));
    peer.update(good, written("goes on"));
    await peer.until(() => peer.words(good).includes("taken"));
    expect(peer.words(bad)).toEqual(["refused", expect.stringMatching(/^closed: .+/)]);
    expect(await titleOf(bad)).toBe("");
    expect(await titleOf(good)).toBe("goes on");
    peer.forget();
    await peer.join(bad);
  });

  it("X5 closes a document that sends more than one message holds, and leaves the socket's others alone", async () => {
    const [large, small] = [await server.create(), await server.create()];
    const peer = await connect();
    await Promise.all([peer.join(large), peer.join(small)]);
    peer.forget();
    peer.update(large, new Uint8Array(maxMessageBytes));
    peer.update(small, written("goes on"));
    await peer.until(() => peer.words(small).includes("taken"));
    expect(peer.words(large)).toEqual([
      "refused",
      expect.stringMatching(/^closed: a message may have 4194304/),
    ]);
  });

  it("X5 denies before it closes where the provider may not know the close", async () => {
    const id = await server.create();
    const peer = await connect();
    peer.say({ type: "token", address: id, token: "" });
    peer.update(id, written("x", "a root that no schema has"));
    await peer.until(() => peer.words(id).some((word) => word.startsWith("closed")));
    const last = peer.words(id).slice(-3);
    expect(last).toEqual(["refused", expect.stringMatching(/^denied: /), expect.stringMatching(/^closed: /)]);
  });

  it("X5 closes a document that is deleted", async () => {
    const [deleted, other] = [await server.create(), await server.create()];
    const peer = await connect();
    await Promise.all([peer.join(deleted), peer.join(other)]);
    peer.forget();
    await server.request("DELETE", `/api/documents/${deleted}`);
    await peer.until(() => peer.words(deleted).length > 0);
    expect(peer.words(deleted)).toEqual(["closed: this document was deleted"]);
    await peer.probe(other);
  });

  it.each<[string, Uint8Array | string, number]>([
    ["a text frame", "hello", 4422],
    ["nothing", new Uint8Array(), 4422],
    ["what is no frame", Uint8Array.of(1, 65, 77), 4422],
    ["a word of a server's", Uint8Array.of(1, 65, 8, 1), 4422],
    ["an address that is too long", Uint8Array.of(0x84, 0x05, ...Buffer.alloc(644, 65), 2, 0, 0), 4422],
    ["a message that is too large", new Uint8Array(maxMessageBytes + 1), 4413],
    ["a frame that is too large", new Uint8Array(16 * 1024 * 1024 + 1), 1009],
  ])("X6 %s ends the socket, and nobody else notices", async (_, bytes, code) => {
    const id = await server.create();
    const [bad, good] = [await connect(), await connect()];
    await Promise.all([bad.join(id), good.join(id)]);
    bad.socket.send(bytes);
    expect(await bad.ended()).toBe(code);
    await good.probe(id);
  });

  it("X6 what is no state vector, and what is no awareness, end the socket", async () => {
    const id = await server.create();
    for (const message of [
      { type: "sync-step-1", stateVector: Uint8Array.of(5) },
      { type: "awareness", update: Uint8Array.of(9) },
    ] as const) {
      const peer = await connect();
      await peer.join(id);
      peer.message(id, message);
      expect(await peer.ended()).toBe(4422);
    }
  });

  it("X6 a store that fails ends the socket of who writes, which comes back", async () => {
    const id = await server.create();
    const peer = await connect();
    await peer.join(id);
    vi.spyOn(Store.prototype, "failure", "get").mockReturnValue(new Error("the disk is full"));
    peer.update(id, written("x"));
    expect(await peer.ended()).toBe(4500);
  });
});

describe("the socket", () => {
  it("X7 gives a word of the application to nobody, and answers a ping", async () => {
    const id = await server.create();
    const [ann, bob] = [await connect(), await connect()];
    await Promise.all([ann.join(id), bob.join(id)]);
    for (const peer of [ann, bob]) peer.forget();
    ann.say({ type: "stateless", address: id, payload: "hello" });
    ann.say({ type: "pong" });
    ann.say({ type: "ping" });
    await ann.until(() => ann.heard.length > 0);
    await Promise.all([ann.probe(id), bob.probe(id)]);
    expect(ann.heard[0]).toEqual({ type: "pong" });
    expect([...ann.words(id), ...bob.words(id)]).toEqual(["awareness", "awareness"]);
  });

  it("X8 has room for as many documents as the host says, and for another when one is closed", async () => {
    await restart({ documentsPerSocket: 2 });
    const [one, two, three] = await Promise.all([server.create(), server.create(), server.create()]);
    const peer = await connect();
    await Promise.all([peer.join(one), peer.join(two)]);
    peer.token(three);
    await peer.until(() => peer.words(three).length > 0);
    expect(peer.words(three)).toEqual(["denied: a socket may have 2 documents open"]);
    peer.say({ type: "close", address: one });
    await peer.join(three);
    await peer.probe(two);
  });

  it("F2 counts each document of a socket, also those that are asked for at once", async () => {
    await restart({ limits: { connectionsPerDocument: 2 } });
    const id = await server.create();
    const peer = await connect();
    const addresses = ["a", "b", "c", "d"].map((session) => `${id}\0${session}`);
    for (const address of addresses) peer.token(address);
    const answers = () => addresses.map((address) => peer.words(address)[0]);
    await peer.until(() => answers().every((answer) => answer !== undefined));
    const denied = "denied: there are too many connections in this document";
    expect(answers()).toEqual(["read-write", "read-write", denied, denied]);
    const metrics = await (await server.request("GET", "/metrics")).text();
    expect(metrics).toMatch(/^quire_closes_total\{code="4529"\} 2$/m);
  });

  it("X2 makes each session of a document a member of its own", async () => {
    const id = await server.create();
    const peer = await connect();
    const [one, two] = [`${id}\0one`, `${id}\0two`];
    await Promise.all([peer.join(one), peer.join(two)]);
    peer.forget();
    peer.update(one, written("from one"));
    await peer.until(() => peer.words(two).includes("update") && peer.words(one).includes("taken"));
    expect(peer.words(one)).not.toContain("update");
    peer.say({ type: "close", address: one });
    peer.update(two, written("from two"));
    await peer.until(() => peer.words(two).includes("taken"));
    expect(peer.words(one)).not.toContain("update");
  });

  it("X9 is fed at an address that no document has", async () => {
    await restart({ keepaliveMs: 30, pingMs: 40 });
    const peer = await connect();
    await peer.until(() => peer.words("").length > 2);
    expect(new Set(peer.words(""))).toEqual(new Set(["awareness"]));
    expect([...hocuspocusKeepalive]).toEqual([0, 1, 1, 0]);
  });

  it("P4 takes the carets of a document with it when that is closed", async () => {
    const id = await server.create();
    const peer = await connect();
    await peer.join(id);
    const other = await Peer.join(`${server.syncUrl}/${id}`);
    peers.add(other);
    const state = Buffer.from('{"cursor":1}');
    peer.message(id, { type: "awareness", update: Uint8Array.of(1, 77, 1, state.length, ...state) });
    await other.until(() => other.awareness.getStates().has(77));
    peer.say({ type: "close", address: id });
    await other.until(() => !other.awareness.getStates().has(77));
  });
});
