/** What a sender is made with. */
export interface SenderOptions {
  /** The same for all tabs of a browser that send the same things: one of them does at a time. */
  readonly name: string;
  /** Sends what waits, in order. True if nothing is left that could be sent. */
  round(): Promise<boolean>;
  /** The platform's locks. Without them (a page without https) each tab sends for itself; all that is sent can be sent twice. */
  readonly locks: LockManager | undefined;
  /** 0 to 1, spreads the tries of many browsers. */
  random(): number;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Sends what waits on this device, until nothing is left: at once when it is woken, and by itself after longer and longer
 * waits. It never throws.
 */
export class Sender {
  readonly #options: SenderOptions;
  #isWanted = false;
  #isRunning = false;
  #isClosed = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** There is something to send, or a reason to think that the server can be reached. */
  wake(): void {
    clearTimeout(this.#timer);
    this.#isWanted = true;
    if (!this.#isRunning) void this.#run();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isWanted && !this.#isClosed) {
      this.#isWanted = false;
      if (await this.#tryRound()) this.#failures = 0;
      else this.#comeBack();
    }
    this.#isRunning = false;
  }

  async #tryRound(): Promise<boolean> {
    const { locks, name, round } = this.#options;
    try {
      return await (locks === undefined ? round() : locks.request(name, () => this.#isClosed || round()));
    } catch {
      // The device did not answer: what waits is still there.
      return false;
    }
  }

  #comeBack(): void {
    if (this.#isClosed) return;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#failures++);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), wait * (0.5 + this.#options.random() / 2));
  }
}
