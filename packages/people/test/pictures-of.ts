import { crc32, deflateSync } from "node:zlib";

// Pictures as their formats say them: what browsers draw of them is tried in e2e.

/** A PNG of one colour, with chunks of one's own before its pixels. */
export function png(width: number, height: number, extra: readonly Buffer[] = []): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((width * 3 + 1) * Math.min(height, 64)));
  const parts = [pngChunk("IHDR", head), ...extra, pngChunk("IDAT", rows), pngChunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

/** One chunk of a PNG. */
export function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A JPEG's headers up to its first scan, with a comment before the frame, and fill bytes before its marker. */
export function jpeg(width: number, height: number, comment = "", frame = 0xc0): Buffer {
  const size = Buffer.alloc(5);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")),
    segment(0xfe, Buffer.from(comment)),
    Buffer.of(0xff, 0xff),
    segment(frame, Buffer.concat([Buffer.of(8), size])),
    segment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)),
    Buffer.of(0, 0xff, 0xd9),
  ]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** A WebP of the chunks. */
export function webp(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from("WEBP"), ...chunks]);
  const head = Buffer.from("RIFF\0\0\0\0");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** The frame of a lossy one, of a lossless one, and the canvas of one with more than a frame. */
export const webpChunks = {
  lossy(width: number, height: number): Buffer {
    const data = Buffer.from([0x10, 0, 0, 0x9d, 1, 0x2a, 0, 0, 0, 0, 0]);
    data.writeUInt16LE(width, 6);
    data.writeUInt16LE(height, 8);
    return riffChunk("VP8 ", data);
  },
  lossless(width: number, height: number): Buffer {
    const data = Buffer.alloc(5, 0x2f);
    data.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
    return riffChunk("VP8L", data);
  },
  canvas(width: number, height: number): Buffer {
    const data = Buffer.alloc(10);
    data.writeUIntLE(width - 1, 4, 3);
    data.writeUIntLE(height - 1, 7, 3);
    return riffChunk("VP8X", data);
  },
  motion: (): Buffer => riffChunk("ANIM", Buffer.alloc(6)),
} as const;

function riffChunk(name: string, data: Buffer): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, "latin1");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
