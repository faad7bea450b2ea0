import type { Fallback } from "./fallback.ts";

/** How long a WebSocket may be silent before a line over HTTP is tried beside it. */
export interface Patience {
  /** Of the first one. A server that a crowd comes back to needs up to 2 s. */
  readonly firstMs: number;
  /** After one that came to nothing. */
  readonly doubtfulMs: number;
  /** How much sooner than the WebSocket the line over HTTP has to be told something. */
  readonly leadMs: number;
}

const defaultPatience: Patience = { firstMs: 4_000, doubtfulMs: 1_000, leadMs: 1_000 };

/** The platform's own code for a line that broke. */
const lostCode = 1006;

/** Fetches what lines over HTTP take: while there is a network, since it may be wanted on another one. */
export function loadFallback(): Promise<typeof import("./fallback.ts")> {
  return import("./fallback.ts");
}

/**
 * The platform's WebSockets to a server; where these are blocked, lines over HTTP in their place. What that takes is fetched when
 * the first WebSocket fails, or is silent.
 */
export function waysTo(
  server: string,
  Platform: typeof WebSocket,
  patience: Patience = defaultPatience,
): typeof WebSocket {
  let fallback: Fallback | undefined;
  const withFallback = async (use: (fallback: Fallback) => Promise<void>): Promise<void> => {
    try {
      const module = await loadFallback();
      fallback ??= new module.Fallback({ server, WebSocket: Platform, leadMs: patience.leadMs });
      await use(fallback);
    } catch {
      // Offline nothing is fetched, and nothing is blocked: the next failure asks again.
    }
  };
  const watch = (socket: WebSocket, protocols: string | string[] | undefined): void => {
    const watched = new AbortController();
    const way = { url: socket.url, protocols };
    const silentMs = fallback?.isDoubtful ? patience.doubtfulMs : patience.firstMs;
    const compare = async (it: Fallback): Promise<void> => {
      if (!(await it.overtakes(socket, way, watched.signal))) return;
      watched.abort();
      giveUp(socket);
    };
    const timer = setTimeout(() => void withFallback(compare), silentMs);
    watched.signal.addEventListener("abort", () => clearTimeout(timer));
    socket.addEventListener("message", () => {
      if (!watched.signal.aborted) fallback?.worked();
      watched.abort();
    });
    socket.addEventListener("close", ({ code }) => {
      // Who was told why was heard.
      if (!watched.signal.aborted && code === lostCode) void withFallback((it) => it.failed());
      watched.abort();
    });
  };
  return new Proxy(Platform, {
    construct(_, [url, protocols]: [string | URL, (string | string[])?]) {
      const polled = fallback?.next(url, protocols);
      if (polled !== undefined) return polled;
      const socket = new Platform(url, protocols);
      watch(socket, protocols);
      return socket;
    },
  });
}

/** Ends a WebSocket that nobody answers on. By itself an open one would wait ten seconds for the other side to agree. */
function giveUp(socket: WebSocket): void {
  socket.close();
  const reason = "HTTP was answered, and it was not";
  socket.dispatchEvent(Object.assign(new Event("close"), { code: lostCode, reason, wasClean: false }));
}
