import { crc32 } from "node:zlib";
import {
  CloseCode,
  decodeMessage,
  encodeAwareness,
  encodeMessage,
  keepaliveFrame,
  type Message,
  maxMessageBytes,
  type Person,
} from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { FakeSocket } from "../../test/fake-socket.ts";
import { type LoneRoom, openLoneRoom } from "../../test/lone-room.ts";
import { titled } from "../../test/titled.ts";
import { Bundle } from "./bundle.ts";
import { Connection } from "./connection.ts";
import type { Have } from "./have.ts";

const ann: Person = { id: "ann", name: "Ann", hue: 1 };
const timings = { keepaliveMs: 20_000, pingMs: 10_000, pongTimeoutMs: 25_000, stallMs: 30_000 };
const language = { encode: encodeMessage, decode: decodeMessage };
type Socket = FakeSocket<Message>;

let world: LoneRoom;
let room: LoneRoom["room"];
let store: LoneRoom["store"];
let turns: LoneRoom["turns"];
let heart: LoneRoom["heart"];
let errors: LoneRoom["errors"];

beforeEach(() => {
  world = openLoneRoom();
  ({ room, store, turns, heart, errors } = world);
});
afterEach(() => world.close());

interface Wishes {
  readonly wantsSaved?: boolean;
  readonly wantsParts?: boolean;
  readonly have?: Have | undefined;
}

function connect({ wantsSaved = true, wantsParts = false, have }: Wishes = {}) {
  const socket = new FakeSocket(language);
  const connection = new Connection({
    socket: socket.webSocket,
    wire: socket.wire.socket,
    turns,
    heart,
    timings,
    rates: undefined,
    wantsSaved,
    wantsRemover: false,
    wantsParts,
    have,
    schema: Number.POSITIVE_INFINITY,
    onError: (error) => errors.push(error),
  });
  return { socket, connection };
}

function enter(options: Wishes & { readonly canWrite?: boolean } = {}) {
  const entered = connect(options);
  entered.connection.admit(room, ann, options.canWrite ?? true);
  turns.end();
  return entered;
}

