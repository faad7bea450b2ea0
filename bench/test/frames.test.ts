import { expect, it } from "vitest";
import { clientFrame } from "../src/wire/client-frame.ts";
import { FrameParser } from "../src/wire/frame-parser.ts";

/** A server's frame: as a client's, without the mask. */
function serverFrame(payload: Uint8Array, first = 0x82): Buffer {
  const frame = clientFrame(payload);
  const header = frame.length - payload.length - 4;
  frame[0] = first;
  frame[1] = frame.readUInt8(1) & 127;
  return Buffer.concat([frame.subarray(0, header), payload]);
}

const payloads = [0, 1, 125, 126, 300, 2_047, 2_048, 65_535, 65_536, 70_000].map((length, seed) =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 7 + seed) & 255)),
);

function parse(stream: Buffer, step: number): Buffer[] {
  const found: Buffer[] = [];
  const parser = new FrameParser(
    (bytes, start, end) => found.push(Buffer.from(bytes.subarray(start, end))),
    () => undefined,
  );
  for (let at = 0; at < stream.length; at += step)
    parser.push(stream, at, Math.min(stream.length, at + step));
  return found;
}

it.each([1, 2, 3, 7, 1_000, 65_536, 10_000_000])(
  "messages come out whole when %i bytes arrive at a time",
  (step) => {
    const stream = Buffer.concat(payloads.map((payload) => serverFrame(payload)));
    expect(parse(stream, step).map((found) => found.toString("hex"))).toEqual(
      payloads.map((payload) => payload.toString("hex")),
    );
  },
);

it("a message in three frames, with a ping between them, is one", () => {
  const controls: [number, string][] = [];
  const found: string[] = [];
  const parser = new FrameParser(
    (bytes, start, end) => found.push(bytes.toString("utf8", start, end)),
    (opcode, payload) => controls.push([opcode, payload.toString()]),
  );
  const stream = Buffer.concat([
    serverFrame(Buffer.from("one "), 0x02),
    serverFrame(Buffer.from("there?"), 0x89),
    serverFrame(Buffer.from("two "), 0x00),
    serverFrame(Buffer.from("three"), 0x80),
  ]);
  parser.push(stream, 0, stream.length);
  expect(found).toEqual(["one two three"]);
  expect(controls).toEqual([[9, "there?"]]);
});
