import {
  addressOf,
  CloseCode,
  decodeHocuspocus,
  encodeHocuspocus,
  type HocuspocusFrame,
  MalformedMessage,
  nameInAddress,
  type Person,
} from "@quire/protocol";
import { EarlyBytes } from "./early-bytes.ts";
import type { Living } from "./heart.ts";
import type { HocuspocusEnvelopes } from "./hocuspocus-envelopes.ts";
import { HocuspocusMember } from "./hocuspocus-member.ts";
import { Line, type LineListener, type LineOptions } from "./line.ts";
import type { Stay } from "./member.ts";
import type { Room } from "./room.ts";

/** Who may come into a room, or the reason why not. */
export type HocuspocusAnswer =
  | { readonly room: Room; readonly person: Person; readonly canWrite: boolean; readonly stay?: Stay }
  | { readonly code: CloseCode; readonly reason: string };

/** A document that somebody wants to open. */
export interface HocuspocusQuestion {
  readonly name: string;
  /** What the provider was given to say. */
  readonly token: string | undefined;
  readonly answer: (answer: HocuspocusAnswer) => void;
}

export interface HocuspocusSocketOptions extends LineOptions {
  /** How many documents may be open here at once. */
  readonly maxDocuments: number;
  /** The newest schema version that the client's page can show. */
  readonly schema: number;
  readonly envelopes: HocuspocusEnvelopes;
  /** Answers who may open the document, once. Rejects where nobody can say. */
  readonly ask: (question: HocuspocusQuestion) => Promise<void>;
  /** Told of each member that comes and goes. */
  readonly members: Register;
  /** Told of what went wrong on our side; the socket or the document ends, the process goes on. */
  readonly onError: (error: unknown) => void;
}

interface Register {
  add(member: HocuspocusMember): unknown;
  delete(member: HocuspocusMember): unknown;
}

type Addressed = Extract<HocuspocusFrame, { readonly type: "message" }>;

/** A document that somebody has asked for: what came for it meanwhile waits. */
interface Waiting {
  readonly messages: Addressed[];
  /** Whether the provider says its version, which those from 4 on do. */
  readonly saysVersion: boolean;
}

/** After this time a socket on which nobody could open a document is ended: nobody knows who it belongs to. */
const strangerMs = 60_000;

/**
 * One socket with many documents, each at its address.
 *
 *     nothing --token, or step 1 of a provider that has none--> waiting --granted--> member
 *        ^                                                         `----denied---> closed --token--> waiting
 *        `---------------------------- close of the provider's -----------------------'
 */
export class HocuspocusSocket implements LineListener, Living {
  readonly #options: HocuspocusSocketOptions;
  readonly #line: Line;
  readonly #early = new EarlyBytes();
  readonly #open = new Map<string, HocuspocusMember | Waiting>();
  /** What the server has closed or denied: the provider speaks on, and is not heard. The oldest are forgotten. */
  readonly #closed = new Set<string>();
  readonly #since = performance.now();
  /** Undone when the first document is open, or the line ends. */
  #stopWatching: () => void;

  constructor(options: HocuspocusSocketOptions) {
    this.#options = options;
    this.#line = new Line(options, this);
    this.#stopWatching = options.heart.add(this);
  }

