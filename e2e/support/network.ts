import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Update } from "./update.ts";

/**
 * The way of one person's browser to the server, as an HTTP proxy: the page keeps its address, and its sockets can be
 * lost as on a train, which no page and no server hears of.
 */
export class Network {
  readonly #proxy: Server;
  readonly #sockets = new Set<Duplex>();
  #state: "open" | "silent" | "cut" = "open";
  /** Whether WebSockets get through, which are tunnels. */
  hasTunnels = true;
  /** Addresses at which a proxy finds nobody, and who asked for one. */
  readonly withheld = { addresses: /(?!)/, asked: 0 };
  #update: Update | undefined;

  private constructor(proxy: Server) {
    this.#proxy = proxy;
    proxy.on("connection", (socket) => this.#add(socket));
    proxy.on("connect", (asked, browser) => this.#tunnel(asked, browser));
    proxy.on("request", (asked, answer) => this.#fetch(asked, answer));
  }

  static async open(): Promise<Network> {
    const proxy = createServer();
    const network = new Network(proxy);
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    return network;
  }

  /** What a browser is told to use. */
  get url(): string {
    return `http://127.0.0.1:${(this.#proxy.address() as AddressInfo).port}`;
  }

  /** Nothing passes any more and nobody is told: sockets stay open, bytes go nowhere. */
  silence(): void {
    this.#state = "silent";
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** After a silence as after a sleep: connections can be made, and those of before stay open and dead. */
  strand(): void {
    this.#state = "open";
  }

  /** Every connection breaks, and none is made. */
  cut(): void {
    this.#state = "cut";
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Connections can be made again. Those of before a silence do not come back. */
  mend(): void {
    if (this.#state === "silent") for (const socket of this.#sockets) socket.destroy();
    this.#state = "open";
  }

  /** From now on the server has other pages, as after an update; its API and its documents are the same. */
  update(update: Update): void {
    this.#update = update;
  }

  async close(): Promise<void> {
    const closed = once(this.#proxy, "close");
    this.#proxy.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #add(socket: Duplex): void {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    // A broken connection is what this is for.
    socket.on("error", () => socket.destroy());
    if (this.#state === "cut") socket.destroy();
  }

  /** A plain request. */
  #fetch(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.#state !== "open") return;
    if (this.withheld.addresses.test(asked.url ?? "")) {
      this.withheld.asked++;
      return void answer.writeHead(502).end();
    }
    const { method, headers } = asked;
    const update = this.#update;
    const way = request(asked.url ?? "", { method, headers: update?.asks(headers) ?? headers }, (found) => {
      if (update !== undefined) return update.answer(asked, found, answer);
      answer.writeHead(found.statusCode ?? 502, found.rawHeaders);
      found.pipe(answer);
    });
    way.on("socket", (socket) => this.#add(socket));
    way.on("error", () => answer.destroy());
    asked.pipe(way);
  }

  /** A WebSocket's way: bytes both ways. */
  #tunnel({ url = "" }: IncomingMessage, browser: Duplex): void {
    if (this.#state !== "open") return;
    if (!this.hasTunnels) return void browser.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const { hostname, port } = new URL(`http://${url}`);
    const server = connect(Number(port), hostname);
    this.#add(server);
    server.once("connect", () => {
      browser.write("HTTP/1.1 200 Connection established\r\n\r\n");
      browser.pipe(server);
      server.pipe(browser);
    });
    server.on("close", () => browser.destroy());
    browser.on("close", () => server.destroy());
  }
}
