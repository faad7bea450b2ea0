import {
  CloseCode,
  decodeAwareness,
  decodeMessage,
  encodeAwareness,
  encodeMessage,
  keepaliveFrame,
} from "@quire/protocol";
import type { LineFacts } from "../status.ts";
import { Gathering } from "./gathering.ts";
import { Incoming } from "./incoming.ts";
import { LineProbe, type ProbeTimes } from "./line-probe.ts";
import type { Pieces, Progress, Written } from "./pieces.ts";
import type { Returns } from "./returns.ts";
import type { Tokens } from "./tokens.ts";
import type { Wake } from "./wake.ts";

/** What a session gives to its sockets, and hears from them. */
export interface CountingSocketOptions {
  /** The platform's class. */
  readonly WebSocket: typeof WebSocket;
  /** The awareness client that speaks through these sockets. */
  readonly clientId: number;
  readonly probe: ProbeTimes;
  readonly returns: Returns;
  readonly wake: Wake;
  /** What says who this is, where cookies do not. */
  readonly loadTokens?: (() => Promise<Tokens>) | undefined;
  /** Calls a task back once what changed is painted. */
  afterPaint(task: () => void): void;
  /** Whether the update that is being sent is Yjs' own tidying and nobody's edit. */
  isCleanUp(): boolean;
  /** A socket was made: it is the line from now on. */
  onLine(line: CountingSocket): void;
  /** A larger part of what was sent is on the server's disk. */
  onSaved(line: CountingSocket): void;
  /** The line opened, ended, handed a message on, or is further with a long update. The provider has dealt with it already. */
  onChange(line: CountingSocket): void;
}

/** Bytes of an update from which on it leaves in pieces: so long a one the server judges beside its other work. */
const longBytes = 256 * 1024;

/** The platform's own code for a line that broke. */
const lostCode = 1006;

/** Fetches what long changes need, so that it is there when nothing can be fetched any more. */
export const loadPieces = () => import("./pieces.ts");

/** The class that a provider makes its sockets of, in place of the platform's. */
export function createSocketClass(options: CountingSocketOptions): typeof WebSocket {
  const incoming = new Incoming();
  return class extends CountingSocket {
    constructor(url: string | URL) {
      super(options, url, incoming);
    }
  };
}

