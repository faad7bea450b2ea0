import { CloseCode, decodeMessage, encodeMessage, MalformedMessage, type Person } from "@quire/protocol";
import { Bundle } from "./bundle.ts";
import { EarlyBytes } from "./early-bytes.ts";
import type { Have } from "./have.ts";
import { Line, type LineListener, type LineOptions } from "./line.ts";
import type { Member, Stay } from "./member.ts";
import type { Room } from "./room.ts";
import { maxFrameBytes } from "./wire-frame.ts";

export interface ConnectionOptions extends LineOptions {
  /** Whether the client asked for `saved` messages. */
  readonly wantsSaved: boolean;
  /** Whether the client asked for `remover` messages. */
  readonly wantsRemover: boolean;
  /** Whether the client takes long messages in parts. */
  readonly wantsParts: boolean;
  /** What is there already of a long message, on the line before this one. */
  readonly have?: Have | undefined;
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
export class Connection implements Member, LineListener {
  readonly wantsSaved: boolean;
  readonly schema: number;
  readonly #wantsRemover: boolean;
  readonly #wantsParts: boolean;
  /** Until the first long message leaves: whoever has none of that begins anew. */
  #have: Have | undefined;
  readonly #line: Line;
  readonly #onError: (error: unknown) => void;
  #person: Person = { id: "", name: "", hue: 1 };
  #canWrite = false;
  #room: Room | undefined;
  #stay: Stay | undefined;
  #early: Uint8Array[] = [];
  readonly #earlyBytes = new EarlyBytes();

  constructor(options: ConnectionOptions) {
    this.wantsSaved = options.wantsSaved;
    this.#wantsRemover = options.wantsRemover;
    this.#wantsParts = options.wantsParts;
    this.#have = options.have;
    this.schema = options.schema;
    this.#onError = options.onError;
    this.#line = new Line(options, this);
  }

  get person(): Person {
    return this.#person;
  }

  get canWrite(): boolean {
    return this.#canWrite;
  }

  get isBehind(): boolean {
    return this.#line.isBehind;
  }

  get isClosed(): boolean {
    return this.#line.isClosed;
  }

  get size(): number {
    return this.#room?.size ?? 0;
  }

  /** Lets the connection into the room and hears what came early. */
  admit(room: Room, person: Person, canWrite: boolean, stay?: Stay): void {
    if (this.isClosed) return stay?.end();
    this.#person = person;
    this.#canWrite = canWrite;
    this.#room = room;
    this.#stay = stay;
    stay?.welcome(this);
    room.join(this);
    // Joining may close it: its page is too old.
    for (const message of this.#early.splice(0)) this.#receive(message);
  }

  /** The person goes by another name from now on. */
  rename(person: Person): void {
    this.#person = person;
    this.#room?.renamed(this);
  }

  send(message: Uint8Array): void {
    if (message.length > maxFrameBytes) this.answer(new Bundle([message]));
    else this.#line.send(message);
  }

  relay(bundle: Bundle): void {
    this.answer(this.#wantsRemover ? bundle.named : bundle);
  }

  answer(bundle: Bundle): void {
    if (!this.#wantsParts) return this.#line.send(bundle);
    const have = this.#have;
    if (have === undefined || bundle.inParts === bundle) return this.#line.send(bundle.inParts);
    this.#have = undefined;
    this.#line.send(bundle.after(have));
  }

  saved(count: number): void {
    if (this.wantsSaved) this.send(encodeMessage({ type: "saved", count }));
  }

  pause(): void {
    this.#line.pause();
  }

  resume(): void {
    this.#line.resume();
  }

  close(code: CloseCode, reason: string): void {
    this.#line.close(code, reason);
  }

  /** Whoever is here may not stay as they are: what is still to be judged of theirs is not taken in either. */
  dismiss(code: CloseCode, reason: string): void {
    this.#canWrite = false;
    this.close(code, reason);
  }

  heard(message: Buffer): void {
    if (this.#room !== undefined) return this.#receive(message);
    if (!this.#earlyBytes.add(message))
      return this.close(CloseCode.tooBusy, "too much came before the document was open");
    this.#early.push(message);
  }

  caughtUp(): void {
    this.#room?.caughtUp(this);
  }

  ended(): void {
    this.#early = [];
    this.#stay?.end();
    this.#room?.leave(this);
  }

  #receive(message: Uint8Array): void {
    if (this.isClosed) return;
    try {
      this.#room?.receive(this, decodeMessage(message), message);
    } catch (error) {
      if (error instanceof MalformedMessage) return this.close(CloseCode.invalid, error.message);
      this.#onError(error);
      this.close(CloseCode.storeFailed, "the server failed at this message");
    }
  }
}
