import type { Writable } from "node:stream";
import { decodeMessage } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import * as ws from "ws";
import { frameAll, maxFrameBytes } from "./wire-frame.ts";

// Its types leave it out.
const { Receiver } = ws as unknown as { readonly Receiver: new () => Writable };

/** What a WebSocket reads from these bytes. */
async function read(buffers: readonly Buffer[]): Promise<Uint8Array[]> {
  const receiver = new Receiver();
  const messages: Uint8Array[] = [];
  receiver.on("message", (data: Buffer, isBinary: boolean) => {
    expect(isBinary).toBe(true);
    messages.push(Uint8Array.from(data));
  });
  for (const buffer of buffers) receiver.write(buffer);
  receiver.end();
  await new Promise((done) => receiver.once("finish", done));
  return messages;
}

const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 131_072, 300_000, 3];

describe("frames", () => {
  it("are those that a WebSocket reads, at every length where they change", async () => {
    const messages = lengths.map((length, at) => new Uint8Array(length).fill(at + 1));
    expect(await read(frameAll(messages))).toEqual(messages);
    for (const message of messages) expect(await read(frameAll([message]))).toEqual([message]);
  });

  it("W12 of long messages in parts are messages of their own, each of which says how much follows", async () => {
    for (const length of lengths) {
      const message = Uint8Array.from({ length }, (_, at) => at % 251);
      const frames = await read(frameAll([message], true));
      if (length <= maxFrameBytes) {
        expect(frames).toEqual([message]);
        continue;
      }
      const parts = frames.map((frame) => {
        expect(frame.length).toBeLessThanOrEqual(maxFrameBytes);
        const part = decodeMessage(frame);
        if (part.type !== "part") throw new Error(`it is ${part.type}`);
        return part;
      });
      let rest = length;
      for (const part of parts) {
        rest -= part.bytes.length;
        expect(part.rest).toBe(rest);
      }
      expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(message)).toBe(true);
    }
  });

  it("of short messages are joined, those of long ones stay small", () => {
    const short = Array.from({ length: 1_000 }, () => new Uint8Array(20));
    expect(frameAll(short)).toHaveLength(1);
    for (const buffer of frameAll([...short, new Uint8Array(500_000), ...short]))
      expect(buffer.length).toBeLessThanOrEqual(2 * maxFrameBytes);
  });
});
