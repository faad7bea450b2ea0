import { EventEmitter } from "node:events";
import type { WebSocket } from "ws";
import { FakeWire } from "./fake-wire.ts";

/** How what travels on a socket is written and read. */
interface Language<Word> {
  encode(word: Word): Uint8Array;
  decode(bytes: Uint8Array): Word;
}

/** A WebSocket as far as a line sees it, with a client at its other end that says and hears whole words. */
export class FakeSocket<Word> extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly wire = new FakeWire();
  pings = 0;
  closed: { readonly code: number; readonly reason: string } | undefined;
  isTerminated = false;
  readonly #language: Language<Word>;

  constructor(language: Language<Word>) {
    super();
    this.#language = language;
  }

  get webSocket(): WebSocket {
    return this as unknown as WebSocket;
  }

  get sent(): Uint8Array[] {
    return this.wire.messages;
  }

  isPaused = false;

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  ping(): void {
    this.pings++;
  }

  close(code: number, reason: string): void {
    if (Buffer.byteLength(reason) > 123) throw new RangeError("the reason does not fit into a close frame");
    this.readyState = 2;
    this.closed = { code, reason };
  }

  terminate(): void {
    this.isTerminated = true;
    this.readyState = 3;
    this.emit("close", 1006, Buffer.alloc(0));
  }

  /** The client says it. */
  say(word: Word): void {
    this.sayBytes(this.#language.encode(word));
  }

  /** The client sends a frame, whatever is in it. */
  sayBytes(bytes: Uint8Array): void {
    this.emit("message", Buffer.from(bytes), true);
  }

  /** What the client has heard since it was asked last. */
  take(): Word[] {
    return this.sent.splice(0).map((bytes) => this.#language.decode(bytes));
  }
}
