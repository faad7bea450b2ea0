import {
  decodeAwareness,
  decodeMessage,
  encodeAwareness,
  encodeMessage,
  MalformedMessage,
  type Message,
} from "@quire/protocol";
import { LineProbe, type ProbeTimes } from "./line-probe.ts";
import type { LineFacts } from "./status.ts";

/** What a session gives to its sockets, and hears from them. */
export interface CountingSocketOptions {
  /** The platform's class. */
  readonly WebSocket: typeof WebSocket;
  /** The awareness client that speaks through these sockets. */
  readonly clientId: number;
  readonly probe: ProbeTimes;
  /** Whether the update that is being sent is Yjs' own tidying and nobody's edit. */
  isCleanUp(): boolean;
  /** A socket was made: it is the line from now on. */
  onLine(line: CountingSocket): void;
  /** A larger part of what was sent is on the server's disk. */
  onSaved(line: CountingSocket): void;
  /** The line opened, ended, or handed a message on. The provider has dealt with it already. */
  onChange(line: CountingSocket): void;
}

/** The class that a provider makes its sockets of, in place of the platform's. */
export function createSocketClass(options: CountingSocketOptions): typeof WebSocket {
  return class extends CountingSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(options, url, protocols);
    }
  };
}

/**
 * A WebSocket for an unmodified y-websocket provider. It hands frames through, and
 *
 *     counts     step 2 and update that leave, and keeps `saved n` that comes to itself
 *     withholds  awareness of others, which stock providers echo; a reader's clean-ups
 *     probes     a silent line, and ends a dead one so that the provider comes back
 */
export class CountingSocket extends EventTarget implements WebSocket, LineFacts {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;

  onopen: ((event: Event) => unknown) | null = null;
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: Event) => unknown) | null = null;
  onclose: ((event: CloseEvent) => unknown) | null = null;

  readonly #options: CountingSocketOptions;
  readonly #inner: WebSocket;
  readonly #probe: LineProbe;
  #isClosing = false;
  #isOver = false;
  #isSynced = false;
  #hasAnswered = false;
  #sent = 0;
  #saved = 0;

  constructor(options: CountingSocketOptions, url: string | URL, protocols?: string | string[]) {
    super();
    this.#options = options;
    this.#inner = new options.WebSocket(url, protocols);
    this.#inner.binaryType = "arraybuffer";
    this.#inner.onopen = () => this.#opened();
    this.#inner.onmessage = (event) => this.#received(event.data);
    this.#inner.onerror = () => this.#failed();
    this.#inner.onclose = ({ code, reason, wasClean }) => this.#end(code, reason, wasClean);
    this.#probe = new LineProbe(
      {
        ask: () => this.#inner.send(new Uint8Array(encodeMessage({ type: "query-awareness" }))),
        waitingBytes: () => this.#inner.bufferedAmount,
        lose: () => this.#lose("nothing was heard"),
      },
      options.probe,
    );
    options.onLine(this);
  }

  get url(): string {
    return this.#inner.url;
  }

  get protocol(): string {
    return this.#inner.protocol;
  }

  get extensions(): string {
    return this.#inner.extensions;
  }

  get bufferedAmount(): number {
    return this.#inner.bufferedAmount;
  }

  get binaryType(): BinaryType {
    return this.#inner.binaryType;
  }

  set binaryType(type: BinaryType) {
    this.#inner.binaryType = type;
  }

  get readyState(): 0 | 1 | 2 | 3 {
    if (this.#isOver) return this.CLOSED;
    return this.#isClosing ? this.CLOSING : this.#inner.readyState;
  }

  get isOpen(): boolean {
    return this.readyState === this.OPEN;
  }

  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  get sent(): number {
    return this.#sent;
  }

  get saved(): number {
    return this.#saved;
  }

  send(data: string | Blob | BufferSource): void {
    if (!this.isOpen) return;
    if (!ArrayBuffer.isView(data))
      throw new TypeError("a frame must be bytes in a view, as the provider sends them");
    const frame = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const leaving = this.#outgoing(frame, decodeMessage(frame));
    if (leaving !== undefined) this.#inner.send(leaving);
  }

  close(code?: number, reason?: string): void {
    if (this.#isClosing || this.#isOver) return;
    this.#isClosing = true;
    this.#probe.stop();
    this.#inner.close(code, reason);
    this.#options.onChange(this);
  }

  /** What may leave of a frame of the provider's, counted; undefined if nothing. */
  #outgoing(frame: Uint8Array<ArrayBuffer>, message: Message): Uint8Array<ArrayBuffer> | undefined {
    switch (message.type) {
      case "sync-step-2":
        this.#hasAnswered = true;
        this.#sent++;
        return frame;
      case "update":
        // Who may not write is never asked for what it has, and is refused for sending news: the clean-up stays here.
        // Who is asked sends it with that answer.
        if (!this.#hasAnswered && this.#options.isCleanUp()) return undefined;
        this.#sent++;
        return frame;
      case "awareness":
        return this.#ownAwareness(frame, message.update);
      case "sync-step-1":
      case "query-awareness":
      case "auth":
      case "saved":
        return frame;
      default:
        return message satisfies never;
    }
  }

  #ownAwareness(frame: Uint8Array<ArrayBuffer>, update: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    const entries = decodeAwareness(update);
    const own = entries.filter(({ clientId }) => clientId === this.#options.clientId);
    if (own.length === entries.length) return frame;
    if (own.length === 0) return undefined;
    return new Uint8Array(encodeMessage({ type: "awareness", update: encodeAwareness(own) }));
  }

  #opened(): void {
    if (!this.isOpen) return;
    this.#probe.stop();
    this.#emit(this.onopen, new Event("open"));
  }

  #received(data: unknown): void {
    // A frame that comes while the line is closing says nothing any more: an edit made now does not leave on it.
    if (!this.isOpen) return;
    const message = data instanceof ArrayBuffer ? readMessage(new Uint8Array(data)) : undefined;
    if (message === undefined) {
      this.#lose("what came is no message");
      return;
    }
    if (message.type === "sync-step-2") this.#isSynced = true;
    // Until then a large document may be on its way, and a message shows only when all of it is here.
    if (this.#isSynced) this.#probe.heard();
    if (message.type === "saved") this.#count(message.count);
    else this.#emit(this.onmessage, new MessageEvent("message", { data }));
  }

  #count(saved: number): void {
    // It never goes back, and no honest server has saved what was not sent.
    if (saved <= this.#saved || saved > this.#sent) return;
    this.#saved = saved;
    this.#options.onSaved(this);
  }

  #failed(): void {
    if (!this.#isOver) this.#emit(this.onerror, new Event("error"));
  }

  /** Ends a line that the other side no longer holds up, without waiting for it. */
  #lose(reason: string): void {
    this.#inner.close();
    this.#end(1006, reason, false);
  }

  #end(code: number, reason: string, wasClean: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#probe.stop();
    // Node has a CloseEvent from 23 on.
    this.#emit(this.onclose, Object.assign(new Event("close"), { code, reason, wasClean }));
  }

  #emit<E extends Event>(handler: ((event: E) => unknown) | null, event: E): void {
    handler?.call(this, event);
    this.dispatchEvent(event);
    this.#options.onChange(this);
  }
}

function readMessage(frame: Uint8Array): Message | undefined {
  try {
    return decodeMessage(frame);
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined;
    throw error;
  }
}
