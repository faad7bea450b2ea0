import { frameAll, maxFrameBytes } from "./wire-frame.ts";

/** Messages that go to one or to many: their frames are made once, for the first who needs them, and shared. */
export class Bundle {
  readonly messages: readonly Uint8Array[];
  /** The same, for whoever is told who removed something. */
  readonly named: Bundle;
  readonly #isInParts: boolean;
  #inParts: Bundle | undefined;
  #frames: readonly Buffer[] | undefined;
  #bytes = 0;

  constructor(messages: readonly Uint8Array[], named?: Bundle, isInParts = false) {
    this.messages = messages;
    this.named = named ?? this;
    this.#isInParts = isInParts;
  }

  /** The same, for whoever takes long messages in parts. */
  get inParts(): Bundle {
    this.#inParts ??= this.messages.some(({ length }) => length > maxFrameBytes)
      ? new Bundle(this.messages, undefined, true)
      : this;
    return this.#inParts;
  }

  /** The messages as WebSocket frames. Nobody changes them. */
  get frames(): readonly Buffer[] {
    if (this.#frames === undefined) {
      this.#frames = frameAll(this.messages, this.#isInParts);
      for (const { length } of this.#frames) this.#bytes += length;
    }
    return this.#frames;
  }

  /** How many bytes the frames have, once they are made. */
  get bytes(): number {
    return this.#bytes;
  }
}
