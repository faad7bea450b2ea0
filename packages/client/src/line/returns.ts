import { CloseCode } from "@quire/protocol";

/** A wait is at most so long at first, and never longer than this. */
const firstMs = 500;
const mostMs = 15_000;

/** Where the server said why it sends people away, it also knows that it is of no use to come back sooner. */
const leastMs: Readonly<Record<number, number>> = {
  [CloseCode.roleChanged]: 100,
  [CloseCode.restarting]: 1_000,
  [CloseCode.storeFailed]: 2_000,
  [CloseCode.tooBusy]: 5_000,
  [CloseCode.tooMany]: 20_000,
};

/** Where the server sent somebody away, a line that had been good for so long was no failure. One that broke was none at all. */
const goodMs = 10_000;

/** The part of a wait that nobody is spared. The rest is chance, so that a crowd does not come back as one. */
const leastPart = 0.2;

/**
 * When a session comes back: how long each new line waits before it is made. The first one does not; after that, at most
 * as long as it has been away already, so that a short absence of the server's stays short.
 */
export class Returns {
  readonly #random: () => number;
  #awaySince: number | undefined;
  #waitMs = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** How long the next line is to wait, in milliseconds. */
  get waitMs(): number {
    return this.#waitMs;
  }

  /** A line has ended with this code. `goodFor` is how long it had all that the server has; 0 where it never had. */
  ended(code: number, goodFor: number): void {
    const now = performance.now();
    const least = leastMs[code];
    if (goodFor >= goodMs || (goodFor > 0 && least === undefined)) this.#awaySince = now;
    this.#awaySince ??= now;
    const longest = Math.max(least ?? firstMs, Math.min(mostMs, now - this.#awaySince));
    this.#waitMs = longest * (leastPart + (1 - leastPart) * this.#random());
  }

  /** There is reason to believe that it works now: the next line does not wait, and those after it begin anew. */
  hurry(): void {
    this.#awaySince = undefined;
    this.#waitMs = 0;
  }
}
