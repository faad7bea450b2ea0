/** How much of a turn of the event loop those who arrive may take, in milliseconds. */
const turnMs = 3;

/**
 * What is to be done for those who arrive, in order and a little a turn: after a restart thousands come at once, and what
 * others type would wait until the last of them is in.
 */
export class Arrivals {
  readonly #waiting: (() => void)[] = [];
  /** What they have taken of this turn. */
  #spentMs = 0;
  #isBusy = false;
  #isTurnEndAwaited = false;

  /** Does it now, or after what waits already, in a later turn. */
  add(work: () => void): void {
    this.#waiting.push(work);
    if (!this.#isBusy) this.#goOn();
  }

  #goOn(): void {
    this.#isBusy = true;
    this.#awaitTurnEnd();
    try {
      while (this.#spentMs < turnMs && this.#waiting.length > 0) {
        const began = performance.now();
        this.#waiting.shift()?.();
        this.#spentMs += performance.now() - began;
      }
    } finally {
      this.#isBusy = false;
    }
  }

  #awaitTurnEnd(): void {
    if (this.#isTurnEndAwaited) return;
    this.#isTurnEndAwaited = true;
    setImmediate(() => {
      this.#isTurnEndAwaited = false;
      this.#spentMs = 0;
      if (this.#waiting.length > 0) this.#goOn();
    });
  }
}