/**
 * A WebSocket for an unmodified y-websocket provider, which makes the next one as soon as one has ended. It hands frames
 * through, and
 *
 *     waits      with the platform's socket until it is time to come back; for its user it is connecting
 *     counts     step 2 and update that leave, and keeps `saved n` that comes to itself
 *     withholds  awareness of others, which stock providers echo; a reader's clean-ups
 *     cuts       what is too long for one message, and puts together what comes in parts
 *     gathers    what others write until the page has painted what they wrote before
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

  readonly url: string;
  readonly protocol = "";
  readonly extensions = "";
  binaryType: BinaryType = "arraybuffer";

  readonly #options: CountingSocketOptions;
  readonly #probe: LineProbe;
  readonly #gathering: Gathering;
  /** The same for all lines: one may go on with what the line before was lost in. */
  readonly #incoming: Incoming;
  /** The platform's; none while it is not yet time. */
  #inner: WebSocket | undefined;
  #connecting: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #tokens: Tokens | undefined;
  #isClosing = false;
  #isOver = false;
  /** When the server's step 2 came. */
  #syncedAt: number | undefined;
  #hasAnswered = false;
  /** What the server said last that it has. */
  #question: Uint8Array | undefined;
  /** Sync messages that left, and those that do not leave yet: of one that leaves in pieces, the last. */
  #left = 0;
  #waiting = 0;
  #saved = 0;
  /** Fetched with the first long update. From then on all updates of this line go through it. */
  #fetching: Promise<Pieces> | undefined;
  #pieces: Pieces | undefined;

  constructor(options: CountingSocketOptions, url: string | URL, incoming: Incoming) {
    super();
    this.#options = options;
    this.#incoming = incoming;
    this.url = String(url);
    this.#probe = new LineProbe(
      {
        isResting: () => options.wake.isHidden && this.sent === this.#saved,
        // A line that is closing takes nothing more, and a browser complains of it.
        ask: () => {
          if (this.isOpen) this.#inner?.send(new Uint8Array(encodeMessage({ type: "query-awareness" })));
        },
        waitingBytes: () => this.bufferedAmount,
        lose: () => this.#lose("nothing was heard"),
      },
      options.probe,
    );
    this.#gathering = new Gathering({
      deliver: (frame) => this.#deliver(frame),
      afterPaint: options.afterPaint,
    });
    options.onLine(this);
    const { waitMs } = options.returns;
    if (waitMs === 0) this.#connect();
    else this.#connecting = setTimeout(() => this.#connect(), waitMs);
  }

  get bufferedAmount(): number {
    return this.#inner?.bufferedAmount ?? 0;
  }

  get readyState(): 0 | 1 | 2 | 3 {
    if (this.#isOver) return this.CLOSED;
    return this.#isClosing ? this.CLOSING : (this.#inner?.readyState ?? this.CONNECTING);
  }

  get isOpen(): boolean {
    return this.readyState === this.OPEN;
  }

  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  get sent(): number {
    return this.#left + this.#waiting;
  }

  get saved(): number {
    return this.#saved;
  }

  /** How far it is with what is too long for one message; undefined where nothing is. */
  get progress(): Progress | undefined {
    return this.isOpen ? this.#pieces?.progress : undefined;
  }

  /** How many percent are here of a message that comes in parts; undefined where none does. */
  get coming(): number | undefined {
    return this.isOpen ? this.#incoming.percent : undefined;
  }

  /** Somebody is back, or the network: what waits is made now, what is there has to show that it lives. */
  wake(): void {
    if (this.#inner === undefined) this.#connect();
    else this.#probe.hurry();
  }

  send(data: string | Blob | BufferSource): void {
    if (!this.isOpen) return;
    if (!ArrayBuffer.isView(data))
      throw new TypeError("a frame must be bytes in a view, as the provider sends them");
    const frame = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const message = decodeMessage(frame);
    switch (message.type) {
      case "sync-step-2":
        this.#hasAnswered = true;
        return this.#sendWritten(frame, message);
      case "update":
        // Who may not write is never asked for what it has, and is refused for sending news: the clean-up stays here.
        // Who is asked sends it with that answer.
        if (this.#hasAnswered || !this.#options.isCleanUp()) this.#sendWritten(frame, message);
        return;
      case "awareness":
        return this.#sendAwareness(frame, message.update);
      case "sync-step-1":
      case "query-awareness":
      case "auth":
      case "saved":
      case "remover":
      case "part":
        return this.#inner?.send(frame);
      default:
        return message satisfies never;
    }
  }

  close(code?: number, reason?: string): void {
    if (this.#isClosing || this.#isOver) return;
    this.#gathering.flush();
    this.#isClosing = true;
    this.#stop(lostCode);
    if (this.#inner === undefined) return this.#end(lostCode, "", false);
    this.#inner.close(code, reason);
    this.#options.onChange(this);
  }

  #connect(): void {
    clearTimeout(this.#connecting);
    if (this.#isClosing || this.#isOver || this.#isAsking) return;
    const { loadTokens } = this.#options;
    if (loadTokens === undefined) {
      this.#open();
      return;
    }
    this.#isAsking = true;
    void this.#openBy(loadTokens);
  }

  async #openBy(loadTokens: () => Promise<Tokens>): Promise<void> {
    let token: string;
    try {
      this.#tokens = await loadTokens();
      token = await this.#tokens.next();
    } catch {
      return this.#lose("no token came");
    }
    if (this.#isClosing || this.#isOver) return;
    try {
      this.#tokens.keep(this.#open(this.#tokens.protocolsFor(token)), token);
    } catch {
      // The platform takes no other signs there.
      this.#end(CloseCode.unauthenticated, "the token has signs that no token has", true);
    }
  }

  #open(protocols: string[] = []): WebSocket {
    const inner = new this.#options.WebSocket(this.url + this.#incoming.begin(), protocols);
    inner.binaryType = "arraybuffer";
    inner.onopen = () => this.#opened();
    inner.onmessage = (event) => this.#received(event.data);
    inner.onerror = () => this.#failed();
    inner.onclose = ({ code, reason, wasClean }) => this.#end(code, reason, wasClean);
    this.#inner = inner;
    this.#probe.start();
    return inner;
  }

  /** Sends what somebody wrote: what is too long later, in pieces, and what builds on it behind it. */
  #sendWritten(frame: Uint8Array<ArrayBuffer>, message: Written): void {
    if (this.#fetching === undefined && message.update.length <= longBytes) {
      this.#leave(frame);
      return;
    }
    const question = message.type === "sync-step-2" ? this.#question : undefined;
    this.#waiting++;
    this.#fetching ??= this.#fetchPieces();
    void this.#fetching.then(
      (pieces) => pieces.add(message, question),
      // What cannot be cut is sent as it is: it is better refused, with the reason, than kept back for ever.
      () => this.#leave(frame, 1),
    );
  }

  async #fetchPieces(): Promise<Pieces> {
    const { Pieces } = await loadPieces();
    this.#pieces = new Pieces({
      leave: (message, ends) => this.#leave(new Uint8Array(encodeMessage(message)), ends),
      saved: () => this.#saved,
      changed: () => this.#options.onChange(this),
    });
    return this.#pieces;
  }

  /** A sync message leaves, as the last of `ends` that waited. Answers with its number, by which it is called saved. */
  #leave(frame: Uint8Array<ArrayBuffer>, ends = 0): number {
    if (!this.isOpen) return 0;
    this.#inner?.send(frame);
    this.#waiting -= ends;
    return ++this.#left;
  }

  /** Sends of the presence of others nothing. */
  #sendAwareness(frame: Uint8Array<ArrayBuffer>, update: Uint8Array): void {
    const entries = decodeAwareness(update);
    const own = entries.filter(({ clientId }) => clientId === this.#options.clientId);
    if (own.length === entries.length) this.#inner?.send(frame);
    else if (own.length > 0)
      this.#inner?.send(new Uint8Array(encodeMessage({ type: "awareness", update: encodeAwareness(own) })));
  }

  #opened(): void {
    // The server speaks first, at once: what is open and silent is a line that somebody between swallows.
    if (this.isOpen) this.#emit(this.onopen, new Event("open"));
  }

  #received(data: unknown): void {
    // A frame that comes while the line is closing says nothing any more: an edit made now does not leave on it.
    if (!this.isOpen) return;
    const read = this.#incoming.read(data);
    if (read === undefined) {
      this.#lose("what came is no message");
      return;
    }
    this.#probe.heard();
    // A part is a sign of life for the provider too, which gives a line up on which no message comes for 30 s.
    if (read === "part") return this.#deliver(keepaliveFrame);
    const { message, frame } = read;
    if (message.type === "sync-step-1") this.#question = message.stateVector;
    if (message.type === "sync-step-2") {
      this.#syncedAt ??= performance.now();
      this.#tokens?.worked();
    }
    if (message.type === "saved") this.#count(message.count);
    else this.#gathering.add(message, frame);
  }

  #deliver({ buffer }: Uint8Array): void {
    this.#emit(this.onmessage, new MessageEvent("message", { data: buffer }));
  }

  #count(saved: number): void {
    // It never goes back, and no honest server has saved what was not sent.
    if (saved <= this.#saved || saved > this.#left) return;
    this.#saved = saved;
    this.#pieces?.acknowledged();
    this.#options.onSaved(this);
  }

  #failed(): void {
    if (!this.#isOver) this.#emit(this.onerror, new Event("error"));
  }

  /** Ends a line that the other side no longer holds up, without waiting for it. */
  #lose(reason: string): void {
    this.#inner?.close();
    this.#end(lostCode, reason, false);
  }

  #end(code: number, reason: string, wasClean: boolean): void {
    if (this.#isOver) return;
    this.#gathering.flush();
    this.#isOver = true;
    if (!this.#isClosing) this.#stop(code);
    // Node has a CloseEvent from 23 on.
    this.#emit(this.onclose, Object.assign(new Event("close"), { code, reason, wasClean }));
  }

  /** Nothing leaves any more, by whichever side's will; the next line is told when to come. */
  #stop(code: number): void {
    clearTimeout(this.#connecting);
    this.#probe.stop();
    this.#pieces?.stop();
    this.#options.returns.ended(code, this.#syncedAt === undefined ? 0 : performance.now() - this.#syncedAt);
  }

  #emit<E extends Event>(handler: ((event: E) => unknown) | null, event: E): void {
    handler?.call(this, event);
    this.dispatchEvent(event);
    this.#options.onChange(this);
  }
}
