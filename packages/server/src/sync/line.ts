import { CloseCode, keepaliveFrame, maxMessageBytes } from "@quire/protocol";
import { Bundle } from "./bundle.ts";
import type { Heart, Living } from "./heart.ts";
import { Pace, type Rates } from "./pace.ts";
import type { Turns, Writing } from "./turns.ts";
import { maxFrameBytes } from "./wire-frame.ts";

/** Bytes that wait for a reader, from which on it is behind: no more is written until those are gone. */
const behindBytes = 256 * 1024;

/** How long a client that is not listened to hears nothing: less than it waits before it asks (rule C7). */
const deafSilentMs = 5_000;

export interface Timings {
  /** After how long without a message a stock client's watchdog is fed. */
  readonly keepaliveMs: number;
  readonly pingMs: number;
  /** After how long without a sign of life the socket ends. */
  readonly pongTimeoutMs: number;
  /** After how long a reader that is behind and reads nothing is told to come back. */
  readonly stallMs: number;
}

/** What a line tells whoever speaks on it. */
export interface LineListener {
  /** How many others hear what is said here. */
  readonly size: number;
  /** A binary message of at most `maxMessageBytes`. */
  heard(message: Buffer): void;
  /** A longer one. The line is closed for it, unless the answer is that something smaller was. */
  tooLarge?(message: Buffer, reason: string): boolean;
  /** The reader was behind, and has read what waited. */
  caughtUp(): void;
  /** The line is closed, by whichever side. Told once. */
  ended(): void;
}

/** A WebSocket of ws, as far as a line needs it. */
export interface LineSocket {
  readonly OPEN: number;
  readonly readyState: number;
  on(event: "message", listener: (data: Buffer, isBinary: boolean) => void): unknown;
  on(event: "pong" | "close" | "error", listener: () => void): unknown;
  once(event: "close", listener: () => void): unknown;
  pause(): void;
  resume(): void;
  ping(): void;
  close(code: number, reason: string): void;
  /** Ends it at once, without a word. */
  terminate(): void;
}

/** What lies under the WebSocket: a TCP socket, as far as a line needs it. */
export interface LineWire {
  /** Bytes that the reader has not taken. */
  readonly writableLength: number;
  cork(): void;
  uncork(): void;
  write(bytes: Buffer): unknown;
  /** Once all was taken. */
  once(event: "drain", listener: () => void): unknown;
}

export interface LineOptions {
  readonly socket: LineSocket;
  /** Frames are made by hand and leave in one write a turn. */
  readonly wire: LineWire;
  readonly turns: Turns;
  readonly heart: Heart;
  readonly timings: Timings;
  /** How fast the client may send; undefined for as fast as it can. */
  readonly rates: Rates | undefined;
  /** What an idle client is fed, if not `keepaliveFrame`. */
  readonly keepalive?: Uint8Array;
}

/**
 * One socket. What is said to it leaves in one write a turn, in frames that it may share with other sockets; what it says
 * is checked for its size; it is pinged, and ended when it does not answer. Nothing is heard after a close.
 *
 *     outbox --turn's end--> wire --behindBytes--> waiting --drain--> wire
 */
export class Line implements Writing, Living {
  readonly #options: LineOptions;
  readonly #listener: LineListener;
  readonly #stopBeating: () => void;
  readonly #pace: Pace | undefined;
  /** Ends the time in which nothing is read, because too much came. */
  #resuming: NodeJS.Timeout | undefined;
  /** How many wait for something before they want to hear more. */
  #pauses = 0;
  #outbox: (Uint8Array | Bundle)[] = [];
  /** Frames that are not written yet because the reader is behind. */
  #waiting: Buffer[] = [];
  #isBehind = false;
  #isClosed = false;
  #lastSent = performance.now();
  #lastPing = this.#lastSent;
  #lastBeat = this.#lastSent;
  /** How long nothing was heard, as far as anybody listened. */
  #silence = 0;
  /** How long a reader that is behind has read nothing. */
  #stalled = 0;

