import { lineAddress, linesBeside } from "./line-requests.ts";
import { PolledSocket } from "./polled-socket.ts";

/** What a fallback is made with. */
export interface FallbackOptions {
  /** Where the server's documents are: `wss://host/sync`. */
  readonly server: string;
  /** The platform's. */
  readonly WebSocket: typeof WebSocket;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** 0 to 1, spreads what many pages try. Default: `Math.random`. */
  readonly random?: () => number;
  /** How long after HTTP was taken a WebSocket is tried first, and at most. Default: a minute, and ten. */
  readonly trialMs?: { readonly first: number; readonly longest: number };
}

/** What a WebSocket is made with. */
interface Way {
  readonly url: string | URL;
  readonly protocols: string | string[] | undefined;
}

/** WebSockets in a row that came to nothing while HTTP was answered, from which on there is no use in another. */
const failuresToFallBack = 2;

/** How long a WebSocket that is tried may take until it says something. */
const trialPatienceMs = 10_000;

const defaultTrialMs = { first: 60_000, longest: 600_000 };

/**
 * Knows whether WebSockets get through to a server, and what to do where they do not.
 *
 *     WebSocket --two in a row fail, and HTTP is answered--> HTTP --one that is tried works, all is saved--> WebSocket
 *         ^----------------------------------- lost -----------'
 */
export class Fallback {
  readonly #options: FallbackOptions;
  readonly #fetch: typeof fetch;
  #failures = 0;

  constructor(options: FallbackOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? ((...asked) => fetch(...asked));
  }

  /** The next line to that address, where it is to be over HTTP. */
  next(url: string | URL, protocols?: string | string[]): PolledSocket | undefined {
    if (this.#failures < failuresToFallBack) return undefined;
    const address = lineAddress(this.#options.server, url, protocols);
    if (address === undefined) return undefined;
    const socket = new PolledSocket(url, { address, fetch: this.#fetch });
    let stopTrying = (): void => undefined;
    socket.addEventListener("open", () => {
      stopTrying = this.#keepTrying({ url, protocols }, socket);
    });
    socket.addEventListener("close", (event) => {
      stopTrying();
      // It may be another network by now: a WebSocket is tried first.
      if ("code" in event && event.code === 1006) this.#failures = Math.min(this.#failures, 1);
    });
    return socket;
  }

  /** A WebSocket ended before anything was heard on it. That is no news where the server cannot be reached at all. */
  async failed(): Promise<void> {
    if (await this.#isAnswered()) this.#failures++;
  }

  /** Something was heard on a WebSocket. */
  worked(): void {
    this.#failures = 0;
  }

  /** Ends a WebSocket that takes long to open, if the server is there: a proxy may have swallowed it. */
  async hurry(socket: WebSocket): Promise<void> {
    if ((await this.#isAnswered()) && socket.readyState === socket.CONNECTING) socket.close();
  }

  async #isAnswered(): Promise<boolean> {
    const lines = linesBeside(this.#options.server);
    if (lines === undefined) return false;
    try {
      const signal = AbortSignal.timeout(trialPatienceMs);
      // An older server, or one of another kind, has no such place.
      return (await this.#fetch(lines, { cache: "no-store", signal })).status === 204;
    } catch {
      // Nobody is there to answer.
      return false;
    }
  }

  /** Tries a WebSocket now and then, and at once when the network is another one. Answers with what ends it. */
  #keepTrying(way: Way, socket: PolledSocket): () => void {
    const { random = Math.random, trialMs = defaultTrialMs } = this.#options;
    let waitMs = trialMs.first;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isTrying = false;
    const later = (): void => {
      timer = setTimeout(attempt, waitMs * (0.5 + random()));
      waitMs = Math.min(waitMs * 2, trialMs.longest);
    };
    const attempt = (): void => {
      if (isTrying) return;
      clearTimeout(timer);
      // Nobody waits for anything in a page that is not looked at.
      if (globalThis.document?.hidden === true) return later();
      isTrying = true;
      void this.#works(way).then((works) => {
        isTrying = false;
        if (socket.readyState !== socket.OPEN) return;
        if (!works) return later();
        this.worked();
        socket.retire();
      });
    };
    later();
    globalThis.addEventListener?.("online", attempt);
    return () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", attempt);
    };
  }

  /** Whether a WebSocket to that address is answered. */
  async #works({ url, protocols }: Way): Promise<boolean> {
    const socket = new this.#options.WebSocket(url, protocols);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), trialPatienceMs);
    socket.addEventListener("open", () => socket.send(question));
    socket.addEventListener("message", () => resolve(true));
    socket.addEventListener("close", () => resolve(false));
    const works = await promise;
    clearTimeout(timer);
    socket.close();
    return works;
  }
}

/** Who is here? It is answered at once. */
const question = Uint8Array.of(3);
