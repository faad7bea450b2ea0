import { decodeMessage, MalformedMessage, type Message } from "@quire/protocol";
import { join } from "./join.ts";

/** A message, and the frame that it would come in if it were short. */
export interface Whole {
  readonly message: Message;
  readonly frame: Uint8Array<ArrayBuffer>;
}

/** Reads what comes on one line: a message a frame, or of a long one the parts, one behind the other. */
export class Incoming {
  readonly #parts: Uint8Array[] = [];
  /** How much is here of the message that has begun, and how much still to come. */
  #come = 0;
  #rest = 0;

  /** How many of a hundred parts of it are here; undefined while none has begun. */
  get percent(): number | undefined {
    return this.#rest > 0 ? Math.floor((100 * this.#come) / (this.#come + this.#rest)) : undefined;
  }

  /** "part" where more of the message is to come, undefined where it is none. */
  read(data: unknown): Whole | "part" | undefined {
    if (!(data instanceof ArrayBuffer)) return undefined;
    const frame = new Uint8Array(data);
    const message = readMessage(frame);
    if (message?.type !== "part") return message && { message, frame };
    const { rest, bytes } = message;
    if (this.#rest > 0 && this.#rest !== rest + bytes.length) return undefined;
    this.#rest = rest;
    this.#come += bytes.length;
    this.#parts.push(bytes);
    if (rest > 0) return "part";
    this.#come = 0;
    return this.read(join(this.#parts.splice(0)).buffer);
  }
}

function readMessage(frame: Uint8Array): Message | undefined {
  try {
    return decodeMessage(frame);
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined;
    throw error;
  }
}
