/** What a connection may send a second, in the long run. */
export interface Rates {
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
}

/** How many seconds' worth may come at once: a paste of many blocks, an answer after a day offline. */
const messageBurst = 4;
const byteBurst = 8;

/**
 * Two token buckets (messages, bytes). Nothing that came is refused: who sends too fast is read no further until what it
 * sent is paid for.
 */
export class Pace {
  readonly #rates: Rates;
  #messages: number;
  #bytes: number;
  #last: number;

  constructor(rates: Rates, now: number) {
    this.#rates = rates;
    this.#messages = rates.messagesPerSecond * messageBurst;
    this.#bytes = rates.bytesPerSecond * byteBurst;
    this.#last = now;
  }

  /** Takes a message into account; answers with the milliseconds for which no other should be read. */
  spend(bytes: number, now: number): number {
    const { messagesPerSecond, bytesPerSecond } = this.#rates;
    const seconds = (now - this.#last) / 1_000;
    this.#last = now;
    this.#messages =
      Math.min(messagesPerSecond * messageBurst, this.#messages + seconds * messagesPerSecond) - 1;
    this.#bytes = Math.min(bytesPerSecond * byteBurst, this.#bytes + seconds * bytesPerSecond) - bytes;
    const debt = Math.max(-this.#messages / messagesPerSecond, -this.#bytes / bytesPerSecond);
    return debt > 0 ? Math.ceil(debt * 1_000) : 0;
  }
}
