import { encodeMessage } from "@quire/protocol";
import { beginsWith, type Have } from "./have.ts";
import { frameAll, maxFrameBytes, partBytes } from "./wire-frame.ts";

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

  /**
   * The same, in parts, for whoever has the first parts of the first long message, and is sent one of nothing in their place; all
   * of it where that does not begin so. The frames are everybody's: those who come back, or say so, take up no more than others.
   */
  after(have: Have): Bundle {
    const at = this.messages.findIndex(({ length }) => length > maxFrameBytes);
    const message = this.messages[at];
    if (message === undefined || have.bytes % partBytes > 0 || !beginsWith(message, have))
      return this.inParts;
    const { frames } = this.inParts;
    const before = frameAll(this.messages.slice(0, at)).length;
    const rest = message.length - have.bytes;
    const goingOn = frameAll([encodeMessage({ type: "part", rest, bytes: new Uint8Array() })]);
    const left = new Bundle(this.messages);
    left.#frames = frames.toSpliced(before, have.bytes / partBytes, ...goingOn);
    for (const { length } of left.#frames) left.#bytes += length;
    return left;
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
