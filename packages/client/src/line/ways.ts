import type { Fallback } from "./fallback.ts";

/** How long a WebSocket may take to open before somebody looks whether HTTP is quicker. */
const patienceMs = 4_000;

/** Fetches what lines over HTTP take: while there is a network, since it may be wanted on another one. */
export function loadFallback(): Promise<typeof import("./fallback.ts")> {
  return import("./fallback.ts");
}

/**
 * The platform's WebSockets to a server; where these are blocked, lines over HTTP in their place. What that takes is fetched when
 * the first WebSocket fails.
 */
export function waysTo(server: string, Platform: typeof WebSocket): typeof WebSocket {
  let fallback: Fallback | undefined;
  const withFallback = async (use: (fallback: Fallback) => Promise<void>): Promise<void> => {
    try {
      const module = await loadFallback();
      fallback ??= new module.Fallback({ server, WebSocket: Platform });
      await use(fallback);
    } catch {
      // Offline nothing is fetched, and nothing is blocked: the next failure asks again.
    }
  };
  const watch = (socket: WebSocket): void => {
    let isHeard = false;
    const timer = setTimeout(() => void withFallback((it) => it.hurry(socket)), patienceMs);
    socket.addEventListener("open", () => clearTimeout(timer));
    socket.addEventListener("message", () => {
      if (!isHeard) fallback?.worked();
      isHeard = true;
    });
    socket.addEventListener("close", ({ code }) => {
      clearTimeout(timer);
      // Who was told why was heard.
      if (!isHeard && code === 1006) void withFallback((it) => it.failed());
    });
  };
  return new Proxy(Platform, {
    construct(_, [url, protocols]: [string | URL, (string | string[])?]) {
      const polled = fallback?.next(url, protocols);
      if (polled !== undefined) return polled;
      const socket = new Platform(url, protocols);
      watch(socket);
      return socket;
    },
  });
}
