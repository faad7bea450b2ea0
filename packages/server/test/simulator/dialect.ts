import { addressed, decodeHocuspocus, decodeMessage, encodeAddress } from "@quire/protocol";

/** Which of the two worlds' clients somebody uses. */
export type Speech = "y-websocket" | "hocuspocus";

/** An edit that leaves a client: a step 2 or an update. */
export interface Leaving {
  readonly update: Uint8Array;
  /** Whether the server has to say when it is saved. */
  readonly isCounted: boolean;
}

/** How messages stand on one socket. */
export interface Dialect {
  /** A message of y-protocols as it is sent. */
  frame(message: Uint8Array): Uint8Array;
  /** The edit in a frame that leaves, if there is one. */
  leaving(frame: Uint8Array): Leaving | undefined;
  /** Whether a frame that came is the answer to what the client asked: a step 2. */
  isAnswer(frame: Uint8Array): boolean;
  /** How many of the counted edits are saved after a frame that came, when so many were before it. */
  saved(frame: Uint8Array, before: number): number;
}

export function dialectOf(speech: Speech, name: string): Dialect {
  return speech === "hocuspocus" ? new Hocuspocus(name) : yWebsocket;
}

const yWebsocket: Dialect = {
  frame: (message) => message,
  leaving(frame) {
    if (frame[0] !== 0 || frame[1] === 0) return undefined;
    const message = decodeMessage(frame);
    return "update" in message ? { update: message.update, isCounted: true } : undefined;
  },
  isAnswer: (frame) => frame[0] === 0 && frame[1] === 1,
  saved(frame, before) {
    if (frame[0] !== 100) return before;
    const message = decodeMessage(frame);
    return message.type === "saved" ? message.count : before;
  },
};

/** The document's address stands before everything; `08 01` is said for each update and for the step 2 that was awaited. */
class Hocuspocus implements Dialect {
  readonly #address: Uint8Array;
  /** Questions of the client's, each of which the server answers with one of its own. */
  #questions = 0;

  constructor(name: string) {
    this.#address = encodeAddress(name);
  }

  frame(message: Uint8Array): Uint8Array {
    return addressed(this.#address, message);
  }

  leaving(frame: Uint8Array): Leaving | undefined {
    const decoded = decodeHocuspocus(frame);
    if (decoded.type !== "message") return undefined;
    const { message } = decoded;
    if (message.type === "sync-step-1") this.#questions++;
    if (message.type === "update") return { update: message.update, isCounted: true };
    if (message.type !== "sync-step-2") return undefined;
    // The server asks out of turn where an update builds on what it lacks.
    const isCounted = this.#questions > 0;
    if (isCounted) this.#questions--;
    return { update: message.update, isCounted };
  }

  isAnswer(frame: Uint8Array): boolean {
    const { length } = this.#address;
    return frame[length] === 0 && frame[length + 1] === 1;
  }

  saved(frame: Uint8Array, before: number): number {
    const { length } = this.#address;
    return frame[length] === 8 && frame[length + 1] === 1 ? before + 1 : before;
  }
}