  constructor(options: LineOptions, listener: LineListener) {
    this.#options = options;
    this.#listener = listener;
    this.#stopBeating = options.heart.add(this);
    options.turns.counts.connections++;
    const { socket, rates } = options;
    this.#pace = rates && new Pace(rates, this.#lastSent);
    const end = (): void => this.#end();
    socket.on("message", (data: Buffer, isBinary: boolean) => this.#hear(data, isBinary));
    socket.on("pong", () => {
      this.#silence = 0;
    });
    socket.on("close", end);
    // ws closes the socket by itself, with the code of RFC 6455 that fits; without a listener the process would end.
    socket.on("error", end);
  }

  /** Whether more waits for the reader than it should: what can be said later is better said later. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get size(): number {
    return this.#listener.size;
  }

  /** Queues a message for this reader alone, or a bundle that others get too. */
  send(what: Uint8Array | Bundle): void {
    if (this.#isClosed) return;
    if (this.#outbox.length === 0) this.#options.turns.addConnection(this);
    this.#outbox.push(what);
  }

  /** Reads nothing until `resume` was called as often: what the client goes on to say waits in its own buffers. */
  pause(): void {
    this.#pauses++;
    if (!this.#isClosed) this.#options.socket.pause();
  }

  resume(): void {
    this.#pauses--;
    this.#readOn();
  }

  /** Says what is queued, then closes. What a reader that is behind has not been written yet is dropped: it comes back for it. */
  close(code: CloseCode, reason: string): void {
    if (this.#isClosed) return;
    this.#options.turns.counts.closed(code);
    this.endTurn();
    this.#end();
    // A close frame holds 125 bytes: two of code, the rest reason.
    this.#options.socket.close(code, cut(reason, 123));
  }

  /** Writes all that the turn brought, in one write. */
  endTurn(): void {
    const outbox = this.#outbox;
    if (outbox.length === 0) return;
    this.#outbox = [];
    const { socket, turns } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    this.#lastSent = turns.endedAt;
    const frames = framesOf(outbox);
    this.#countSent(outbox, frames);
    if (this.#waiting.length > 0) this.#waiting.push(...frames);
    else this.#write(frames);
  }

  beat(now: number): void {
    const { socket, timings } = this.#options;
    // A server that stood still has not listened either: what came meanwhile waits to be read.
    const passed = Math.min(now - this.#lastBeat, timings.pingMs);
    this.#lastBeat = now;
    // Nor does it listen to who sends too fast, or too much at once.
    if (!this.#isDeaf) this.#silence += passed;
    if (this.#isBehind) this.#stalled += passed;
    if (this.#silence > timings.pongTimeoutMs && !this.#isBehind) {
      this.#end();
      socket.terminate();
      return;
    }
    if (this.#stalled > timings.stallMs) return this.close(CloseCode.tooBusy, "this client reads too slowly");
    // A question of the client's is not heard either, and not answered.
    const silentMs = this.#isDeaf ? Math.min(deafSilentMs, timings.keepaliveMs) : timings.keepaliveMs;
    if (now - this.#lastSent >= silentMs && !this.#isBehind) {
      this.send(this.#options.keepalive ?? keepaliveFrame);
    }
    if (now - this.#lastPing >= timings.pingMs && socket.readyState === socket.OPEN) {
      this.#lastPing = now;
      socket.ping();
    }
  }

  /** Writes as much as a reader may be behind by; the rest waits until that is read. */
  #write(frames: readonly Buffer[]): void {
    const { wire } = this.#options;
    const [only] = frames;
    if (frames.length === 1 && only !== undefined) wire.write(only);
    else {
      wire.cork();
      let written = 0;
      for (const frame of frames) {
        if (wire.writableLength > behindBytes) break;
        wire.write(frame);
        written++;
      }
      wire.uncork();
      if (written < frames.length) this.#waiting = frames.slice(written);
    }
    // A system that takes it all at once says so too, after this turn.
    if (this.#waiting.length === 0 && wire.writableLength <= behindBytes) return;
    this.#isBehind = true;
    wire.once("drain", () => this.#drained());
  }

  #countSent(outbox: readonly (Uint8Array | Bundle)[], frames: readonly Buffer[]): void {
    const { counts } = this.#options.turns;
    const [first] = outbox;
    if (outbox.length === 1 && first instanceof Bundle) {
      counts.messagesOut += first.messages.length;
      counts.bytesOut += first.bytes;
      return;
    }
    for (const what of outbox) counts.messagesOut += what instanceof Bundle ? what.messages.length : 1;
    for (const { length } of frames) counts.bytesOut += length;
  }

  #drained(): void {
    if (this.#isClosed) return;
    this.#silence = 0;
    this.#stalled = 0;
    this.#isBehind = false;
    this.#write(this.#waiting.splice(0));
    if (this.#isBehind) return;
    this.#options.turns.counts.repairs++;
    this.#listener.caughtUp();
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (this.#isClosed) return;
    this.#silence = 0;
    const { counts } = this.#options.turns;
    counts.messagesIn++;
    counts.bytesIn += data.length;
    if (!isBinary) return this.close(CloseCode.invalid, "this endpoint takes binary messages only");
    if (data.length > maxMessageBytes) {
      const reason = `a message may have ${maxMessageBytes} bytes, this one has ${data.length}`;
      if (this.#listener.tooLarge?.(data, reason) !== true) this.close(CloseCode.tooLarge, reason);
      return;
    }
    if (this.#pace !== undefined) this.#rest(this.#pace.spend(data.length, performance.now()));
    this.#listener.heard(data);
  }

  /** Reads nothing for so long: nothing is lost. */
  #rest(ms: number): void {
    if (ms === 0) return;
    const { socket, turns } = this.#options;
    if (this.#resuming === undefined) {
      turns.counts.pauses++;
      socket.pause();
    }
    clearTimeout(this.#resuming);
    this.#resuming = setTimeout(() => {
      this.#resuming = undefined;
      this.#readOn();
    }, ms);
    this.#resuming.unref();
  }

  #readOn(): void {
    if (!this.#isDeaf) this.#options.socket.resume();
  }

  /** Whether nothing is read for now. */
  get #isDeaf(): boolean {
    return this.#resuming !== undefined || this.#pauses > 0;
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#options.turns.counts.connections--;
    // The client's own goodbye is still to be read.
    if (this.#isDeaf) this.#options.socket.resume();
    clearTimeout(this.#resuming);
    this.#resuming = undefined;
    this.#stopBeating();
    this.#outbox = [];
    this.#waiting = [];
    this.#listener.ended();
  }
}

/** The frames of what is queued. The common case, one bundle that many get, is not copied. */
function framesOf(outbox: readonly (Uint8Array | Bundle)[]): readonly Buffer[] {
  const [first] = outbox;
  if (outbox.length === 1 && first instanceof Bundle) return first.frames;
  const frames: Buffer[] = [];
  for (const what of outbox) frames.push(...(what instanceof Bundle ? what : new Bundle([what])).frames);
  let bytes = 0;
  for (const { length } of frames) bytes += length;
  return bytes <= maxFrameBytes ? [Buffer.concat(frames, bytes)] : frames;
}

/** The text's first bytes, as whole characters. */
function cut(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  return encoded
    .subarray(0, bytes)
    .toString("utf8")
    .replace(/\uFFFD+$/u, "");
}
