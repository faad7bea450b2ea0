import {
  addressed,
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
import { createRandom } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { FakeSocket } from "../../test/fake-socket.ts";
import { loneRoomId as id, type LoneRoom, openLoneRoom } from "../../test/lone-room.ts";
import { TestMember } from "../../test/test-member.ts";
import { titled } from "../../test/titled.ts";
import { Bundle } from "./bundle.ts";
import { HocuspocusEnvelopes } from "./hocuspocus-envelopes.ts";
import type { HocuspocusMember } from "./hocuspocus-member.ts";
import { HocuspocusSocket } from "./hocuspocus-socket.ts";
import { longUpdateBytes } from "./long-updates.ts";

const ann: Person = { id: "ann", name: "Ann", hue: 1 };
const timings = { keepaliveMs: 20_000, pingMs: 10_000, pongTimeoutMs: 2 ** 30, stallMs: 30_000 };
const taken: HocuspocusFrame = { type: "sync-status", address: id, isTaken: true };
const language = { encode: encodeHocuspocus, decode: decodeHocuspocus };
type Socket = FakeSocket<HocuspocusFrame>;

let world: LoneRoom;
let room: LoneRoom["room"];
let store: LoneRoom["store"];
let turns: LoneRoom["turns"];
let heart: LoneRoom["heart"];
let errors: LoneRoom["errors"];
let members: Set<HocuspocusMember>;
let canWrite: boolean;

beforeEach(() => {
  world = openLoneRoom({ schema: 3 });
  ({ room, store, turns, heart, errors } = world);
  members = new Set();
  canWrite = true;
});
afterEach(() => world.close());

/** Says one of y-protocols' messages at the document's address. */
function tell(socket: Socket, message: Message): void {
  socket.sayBytes(addressed(encodeAddress(id), encodeMessage(message)));
}

/** What the client has heard since it was asked last, but for what y-protocols says. */
function words(socket: Socket): HocuspocusFrame[] {
  return socket.take().filter(({ type }) => type !== "message");
}

function connect(schema = Number.POSITIVE_INFINITY): Socket {
  const socket = new FakeSocket(language);
  new HocuspocusSocket({
    socket: socket.webSocket,
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
      answer(name === id ? { room, person: ann, canWrite } : { code: 4404, reason: "no" });
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

async function enter(schema?: number): Promise<Socket> {
  const socket = connect(schema);
  socket.say({ type: "token", address: id, token: "", version: "4.8.0" });
  await settle();
  return socket;
}

describe("a hocuspocus socket", () => {
  it("X4 says of each message that it is taken when it is flushed, not before, and of none twice", async () => {
    const socket = await enter();
    words(socket);
    tell(socket, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
    tell(socket, { type: "sync-step-2", update: Uint8Array.of(0, 0) });
    await settle();
    expect(words(socket)).toEqual([taken]);
    store.isHeld = true;
    tell(socket, { type: "update", update: titled("a") });
    tell(socket, { type: "update", update: titled("b") });
    await settle();
    expect(words(socket)).toEqual([]);
    store.flush();
    await settle();
    expect(words(socket)).toEqual([taken, taken]);
    tell(socket, { type: "update", update: titled("c") });
    await settle();
    store.flush();
    await settle();
    expect(words(socket)).toEqual([taken]);
  });

  it("X4 says nothing yet of what comes when only what was before it is flushed", async () => {
    const socket = await enter();
    words(socket);
    store.isHeld = true;
    tell(socket, { type: "update", update: titled("a") });
    turns.end();
    store.flush();
    tell(socket, { type: "update", update: titled("b") });
    await settle();
    expect(words(socket)).toEqual([taken]);
    store.flush();
    await settle();
    expect(words(socket)).toEqual([taken]);
  });

  it("X4 refuses a reader's messages one by one, also those that waited behind a long one", async () => {
    canWrite = false;
    const socket = await enter();
    tell(socket, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
    tell(socket, { type: "sync-step-2", update: Uint8Array.of(0, 0) });
    await settle();
    words(socket);
    for (const text of ["x".repeat(longUpdateBytes), "one", "two"])
      tell(socket, { type: "update", update: titled(text) });
    await expect.poll(() => socket.isPaused).toBe(false);
    tell(socket, { type: "update", update: Uint8Array.of(0, 0) });
    await settle();
    await settle();
    const statuses = words(socket);
    expect(statuses).toHaveLength(4);
    expect(statuses.filter((word) => word.type === "sync-status" && word.isTaken)).toEqual([taken]);
  });

  it("X5 closes a document that is newer than the page", async () => {
    const socket = await enter(2);
    expect(words(socket)).toEqual([
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
    tell(socket, { type: "query-awareness" });
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
      socket.sayBytes(addressed(encodeAddress("nowhere"), message));
      await settle();
    }
    expect(words(socket).map(({ type }) => type)).toEqual(["denied", "denied", "denied"]);
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
    const denials = words(socket).filter(({ type }) => type === "denied");
    expect(denials).toHaveLength(1_000);
    expect(socket.closed).toBeUndefined();
  });

  it("X9 is fed when it was sent nothing for 20 s", async () => {
    const socket = await enter();
    socket.sent.length = 0;
    heart.beat(performance.now() + 20_001);
    turns.end();
    expect(socket.sent).toEqual([hocuspocusKeepalive]);
  });

  it("X6 lives through frames at random, none of which harms who is beside it", async () => {
    const seed = printedSeed("hocuspocus socket");
    const random = createRandom(seed);
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
        socket.sayBytes(frame(random.pick(addresses)));
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
    for (const socket of [one, two]) socket.sent.length = 0;
    const update = titled("x");
    tell(one, { type: "update", update });
    turns.end();
    expect(one.sent).toEqual([]);
    expect(two.sent).toEqual([addressed(encodeAddress(id), encodeMessage({ type: "update", update }))]);
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
