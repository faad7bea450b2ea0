import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeMessage, keepaliveFrame, MalformedMessage, type Message } from "./message.ts";

const runs = process.env.QUIRE_PROVE === "1" ? 1_000_000 : 20_000;
const seed = Number(process.env.QUIRE_SEED ?? 1);
console.log(`message: seed ${seed}, ${runs} inputs`);

const bytes = fc.uint8Array({ maxLength: 300 });
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  bytes.map((stateVector): Message => ({ type: "sync-step-1", stateVector })),
  bytes.map((update): Message => ({ type: "sync-step-2", update })),
  bytes.map((update): Message => ({ type: "update", update })),
  bytes.map((update): Message => ({ type: "awareness", update })),
  fc.string({ unit: "grapheme" }).map((reason): Message => ({ type: "auth", reason: reason.toWellFormed() })),
  fc.constant<Message>({ type: "query-awareness" }),
  fc.maxSafeNat().map((count): Message => ({ type: "saved", count })),
  fc.maxSafeNat().map((clientId): Message => ({ type: "remover", clientId })),
  fc.tuple(fc.maxSafeNat(), bytes).map(([rest, bytes]): Message => ({ type: "part", rest, bytes })),
);

describe("messages", () => {
  it("W2 come back from their bytes as they were", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(decodeMessage(encodeMessage(message))).toEqual(message);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it.each<[string, number[], Message]>([
    ["an empty document's step 1", [0, 0, 1, 0], { type: "sync-step-1", stateVector: Uint8Array.of(0) }],
    ["the empty step 2", [0, 1, 2, 0, 0], { type: "sync-step-2", update: Uint8Array.of(0, 0) }],
    ["an update", [0, 2, 2, 0, 0], { type: "update", update: Uint8Array.of(0, 0) }],
    ["the keepalive", [1, 1, 0], { type: "awareness", update: Uint8Array.of(0) }],
    ["permission denied", [2, 0, 2, 110, 111], { type: "auth", reason: "no" }],
    ["query awareness", [3], { type: "query-awareness" }],
    ["saved 300", [100, 0xac, 2], { type: "saved", count: 300 }],
    ["the remover 300", [101, 0xac, 2], { type: "remover", clientId: 300 }],
    [
      "a part before 300 bytes",
      [103, 0xac, 2, 7, 8],
      { type: "part", rest: 300, bytes: Uint8Array.of(7, 8) },
    ],
    ["the last part", [103, 0, 9], { type: "part", rest: 0, bytes: Uint8Array.of(9) }],
  ])("W2 %s has the bytes that y-protocols or docs/spec.md say", (_, frame, message) => {
    expect(decodeMessage(Uint8Array.from(frame))).toEqual(message);
    expect([...encodeMessage(message)]).toEqual(frame);
  });

  it.each<[string, number[]]>([
    ["nothing", []],
    ["an unknown tag", [4]],
    ["y-sweet's sync status", [102, 1, 0]],
    ["an unknown sync step", [0, 3, 0]],
    ["a sync message without a payload", [0, 2]],
    ["a payload that ends too early", [0, 2, 5, 1, 2]],
    ["a payload of 2^53 bytes", [0, 2, 255, 255, 255, 255, 255, 255, 255, 15]],
    ["a varuint without an end", [0, 2, ...Array.from({ length: 20 }, () => 255)]],
    ["bytes behind the message", [3, 0]],
    ["two messages", [...keepaliveFrame, ...keepaliveFrame]],
    ["an auth verdict that nobody gives", [2, 1]],
  ])("W2 %s is no message", (_, frame) => {
    expect(() => decodeMessage(Uint8Array.from(frame))).toThrow(MalformedMessage);
  });

  it("W2 hostile bytes are a message or a MalformedMessage, and no message has other bytes than its own", () => {
    const mutated = fc
      .tuple(anyMessage, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat())
      .map(([message, changes, cut]) => {
        const frame = encodeMessage(message);
        for (const [at, value] of changes) frame[at % frame.length] = value;
        return frame.subarray(0, cut % (frame.length + 1));
      });
    fc.assert(
      fc.property(fc.oneof(bytes, mutated), (frame) => {
        let message: Message;
        try {
          message = decodeMessage(frame);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMessage);
          return;
        }
        expect(decodeMessage(encodeMessage(message))).toEqual(message);
      }),
      { seed, numRuns: runs },
    );
  });
});
