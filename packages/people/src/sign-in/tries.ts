/** How many keys a counter keeps. Who brings more makes it forget those that were used longest ago. */
const mostKeys = 10_000;

interface WaitsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Tries that may be made at once. */
  readonly free: number;
  /** The wait after the last free one; each try after it doubles the wait, up to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** After so long without a try all is forgotten. */
  readonly forgetMs: number;
}

interface Misses {
  readonly count: number;
  readonly at: number;
  /** Until then nothing is tried. */
  readonly until: number;
}

/** Counts what goes wrong by key, and has whoever goes on wait longer and longer, but never for good. */
export class Waits {
  readonly #options: WaitsOptions;
  readonly #misses = new Map<string, Misses>();

  constructor(options: WaitsOptions) {
    this.#options = options;
  }

  /** How many keys it has in mind. */
  get size(): number {
    return this.#misses.size;
  }

  /**
   * Counts a try, before it is made: of many at once no more get through than of many in a row. Answers with the
   * milliseconds to wait where it must not be made now (it does not count then, so that waiting always ends), else with 0.
   */
  take(key: string): number {
    const { now, free, firstMs, longestMs, forgetMs } = this.#options;
    const at = now();
    const before = this.#misses.get(key);
    if (before !== undefined && at < before.until) return before.until - at;
    const count = before === undefined || at - before.at > forgetMs ? 1 : before.count + 1;
    const wait = count < free ? 0 : Math.min(longestMs, firstMs * 2 ** (count - free));
    keep(this.#misses, key, { count, at, until: at + wait });
    return 0;
  }

  /** The try was not made after all. To be called before another is taken. */
  giveBack(key: string): void {
    const misses = this.#misses.get(key);
    if (misses === undefined) return;
    const { count, at } = misses;
    if (count === 1) this.#misses.delete(key);
    // What there was to wait before it was over: else it had not been taken.
    else keep(this.#misses, key, { count: count - 1, at, until: at });
  }

  /** The try was right: nothing is held against the key. */
  forget(key: string): void {
    this.#misses.delete(key);
  }
}

interface BucketsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Tries that may be made at once, and in each `perMs` from then on. */
  readonly tries: number;
  readonly perMs: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** So many tries in so long, by key. */
export class Buckets {
  readonly #options: BucketsOptions;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: BucketsOptions) {
    this.#options = options;
  }

  /** How many keys it has in mind. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Counts a try, before it is made. Answers with the milliseconds to wait where it must not be made now, else with 0. */
  take(key: string): number {
    const { tries, perMs } = this.#options;
    const left = this.#left(key);
    if (left < 1) return Math.ceil(((1 - left) * perMs) / tries);
    keep(this.#buckets, key, { left: left - 1, at: this.#options.now() });
    return 0;
  }

  /** The try was a right one, and does not count. */
  giveBack(key: string): void {
    const left = this.#left(key) + 1;
    if (left >= this.#options.tries) this.#buckets.delete(key);
    else keep(this.#buckets, key, { left, at: this.#options.now() });
  }

  #left(key: string): number {
    const { now, tries, perMs } = this.#options;
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return tries;
    return Math.min(tries, bucket.left + (Math.max(0, now() - bucket.at) * tries) / perMs);
  }
}

/** Puts the value last, and lets the first go where there are too many. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= mostKeys) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
