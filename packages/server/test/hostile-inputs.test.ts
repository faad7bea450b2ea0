import { once } from "node:events";
import { connect } from "node:net";
import { deflateRawSync } from "node:zlib";
import { encodeAwareness, encodeMessage } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { runs } from "../../../trouble/runs.ts";
import { heapHeld } from "./heap.ts";
import { endOf, Peer } from "./peer.ts";
import * as raw from "./raw-update.ts";
import { startServer } from "./server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
let attacked: string;
/** Who wrote the attacked document and is in it; who reads it there; who writes in another. */
let victim: Peer;
let witness: Peer;
let neighbour: Peer;

beforeAll(async () => {
  // What comes is judged as fast as it comes: the rates would hold it back.
  server = await startServer({ limits: false });
  attacked = await server.create();
  victim = await Peer.join(urlOf("victim"));
  witness = await Peer.join(urlOf("witness"));
  neighbour = await Peer.join(`${server.syncUrl}/${await server.create()}?saved=1&as=neighbour`);
  victim.typeTitle("hello");
  victim.write("words");
  await victim.allSaved();
  await witness.until(() => witness.title === "hello");
});

afterAll(async () => {
  await Promise.all([victim, witness, neighbour].map((peer) => peer.close()));
  await server.remove();
});

function urlOf(person: string): string {
  return `${server.syncUrl}/${attacked}?saved=1&as=${person}`;
}

const update = (bytes: Uint8Array): Uint8Array => encodeMessage({ type: "update", update: bytes });

/** An update of structs of a client that nobody has heard of. */
const structs = (...list: raw.RawStruct[]): Uint8Array =>
  update(raw.rawUpdate([{ client: 7, structs: list }]));

/** What somebody has who opens the document now: every struct and every delete. */
async function stored(): Promise<string> {
  const peer = await Peer.join(urlOf("reader"));
  const state = Buffer.from(Y.encodeStateAsUpdate(peer.ydoc)).toString("base64");
  await peer.close();
  return state;
}

/** What the witness was told of the text since. */
function listen(): { readonly heard: number; stop(): void } {
  let heard = 0;
  const count = (): void => {
    heard++;
  };
  witness.ydoc.on("update", count);
  return {
    get heard() {
      return heard;
    },
    stop: () => witness.ydoc.off("update", count),
  };
}

/** Everybody else goes on: the witness is answered, the neighbour's words are saved. */
async function goOn(): Promise<void> {
  neighbour.typeTitle(".");
  await Promise.all([witness.probe(), neighbour.allSaved()]);
}

/** Sends each list of frames as somebody else: the document stays as it is, and everybody else goes on meanwhile. */
async function refuses(code: number, ...attacks: readonly (readonly Uint8Array[])[]): Promise<void> {
  const before = await stored();
  const listening = listen();
  const sendAll = async (): Promise<void> => {
    for (const frames of attacks) {
      const ending = endOf(urlOf("mallory"), frames);
      await goOn();
      expect((await ending).code).toBe(code);
    }
    await goOn();
  };
  // The first time compiles code, which is kept.
  await sendAll();
  const held = heapHeld();
  await sendAll();
  expect(heapHeld() - held).toBeLessThan(2 ** 20);
  listening.stop();
  expect(listening.heard).toBe(0);
  expect(await stored()).toBe(before);
}

const block: raw.RawPlace = { parent: "document" };
const words = [raw.element(block, "paragraph"), raw.shared({ parent: [7, 0] }, raw.type.xmlText)];

function nested(depth: number): raw.RawStruct[] {
  return Array.from({ length: depth }, (_, at) =>
    raw.element(at === 0 ? block : { parent: [7, at - 1] }, "paragraph"),
  );
}

