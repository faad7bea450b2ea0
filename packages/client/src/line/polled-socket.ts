import {
  decodeMessage,
  encodeClose,
  encodeFrames,
  opcodes,
  readClose,
  readFrames,
  renewingProtocolsFor,
} from "@quire/protocol";
import { join } from "./join.ts";
import { type LineAddress, LineRequests } from "./line-requests.ts";

/** What a polled socket is made with. */
export interface PolledSocketOptions {
  readonly address: LineAddress;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
}

/** Bytes of frames that leave in one body, unless one frame alone has more: on a slow line a body has to be gone in seconds. */
const bodyBytes = 64 * 1024;

/**
 * A WebSocket for where none gets through: its frames come as answers to requests, one waiting at a time, and leave in the bodies
 * of others, one at a time. What is sent meanwhile leaves with the next.
 *
 *     CONNECTING --opened--> OPEN --close--> CLOSING --said goodbye--> CLOSED
 *          `------refused, lost-`---its end came, lost----------------^
 */
export class PolledSocket extends EventTarget implements WebSocket {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly url: string;
  readonly protocol = "";
  readonly extensions = "";
  binaryType: BinaryType = "arraybuffer";
  onopen: ((event: Event) => unknown) | null = null;
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: Event) => unknown) | null = null;
  onclose: ((event: CloseEvent) => unknown) | null = null;
  readonly #requests: LineRequests;
  #state: 0 | 1 | 2 | 3 = 0;
  /** Frames that have not left yet. */
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #bufferedAmount = 0;
  #bodies = 0;
  #isSending = false;
  /** The parts of a message of which more is to come. */
  #parts: Uint8Array[] = [];
  /** Sync messages (step 2 or update) that were sent, and how many the server has called saved. */
  #sent = 0;
  #saved = 0;
  #isRetiring = false;

  constructor(
    url: string | URL,
    { address, fetch: request = (...asked) => fetch(...asked) }: PolledSocketOptions,
  ) {
    super();
    this.url = String(url);
    this.#requests = new LineRequests(address, request);
    void this.#run();
  }

  get readyState(): 0 | 1 | 2 | 3 {
    return this.#state;
  }

  get bufferedAmount(): number {
    return this.#bufferedAmount;
  }

  send(data: string | Blob | BufferSource): void {
    if (!ArrayBuffer.isView(data)) throw new TypeError("a line over HTTP sends bytes in a view");
    if (this.#state !== this.OPEN) return;
    const message = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (message[0] === 0 && message[1] !== 0) this.#sent++;
    this.#queue(encodeFrames(message));
  }

  close(code = 1000, reason = ""): void {
    if (this.#state >= this.CLOSING) return;
    const isOpen = this.#state === this.OPEN;
    this.#state = this.CLOSING;
    if (isOpen) this.#sayGoodbye(code, reason);
  }

  /** Whoever asks says who they are by this token from now on, and says so at once. */
  renew(token: string): void {
    this.#requests.renew(token);
    if (this.#state === this.OPEN) this.#queue(encodeFrames(question));
  }

  /** What a WebSocket to the same document is made with: the token that is good now. */
  protocolsAfter(protocols: string | string[] | undefined): string | string[] | undefined {
    const { token } = this.#requests;
    return token === undefined ? protocols : renewingProtocolsFor(token);
  }

  /** Ends the line, so that whoever uses it makes another, as soon as everything that was sent is on the server's disk. */
  retire(): void {
    this.#isRetiring = true;
    this.#rest();
  }

  async #run(): Promise<void> {
    try {
      const opened = await this.#requests.open();
      if ("code" in opened) return this.#end(opened.code, opened.reason);
      if (this.#state !== this.CONNECTING) return this.#sayGoodbye(1000, "");
      this.#state = this.OPEN;
      this.#emit(this.onopen, new Event("open"));
      for (let number = 1; this.#state === this.OPEN; number++)
        this.#hear(await this.#requests.answer(number));
    } catch {
      // Whatever it was: a line that is lost is opened anew. Who has said goodbye waits for nothing but that.
      if (this.#state !== this.CLOSING || !this.#isSending) this.#lose();
    }
  }

  #hear(bytes: Uint8Array): void {
    for (const { opcode, isLast, payload } of readFrames(bytes)) {
      if (this.#state !== this.OPEN) return;
      if (opcode === opcodes.close) {
        const { code, reason } = readClose(payload);
        return this.#end(code, reason);
      }
      // A ping has asked all it wanted by ending the answer.
      if (opcode === opcodes.ping) continue;
      this.#parts.push(payload);
      if (isLast) this.#receive(join(this.#parts.splice(0)));
    }
  }

  #receive(message: Uint8Array<ArrayBuffer>): void {
    this.#emit(this.onmessage, new MessageEvent("message", { data: message.buffer }));
    if (message[0] !== savedTag) return;
    const saved = decodeMessage(message);
    if (saved.type === "saved") this.#saved = saved.count;
    this.#rest();
  }

  #queue(frames: readonly Uint8Array<ArrayBuffer>[]): void {
    this.#waiting.push(...frames);
    for (const { length } of frames) this.#bufferedAmount += length;
    if (this.#isSending) return;
    this.#isSending = true;
    // All that is said in this task leaves in one body.
    queueMicrotask(() => void this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const body = this.#nextBody();
        await this.#requests.send(++this.#bodies, body, this.#state !== this.OPEN);
        this.#bufferedAmount -= body.length;
      }
      this.#isSending = false;
      if (this.#state === this.CLOSING) this.#end(1005, "");
      this.#rest();
    } catch {
      this.#isSending = false;
      this.#lose();
    }
  }

  #nextBody(): Uint8Array<ArrayBuffer> {
    const frames: Uint8Array[] = [];
    let bytes = 0;
    for (const frame of this.#waiting) {
      bytes += frame.length;
      if (frames.length > 0 && bytes > bodyBytes) break;
      frames.push(frame);
    }
    this.#waiting.splice(0, frames.length);
    return join(frames);
  }

  #sayGoodbye(code: number, reason: string): void {
    this.#requests.stop();
    this.#queue([encodeClose(code, reason)]);
  }

  #rest(): void {
    const isAtRest = this.#state === this.OPEN && !this.#isSending && this.#sent === this.#saved;
    if (!this.#isRetiring || !isAtRest) return;
    this.#sayGoodbye(1000, "");
    this.#end(1000, "WebSocket works again");
  }

  #lose(): void {
    if (this.#state === this.CLOSED) return;
    this.#emit(this.onerror, new Event("error"));
    this.#end(1006, "the line over HTTP was lost");
  }

  #end(code: number, reason: string): void {
    if (this.#state === this.CLOSED) return;
    this.#state = this.CLOSED;
    this.#requests.stop();
    // Node has a CloseEvent from 23 on.
    this.#emit(this.onclose, Object.assign(new Event("close"), { code, reason, wasClean: code !== 1006 }));
  }

  /** What a listener throws is its own fault, and ends no line. */
  #emit<E extends Event>(handler: ((event: E) => unknown) | null, event: E): void {
    try {
      handler?.call(this, event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
    this.dispatchEvent(event);
  }
}

/** Who is here? Everybody may ask, and it changes nothing. */
const question = Uint8Array.of(3);

/** The first byte of `saved n`. */
const savedTag = 100;
