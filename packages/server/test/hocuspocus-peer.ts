import { once } from "node:events";
import {
  addressed,
  decodeHocuspocus,
  decodeMessage,
  encodeAddress,
  encodeHocuspocus,
  encodeMessage,
  type HocuspocusFrame,
  type Message,
} from "@quire/protocol";
import { WebSocket } from "ws";

/** A client of `/hocuspocus` that says what the test wants, byte by byte, and keeps what it is told. */
export class HocuspocusPeer {
  readonly heard: HocuspocusFrame[] = [];
  readonly socket: WebSocket;
  closed: { readonly code: number; readonly reason: string } | undefined;
  readonly #waiting = new Set<() => void>();

  private constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.binaryType = "arraybuffer";
    this.socket.on("message", (data: ArrayBuffer) => {
      this.heard.push(decodeHocuspocus(new Uint8Array(data)));
      this.#wake();
    });
    this.socket.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
    });
    // What went wrong is told by the close.
    this.socket.on("error", () => {});
  }

  static async connect(port: number, query = ""): Promise<HocuspocusPeer> {
    const peer = new HocuspocusPeer(`ws://127.0.0.1:${port}/hocuspocus${query}`);
    await once(peer.socket, "open");
    return peer;
  }

  say(frame: HocuspocusFrame): void {
    this.socket.send(encodeHocuspocus(frame));
  }

  /** Says who it is, for a document. */
  token(address: string, token = "", version = "4.8.0"): void {
    this.say({ type: "token", address, token, version });
  }

  message(address: string, message: Message): void {
    this.socket.send(addressed(encodeAddress(address), encodeMessage(message)));
  }

  update(address: string, update: Uint8Array): void {
    this.message(address, { type: "update", update });
  }

  /** Opens a document, asks for all of it, and answers that it has nothing. */
  async join(address: string, token?: string): Promise<void> {
    this.token(address, token);
    this.message(address, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
    this.message(address, { type: "sync-step-2", update: Uint8Array.of(0, 0) });
    await this.until(() => this.words(address).includes("taken"));
  }

  /** What was said at an address, a word each: the type of a message of y-protocols, or hocuspocus' own. */
  words(address: string): string[] {
    return this.heard.flatMap((frame) =>
      "address" in frame && frame.address === address ? [wordOf(frame)] : [],
    );
  }

  /** Forgets what it heard. */
  forget(): void {
    this.heard.length = 0;
  }

  /** Resolves when the server has answered what is asked now at an open address: what it said before has come. */
  async probe(address: string): Promise<void> {
    const before = this.words(address).filter((word) => word === "awareness").length;
    this.message(address, { type: "query-awareness" });
    await this.until(() => this.words(address).filter((word) => word === "awareness").length > before);
  }

  /** Resolves when it holds; rejects when the socket closes before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.closed !== undefined)
        throw new Error(`closed with ${this.closed.code}: ${this.closed.reason}`);
      await this.#next();
    }
  }

  /** Resolves with the code that the socket is closed with. */
  async ended(): Promise<number> {
    while (this.closed === undefined) await this.#next();
    return this.closed.code;
  }

  close(): void {
    this.socket.terminate();
  }

  async #next(): Promise<void> {
    const heard = Promise.withResolvers<void>();
    this.#waiting.add(heard.resolve);
    await heard.promise;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

function wordOf(frame: HocuspocusFrame): string {
  switch (frame.type) {
    case "message":
      return decodeMessage(frame.bytes).type;
    case "granted":
      return frame.scope;
    case "denied":
      return `denied: ${frame.reason}`;
    case "sync-status":
      return frame.isTaken ? "taken" : "refused";
    case "close":
      return `closed: ${frame.reason}`;
    default:
      return frame.type;
  }
}