describe("a hostile update", () => {
  it("G1 m1 of 7 bytes that declares 33 million structs is refused", () =>
    refuses(4422, [update(Uint8Array.of(1, 0xff, 0xff, 0xff, 0x0f, 1, 0))]));

  it("G1 m2 of a valid struct and half a delete set is refused, the struct too", () => {
    const whole = raw.rawUpdate(
      [{ client: 7, structs: [raw.string({ parent: "title" }, "EVIL")] }],
      [[7, [0, 1]]],
    );
    return refuses(4422, [update(whole.subarray(0, -1))]);
  });

  it("G2 m3 of a run of 2^50 collected or deleted letters is refused, also where the victim goes on", async () => {
    const client = victim.ydoc.clientID;
    const clock = Y.getState(victim.ydoc.store, client);
    await refuses(
      4422,
      [structs(raw.gc(2 ** 50))],
      [structs(raw.deleted({ parent: "title" }, 2 ** 50))],
      [update(raw.rawUpdate([{ client, clock, structs: [raw.gc(2 ** 50)] }]))],
    );
  });

  it("G7 m4 under the victim's id is refused, and what the victim types next is saved and seen", async () => {
    const client = victim.ydoc.clientID;
    const clock = Y.getState(victim.ydoc.store, client);
    const place: raw.RawPlace = { parent: "title" };
    await refuses(4422, [update(raw.rawUpdate([{ client, clock, structs: [raw.string(place, "EVIL!!")] }]))]);
    victim.typeTitle(" world!");
    await victim.allSaved();
    await expect.poll(() => server.title(attacked)).toBe("hello world!");
    await witness.until(() => witness.title === victim.title);
  });

  it("W3 m5 of one letter, eight thousand times, whose predecessor is missing, waits and is then closed: 4500", () => {
    const letters = Array.from({ length: 8_000 }, (_, at) =>
      update(raw.rawUpdate([{ client: 7, clock: at + 1, structs: [raw.string({ parent: "title" }, "a")] }])),
    );
    return refuses(4500, letters);
  });

  it("W3 m6 of 4 MB of deletes of a client that nobody knows is not kept: 4500", () => {
    const ranges = Array.from({ length: 900_000 }, (_, at) => [at * 2, 1] as const);
    return refuses(4500, [update(raw.rawUpdate([], [[7, ...ranges]]))]);
  });

  it("G4 m7 of a root of its own is refused, so that a hundred thousand of them make none", () => {
    const roots = Array.from({ length: runs(20_000, 100_000) }, (_, at) =>
      structs(raw.string({ parent: `root-${at}` }, "a")),
    );
    return refuses(4422, roots);
  });

  it("G4 m8 of 5,000 elements in each other is refused", () => refuses(4422, [structs(...nested(5_000))]));

  it("G4 m9 of an unknown node, an unknown mark or an attribute that cannot be built is refused", async () => {
    const letters = [...words, raw.string({ parent: [7, 1] }, "a")];
    await refuses(
      4422,
      [structs(raw.element(block, "unheard_of"))],
      [structs(...letters, raw.format({ origin: [7, 2] }, "unheard_of", {}))],
      [structs(raw.element(block, "paragraph"), raw.any({ parent: [7, 0], key: "level" }, "x"))],
    );
  });

  it("G4 m10 of a map or a plain value beside the blocks is refused", async () => {
    await refuses(
      4422,
      [structs(raw.shared(block, raw.type.map))],
      [structs(raw.any(block, "a string"))],
      [structs(raw.string(block, "letters"))],
    );
  });

  it("G4 m11 of an attribute that is an object, or named __proto__, is refused", async () => {
    const valued = (key: string, value: unknown) =>
      structs(raw.element(block, "paragraph"), raw.any({ parent: [7, 0], key }, value));
    await refuses(
      4422,
      [valued("kind", { toString: 1 })],
      [valued("__proto__", "heading")],
      [valued("__proto__", { polluted: true })],
    );
  });

  it("G1 m19 of 20,000 single deletes in a million letters is taken, as what replaces every other word, and saved", async () => {
    const id = await server.create();
    const text = "x".repeat(1_000_000);
    const url = `${server.syncUrl}/${id}?saved=1&as=ann`;
    const ann = await Peer.join(url);
    ann.sendUpdate(raw.rawUpdate([{ client: 7, structs: [...words, raw.string({ parent: [7, 1] }, text)] }]));
    const deletes = Array.from({ length: 20_000 }, (_, at) => [2 + 2 * at, 1] as const);
    ann.sendUpdate(raw.rawUpdate([], [[7, ...deletes]]));
    await goOn();
    await ann.allSaved();
    expect((await server.text(id)).trimEnd()).toHaveLength(text.length - 20_000);
    await ann.close();
  });
});

