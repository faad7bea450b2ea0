import type { Delivery } from "./delivery.ts";
/** What a sender takes of its platform. */
export interface SenderPlatform {
  /** Default: the platform's. Without them (a page without https) each tab sends for itself; all that is sent can be sent twice. */
  readonly locks?: LockManager | undefined;
  /** 0 to 1, spreads the tries of many browsers. Default: `Math.random`. */
  readonly random?: () => number;
}

/** What a sender is made with. */
export interface SenderOptions extends SenderPlatform {
  /** The same for all tabs of a browser that send the same things: one of them does at a time, and they ring each other by it. */
  readonly name: string;
  /** Sends what waits, in order. True if nothing is left that could be sent. */
  round(): Promise<boolean>;
  /** Another tab has changed what waits. */
  look(): Promise<void>;
  /** All that waited was taken off this device. */
  onCleared?(): void;
}

const cleared = "cleared";

/** Tells all tabs that what waited under a sender's name was taken off this device. */
export function tellCleared(Channel: typeof BroadcastChannel | undefined, name: string): void {
  tell(Channel, name, cleared);
}

/** Tells all tabs that what waits under a sender's name has changed, by other hands than theirs. */
export function tellChanged(Channel: typeof BroadcastChannel | undefined, name: string): void {
  tell(Channel, name, null);
}

function tell(Channel: typeof BroadcastChannel | undefined, name: string, word: string | null): void {
  const channel = Channel && new Channel(name);
  channel?.postMessage(word);
  channel?.close();
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Sends what waits on this device, until nothing is left: at once when it is woken, and by itself after longer and longer
 * waits. It never throws.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #locks: LockManager | undefined;
  readonly #ring: BroadcastChannel | undefined;
  #isWanted = false;
  #isRunning = false;
  #isClosed = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#locks = "locks" in options ? options.locks : globalThis.navigator?.locks;
    this.#ring = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(options.name);
    if (this.#ring === undefined) return;
    this.#ring.onmessage = ({ data }) => {
      if (data === cleared) options.onCleared?.();
      void options.look().catch(() => undefined);
    };
  }

  /** Tells the other tabs that what waits has changed. */
  ring(): void {
    this.#ring?.postMessage(null);
  }

  /** There is something to send, or a reason to think that the server can be reached. */
  wake(): void {
    clearTimeout(this.#timer);
    this.#isWanted = true;
    if (!this.#isRunning) void this.#run();
  }

  close(): void {
    this.#isClosed = true;
    this.#ring?.close();
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
    const { name, round } = this.#options;
    try {
      return await (this.#locks === undefined
        ? round()
        : this.#locks.request(name, () => this.#isClosed || round()));
    } catch {
      // The device did not answer: what waits is still there.
      return false;
    }
  }

  #comeBack(): void {
    if (this.#isClosed) return;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#failures++);
    clearTimeout(this.#timer);
    const { random = Math.random } = this.#options;
    this.#timer = setTimeout(() => this.wake(), wait * (0.5 + random() / 2));
  }
}

/** Sends one after the other. Resolves with whether none has to be sent later; at once where nobody answers. */
export async function sendEach<Item>(
  items: readonly Item[],
  send: (item: Item) => Promise<Delivery | undefined>,
): Promise<boolean> {
  let isAllSent = true;
  for (const item of items) {
    const delivery = await send(item);
    if (delivery?.type !== "later") continue;
    if (delivery.isUnreachable) return false;
    isAllSent = false;
  }
  return isAllSent;
}
