import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { decodeMessage } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import { Bundle } from "./bundle.ts";
import { beginsWith, readHave } from "./have.ts";

const message = randomBytes(200_000);
const small = Uint8Array.of(1, 1, 0);
const have = (bytes: number) => ({ bytes, crc: crc32(message.subarray(0, bytes)) });

/** The messages of a bundle's frames, without the heads of these. */
function messagesOf(bundle: Bundle) {
  return bundle.frames.map((frame) => {
    const [, length = 0] = frame;
    return decodeMessage(frame.subarray(length < 126 ? 2 : length === 126 ? 4 : 10));
  });
}

describe("what a client says that it has", () => {
  it("W14 is read as pages say it", () => {
    for (const bytes of [1, 65_528, 123_456])
      expect(readHave(`${bytes}.${~crc32(message.subarray(0, bytes))}`)).toEqual(have(bytes));
  });

  it.each([
    undefined,
    "",
    "1",
    "0.0",
    "-1.5",
    "1.",
    ".1",
    "1.1.1",
    "1e9.1",
    "0x10.1",
    "99999999999.1",
    "1.99999999999",
    " 1.1",
    "1.1\n",
    "1.--1",
    "NaN.NaN",
    "１.１",
    ["1.1", "1.1"],
  ])("W14 is nothing where it is %j", (said) => {
    expect(readHave(said)).toBeUndefined();
  });

  it("W14 fits a message that begins so and goes on, and nothing else", () => {
    expect(beginsWith(message, have(65_528))).toBe(true);
    expect(beginsWith(message, have(1))).toBe(true);
    expect(beginsWith(message, have(message.length - 1))).toBe(true);
    expect(beginsWith(message, have(message.length))).toBe(false);
    expect(beginsWith(message, { bytes: 9_999_999_999, crc: have(9).crc })).toBe(false);
    expect(beginsWith(message, { ...have(65_528), crc: 0 })).toBe(false);
    expect(beginsWith(message, { ...have(65_528), bytes: 65_529 })).toBe(false);
  });

  it("W14 is not sent again, in whatever it ends, and all else is", () => {
    for (const bytes of [65_528, 131_056, 196_584]) {
      const bundle = new Bundle([small, message, small]);
      const left = bundle.after(have(bytes));
      const [before, first, ...rest] = messagesOf(left);
      expect(before?.type).toBe("awareness");
      expect(left.bytes).toBe(left.frames.reduce((sum, { length }) => sum + length, 0));
      // Whoever says so, hostile or not, has no frames of their own.
      expect(left.frames.filter((frame) => !bundle.inParts.frames.includes(frame))).toHaveLength(1);
      expect(first).toMatchObject({ type: "part", rest: message.length - bytes });
      expect(first?.type === "part" && first.bytes.length).toBe(0);
      const parts = rest.flatMap((part) => (part.type === "part" ? [part] : []));
      expect(Buffer.concat(parts.map((part) => part.bytes)).equals(message.subarray(bytes))).toBe(true);
      expect(parts.at(-1)?.rest).toBe(0);
      expect(rest.at(-1)?.type).toBe("awareness");
    }
  });

  it("W14 that fits nothing is answered as if it had not been said, in frames that all share", () => {
    const bundle = new Bundle([message]);
    expect(bundle.after({ ...have(65_528), crc: 1 })).toBe(bundle.inParts);
    for (const bytes of [1, 65_527, 199_999]) expect(bundle.after(have(bytes))).toBe(bundle.inParts);
    // What is short comes whole, and only the first that is long may have begun.
    expect(new Bundle([small]).after({ bytes: 1, crc: crc32(small.subarray(0, 1)) }).frames).toHaveLength(1);
    const other = randomBytes(100_000);
    const second = new Bundle([other, message]);
    expect(second.after(have(65_528))).toBe(second.inParts);
  });
});
