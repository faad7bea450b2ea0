import type { Socket } from "node:net";
import {
  CloseCode,
  decodeMessage,
  encodeMessage,
  keepaliveFrame,
  MalformedMessage,
  maxMessageBytes,
  type Person,
} from "@quire/protocol";
import type { WebSocket } from "ws";
import type { Heart, Living } from "./heart.ts";
import type { Member } from "./member.ts";
import type { Room } from "./room.ts";
import type { Turns, TurnWork } from "./turns.ts";

/** Bytes that may wait for a reader before it is told to come back: the largest document and the turns behind it. */
const maxWaitingBytes = 64 * 1024 * 1024;

/** Bytes that wait for a reader who cannot have read what it asked for before. */
const behindBytes = 16 * 1024 * 1024;

/** Bytes of messages that may wait for the answer to who their sender is, each with what keeping it costs. */
const maxEarlyBytes = 64 * 1024 + maxMessageBytes;
const earlyMessageCost = 256;

export interface Timings {
  /** After how long without a message a stock client's watchdog is fed. */
  readonly keepaliveMs: number;
  readonly pingMs: number;
  /** After how long without a sign of life the socket ends. */
  readonly pongTimeoutMs: number;
}

export interface ConnectionOptions {
  readonly socket: WebSocket;
  /** What lies under the WebSocket: several frames leave in one write. */
  readonly wire: Socket;
  readonly turns: Turns;
  readonly heart: Heart;
  readonly timings: Timings;
  /** Whether the client asked for `saved` messages. */
  readonly wantsSaved: boolean;
  /** The newest schema version that the client's page can show. */
  readonly schema: number;
  /** Told of what went wrong on our side; the connection ends, the process goes on. */
  readonly onError: (error: unknown) => void;
}

/**
 * One socket in one room. It listens from its first moment, before anybody knows who is there: what comes early waits.
 *
 *     early --admit--> member --close--> closed        nothing is heard after a close
 *       `------refuse (close)--------------^
 */
export class Connection implements Member, TurnWork, Living {
  readonly wantsSaved: boolean;
  readonly schema: number;
  readonly #options: ConnectionOptions;
  #person: Person = { id: "", name: "", hue: 1 };
  #canWrite = false;
  #room: Room | undefined;
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #outbox: Uint8Array[] = [];
  #isClosed = false;
  #lastSent = performance.now();
  #lastPing = performance.now();
  #lastBeat = performance.now();
  /** How long nothing was heard, as far as anybody listened. */
  #silence = 0;
  readonly #stopBeating: () => void;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.wantsSaved = options.wantsSaved;
    this.schema = options.schema;
    this.#stopBeating = options.heart.add(this);
    const { socket } = options;
    socket.on("message", (data: Buffer, isBinary: boolean) => this.#hear(data, isBinary));
    socket.on("pong", () => this.#alive());
    socket.on("close", () => this.#ended());
    // ws closes the socket by itself, with the code of RFC 6455 that fits; without a listener the process would end.
    socket.on("error", () => this.#ended());
  }

  get person(): Person {
    return this.#person;
  }

  get canWrite(): boolean {
    return this.#canWrite;
  }

  get isBehind(): boolean {
    return this.#options.socket.bufferedAmount > behindBytes;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Lets the connection into the room and hears what came early. */
  admit(room: Room, person: Person, canWrite: boolean): void {
    if (this.#isClosed) return;
    this.#person = person;
    this.#canWrite = canWrite;
    this.#room = room;
    room.join(this);
    // Joining may close it: its page is too old.
    for (const frame of this.#early.splice(0)) this.#receive(frame);
  }

  /** The person goes by another name from now on. */
  rename(person: Person): void {
    this.#person = person;
  }

  send(frame: Uint8Array): void {
    if (this.#isClosed) return;
    if (this.#outbox.length === 0) this.#options.turns.addConnection(this);
    this.#outbox.push(frame);
  }

  saved(count: number): void {
    if (this.wantsSaved) this.send(encodeMessage({ type: "saved", count }));
  }

  close(code: CloseCode, reason: string): void {
    if (this.#isClosed) return;
    this.endTurn();
    this.#ended();
    // A close frame holds 125 bytes: two of code, the rest reason.
    this.#options.socket.close(code, cut(reason, 123));
  }

  /** Writes all that the turn brought, in one write. */
  endTurn(): void {
    const frames = this.#outbox;
    if (frames.length === 0) return;
    this.#outbox = [];
    const { socket, wire } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    wire.cork();
    for (const frame of frames) socket.send(frame, { binary: true });
    wire.uncork();
    this.#lastSent = performance.now();
    // The close frame waits behind the rest; ws ends the socket after 30 s if nobody reads it.
    if (socket.bufferedAmount > maxWaitingBytes)
      this.close(CloseCode.tooBusy, "this client reads too slowly");
  }

  beat(now: number): void {
    const { socket, timings } = this.#options;
    // A server that stood still has not listened either: what came meanwhile waits to be read.
    this.#silence += Math.min(now - this.#lastBeat, timings.pingMs);
    this.#lastBeat = now;
    if (this.#silence > timings.pongTimeoutMs) {
      this.#ended();
      socket.terminate();
      return;
    }
    if (now - this.#lastSent >= timings.keepaliveMs) this.send(keepaliveFrame);
    if (now - this.#lastPing >= timings.pingMs && socket.readyState === socket.OPEN) {
      this.#lastPing = now;
      socket.ping();
    }
  }

  #alive(): void {
    this.#silence = 0;
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (this.#isClosed) return;
    this.#alive();
    if (!isBinary) return this.close(CloseCode.invalid, "this endpoint takes binary messages only");
    if (data.length > maxMessageBytes) {
      return this.close(
        CloseCode.tooLarge,
        `a message may have ${maxMessageBytes} bytes, this one has ${data.length}`,
      );
    }
    if (this.#room !== undefined) return this.#receive(data);
    this.#earlyBytes += data.length + earlyMessageCost;
    if (this.#earlyBytes > maxEarlyBytes)
      return this.close(CloseCode.tooBusy, "too much came before the document was open");
    this.#early.push(data);
  }

  #receive(frame: Uint8Array): void {
    if (this.#isClosed) return;
    try {
      this.#room?.receive(this, decodeMessage(frame), frame);
    } catch (error) {
      if (error instanceof MalformedMessage) return this.close(CloseCode.invalid, error.message);
      this.#options.onError(error);
      this.close(CloseCode.storeFailed, "the server failed at this message");
    }
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopBeating();
    this.#early = [];
    this.#outbox = [];
    this.#room?.leave(this);
  }
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
