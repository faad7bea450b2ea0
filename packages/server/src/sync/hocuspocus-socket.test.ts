import { EventEmitter } from "node:events";
import {
  addressed,
  type DocumentId,
  decodeHocuspocus,
  encodeAddress,
  encodeHocuspocus,
  encodeMessage,
  type HocuspocusFrame,
  hocuspocusKeepalive,
  type Message,
  type Person,
} from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import * as Y from "yjs";
import { FakeWire } from "../../test/fake-wire.ts";
import { inlineMaterialiser } from "../../test/inline-workshop.ts";
import { MemoryStore } from "../../test/memory-store.ts";
import { seededRandom } from "../../test/random.ts";
import { printedSeed, runs } from "../../test/runs.ts";
import { TestMember } from "../../test/test-member.ts";
import { Bundle } from "./bundle.ts";
import { Heart } from "./heart.ts";
import { HocuspocusEnvelopes } from "./hocuspocus-envelopes.ts";
import type { HocuspocusMember } from "./hocuspocus-member.ts";
import { HocuspocusSocket } from "./hocuspocus-socket.ts";
import { Room } from "./room.ts";
import { Turns } from "./turns.ts";

/** A WebSocket as far as a line sees it. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly wire = new FakeWire();
  closed: { readonly code: number; readonly reason: string } | undefined;

  ping(): void {}

  close(code: number, reason: string): void {
    this.readyState = 2;
    this.closed = { code, reason };
  }

  say(frame: HocuspocusFrame): void {
    this.emit("message", Buffer.from(encodeHocuspocus(frame)), true);
  }

  message(message: Message): void {
    this.emit("message", Buffer.from(addressed(encodeAddress(id), encodeMessage(message))), true);
  }

  /** What was sent since it was asked last, but for what y-protocols says. */
  words(): HocuspocusFrame[] {
    const frames = this.wire.messages.splice(0).map((bytes) => decodeHocuspocus(bytes));
    return frames.filter(({ type }) => type !== "message");
  }
}

const id = "a-document-for-tests" as DocumentId;
const ann: Person = { id: "ann", name: "Ann", hue: 1 };
const timings = { keepaliveMs: 20_000, pingMs: 10_000, pongTimeoutMs: 2 ** 30, stallMs: 30_000 };
const taken: HocuspocusFrame = { type: "sync-status", address: id, isTaken: true };

let store: MemoryStore;
let turns: Turns;
let heart: Heart;
let room: Room;
let errors: unknown[];
let members: Set<HocuspocusMember>;

beforeEach(() => {
  store = new MemoryStore();
  errors = [];
  members = new Set();
  turns = new Turns((error) => errors.push(error));
  heart = new Heart(2 ** 30);
  const listener = { changed() {}, peopleChanged() {}, foldFailed() {} };
  room = new Room({
    id,
    store,
    turns,
    listener,
    materialiser: inlineMaterialiser(),
    isGated: true,
    schema: 3,
    now: () => 1,
  });
});
afterEach(() => {
  heart.close();
  room.close();
});

function connect(schema = Number.POSITIVE_INFINITY): FakeSocket {
  const socket = new FakeSocket();
  new HocuspocusSocket({
    socket: socket as unknown as WebSocket,
    wire: socket.wire.socket,
    turns,
    heart,
    timings,
    rates: undefined,
    keepalive: hocuspocusKeepalive,
    maxDocuments: 3,
    schema,
    envelopes: new HocuspocusEnvelopes(),
    ask: async ({ name, answer }) => {
      // As a host does, which looks somebody up first.
      await Promise.resolve();
      answer(name === id ? { room, person: ann, canWrite: true } : { code: 4404, reason: "no" });
    },
    members,
    onError: (error) => errors.push(error),
  });
  return socket;
}

/** Lets promises that are settled be heard, and ends the turn. */
async function settle(): Promise<void> {
  await new Promise(setImmediate);
  turns.end();
}

async function enter(schema?: number): Promise<FakeSocket> {
  const socket = connect(schema);
  socket.say({ type: "token", address: id, token: "", version: "4.8.0" });
  await settle();
  return socket;
}

function titled(text: string): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.getText("title").insert(0, text);
  return Y.encodeStateAsUpdate(ydoc);
}