  get size(): number {
    let size = 0;
    for (const each of this.#open.values())
      if (each instanceof HocuspocusMember) size = Math.max(size, each.size);
    return size;
  }

  beat(now: number): void {
    if (now - this.#since > strangerMs) this.#line.close(CloseCode.tooBusy, "no document was opened here");
  }

  /** Ends the socket and all that is open on it. */
  close(code: CloseCode, reason: string): void {
    this.#line.close(code, reason);
  }

  heard(data: Buffer): void {
    this.#attempt(() => this.#receive(decodeHocuspocus(data)));
  }

  /** A document that is too large for one message must not take the socket's others with it, each time it comes back. */
  tooLarge(data: Buffer, reason: string): boolean {
    const document = this.#open.get(addressOf(data) ?? "");
    if (!(document instanceof HocuspocusMember)) return false;
    document.close(CloseCode.tooLarge, reason);
    return true;
  }

  caughtUp(): void {
    for (const each of this.#open.values()) if (each instanceof HocuspocusMember) each.caughtUp();
  }

  ended(): void {
    this.#stopWatching();
    for (const address of this.#open.keys()) this.#leave(address);
  }

  /** One bad frame ends one socket. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof MalformedMessage) return this.#line.close(CloseCode.invalid, error.message);
      this.#options.onError(error);
      this.#line.close(CloseCode.storeFailed, "the server failed at this message");
    }
  }

  #receive(frame: HocuspocusFrame): void {
    switch (frame.type) {
      case "message":
        return this.#deliver(frame);
      case "token":
        return this.#ask(frame.address, frame.token, frame.version !== undefined);
      case "close":
        this.#closed.delete(frame.address);
        return this.#leave(frame.address);
      case "ping":
        return this.#line.send(encodeHocuspocus({ type: "pong" }));
      case "pong":
      // A word of the application: for nobody, as at a stock server that has no hook for it.
      case "stateless":
        return;
      case "denied":
      case "granted":
      case "sync-status":
        throw new MalformedMessage(`only a server sends ${frame.type} messages`);
      default:
        frame satisfies never;
    }
  }

  #deliver(frame: Addressed): void {
    const { address, message, bytes } = frame;
    if (this.#closed.has(address)) return;
    // A provider 2 without a token begins with its question. What comes before that, the question brings again.
    if (message.type === "sync-step-1" && !this.#open.has(address)) this.#ask(address, undefined, false);
    const document = this.#open.get(address);
    if (document === undefined) return;
    if (document instanceof HocuspocusMember) return document.receive(message, bytes);
    if (!this.#early.add(bytes))
      return this.#line.close(CloseCode.tooBusy, "too much came before the document was open");
    document.messages.push(frame);
  }

  /** Asks whether the document may be opened, unless it is open already: then a token changes nothing. */
  #ask(address: string, token: string | undefined, saysVersion: boolean): void {
    const name = nameInAddress(address);
    if (name === undefined) throw new MalformedMessage("the address is longer than a name and a session");
    if (this.#open.has(address)) return;
    this.#closed.delete(address);
    const { ask, maxDocuments, onError } = this.#options;
    if (this.#open.size >= maxDocuments)
      return this.#deny(address, CloseCode.tooMany, `a socket may have ${maxDocuments} documents open`);
    const waiting: Waiting = { messages: [], saysVersion };
    this.#open.set(address, waiting);
    const answer = (given: HocuspocusAnswer): void => {
      this.#attempt(() => this.#answer(address, waiting, given));
    };
    ask({ name, token, answer }).catch((error: unknown) => {
      onError(error);
      answer({ code: CloseCode.storeFailed, reason: "this document cannot be opened now" });
    });
  }

  #answer(address: string, waiting: Waiting, answer: HocuspocusAnswer): void {
    this.#early.release(waiting.messages.map(({ bytes }) => bytes));
    // The provider has closed it meanwhile, or the line is closed.
    if (this.#open.get(address) !== waiting) return "code" in answer ? undefined : answer.stay?.end();
    this.#open.delete(address);
    if ("code" in answer) return this.#deny(address, answer.code, answer.reason);
    this.#stopWatching();
    const { envelopes, members, schema } = this.#options;
    const member = new HocuspocusMember({
      ...answer,
      address,
      envelopes,
      schema,
      line: this.#line,
      saysVersion: waiting.saysVersion,
      onClosed: (code) => this.#close(address, code),
    });
    this.#open.set(address, member);
    members.add(member);
    member.join();
    // Joining may close it: its page is too old. So may each message.
    for (const frame of waiting.messages) if (!this.#line.isClosed) this.#deliver(frame);
  }

  #deny(address: string, code: CloseCode, reason: string): void {
    this.#line.send(encodeHocuspocus({ type: "denied", address, reason }));
    this.#close(address, code);
  }

  /** The document is closed by the server, until the provider sends a token for it or leaves it. */
  #close(address: string, code: CloseCode): void {
    this.#options.turns.counts.closed(code);
    this.#leave(address);
    this.#closed.add(address);
    const [oldest] = this.#closed;
    if (this.#closed.size > this.#options.maxDocuments && oldest !== undefined) this.#closed.delete(oldest);
  }

  #leave(address: string): void {
    const document = this.#open.get(address);
    this.#open.delete(address);
    if (!(document instanceof HocuspocusMember)) return;
    this.#options.members.delete(document);
    document.leave();
  }
}
