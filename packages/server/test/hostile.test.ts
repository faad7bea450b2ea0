import { connect } from "node:net";
import { encodeAwareness, encodeMessage, maxMessageBytes } from "@quire/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { upgrade } from "../../../trouble/raw-upgrade.ts";
import { endOf, Peer } from "./peer.ts";
import * as raw from "./raw-update.ts";
import { startServer } from "./server.ts";
import { titled } from "./titled.ts";

let server: Awaited<ReturnType<typeof startServer>>;
let attacked: string;
let url: string;
/** Two who have nothing to do with it: one in the same document, one in another. */
let bystanders: { readonly id: string; readonly peer: Peer }[];
let typed = 0;

beforeAll(async () => {
  server = await startServer();
  attacked = await server.create({ title: "Attacked" });
  url = `${server.syncUrl}/${attacked}`;
  bystanders = await Promise.all(
    [attacked, await server.create()].map(async (id) => ({
      id,
      peer: await Peer.join(`${server.syncUrl}/${id}?saved=1&as=bob`),
    })),
  );
});
afterAll(async () => {
  await Promise.all(bystanders.map(({ peer }) => peer.close()));
  await server.remove();
});

/** The bystanders type before, while, and after; what they type is saved, and is what the server says the text is. */
async function goOn(): Promise<void> {
  typed++;
  for (const { peer } of bystanders) peer.write(`line ${typed}`);
  await Promise.all(bystanders.map(({ peer }) => peer.allSaved()));
  for (const { id } of bystanders) {
    const lines = (await server.text(id)).split("\n").filter((line) => line.startsWith("line "));
    expect(lines).toEqual(Array.from({ length: typed }, (_, at) => `line ${at + 1}`));
  }
}

beforeEach(goOn);
afterEach(goOn);

const update = (bytes: Uint8Array): Uint8Array => encodeMessage({ type: "update", update: bytes });

/** An update of one struct of a client that nobody has heard of. */
const struct = (...structs: raw.RawStruct[]): Uint8Array => update(raw.rawUpdate([{ client: 7, structs }]));

