import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeClose, encodeFrames, MalformedFrames, opcodes, readClose, readFrames } from "./wire-frame.ts";

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

describe("frames", () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 65_537, 200_000])("L1 carry a message of %i bytes", (length) => {
    const message = Uint8Array.from({ length }, (_, at) => at % 251);
    const frames = [...readFrames(join(encodeFrames(message)))];
    expect(join(frames.map(({ payload }) => payload))).toEqual(message);
    expect(frames.map(({ opcode }) => opcode)).toEqual(
      frames.map((_, at) => (at === 0 ? opcodes.binary : opcodes.continuation)),
    );
    expect(frames.map(({ isLast }) => isLast)).toEqual(frames.map((_, at) => at === frames.length - 1));
  });

  it("L1 carry many messages one behind the other", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (messages) => {
        const bytes = join(messages.flatMap(encodeFrames));
        expect([...readFrames(bytes)].map(({ payload }) => [...payload])).toEqual(
          messages.map((message) => [...message]),
        );
      }),
    );
  });

  it("L1 carry why a line ends, also where nothing is said", () => {
    const [frame] = readFrames(encodeClose(4403, "you may not open this document – ever"));
    expect(frame?.opcode).toBe(opcodes.close);
    expect(readClose(frame?.payload ?? new Uint8Array())).toEqual({
      code: 4403,
      reason: "you may not open this document – ever",
    });
    expect(readClose(new Uint8Array())).toEqual({ code: 1005, reason: "" });
  });

  it.each([
    ["half a head", [0x82]],
    ["half a length", [0x82, 126, 1]],
    ["half a long length", [0x82, 127, 0, 0, 0, 0, 0, 0]],
    ["less than it says", [0x82, 3, 1, 2]],
    ["far less than it says", [0x82, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["a mask", [0x82, 0x81, 0, 0, 0, 0, 1]],
    ["an extension", [0xc2, 1, 3]],
    ["half a frame behind a whole one", [0x82, 1, 3, 0x82]],
  ])("L3 are refused where there is %s", (_, bytes) => {
    expect(() => [...readFrames(Uint8Array.from(bytes))]).toThrow(MalformedFrames);
  });

  it("L3 of noise are read to an end, or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        try {
          for (const { payload } of readFrames(bytes))
            expect(payload.length).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedFrames);
        }
      }),
    );
  });
});
