/** Bytes of updates that wait for the past they build on. */
const maxHeldBytes = 64 * 1024;

/**
 * What a member sent that has a hole before it: after a crash, clients know more than the disk. It waits for the member's
 * answer to our step 1, and is not counted as taken before.
 */
export class Hold {
  readonly #updates: Uint8Array[] = [];
  #bytes = 0;
  /** The number of the first sync message that waits. */
  #first: number | undefined;

  get isEmpty(): boolean {
    return this.#first === undefined;
  }

  /** How many of the member's first `received` messages have nothing waiting before them. */
  settled(received: number): number {
    return this.#first === undefined ? received : this.#first - 1;
  }

  /** Keeps the update of message `number`; false where there is no room for it. */
  add(update: Uint8Array, number: number): boolean {
    if (this.#bytes + update.length > maxHeldBytes) return false;
    this.#first ??= number;
    this.#updates.push(update.slice());
    this.#bytes += update.length;
    return true;
  }

  /** All that waits, in order; nothing waits any more. */
  release(): Uint8Array[] {
    this.#first = undefined;
    this.#bytes = 0;
    return this.#updates.splice(0);
  }
}
