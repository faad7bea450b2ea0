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
  /** How much sooner than a silent WebSocket HTTP has to be told something. Default: a second. */
  readonly leadMs?: number;
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

const defaultLeadMs = 1_000;

const defaultTrialMs = { first: 60_000, longest: 600_000 };

/**
 * Knows whether WebSockets get through to a server, and what to do where they do not.
 *
 *     WebSocket --two in a row fail, and HTTP is answered--> HTTP --one that is tried works, all is saved--> WebSocket
 *         ^----------------------------------- lost -----------'
 *
 * One that is silent fails as soon as a line over HTTP, opened later, was told something well before it. A server that is slow
 * is slow to both.
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

  /** The last WebSocket came to nothing: the next need not be given as long. */
  get isDoubtful(): boolean {
    return this.#failures > 0;
  }

  /**
   * Whether a line over HTTP is told something while the WebSocket, which is older, is not: then a proxy swallows it, and it has
   * failed. `heard` ends when the WebSocket was told something, or has ended.
   */
  async overtakes(socket: WebSocket, { url, protocols }: Way, heard: AbortSignal): Promise<boolean> {
    const address = lineAddress(this.#options.server, url, protocols);
    if (address === undefined || heard.aborted) return false;
    const line = new PolledSocket(url, { address, fetch: this.#fetch });
    const answered = await this.#isTold(line, socket, heard);
    line.close();
    if (answered) await lead(this.#options.leadMs ?? defaultLeadMs, heard);
    const isOvertaken = answered && !heard.aborted;
    if (isOvertaken) this.#failures++;
    return isOvertaken;
  }

  /** Whether the line is told the document's first word, or, where the WebSocket is not even open, why it may not have it. */
  #isTold(line: PolledSocket, socket: WebSocket, heard: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    line.addEventListener("message", () => resolve(true));
    line.addEventListener("close", (event) => {
      const isRefused = "code" in event && event.code !== 1006;
      resolve(isRefused && socket.readyState === socket.CONNECTING);
    });
    heard.addEventListener("abort", () => resolve(false));
    return promise;
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
      const now = { ...way, protocols: socket.protocolsAfter(way.protocols) };
      void this.#works(now).then((works) => {
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

/** Turns in which a lead is waited for: a page that was held up hears what has come meanwhile before the next is over. */
const leadTurns = 4;

async function lead(ms: number, heard: AbortSignal): Promise<void> {
  for (let turn = 0; turn < leadTurns && !heard.aborted; turn++)
    await new Promise((resolve) => setTimeout(resolve, ms / leadTurns));
}
