import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressed,
  addressOf,
  decodeHocuspocus,
  encodeAddress,
  encodeHocuspocus,
  type HocuspocusFrame,
} from "./hocuspocus.ts";
import { maxAddressBytes, nameInAddress } from "./hocuspocus-address.ts";
import { encodeMessage, keepaliveFrame, MalformedMessage, type Message } from "./message.ts";

const runs = process.env.QUIRE_PROVE === "1" ? 1_000_000 : 20_000;
const seed = Number(process.env.QUIRE_SEED ?? 1);
console.log(`hocuspocus: seed ${seed}, ${runs} inputs`);

const bytes = fc.uint8Array({ maxLength: 300 });
const text = fc.string({ unit: "grapheme", maxLength: 40 }).map((each) => each.toWellFormed());
const address = fc.oneof(
  text,
  fc.tuple(text, text).map(([name, session]) => `${name}\0${session}`),
);
const message: fc.Arbitrary<Message> = fc.oneof(
  bytes.map((stateVector): Message => ({ type: "sync-step-1", stateVector })),
  bytes.map((update): Message => ({ type: "sync-step-2", update })),
  bytes.map((update): Message => ({ type: "update", update })),
  bytes.map((update): Message => ({ type: "awareness", update })),
  fc.constant<Message>({ type: "query-awareness" }),
);
const anyFrame: fc.Arbitrary<HocuspocusFrame> = fc.oneof(
  fc
    .record({ address, message })
    .map((each): HocuspocusFrame => ({ type: "message", ...each, bytes: encodeMessage(each.message) })),
  fc
    .record({ address, token: text, version: text }, { requiredKeys: ["address", "token"] })
    .map((each): HocuspocusFrame => ({ type: "token", ...each })),
  fc.record({ address, reason: text }).map((each): HocuspocusFrame => ({ type: "denied", ...each })),
  fc
    .record({ address, scope: fc.constantFrom("read-write" as const, "readonly" as const) })
    .map((each): HocuspocusFrame => ({ type: "granted", ...each })),
  fc.record({ address, payload: text }).map((each): HocuspocusFrame => ({ type: "stateless", ...each })),
  fc
    .record({ address, reason: text }, { requiredKeys: ["address"] })
    .map((each): HocuspocusFrame => ({ type: "close", ...each })),
  fc
    .record({ address, isTaken: fc.boolean() })
    .map((each): HocuspocusFrame => ({ type: "sync-status", ...each })),
  fc.constantFrom<HocuspocusFrame>({ type: "ping" }, { type: "pong" }),
);

function utf8(word: string): number[] {
  return [word.length, ...Buffer.from(word)];
}

