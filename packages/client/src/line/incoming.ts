import { decodeMessage, MalformedMessage, type Message } from "@quire/protocol";
import { join } from "./join.ts";

/** A message, and the frame that it would come in if it were short. */
export interface Whole {
  readonly message: Message;
  readonly frame: Uint8Array<ArrayBuffer>;
}

/** How much is to come of a message after the line on which it began. */
const unknown = -1;

/** Reads what comes on a session's lines: a message a frame, or of a long one the parts, one behind the other. */
export class Incoming {
  #parts: Uint8Array[] = [];
  /** How much is here of the message that has begun, and how much is still to come. */
  #come = 0;
  #rest = 0;
  /** The CRC-32 of its first parts, inverted, and of how many: only what is cut needs it. */
  #crc = -1;
  #summed = 0;

  /** How many of a hundred parts of it are here; undefined while none has begun. */
  get percent(): number | undefined {
    return this.#rest > 0 ? Math.floor((100 * this.#come) / (this.#come + this.#rest)) : undefined;
  }

  /** Another line begins. Answers with what its address says: how much is here of a message that it may go on with. */
  begin(): string {
    if (this.#come === 0) return "";
    this.#rest = unknown;
    for (const part of this.#parts.slice(this.#summed)) this.#crc = crc32(this.#crc, part);
    this.#summed = this.#parts.length;
    return `&have=${this.#come}.${this.#crc}`;
  }

  /** "part" where more of the message is to come, undefined where it is none. */
  read(data: unknown): Whole | "part" | undefined {
    if (!(data instanceof ArrayBuffer)) return undefined;
    const frame = new Uint8Array(data);
    const message = readMessage(frame);
    if (message?.type !== "part") {
      // All that was to come has come, and nothing goes on with what is here of it.
      if (message?.type === "sync-step-2" && this.#rest === unknown) this.#forget();
      return message && { message, frame };
    }
    const { rest, bytes } = message;
    if (this.#rest === unknown) {
      // A part of no bytes goes on with what is here; any other is the first of a message.
      if (bytes.length > 0) this.#forget();
      else if (this.#come === 0) return undefined;
    } else if (this.#come > 0 && this.#rest !== rest + bytes.length) return undefined;
    this.#rest = rest;
    this.#come += bytes.length;
    this.#parts.push(bytes);
    if (rest > 0) return "part";
    const whole = join(this.#parts);
    this.#forget();
    return this.read(whole.buffer);
  }

  #forget(): void {
    this.#parts = [];
    this.#come = 0;
    this.#crc = -1;
    this.#summed = 0;
  }
}

/** What a byte makes of a CRC-32. */
const steps = Int32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = (byte >>> 1) ^ (0xedb88320 & -(byte & 1));
  return byte;
});

/** Goes on with a CRC-32, which is inverted. */
function crc32(crc: number, bytes: Uint8Array): number {
  for (const byte of bytes) crc = (crc >>> 8) ^ (steps[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}

function readMessage(frame: Uint8Array): Message | undefined {
  try {
    return decodeMessage(frame);
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined;
    throw error;
  }
}