describe("hostile awareness", () => {
  it("P2 m12 of the victim's id at the last clock is not believed, and the victim's own still come", async () => {
    victim.announce({ cursor: 1 });
    const mallory = await Peer.join(urlOf("mallory"));
    const client = victim.ydoc.clientID;
    const state = '{"user":{"name":"EVIL"}}';
    const forged = encodeAwareness([{ clientId: client, clock: 2 ** 53 - 1, state }]);
    mallory.socket.send(encodeMessage({ type: "awareness", update: forged }));
    await mallory.probe();
    for (let cursor = 2; cursor < 100; cursor++) victim.announce({ cursor });
    const seen = () => witness.awareness.getStates().get(client);
    await expect.poll(seen).toMatchObject({ cursor: 99, user: { name: "victim" } });
    await mallory.close();
  });

  it("P5 m13 of 100,000 invented clients is told of four", async () => {
    const invented = Array.from({ length: 100_000 }, (_, at) => at + 1);
    const frameAt = (clock: number): Uint8Array => {
      const entries = invented.map((clientId) => ({ clientId, clock, state: "{}" }));
      return encodeMessage({ type: "awareness", update: encodeAwareness(entries) });
    };
    const seen = () => invented.filter((client) => witness.awareness.getStates().has(client));
    const flood = async (frame: Uint8Array): Promise<void> => {
      const mallory = await Peer.join(urlOf("mallory"));
      mallory.socket.send(frame);
      await goOn();
      await expect.poll(seen).toHaveLength(4);
      await mallory.close();
      await expect.poll(seen).toEqual([]);
    };
    await flood(frameAt(1));
    const held = heapHeld();
    await flood(frameAt(2));
    expect(heapHeld() - held).toBeLessThan(2 ** 20);
  });
});

describe("hostile frames", () => {
  it("W6 m14 that are deflated, 90 MB of zeros, end the line: compression is not spoken", async () => {
    const bomb = deflateRawSync(Buffer.alloc(90 * 2 ** 20));
    const send = async (): Promise<void> => {
      await answerTo(compressed(bomb));
      await goOn();
    };
    await send();
    const held = heapHeld();
    await send();
    expect(heapHeld() - held).toBeLessThan(2 ** 20);
    // Its first bytes are enough: code 1002. All of it would be reset before the code is read.
    expect((await answerTo(compressed(bomb).subarray(0, 20))).subarray(-4, -2)).toEqual(Buffer.of(0x88, 2));
    const socket = new WebSocket(urlOf("mallory"), { perMessageDeflate: true });
    await once(socket, "open");
    expect(socket.extensions).toBe("");
    socket.terminate();
  });
});

/** A binary frame that says it is compressed, masked with zeros. */
function compressed(payload: Uint8Array): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0xc2;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

/** What the server says after the upgrade to these bytes, until it ends the line. */
async function answerTo(bytes: Buffer): Promise<Buffer> {
  const socket = connect(server.port, "127.0.0.1");
  const ended = new Promise((resolve) => socket.once("close", resolve));
  const received: Buffer[] = [];
  socket.on("data", (data) => received.push(data));
  socket.on("error", () => {});
  socket.write(
    `GET /sync/${attacked}?as=mallory HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
      "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await once(socket, "data");
  socket.write(bytes);
  await ended;
  return Buffer.concat(received);
}
