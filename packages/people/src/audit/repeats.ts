/** How many are remembered. One that is forgotten early is put down once more, and none less. */
const mostRemembered = 10_000;

interface Repeat {
  readonly at: number;
  readonly written: Promise<void>;
}

/** What a program may do every second, put down once in a while. */
export class Repeats {
  readonly #now: () => number;
  readonly #everyMs: number;
  /** By what is repeated, the longest ago first. */
  readonly #known = new Map<string, Repeat>();

  constructor(now: () => number, everyMs: number) {
    this.#now = now;
    this.#everyMs = everyMs;
  }

  /**
   * Writes the first of a while, and what comes after one that could not be written. Resolves when that is on disk, for
   * those that repeat it as well.
   */
  async once(key: string, write: () => Promise<void>): Promise<void> {
    const now = this.#now();
    const known = this.#known.get(key);
    if (known !== undefined && Math.abs(now - known.at) < this.#everyMs) return await known.written;
    const repeat = { at: now, written: write() };
    this.#known.delete(key);
    this.#known.set(key, repeat);
    this.#forget(now);
    try {
      await repeat.written;
    } catch (error) {
      if (this.#known.get(key) === repeat) this.#known.delete(key);
      throw error;
    }
  }

  #forget(now: number): void {
    for (const [key, { at }] of this.#known) {
      if (now - at < this.#everyMs && this.#known.size <= mostRemembered) return;
      this.#known.delete(key);
    }
  }
}
