import { maxMessageBytes } from "@quire/protocol";

/** Bytes of messages that may wait for the answer to who their sender is, each with what keeping it costs. */
const maxEarlyBytes = 64 * 1024 + maxMessageBytes;
const earlyMessageCost = 256;

/** Counts what one socket said before anybody knew who is there. */
export class EarlyBytes {
  #bytes = 0;

  /** Counts a message that is to wait; false where there is no room for it. */
  add(message: Uint8Array): boolean {
    this.#bytes += message.length + earlyMessageCost;
    return this.#bytes <= maxEarlyBytes;
  }

  /** These wait no more. */
  release(messages: Iterable<Uint8Array>): void {
    for (const { length } of messages) this.#bytes -= length + earlyMessageCost;
  }
}
