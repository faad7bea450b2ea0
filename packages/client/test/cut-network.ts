import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** The way to a server, which can break: what was on it is lost, and neither side says goodbye. */
export class CutNetwork {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  #cutAfter = Number.POSITIVE_INFINITY;
  #onCut: () => void = () => undefined;
  #endAfter = Number.POSITIVE_INFINITY;
  #onEnd: () => void = () => undefined;
  /** Bytes that went to the server. */
  sent = 0;
  /** Bytes that came from it. */
  come = 0;

  private constructor(port: number) {
    this.#server = createServer((near) => this.#tunnel(near, connect(port, "127.0.0.1")));
  }

  static async open(port: number): Promise<CutNetwork> {
    const network = new CutNetwork(port);
    network.#server.listen(0, "127.0.0.1");
    await once(network.#server, "listening");
    return network;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks now; nothing is connected any more. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  /** Breaks when so many bytes have gone to the server in all; resolves then. */
  cutAfter(bytes: number): Promise<void> {
    this.#cutAfter = bytes;
    return new Promise((resolve) => {
      this.#onCut = resolve;
    });
  }

  /** Breaks when so many bytes have come from the server in all, which still arrive; resolves then. */
  endAfter(bytes: number): Promise<void> {
    this.#endAfter = bytes;
    return new Promise((resolve) => {
      this.#onEnd = resolve;
    });
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #tunnel(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        near.destroySoon();
        far.destroySoon();
      });
      // A connection that breaks is what this is for.
      socket.on("error", () => socket.destroy());
      if (this.#isCut) socket.destroy();
    }
    near.on("data", (chunk: Buffer) => {
      this.sent += chunk.length;
      if (this.sent < this.#cutAfter) return;
      this.#cutAfter = Number.POSITIVE_INFINITY;
      this.cut();
      this.#onCut();
    });
    near.pipe(far);
    far.on("data", (chunk: Buffer) => {
      this.come += chunk.length;
      near.write(chunk);
      if (this.come < this.#endAfter) return;
      this.#endAfter = Number.POSITIVE_INFINITY;
      this.#isCut = true;
      far.destroy();
      this.#onEnd();
    });
    // What has come goes on to where it was going.
    far.on("close", () => near.end());
  }
}
