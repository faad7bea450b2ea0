import type { Socket } from "node:net";
import { Current } from "./current.ts";
import type { NetworkState } from "./network-trouble.ts";
import type { Random } from "./random.ts";

/** What a link is made of. */
export interface LinkOptions {
  readonly client: Socket;
  readonly server: Socket;
  readonly random: Random;
  /** How the network is at this moment. */
  state(): NetworkState;
  /** Nothing is left of it. */
  onGone(): void;
}

/** One connection through a relay: the client's socket, the server's, and what is between them. */
export class Link {
  readonly #options: LinkOptions;
  readonly #up: Current;
  readonly #down: Current;
  /** One side was told that it is over, and the other one not. */
  #isHalf = false;

  constructor(options: LinkOptions) {
    const { client, server, random, state, onGone } = options;
    this.#options = options;
    const up = () => ({ ...state(), lateMs: state().upMs, isStalled: state().isUpStalled });
    const down = () => ({ ...state(), lateMs: state().downMs, isStalled: state().isDownStalled });
    this.#up = new Current(server, up, random);
    this.#down = new Current(client, down, random);
    this.#join(client, (bytes) => this.#hear(bytes));
    this.#join(server, (bytes) => this.#down.take(bytes));
    this.#passEnds(client, server, this.#up, () => state().isUpStalled);
    this.#passEnds(server, client, this.#down, () => state().isDownStalled);
    for (const socket of [client, server])
      socket.on("close", () => {
        if (client.destroyed && server.destroyed) onGone();
      });
  }

  /** What was stalled moves; what nobody holds up any more ends. */
  clear(): void {
    if (this.#isHalf) return this.reset();
    const { client, server } = this.#options;
    // Who went while nobody could hear it is heard going now.
    if (client.destroyed) this.#up.end();
    else this.#up.flow();
    if (server.destroyed) this.#down.end();
    else this.#down.flow();
  }

  /** Ends both sides; what is on its way still comes. */
  end(): void {
    this.#up.end();
    this.#down.end();
  }

  /** Ends both sides; what is on its way is lost. */
  reset(): void {
    this.#up.stop();
    this.#down.stop();
    this.#options.client.resetAndDestroy();
    this.#options.server.resetAndDestroy();
  }

  /** Ends one side. The other one hears nothing of it, and nothing any more. */
  halve(told: "client" | "server"): void {
    this.#isHalf = true;
    this.#up.stop();
    this.#down.stop();
    this.#options[told].destroy();
  }

  #hear(bytes: Buffer): void {
    const { refusal } = this.#options.state();
    if (refusal === undefined || !asksForWebSocket(bytes)) return this.#up.take(bytes);
    this.#options.server.destroy();
    const reason = refusal === 400 ? "Bad Request" : "Service Unavailable";
    this.#options.client.end(
      `HTTP/1.1 ${refusal} ${reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
  }

  #join(from: Socket, take: (bytes: Buffer) => void): void {
    from.setNoDelay(true);
    from.on("data", (bytes: Buffer) => {
      if (!this.#isHalf) take(bytes);
    });
  }

  #passEnds(from: Socket, to: Socket, current: Current, isStalled: () => boolean): void {
    from.on("end", () => {
      if (!this.#isHalf) current.end();
    });
    // A broken connection is what this is for. What a stalled network does not carry, nobody hears of.
    from.on("error", () => {
      if (!this.#isHalf && !isStalled()) to.destroy();
    });
  }
}

/** The head of an upgrade is short, and written at once. */
function asksForWebSocket(bytes: Buffer): boolean {
  const head = bytes.toString("latin1");
  return head.startsWith("GET ") && /\r\nupgrade: websocket\r\n/i.test(head);
}
