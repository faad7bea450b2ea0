import { decodeUtf8, encodeUtf8 } from "lib0/string";

/**
 * A frame of a WebSocket (RFC 6455, 5.2) that is not masked, as a server sends it. A line over HTTP carries the same frames, both
 * ways, in the bodies of its requests and answers.
 */
export interface WireFrame {
  readonly opcode: number;
  /** Whether its message ends with it. */
  readonly isLast: boolean;
  /** A view of the bytes that were read. */
  readonly payload: Uint8Array;
}

/** What frames are for. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9 } as const;

/** The largest body that brings frames to a server, in bytes: small enough for every proxy. */
export const maxFramesBytes = 256 * 1024;

/** The bytes of a message that one frame carries. */
const maxPartBytes = 64 * 1024;

/** The bytes are no frames, or not whole ones. */
export class MalformedFrames extends Error {
  override readonly name = "MalformedFrames";
}

/** The frames in the bytes, one after the other. Throws `MalformedFrames` where it comes to something else. */
export function* readFrames(bytes: Uint8Array): Generator<WireFrame, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const { first, from, length } = readHead(view, at);
    const end = from + length;
    if (end > bytes.length) throw cut(at);
    yield { opcode: first & 0x0f, isLast: first >= fin, payload: bytes.subarray(from, end) };
    at = end;
  }
}

/** A message as frames, in parts where it is long. */
export function encodeFrames(message: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const frames: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from === 0 || from < message.length; from += maxPartBytes) {
    const opcode = from === 0 ? opcodes.binary : opcodes.continuation;
    const isLast = from + maxPartBytes >= message.length;
    frames.push(frameOf(isLast ? fin | opcode : opcode, message.subarray(from, from + maxPartBytes)));
  }
  return frames;
}

/** The frame that ends a line. Its reason is short enough to be whole. */
export function encodeClose(code: number, reason: string): Uint8Array<ArrayBuffer> {
  const text = encodeUtf8(reason);
  const payload = new Uint8Array(2 + text.length);
  new DataView(payload.buffer).setUint16(0, code);
  payload.set(text, 2);
  return frameOf(fin | opcodes.close, payload);
}

/** The frame that asks for a sign of life. */
export const pingFrame: Uint8Array = Uint8Array.of(0x89, 0);

/** Why a line ends, from the payload of the frame that ends it. */
export function readClose(payload: Uint8Array): { readonly code: number; readonly reason: string } {
  if (payload.length < 2) return { code: noCode, reason: "" };
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return { code: view.getUint16(0), reason: decodeUtf8(payload.subarray(2)) };
}

const fin = 0x80;

/** What RFC 6455 calls an end without a word of why. */
const noCode = 1005;

interface Head {
  readonly first: number;
  /** Where the payload begins. */
  readonly from: number;
  readonly length: number;
}

function readHead(view: DataView, at: number): Head {
  if (at + 2 > view.byteLength) throw cut(at);
  const [first, short] = [view.getUint8(at), view.getUint8(at + 1)];
  if ((first & 0x70) !== 0) throw new MalformedFrames(`the frame at byte ${at} uses an extension`);
  if (short > 127) throw new MalformedFrames(`the frame at byte ${at} is masked`);
  if (short < 126) return { first, from: at + 2, length: short };
  const from = at + (short === 126 ? 4 : 10);
  if (from > view.byteLength) throw cut(at);
  const length = short === 126 ? view.getUint16(at + 2) : Number(view.getBigUint64(at + 2));
  return { first, from, length };
}

function cut(at: number): MalformedFrames {
  return new MalformedFrames(`the frame at byte ${at} ends too early`);
}

function frameOf(first: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = payload;
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = new Uint8Array(size + length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, first);
  if (size === 2) view.setUint8(1, length);
  else {
    view.setUint8(1, size === 4 ? 126 : 127);
    if (size === 4) view.setUint16(2, length);
    else view.setBigUint64(2, BigInt(length));
  }
  frame.set(payload, size);
  return frame;
}