describe("frames", () => {
  const good = update(titled("x"));
  const stateVector = (...bytes: number[]) =>
    encodeMessage({ type: "sync-step-1", stateVector: Uint8Array.from(bytes) });
  const awareness = (bytes: Uint8Array) => encodeMessage({ type: "awareness", update: bytes });
  const many = Array.from({ length: 100_000 }, (_, at) => ({ clientId: at, clock: 1, state: "{}" }));

  const cases: [what: string, code: number, frames: (Uint8Array | string)[]][] = [
    ["an empty one", 4422, [new Uint8Array()]],
    ["one that ends too early", 4422, [good.subarray(0, 5)]],
    ["an update that ends too early", 4422, [update(titled("hello").subarray(0, 12))]],
    ["noise", 4422, [Uint8Array.from({ length: 300 }, (_, at) => (at * 97 + 13) % 256)]],
    ["an unknown message", 4422, [Uint8Array.of(9, 1, 2)]],
    ["an unknown sync step", 4422, [Uint8Array.of(0, 3, 0)]],
    ["bytes behind the message", 4422, [Uint8Array.of(...good, 0)]],
    ["bytes behind the update", 4422, [update(Uint8Array.of(...titled("x"), 0))]],
    ["bytes behind the state vector", 4422, [stateVector(0, 0)]],
    ["a state vector of a billion clients", 4422, [stateVector(0xff, 0xff, 0xff, 0xff, 0x0f)]],
    ["two messages in one", 4422, [Uint8Array.of(3, 3)]],
    ["a text frame", 4422, ["hello"]],
    ["a text frame that is a message", 4422, ["\u0003"]],
    ["what only a server says: saved", 4422, [encodeMessage({ type: "saved", count: 1_000 })]],
    ["what only a server says: remover", 4422, [encodeMessage({ type: "remover", clientId: 1 })]],
    [
      "what only a server says: part",
      4422,
      [encodeMessage({ type: "part", rest: 0, bytes: Uint8Array.of(3) })],
    ],
    ["what only a server says: denied", 4422, [encodeMessage({ type: "auth", reason: "you" })]],
    ["awareness of a billion", 4422, [awareness(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f))]],
    ["one over 4 MiB", 4413, [new Uint8Array(maxMessageBytes + 1)]],
    ["one over 16 MiB", 1009, [new Uint8Array(16 * 2 ** 20 + 1)]],
    ["33 million structs in seven bytes", 4422, [update(Uint8Array.of(1, 0xff, 0xff, 0xff, 0x0f, 1, 0))]],
    ["a run of 2^50 collected letters", 4422, [struct(raw.gc(2 ** 50))]],
    ["a root of one's own", 4422, [struct(raw.string({ parent: "mine" }, "x"))]],
    ["an unknown node", 4422, [struct(raw.element({ parent: "document" }, "gallery"))]],
    ["a plain value in the text", 4422, [struct(raw.any({ parent: "document" }, "x"))]],
    ["a Y.Map in the text", 4422, [struct(raw.shared({ parent: "document" }, raw.type.map))]],
    ["structs in a circle", 4422, [update(circle())]],
    ["news built on nothing, again and again", 4500, Array.from({ length: 70 }, (_, at) => update(gap(at)))],
    ["deletes of what nobody has written, 4 MB of them", 4500, [update(deleteBomb())]],
  ];
  for (const [what, code, frames] of cases) {
    it(`HO-1 ${what}: ${code}, in a sentence, and nobody else notices`, async () => {
      const ending = endOf(`${url}?as=mallory`, frames);
      await goOn();
      const end = await ending;
      expect(end.code).toBe(code);
      if (code !== 1009) expect(end.reason).toMatch(/^[\x20-\x7e]{15,123}$/);
    });
  }

  it("HO-2 nothing is heard after the frame that closed it", async () => {
    const before = await server.title(attacked);
    await endOf(url, [Uint8Array.of(9), update(titled("late"))]);
    await goOn();
    expect(await server.title(attacked)).toBe(before);
    expect(bystanders[0]!.peer.title).not.toContain("late");
  });

  it("HO-3 a hundred thousand who are not here are told to nobody", async () => {
    const mallory = await Peer.join(`${url}?as=mallory`);
    mallory.socket.send(awareness(encodeAwareness(many)));
    await goOn();
    const { peer } = bystanders[0]!;
    await expect.poll(() => peer.awareness.getStates().size).toBeLessThanOrEqual(5);
    expect(mallory.closed).toBeUndefined();
    await mallory.close();
  });

  it("HO-4 a forged clock of another's caret is not theirs", async () => {
    const { peer } = bystanders[0]!;
    peer.announce({ cursor: 1 });
    const mallory = await Peer.join(`${url}?as=mallory`);
    const forged = [{ clientId: peer.ydoc.clientID, clock: 2 ** 53 - 1, state: '{"user":{"name":"root"}}' }];
    mallory.socket.send(awareness(encodeAwareness(forged)));
    peer.announce({ cursor: 2 });
    const seen = () => mallory.awareness.getStates().get(peer.ydoc.clientID);
    await expect.poll(seen).toMatchObject({ cursor: 2, user: { name: "bob" } });
    await mallory.close();
  });

  it("HO-5 who may only read is closed with 4403 at the first thing they write, whatever its form", async () => {
    const reader = `${url}?as=mallory&role=view`;
    const step2 = encodeMessage({ type: "sync-step-2", update: titled("x") });
    for (const frames of [[good], [step2], [update(gap(0))]])
      expect(await endOf(reader, frames)).toMatchObject({ code: 4403 });
    expect(await endOf(`${url}?role=none`)).toMatchObject({ code: 4403 });
  });

  it("HO-6 compression is not spoken, so there is nothing to blow up", async () => {
    const socket = new WebSocket(url, { perMessageDeflate: true });
    await new Promise((done) => socket.once("open", done));
    expect(socket.extensions).toBe("");
    socket.terminate();
  });

  it("HO-7 a line that breaks in the middle of a frame takes nothing with it", async () => {
    for (let times = 0; times < 5; times++) {
      const socket = connect(server.port, "127.0.0.1");
      socket.write(
        `GET /sync/${attacked} HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
          "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      );
      await new Promise((done) => socket.once("data", done));
      // A masked frame that says a hundred bytes, and three of them.
      socket.write(Buffer.of(0x82, 0x80 | 100, 1, 2, 3, 4, 0, 0, 0));
      socket.resetAndDestroy();
    }
  });
});

function circle(): Uint8Array {
  return raw.rawUpdate([
    { client: 9, structs: [raw.string({ origin: [7, 0] }, "b")] },
    { client: 7, structs: [raw.string({ origin: [9, 0] }, "a")] },
  ]);
}

function gap(at: number): Uint8Array {
  const structs = [raw.string({ parent: "title" }, "x".repeat(1_000))];
  return raw.rawUpdate([{ client: 7, clock: 5_000 + at * 2_000, structs }]);
}

function deleteBomb(): Uint8Array {
  return raw.rawUpdate([], [[7, ...Array.from({ length: 500_000 }, (_, at) => [at * 2, 1] as const)]]);
}

describe("names and addresses", () => {
  it("HO-8 a name that no document has: 4404, and none is made", async () => {
    const names = [
      "there-is-no-such-document",
      "short",
      "x".repeat(64),
      "x".repeat(65),
      "x".repeat(2_000),
      "x".repeat(12_000),
      "%00".repeat(20),
      `..%2f..%2f${"x".repeat(16)}`,
      "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
      "..",
      "../../etc/passwd",
      "a/b/c",
      "",
      "__proto__constructor",
      encodeURIComponent("👩‍👩‍👧".repeat(5)),
      encodeURIComponent("\u202edocument-that-turns"),
      `${"x".repeat(20)}%0a`,
    ];
    for (const name of names)
      expect([name, await upgrade(server.port, `/sync/${name}`)]).toEqual([
        name,
        { code: 4404, reason: "there is no such document" },
      ]);
    const { documents } = (await (await server.request("GET", "/api/documents")).json()) as {
      documents: unknown[];
    };
    expect(documents).toHaveLength(2);
  });

  it("HO-8 a name that is no name at all ends before the upgrade", async () => {
    for (const path of [`/sync/${"x".repeat(64 * 1024)}`, "/sync/%zz", "/sync/%e0%a4%a"]) {
      const end = await upgrade(server.port, path);
      expect([path.slice(0, 12), end]).toEqual([
        path.slice(0, 12),
        {
          status: expect.toSatisfy((status: number) => status >= 400 && status < 500),
          body: expect.any(String),
        },
      ]);
    }
  });

  it("HO-8 a deleted document: 4410", async () => {
    const id = await server.create();
    expect((await server.request("DELETE", `/api/documents/${id}`)).status).toBe(204);
    expect(await endOf(`${server.syncUrl}/${id}`)).toMatchObject({ code: 4410 });
  });

  it("HO-9 a foreign page, no page, or no Origin with a browser's cookie: 403 before the upgrade", async () => {
    const path = `/sync/${attacked}`;
    const host = `localhost:${server.port}`;
    const cookie = "quire=somebody";
    for (const headers of [
      { host, cookie, origin: "https://evil.example" },
      { host, origin: "https://evil.example" },
      { host, cookie, origin: "null" },
      { host, origin: "null" },
      { host, cookie },
      { host, cookie, origin: `http://localhost.evil.example:${server.port}` },
      { host, cookie, origin: `https://localhost:${server.port}/` },
    ])
      expect([headers, await upgrade(server.port, path, headers)]).toEqual([
        headers,
        { status: 403, body: expect.stringContaining("QUIRE_ERR_ORIGIN_REFUSED") },
      ]);
  });

  it("HO-10 an upgrade that nobody answers keeps no server from closing", async () => {
    const other = await startServer();
    for (const path of ["/nowhere", "/sync/%zz"]) {
      const end = await upgrade(other.port, path);
      expect(end).toHaveProperty("status");
    }
    // It hangs where a socket is left.
    await other.remove();
  });

  it("HO-9 a foreign Host: 421 before the upgrade", async () => {
    for (const host of ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
      expect(await upgrade(server.port, `/sync/${attacked}`, { host })).toEqual({
        status: 421,
        body: expect.stringContaining("QUIRE_ERR_HOST_REFUSED"),
      });
  });
});
