import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { Link } from "./link.ts";
import { clearNetwork, type NetworkState, type NetworkTrouble, networkAfter } from "./network-trouble.ts";
import type { Random } from "./random.ts";

/**
 * A network's way to a server, at the level of TCP: whoever connects to its port reaches the server's, as late, in such
 * pieces and for as long as the troubles allow that it is given, in both directions. A browser's has an HTTP proxy
 * behind it, so that its pages keep their address.
 */
export class Relay {
  readonly #server: Server;
  readonly #random: Random;
  readonly #links = new Set<Link>();
  #state: NetworkState = clearNetwork;
  #connections = 0;

  private constructor(target: () => number, random: Random) {
    this.#random = random;
    // Each direction ends by itself, as in TCP.
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#connect(client, target()));
  }

  /** Opens one to the port of this machine that `target` says at each connection. */
  static async open(target: () => number, random: Random): Promise<Relay> {
    const relay = new Relay(target, random);
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that were let in so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Lets this happen. */
  strike(trouble: NetworkTrouble): void {
    const { isUpStalled, isDownStalled } = this.#state;
    this.#state = networkAfter(this.#state, trouble);
    for (const link of this.#links) befall(link, trouble, isUpStalled || isDownStalled);
  }

  /** Ends everything at once. */
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const link of this.#links) link.reset();
    await closed;
  }

  #connect(client: Socket, port: number): void {
    if (this.#state.isShut) {
      client.on("error", () => client.destroy());
      client.resetAndDestroy();
      return;
    }
    this.#connections++;
    const server = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const link = new Link({
      client,
      server,
      random: this.#random,
      state: () => this.#state,
      onGone: () => this.#links.delete(link),
    });
    this.#links.add(link);
  }
}

/** `isStalled`: something was held back before. */
function befall(link: Link, trouble: NetworkTrouble, isStalled: boolean): void {
  switch (trouble.type) {
    case "cut":
      return trouble.how === "end" ? link.end() : link.reset();
    case "half-open":
      return link.halve(trouble.told);
    case "clear":
      return isStalled && trouble.held === "breaks" ? link.reset() : link.clear();
    default:
  }
}
