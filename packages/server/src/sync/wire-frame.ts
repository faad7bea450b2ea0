import { encodeMessage } from "@quire/protocol";

/** The bytes of a message that one frame carries at most: a long message leaves room for pings between its parts. */
export const maxFrameBytes = 64 * 1024;

/** Opcodes with and without FIN (RFC 6455, 5.2). A server does not mask. */
const [fin, binary, continuation] = [0x80, 0x02, 0x00];

/** What a part's head has at most: its tag, and how much follows. */
const headBytes = 8;

/** The bytes of a message that one part of it carries, unless it is the last. */
export const partBytes = maxFrameBytes - headBytes;

/**
 * Messages as WebSocket frames, one behind the other: short ones joined, long ones in frames of one buffer each. A browser hands on
 * nothing of a message before all its frames are there: where `inParts`, each is a message of its own, a `part`.
 */
export function frameAll(messages: readonly Uint8Array[], inParts = false): Buffer[] {
  const buffers: Buffer[] = [];
  let short: Uint8Array[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (short.length > 0) buffers.push(join(short));
    short = [];
    bytes = 0;
  };
  for (const message of messages) {
    if (bytes + message.length > maxFrameBytes) flush();
    if (message.length > maxFrameBytes) buffers.push(...(inParts ? partsOf(message) : split(message)));
    else {
      short.push(message);
      bytes += message.length;
    }
  }
  flush();
  return buffers;
}

function join(messages: readonly Uint8Array[]): Buffer {
  let size = 0;
  for (const { length } of messages) size += headerSize(length) + length;
  const buffer = Buffer.allocUnsafe(size);
  let at = 0;
  for (const message of messages) at = write(buffer, at, fin | binary, message);
  return buffer;
}

function split(message: Uint8Array): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < message.length; from += maxFrameBytes) {
    const part = message.subarray(from, from + maxFrameBytes);
    const opcode = from === 0 ? binary : continuation;
    const isLast = from + maxFrameBytes >= message.length;
    const buffer = Buffer.allocUnsafe(headerSize(part.length) + part.length);
    write(buffer, 0, isLast ? fin | opcode : opcode, part);
    parts.push(buffer);
  }
  return parts;
}

function partsOf(message: Uint8Array): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < message.length; from += partBytes) {
    const bytes = message.subarray(from, from + partBytes);
    const rest = message.length - from - bytes.length;
    parts.push(join([encodeMessage({ type: "part", rest, bytes })]));
  }
  return parts;
}

function headerSize(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

function write(buffer: Buffer, start: number, first: number, payload: Uint8Array): number {
  const { length } = payload;
  buffer[start] = first;
  let at = start + 2;
  if (length < 126) buffer[start + 1] = length;
  else if (length < 65_536) {
    buffer[start + 1] = 126;
    at = buffer.writeUInt16BE(length, at);
  } else {
    buffer[start + 1] = 127;
    at = buffer.writeUInt32BE(0, at);
    at = buffer.writeUInt32BE(length, at);
  }
  buffer.set(payload, at);
  return at + length;
}
