import type { Browser } from "./browser.ts";

/** A socket as the browser opens it, with its cookies and its Origin, and what became of it. */
export interface BrowserSocket {
  readonly socket: WebSocket;
  /** Resolves with the first message. */
  readonly spoken: Promise<unknown>;
  /** Resolves with the code that it was closed with. */
  readonly closed: Promise<number>;
}

/** Opens one at the path. Node's own takes headers, which the types of browsers do not know. */
export function openSocket(browser: Browser, path: string): BrowserSocket {
  const options = { headers: browser.ownHeaders() } as unknown as string[];
  const socket = new WebSocket(`${browser.address.replace("http", "ws")}${path}`, options);
  socket.binaryType = "arraybuffer";
  const spoken = new Promise<unknown>((resolve) =>
    socket.addEventListener("message", ({ data }) => resolve(data), { once: true }),
  );
  const closed = new Promise<number>((resolve) =>
    socket.addEventListener("close", ({ code }) => resolve(code), { once: true }),
  );
  return { socket, spoken, closed };
}