describe("early", () => {
  it("W5 hears, after it was let in, what came before, in order", async () => {
    const { socket, connection } = connect();
    socket.say({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
    socket.say({ type: "update", update: titled("early") });
    expect(store.records).toEqual([]);
    connection.admit(room, ann, true);
    turns.end();
    expect(socket.take().map(({ type }) => type)).toEqual(["sync-step-1", "sync-step-2"]);
    expect(store.records).toHaveLength(1);
    await expect.poll(() => socket.take()).toEqual([{ type: "saved", count: 1 }]);
  });

  it("W5 keeps no more than one largest message and a little, and counts empty ones too", () => {
    for (const size of [0, 1_000_000]) {
      const { socket } = connect();
      let count = 0;
      for (; socket.closed === undefined && count < 100_000; count++) socket.sayBytes(Buffer.alloc(size));
      expect(socket.closed?.code).toBe(CloseCode.tooBusy);
      expect(count).toBeLessThan(20_000);
    }
  });

  it("W5 is let in nowhere once it is closed", () => {
    const { socket, connection } = connect();
    socket.emit("close");
    connection.admit(room, ann, true);
    expect(room.isEmpty).toBe(true);
  });
});

describe("bad input", () => {
  it("W6 closes with 4422 at a text frame, and at bytes that are no message", () => {
    const text = enter();
    text.socket.emit("message", Buffer.from("hello"), false);
    expect(text.socket.closed?.code).toBe(CloseCode.invalid);
    for (const bytes of [[], [0], [0, 3], [9], [0, 2, 5, 1], [3, 3], [1, 1], [100, 1], [2, 0, 0]]) {
      const { socket } = enter();
      socket.sayBytes(Uint8Array.from(bytes));
      expect([bytes, socket.closed?.code]).toEqual([bytes, CloseCode.invalid]);
    }
    expect(room.isEmpty).toBe(true);
    expect(errors).toEqual([]);
  });

  it("W6 closes with 4422 at a state vector that is none", () => {
    for (const stateVector of [[], [5], [1, 1], [0, 0], [0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1]]) {
      const { socket } = enter();
      socket.say({ type: "sync-step-1", stateVector: Uint8Array.from(stateVector) });
      expect([stateVector, socket.closed?.code]).toEqual([stateVector, CloseCode.invalid]);
    }
  });

  it("W6 closes with 4422 at an awareness update that is none", () => {
    const { socket } = enter();
    socket.say({ type: "awareness", update: Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f) });
    expect(socket.closed?.code).toBe(CloseCode.invalid);
  });

  it("W6 closes with 4413 above 4 MiB, and takes 4 MiB", () => {
    const { socket } = enter();
    socket.sayBytes(Buffer.alloc(maxMessageBytes + 1));
    expect(socket.closed?.code).toBe(CloseCode.tooLarge);
    const largest = enter();
    // Its bytes are no message, but nobody minds its size.
    largest.socket.sayBytes(Buffer.alloc(maxMessageBytes));
    expect(largest.socket.closed?.code).toBe(CloseCode.invalid);
  });

  it("W6 hears nothing after it has closed", () => {
    const { socket } = enter();
    socket.emit("message", Buffer.from("text"), false);
    socket.take();
    socket.say({ type: "update", update: titled("late") });
    socket.say({ type: "query-awareness" });
    turns.end();
    expect(store.records).toEqual([]);
    expect(socket.take()).toEqual([]);
    expect(room.isEmpty).toBe(true);
  });

  it("W6 cuts a reason that is too long for a close frame, between characters", () => {
    const { socket, connection } = enter();
    connection.close(CloseCode.invalid, "é".repeat(100));
    expect(socket.closed?.reason).toBe("é".repeat(61));
  });

  it("W6 ends with 4500 where the server itself failed, and says so", () => {
    const { socket } = enter();
    const failure = new Error("broken");
    room.receive = () => {
      throw failure;
    };
    socket.say({ type: "query-awareness" });
    expect(errors).toEqual([failure]);
    expect(socket.closed?.code).toBe(CloseCode.storeFailed);
  });

  it("W6 survives an error of the socket", () => {
    const { socket } = enter();
    socket.emit("error", new RangeError("Max payload size exceeded"));
    expect(room.isEmpty).toBe(true);
  });
});

describe("writing", () => {
  it("T1 writes once a turn, whatever was said to it, and answers a question once", () => {
    const { socket } = enter();
    const before = socket.wire.writes;
    socket.take();
    for (let times = 0; times < 5; times++) socket.say({ type: "query-awareness" });
    for (let times = 0; times < 5; times++)
      socket.say({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
    turns.end();
    expect(socket.take().map(({ type }) => type)).toEqual(["sync-step-2", "awareness"]);
    expect(socket.wire.writes - before).toBe(1);
  });

  it("W1 says nothing of what is saved to a client that did not ask", async () => {
    const { socket } = enter({ wantsSaved: false });
    socket.take();
    socket.say({ type: "update", update: titled("x") });
    turns.end();
    await Promise.resolve();
    turns.end();
    expect(socket.take()).toEqual([]);
    expect(store.records).toHaveLength(1);
  });

  it("W7 says its last words before it closes", () => {
    const { socket, connection } = enter();
    socket.take();
    connection.send(keepaliveFrame);
    connection.close(CloseCode.restarting, "the server is restarting");
    expect(socket.take()).toHaveLength(1);
    expect(socket.closed).toEqual({ code: 1012, reason: "the server is restarting" });
  });
});

describe("W8 a slow reader", () => {
  /** What a socket is sent in a turn. */
  function next(socket: Socket): Message[] {
    turns.end();
    return socket.take();
  }

  /** Reads nothing of the 300 kB that it is sent. */
  function slow() {
    const entered = enter();
    entered.socket.take();
    entered.socket.wire.isSlow = true;
    for (let times = 0; times < 5; times++)
      entered.connection.send(encodeMessage({ type: "update", update: new Uint8Array(60_000) }));
    turns.end();
    entered.socket.sent.splice(0);
    expect(entered.connection.isBehind).toBe(true);
    return entered;
  }

  it("W8 is sent nothing more until it has read, then all that it missed as one update", () => {
    const { socket } = slow();
    const writer = enter();
    writer.socket.take();
    const ydoc = new Y.Doc();
    ydoc.on("update", (update) => writer.socket.say({ type: "update", update }));
    for (const letter of "hello") {
      ydoc.getText("title").insert(ydoc.getText("title").length, letter);
      turns.end();
    }
    expect(socket.take()).toEqual([]);
    socket.wire.drain();
    turns.end();
    const [update, ...more] = socket.take();
    expect(more).toEqual([]);
    const copy = new Y.Doc();
    if (update?.type === "update") Y.applyUpdate(copy, update.update);
    expect(copy.getText("title").toJSON()).toBe("hello");
    ydoc.getText("title").insert(5, "!");
    turns.end();
    expect(socket.take(), "and from there on what the others say").toHaveLength(1);
  });

  it("W8 hears then who came, moved and left meanwhile, each once", async () => {
    const { socket } = slow();
    const other = enter();
    const say = (clock: number) =>
      other.socket.say({ type: "awareness", update: encodeAwareness([{ clientId: 7, clock, state: "{}" }]) });
    const told = async (member: { socket: Socket }): Promise<void> => {
      await expect.poll(() => next(member.socket)).not.toEqual([]);
    };
    const witness = enter();
    witness.socket.take();
    for (const clock of [1, 2, 3]) {
      say(clock);
      await told(witness);
    }
    other.socket.emit("close");
    await told(witness);
    expect(socket.take()).toEqual([]);
    socket.wire.drain();
    turns.end();
    const gone = encodeAwareness([{ clientId: 7, clock: 3, state: "null" }]);
    expect(socket.take()).toEqual([{ type: "awareness", update: gone }]);
  });

  it("W8 gets its answer and its acknowledgement when it has read", async () => {
    const { socket } = slow();
    socket.say({ type: "update", update: titled("mine") });
    socket.say({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
    turns.end();
    await expect.poll(() => store.records.length).toBe(1);
    expect(socket.take()).toEqual([]);
    socket.wire.isSlow = false;
    socket.wire.drain();
    turns.end();
    expect(socket.take().map(({ type }) => type)).toEqual(["sync-step-2"]);
    await expect.poll(() => next(socket)).toEqual([{ type: "saved", count: 1 }]);
  });

  it("W8 takes a long answer in parts that it can be seen to read, and is never cut off while it reads", () => {
    const { socket, connection } = slow();
    connection.send(encodeMessage({ type: "update", update: new Uint8Array(3_000_000) }));
    turns.end();
    let drains = 0;
    const now = performance.now();
    for (; connection.isBehind; drains++) {
      heart.beat(now + drains * 20_000);
      expect(socket.wire.writableLength).toBeLessThan(512 * 1024);
      socket.wire.drain();
    }
    expect(drains).toBeGreaterThan(5);
    expect(socket.sent.map(({ length }) => length > 3_000_000)).toEqual([true]);
    expect(socket.closed).toBeUndefined();
  });

  it.each([
    [true, ["part", "part", "update"]],
    [false, ["update", "update"]],
  ])(
    "W12 gets what is long in parts where it takes them (%s), whoever else gets it whole",
    (wantsParts, types) => {
      const { socket, connection } = enter({ wantsParts });
      const other = enter({ wantsParts: !wantsParts });
      const long = encodeMessage({ type: "update", update: new Uint8Array(100_000) });
      const bundle = new Bundle([long, encodeMessage({ type: "update", update: new Uint8Array(2) })]);
      for (const each of [socket, other.socket]) each.take();
      for (const each of [other.connection, connection]) each.relay(bundle);
      turns.end();
      expect(socket.take().map(({ type }) => type)).toEqual(types);
      connection.send(long);
      turns.end();
      expect(socket.take().map(({ type }) => type)).toEqual(types.slice(0, -1));
    },
  );

  it("W14 goes on with what was begun on the line before, in the first long message alone", () => {
    const long = encodeMessage({ type: "sync-step-2", update: new Uint8Array(100_000).fill(5) });
    const news = encodeMessage({ type: "update", update: new Uint8Array(100_000).fill(5) });
    const have = { bytes: 65_528, crc: crc32(long.subarray(0, 65_528)) };
    const { socket, connection } = enter({ wantsParts: true, have });
    const stock = enter({ have });
    const rests = (message: Uint8Array) => {
      for (const each of [socket, stock.socket]) each.take();
      for (const each of [connection, stock.connection]) each.answer(new Bundle([message]));
      turns.end();
      expect(stock.socket.take().map(({ type }) => type)).not.toContain("part");
      return socket.take().map((part) => part.type === "part" && [part.bytes.length, part.rest]);
    };
    const whole = [
      [65_528, long.length - 65_528],
      [long.length - 65_528, 0],
    ];
    expect(rests(encodeMessage({ type: "update", update: new Uint8Array(9) }))).toEqual([false]);
    expect(rests(long)).toEqual([
      [0, long.length - 65_528],
      [long.length - 65_528, 0],
    ]);
    expect(rests(long)).toEqual(whole);
    const late = enter({ wantsParts: true, have });
    late.socket.take();
    for (const message of [news, long]) late.connection.answer(new Bundle([message]));
    turns.end();
    expect(late.socket.take().map((part) => part.type === "part" && part.bytes.length)).not.toContain(0);
  });

  it("W8 who reads nothing for 30 s is told to come back, and nothing waits for it any more", () => {
    const { socket } = slow();
    const now = performance.now();
    for (let at = 0; at <= 27_500; at += 2_500) heart.beat(now + at);
    expect(socket.closed).toBeUndefined();
    for (let at = 30_000; at <= 35_000; at += 2_500) heart.beat(now + at);
    expect(socket.closed?.code).toBe(CloseCode.tooBusy);
    expect(room.isEmpty).toBe(true);
  });
});

describe("the line", () => {
  const now = performance.now();

  it("W9 is fed an empty awareness update after 20 s without a word, not before", () => {
    const { socket } = enter();
    socket.take();
    heart.beat(now + 19_000);
    turns.end();
    expect(socket.take()).toEqual([]);
    heart.beat(performance.now() + 20_001);
    turns.end();
    expect(socket.sent).toEqual([keepaliveFrame]);
  });

  it("W9 is fed after 5 s while it is not listened to, and not ended for its silence", () => {
    const { socket, connection } = enter();
    socket.take();
    connection.pause();
    for (let at = 2_500; at <= 60_000; at += 2_500) {
      heart.beat(now + at);
      turns.end();
    }
    expect(socket.sent.length).toBeGreaterThanOrEqual(1);
    expect(socket.isTerminated).toBe(false);
    connection.resume();
    expect(socket.isPaused).toBe(false);
  });

  it("W9 hears the client's goodbye when it is closed while it is not listened to", () => {
    const { socket, connection } = enter();
    connection.pause();
    expect(socket.isPaused).toBe(true);
    connection.close(CloseCode.gone, "deleted");
    expect(socket.isPaused).toBe(false);
    connection.pause();
    expect(socket.isPaused).toBe(false);
  });

  it("W9 is pinged every 10 s, and lives as long as it answers", () => {
    const { socket } = enter();
    for (let at = 2_500; at <= 120_000; at += 2_500) {
      heart.beat(now + at);
      socket.emit("pong");
    }
    expect(socket.pings).toBeGreaterThanOrEqual(11);
    expect(socket.isTerminated).toBe(false);
  });

  it("W9 ends without a sign of life for 25 s, and its presence with it", () => {
    const { socket } = enter();
    socket.say({ type: "awareness", update: encodeAwareness([{ clientId: 1, clock: 1, state: "{}" }]) });
    const other = enter();
    const ended = () => room.people.length === 0 || socket.isTerminated;
    let at = 0;
    for (; !ended() && at < 60_000; at += 2_500) {
      heart.beat(now + at);
      other.socket.emit("pong");
    }
    expect(at).toBeGreaterThan(25_000);
    expect(at).toBeLessThan(33_000);
    expect(socket.isTerminated).toBe(true);
    expect(other.socket.isTerminated).toBe(false);
  });

  it("W9 is not ended because the server stood still", () => {
    const { socket } = enter();
    heart.beat(now + 3_600_000);
    heart.beat(now + 3_600_100);
    expect(socket.isTerminated).toBe(false);
  });

  it("W9 stops being looked after when it is closed", () => {
    const { socket, connection } = enter();
    connection.close(CloseCode.restarting, "");
    for (let at = 0; at < 100_000; at += 2_500) heart.beat(now + at);
    expect(socket.pings).toBe(0);
    expect(socket.isTerminated).toBe(false);
  });
});