describe("hocuspocus frames", () => {
  it("X1 come back from their bytes as they were", () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        expect(decodeHocuspocus(encodeHocuspocus(frame))).toEqual(frame);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it.each<[string, number[], HocuspocusFrame]>([
    [
      "the token of a provider 4.8.0",
      [...utf8("room1"), 2, 0, ...utf8("tok"), ...utf8("4.8.0")],
      { type: "token", address: "room1", token: "tok", version: "4.8.0" },
    ],
    [
      "the empty token of a provider 3",
      [...utf8("room1"), 2, 0, 0],
      { type: "token", address: "room1", token: "" },
    ],
    [
      "an empty document's step 1",
      [...utf8("room1"), 0, 0, 1, 0],
      {
        type: "message",
        address: "room1",
        message: { type: "sync-step-1", stateVector: Uint8Array.of(0) },
        bytes: Uint8Array.of(0, 0, 1, 0),
      },
    ],
    ["a close", [...utf8("room1"), 7], { type: "close", address: "room1" }],
    ["taken", [...utf8("room1"), 8, 1], { type: "sync-status", address: "room1", isTaken: true }],
    ["refused", [...utf8("room1"), 8, 0], { type: "sync-status", address: "room1", isTaken: false }],
    [
      "come in",
      [...utf8("r"), 2, 2, ...utf8("readonly")],
      { type: "granted", address: "r", scope: "readonly" },
    ],
    ["stay out", [...utf8("r"), 2, 1, ...utf8("no")], { type: "denied", address: "r", reason: "no" }],
    ["a ping", [9], { type: "ping" }],
    ["a pong", [10], { type: "pong" }],
  ])("X1 %s has the bytes that the stock provider reads or writes", (_, wire, frame) => {
    expect(decodeHocuspocus(Uint8Array.from(wire))).toEqual(frame);
    expect([...encodeHocuspocus(frame)]).toEqual(wire);
  });

  it.each<[string, number[]]>([
    ["nothing", []],
    ["an address alone", utf8("room1")],
    ["an address that ends too early", [5, 1]],
    ["an address that is no UTF-8", [1, 0xff, 3]],
    ["a server's answer to a server", [...utf8("r"), 4, 0, 1, 0]],
    ["a word for everybody, from a server", [...utf8("r"), 6, ...utf8("x")]],
    ["Quire's own saved", [...utf8("r"), 100, 1]],
    ["a question for a token", [...utf8("r"), 2, 0]],
    ["an unknown word of auth", [...utf8("r"), 2, 3, ...utf8("x")]],
    ["a role that nobody has", [...utf8("r"), 2, 2, ...utf8("owner")]],
    ["a sync status of 2", [...utf8("r"), 8, 2]],
    ["an unknown sync step", [...utf8("r"), 0, 3, 0]],
    ["bytes behind a token's version", [...utf8("r"), 2, 0, 0, 0, 0]],
    ["bytes behind a message", [...utf8("r"), 3, 0]],
    ["two messages", [...utf8("r"), ...keepaliveFrame, ...keepaliveFrame]],
    ["a ping with an address", [...utf8("r"), 9]],
  ])("X1 %s is no frame", (_, wire) => {
    expect(() => decodeHocuspocus(Uint8Array.from(wire))).toThrow(MalformedMessage);
  });

  it("X1 hostile bytes are a frame or a MalformedMessage, and no frame has other bytes than its own", () => {
    const mutated = fc
      .tuple(anyFrame, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat())
      .map(([frame, changes, cut]) => {
        const wire = encodeHocuspocus(frame);
        for (const [at, value] of changes) wire[at % wire.length] = value;
        return wire.subarray(0, cut % (wire.length + 1));
      });
    fc.assert(
      fc.property(fc.oneof(bytes, mutated), (wire) => {
        let frame: HocuspocusFrame;
        try {
          frame = decodeHocuspocus(wire);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMessage);
          return;
        }
        expect(decodeHocuspocus(encodeHocuspocus(frame))).toEqual(frame);
      }),
      { seed, numRuns: runs },
    );
  });

  it("X1 a message behind an address is the same message", () => {
    const wire = addressed(encodeAddress("room1\0session"), keepaliveFrame);
    expect([...wire]).toEqual([...utf8("room1\0session"), 1, 1, 0]);
    expect(addressOf(wire)).toBe("room1\0session");
    expect([[], [3, 65], [1, 0xff]].map((each) => addressOf(Uint8Array.from(each)))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("addresses", () => {
  it("X2 name a document, with a session behind a NUL or without", () => {
    expect(nameInAddress("notes")).toBe("notes");
    expect(nameInAddress("notes\0k3j2h")).toBe("notes");
    expect(nameInAddress("notes\0a\0b")).toBe("notes");
    expect(nameInAddress("")).toBe("");
  });

  it("X2 are not kept where they are longer than a name and a session", () => {
    expect(nameInAddress("x".repeat(maxAddressBytes))).toHaveLength(maxAddressBytes);
    expect(nameInAddress("x".repeat(maxAddressBytes + 1))).toBeUndefined();
    expect(nameInAddress("é".repeat(maxAddressBytes - 1))).toBeUndefined();
  });
});