describe("a hocuspocus socket", () => {
  it("X4 says of each message that it is taken when it is flushed, not before, and of none twice", async () => {
    const socket = await enter();
    socket.words();
    socket.message({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
    socket.message({ type: "sync-step-2", update: Uint8Array.of(0, 0) });
    await settle();
    expect(socket.words()).toEqual([taken]);
    store.isHeld = true;
    socket.message({ type: "update", update: titled("a") });
    socket.message({ type: "update", update: titled("b") });
    await settle();
    expect(socket.words()).toEqual([]);
    store.flush();
    await settle();
    expect(socket.words()).toEqual([taken, taken]);
    socket.message({ type: "update", update: titled("c") });
    await settle();
    store.flush();
    await settle();
    expect(socket.words()).toEqual([taken]);
  });

  it("X5 closes a document that is newer than the page", async () => {
    const socket = await enter(2);
    expect(socket.words()).toEqual([
      { type: "granted", address: id, scope: "read-write" },
      { type: "close", address: id, reason: "this page is older than the document: reload it" },
    ]);
    expect(socket.closed).toBeUndefined();
    expect(room.isEmpty).toBe(true);
    expect(members.size).toBe(0);
  });

  it("X6 ends when the server invites its clients back, and leaves its rooms", async () => {
    const socket = await enter();
    expect(members.size).toBe(1);
    room.closeAll(1012, "the server is restarting");
    expect(socket.closed).toEqual({ code: 1012, reason: "the server is restarting" });
    expect(room.isEmpty).toBe(true);
    expect(members.size).toBe(0);
  });

  it("X6 ends with 4500 where the server itself failed, and says so", async () => {
    const socket = await enter();
    const failure = new Error("broken");
    room.receive = () => {
      throw failure;
    };
    socket.message({ type: "query-awareness" });
    expect(errors).toEqual([failure]);
    expect(socket.closed?.code).toBe(4500);
  });

  it("X6 lets nobody in who is gone before the answer", async () => {
    const socket = connect();
    socket.say({ type: "token", address: id, token: "", version: "4.8.0" });
    socket.emit("close");
    await settle();
    expect(room.isEmpty).toBe(true);
    expect(errors).toEqual([]);
  });

  it("X3 counts what waits, not what has waited", async () => {
    const socket = connect();
    const message = encodeMessage({ type: "update", update: new Uint8Array(3 * 2 ** 20) });
    for (let times = 0; times < 3; times++) {
      socket.say({ type: "token", address: "nowhere", token: "" });
      socket.emit("message", Buffer.from(addressed(encodeAddress("nowhere"), message)), true);
      await settle();
    }
    expect(socket.words().map(({ type }) => type)).toEqual(["denied", "denied", "denied"]);
    expect(socket.closed).toBeUndefined();
  });

  it("X8 ends after a minute in which nobody could open a document, not where one is open or was", async () => {
    const [stranger, denied, guest, gone] = [connect(), connect(), await enter(), await enter()];
    denied.say({ type: "token", address: "nowhere", token: "" });
    gone.say({ type: "close", address: id });
    await settle();
    const now = performance.now();
    heart.beat(now + 59_000);
    expect([stranger, denied, guest, gone].map(({ closed }) => closed?.code)).toEqual(
      Array(4).fill(undefined),
    );
    heart.beat(now + 61_000);
    expect([stranger, denied, guest, gone].map(({ closed }) => closed?.code)).toEqual([
      1013,
      1013,
      undefined,
      undefined,
    ]);
  });

  it("X8 remembers no more of what it denied than it may have open", async () => {
    const socket = await enter();
    for (let each = 0; each < 1_000; each++)
      socket.say({ type: "token", address: `nowhere-${each}`, token: "" });
    await settle();
    const denials = socket.words().filter(({ type }) => type === "denied");
    expect(denials).toHaveLength(1_000);
    expect(socket.closed).toBeUndefined();
  });

  it("X9 is fed when it was sent nothing for 20 s", async () => {
    const socket = await enter();
    socket.wire.messages.length = 0;
    heart.beat(performance.now() + 20_001);
    turns.end();
    expect(socket.wire.messages).toEqual([hocuspocusKeepalive]);
  });

  it("X6 lives through frames at random, none of which harms who is beside it", async () => {
    const seed = printedSeed("hocuspocus socket");
    const random = seededRandom(seed);
    const other = new TestMember("other");
    room.join(other);
    const addresses = [id, `${id}\0session`, "nowhere", ""];
    const texts = ["", "token", "4.8.0"];
    const frame = (address: string): Uint8Array => {
      const text = random.pick(texts);
      const [update, state] = [titled("x"), Uint8Array.of(1, random.below(9), 1, 2, 123, 125)];
      const message = random.pick<Message>([
        { type: "sync-step-1", stateVector: Uint8Array.of(0) },
        { type: "sync-step-2", update },
        { type: "update", update: update.subarray(0, random.below(update.length + 1)) },
        { type: "awareness", update: state },
        { type: "query-awareness" },
      ]);
      return random.pick([
        () => addressed(encodeAddress(address), encodeMessage(message)),
        () => encodeHocuspocus({ type: "token", address, token: text, version: text }),
        () => encodeHocuspocus({ type: "close", address }),
        () => encodeHocuspocus({ type: "stateless", address, payload: text }),
        () => Uint8Array.from({ length: random.below(12) }, () => random.below(256)),
      ])();
    };
    for (let round = 0; round < runs(200, 20_000); round++) {
      const socket = connect();
      for (let times = random.below(20); times > 0; times--) {
        socket.emit("message", Buffer.from(frame(random.pick(addresses))), true);
        if (random.chance(0.3)) await settle();
      }
      socket.emit("close");
      await settle();
      expect(socket.closed?.code ?? 4422).toBe(4422);
    }
    expect(errors).toEqual([]);
    expect(members.size).toBe(0);
    expect(other.closed).toBeUndefined();
    expect(room.people).toEqual([other.person]);
  });

  it("R6 relays to everybody but the sender, and makes the frames of an address once", async () => {
    const [one, two] = [await enter(), await enter()];
    const third = new TestMember("third");
    room.join(third);
    for (const socket of [one, two]) socket.wire.messages.length = 0;
    const update = titled("x");
    one.message({ type: "update", update });
    turns.end();
    expect(one.wire.messages).toEqual([]);
    expect(two.wire.messages).toEqual([
      addressed(encodeAddress(id), encodeMessage({ type: "update", update })),
    ]);
    expect(third.heard.map(({ type }) => type)).toContain("update");
    const envelopes = new HocuspocusEnvelopes();
    const bundle = new Bundle([Uint8Array.of(3)]);
    expect(envelopes.of(bundle, id)).toBe(envelopes.of(bundle, id));
    expect(envelopes.of(bundle, id).messages).toEqual([addressed(encodeAddress(id), Uint8Array.of(3))]);
    expect(envelopes.of(bundle, "other").messages).toEqual([
      addressed(encodeAddress("other"), Uint8Array.of(3)),
    ]);
  });
});
