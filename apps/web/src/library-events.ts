import { isFinal, type LibraryEvent, type StillEvent } from "@quire/protocol";

/** What a library stream is opened with. */
export interface LibraryEventsOptions {
  /** `wss://host/api/events` */
  readonly url: string;
  readonly onEvent: (event: LibraryEvent) => void;
  /** The stream is heard, or is not. */
  readonly onLine: (isOpen: boolean) => void;
  /** Default: the platform's. */
  readonly WebSocket?: typeof WebSocket;
  /** 0 to 1, spreads the returns of many pages. Default: `Math.random`. */
  readonly random?: () => number;
}

/** The library's live stream, that comes back by itself until it is closed. */
export interface LibraryEvents {
  /** Connects anew at once, where the wait or the line may be stale: the laptop was opened, the network is back. */
  wake(): void;
  close(): void;
}

type Heard = LibraryEvent | StillEvent;

/** How much later than it said the server may say again that the line lives: a dead one is found in under 15 s. */
const patienceMs = 4_500;
/** After how long a line that has said nothing yet is given up: some proxies let none through, and do not say so. */
const firstWordMs = 14_500;
const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** Listens to the library. Waits longer after each failure, up to half a minute, and stops at a final close code. */
export function openLibraryEvents(options: LibraryEventsOptions): LibraryEvents {
  const { url, onEvent, onLine, random = Math.random } = options;
  const Socket = options.WebSocket ?? WebSocket;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listening: ReturnType<typeof setTimeout> | undefined;
  /** Within how long the server says something; undefined where it never said so. */
  let nextMs: number | undefined;
  let failures = 0;

  function connect(): void {
    const line = new Socket(url);
    socket = line;
    line.onmessage = ({ data }) => {
      const event = readEvent(data);
      if (event === undefined) return;
      if (event.type === "still") nextMs = event.nextMs;
      listen();
      if (event.type === "still") return;
      if (event.type === "ready") {
        failures = 0;
        onLine(true);
      }
      onEvent(event);
    };
    giveUpAfter(firstWordMs);
    line.onclose = ({ code }) => {
      clearTimeout(listening);
      onLine(false);
      if (!isFinal(code)) comeBack();
    };
  }

  /** A line on which nothing comes any more is dead, whatever the platform says. */
  function listen(): void {
    clearTimeout(listening);
    if (nextMs !== undefined) giveUpAfter(nextMs + patienceMs);
  }

  function giveUpAfter(silentMs: number): void {
    listening = setTimeout(() => {
      leave();
      onLine(false);
      comeBack(silentMs);
    }, silentMs);
  }

  /** Nothing was heard for that long already: this counts as waiting. */
  function comeBack(silentMs = 0): void {
    const spread = 0.5 + random() / 2;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** failures++);
    timer = setTimeout(connect, Math.max(wait * spread - silentMs, firstWaitMs * spread));
  }

  function leave(): void {
    clearTimeout(timer);
    clearTimeout(listening);
    if (socket === undefined) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
    socket = undefined;
  }

  connect();
  return {
    wake() {
      leave();
      connect();
    },
    close: leave,
  };
}

const known: ReadonlySet<string> = new Set<Heard["type"]>(["ready", "document", "deleted", "still"]);

/** The event in a frame; undefined for one that this page does not know. */
function readEvent(data: unknown): Heard | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const event = JSON.parse(data) as Heard;
    return known.has(event.type) ? event : undefined;
  } catch {
    return undefined;
  }
}
