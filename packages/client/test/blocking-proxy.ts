import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** A proxy before a server, as some offices have: HTTP passes, WebSockets as long as the test lets them. */
export interface BlockingProxy {
  readonly port: number;
  /** How many WebSockets were asked for. */
  readonly upgrades: number;
  /** How many plain requests. */
  readonly requests: number;
  /**
   * `refused`: an upgrade is answered as a plain request; `swallowed`: it is not answered at all; `silent`: it is, and of what the
   * server says nothing comes through.
   */
  webSockets: "pass" | "refused" | "swallowed" | "silent";
  close(): Promise<void>;
}

/** Starts one before the port. */
export async function blockingProxy(port: number): Promise<BlockingProxy> {
  const open = new Set<Duplex>();
  const keep = (socket: Duplex): void => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // What breaks a line is the test's doing.
    socket.on("error", () => socket.destroy());
  };
  let requests = 0;
  const server = createServer((asked, answer) => {
    requests++;
    forward(asked, answer, port);
  });
  server.on("connection", keep);
  let upgrades = 0;
  const proxy = {
    port: 0,
    webSockets: "pass" as BlockingProxy["webSockets"],
    get upgrades() {
      return upgrades;
    },
    get requests() {
      return requests;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
  server.on("upgrade", (asked: IncomingMessage, browser: Duplex, head: Buffer) => {
    upgrades++;
    if (proxy.webSockets === "swallowed") return;
    if (proxy.webSockets === "refused")
      return void browser.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
    const way = connect(port, "127.0.0.1");
    keep(way);
    const headers = asked.rawHeaders.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
    way.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${headers}\r\n`);
    way.write(head);
    browser.pipe(way);
    if (proxy.webSockets === "silent") way.once("data", (bytes) => letThrough(browser, bytes)).resume();
    else way.pipe(browser);
    browser.once("close", () => way.destroy());
    way.once("close", () => browser.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}

/** The answer to an upgrade, and no frame. */
function letThrough(browser: Duplex, bytes: Buffer): void {
  browser.write(bytes.subarray(0, bytes.indexOf("\r\n\r\n") + 4));
}

function forward(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url, headers } = asked;
  const way = request({ host: "127.0.0.1", port, method, path: url, headers }, (found) => {
    answer.writeHead(found.statusCode ?? 502, found.rawHeaders);
    found.pipe(answer);
  });
  way.on("error", () => answer.destroy());
  answer.once("close", () => way.destroy());
  asked.pipe(way);
}
