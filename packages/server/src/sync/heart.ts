/** A socket that must show that it lives. */
export interface Living {
  /** Looks after the line at this time, in milliseconds of `performance.now()`. */
  beat(now: number): void;
}

/** One timer for every socket of the server. */
export class Heart {
  readonly #living = new Set<Living>();
  readonly #timer: NodeJS.Timeout;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.beat(), everyMs);
    this.#timer.unref();
  }

  add(living: Living): () => void {
    this.#living.add(living);
    return () => this.#living.delete(living);
  }

  beat(now: number = performance.now()): void {
    for (const living of this.#living) living.beat(now);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
