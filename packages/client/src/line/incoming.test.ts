import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { encodeMessage, type Message } from "@quire/protocol";
import { expect, test } from "vitest";
import { Incoming } from "./incoming.ts";

const most = 1_000;

/** What a server sends of a long message, from this byte on; where that is not the first, a part of nothing before it. */
function* partsFrom(whole: Uint8Array, start = 0): Generator<ArrayBuffer> {
  const part = (from: number, to: number) => {
    const bytes = whole.subarray(from, to);
    const message: Message = { type: "part", rest: whole.length - from - bytes.length, bytes };
    return encodeMessage(message).slice().buffer;
  };
  if (start > 0) yield part(start, start);
  for (let from = start; from < whole.length; from += most) yield part(from, from + most);
}

const long = () => encodeMessage({ type: "sync-step-2", update: randomBytes(10_000) });

/** Somebody who has read so many parts of a message, and whose line was lost. */
function cutAfter(parts: number, whole = long()) {
  const incoming = new Incoming();
  expect(incoming.begin()).toBe("");
  for (const part of [...partsFrom(whole)].slice(0, parts)) expect(incoming.read(part)).toBe("part");
  return { incoming, whole };
}

/** Reads all that comes, and answers with what was read last. */
function readAll(incoming: Incoming, frames: Iterable<ArrayBuffer>) {
  let last: ReturnType<Incoming["read"]>;
  for (const frame of frames) last = incoming.read(frame);
  return last;
}

const wholeOf = (read: ReturnType<Incoming["read"]>) => (typeof read === "object" ? [...read.frame] : read);

test("W14 a line says how much the one before has brought of a message, and goes on with it, as often as it is cut", () => {
  const { incoming, whole } = cutAfter(3);
  expect(incoming.percent).toBe(29);
  for (const have of [3_000, 5_000]) {
    const crc = ~crc32(whole.subarray(0, have));
    expect(incoming.begin()).toBe(`&have=${have}.${crc}`);
    expect(incoming.percent).toBeUndefined();
    for (const part of [...partsFrom(whole, have)].slice(0, 3)) incoming.read(part);
    expect(incoming.percent).toBe(Math.floor((100 * (have + 2_000)) / whole.length));
  }
  incoming.begin();
  expect(wholeOf(readAll(incoming, partsFrom(whole, 7_000)))).toEqual([...whole]);
  expect(incoming.percent).toBeUndefined();
  expect(incoming.begin()).toBe("");
});

test("W14 a server that begins anew is read anew, and nothing of what was there is in it", () => {
  const { incoming } = cutAfter(3);
  incoming.begin();
  const other = long();
  expect(wholeOf(readAll(incoming, partsFrom(other)))).toEqual([...other]);
  expect(incoming.begin()).toBe("");
});

test("W14 what goes on may be longer or shorter than what was begun: only its beginning is the same", () => {
  for (const length of [20_000, 5_000]) {
    const other = encodeMessage({ type: "sync-step-2", update: randomBytes(length) });
    const { incoming, whole } = cutAfter(3, beganLike(other));
    incoming.begin();
    expect(whole.length).not.toBe(other.length);
    expect(wholeOf(readAll(incoming, partsFrom(other, 3_000)))).toEqual([...other]);
    expect([incoming.percent, incoming.begin()]).toEqual([undefined, ""]);
  }
});

/** A message of another length whose first bytes are those of this one. */
function beganLike(message: Uint8Array): Uint8Array {
  const other = new Uint8Array(10_000);
  other.set(message.subarray(0, 3_000));
  return other;
}

test("W14 what was begun is forgotten when all that is to come has come without parts, and is said on no line after it", () => {
  const { incoming } = cutAfter(3);
  incoming.begin();
  const short = encodeMessage({ type: "sync-step-2", update: randomBytes(500) });
  expect(wholeOf(incoming.read(short.slice().buffer))).toEqual([...short]);
  expect(incoming.begin()).toBe("");
  // Of what is forgotten nothing can go on.
  expect(
    incoming.read(encodeMessage({ type: "part", rest: 5, bytes: new Uint8Array() }).slice().buffer),
  ).toBe(undefined);
});

test("W14 a cut between messages leaves nothing to say, and what comes in between harms nothing", () => {
  const { incoming, whole } = cutAfter(4);
  const small = encodeMessage({ type: "query-awareness" });
  incoming.begin();
  expect(wholeOf(incoming.read(small.slice().buffer))).toEqual([...small]);
  expect(wholeOf(readAll(incoming, partsFrom(whole, 4_000)))).toEqual([...whole]);
  expect(incoming.begin()).toBe("");
});
