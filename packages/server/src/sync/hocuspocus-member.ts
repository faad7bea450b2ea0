import {
  addressed,
  CloseCode,
  encodeAddress,
  encodeHocuspocus,
  isFinal,
  type Message,
  type Person,
} from "@quire/protocol";
import type { Bundle } from "./bundle.ts";
import type { HocuspocusEnvelopes } from "./hocuspocus-envelopes.ts";
import type { Line } from "./line.ts";
import type { Member, Stay } from "./member.ts";
import type { Room } from "./room.ts";

export interface HocuspocusMemberOptions {
  /** What stands in front of every message: a provider hears only what bears its own. */
  readonly address: string;
  readonly line: Line;
  readonly envelopes: HocuspocusEnvelopes;
  readonly room: Room;
  readonly person: Person;
  readonly canWrite: boolean;
  readonly stay?: Stay;
  readonly schema: number;
  /** Whether the provider says its version, which those from 4 on do. */
  readonly saysVersion: boolean;
  /** The server has closed this document; the socket stays. */
  readonly onClosed: (code: CloseCode) => void;
}

/** The codes that answer a message, rather than end a document for a reason of its own. */
const refusals: readonly CloseCode[] = [CloseCode.forbidden, CloseCode.invalid, CloseCode.tooLarge];

/**
 * One document of one hocuspocus socket. To its room it is a member like every other; to the provider it says, for each
 * sync message, that it is saved (`08 01`) or refused (`08 00`).
 *
 *     provider's step 1 -> our step 1 -> its step 2 -> flushed: 08 01     which it counts from its own step 1 on
 *     provider's update                             -> flushed: 08 01
 */
export class HocuspocusMember implements Member {
  readonly schema: number;
  #canWrite: boolean;
  readonly #options: HocuspocusMemberOptions;
  readonly #address: Uint8Array;
  readonly #taken: Uint8Array;
  #person: Person;
  /** Sync messages that the room has heard. */
  #received = 0;
  /** The numbers of those among them that wait for the disk and for a status, in order. */
  #owed: number[] = [];
  /** Questions of ours that no question of the provider's has been matched with. */
  #unmatched = 0;
  /** Questions of the provider's whose status its next step 2 brings. */
  #questions = 0;

  constructor(options: HocuspocusMemberOptions) {
    this.#options = options;
    this.#canWrite = options.canWrite;
    this.schema = options.schema;
    this.#person = options.person;
    this.#address = encodeAddress(options.address);
    this.#taken = encodeHocuspocus({ type: "sync-status", address: options.address, isTaken: true });
  }

  get person(): Person {
    return this.#person;
  }

  get canWrite(): boolean {
    return this.#canWrite;
  }

  /** How many are in its room. */
  get size(): number {
    return this.#options.room.size;
  }

  get isBehind(): boolean {
    return this.#options.line.isBehind;
  }

  /** Tells the provider that it is in, and what it may do, and joins the room. */
  join(): void {
    const { address, line, room, stay } = this.#options;
    stay?.welcome(this);
    const scope = this.canWrite ? "read-write" : "readonly";
    line.send(encodeHocuspocus({ type: "granted", address, scope }));
    room.join(this);
    // Who may write has been asked by the room.
    if (this.canWrite) this.#unmatched = 1;
  }

  /** Takes one message of the provider; `bytes` is all of it but the address. Throws `MalformedMessage`. */
  receive(message: Message, bytes: Uint8Array): void {
    const { room } = this.#options;
    switch (message.type) {
      case "sync-step-1":
        this.#askBack();
        return room.receive(this, message, bytes);
      case "sync-step-2":
        return this.#judge(message, bytes, this.#isAwaited());
      case "update":
        return this.#judge(message, bytes, true);
      default:
        return room.receive(this, message, bytes);
    }
  }

  rename(person: Person): void {
    this.#person = person;
    this.#options.room.renamed(this);
  }

  send(message: Uint8Array): void {
    this.#options.line.send(addressed(this.#address, message));
  }

  relay(bundle: Bundle): void {
    this.#options.line.send(this.#options.envelopes.of(bundle, this.#options.address));
  }

  answer(bundle: Bundle): void {
    this.relay(bundle);
  }

  saved(count: number): void {
    const rest = this.#owed.findIndex((number) => number > count);
    const covered = this.#owed.splice(0, rest === -1 ? this.#owed.length : rest);
    for (let each = 0; each < covered.length; each++) this.#options.line.send(this.#taken);
  }

  caughtUp(): void {
    this.#options.room.caughtUp(this);
  }

  pause(): void {
    this.#options.line.pause();
  }

  resume(): void {
    this.#options.line.resume();
  }

  /**
   * A reader's news are refused and it reads on; what is final ends this document and leaves the socket's others alone; at
   * everything else the provider has to come back, which it does for the whole socket only.
   */
  close(code: CloseCode, reason: string, number = this.#received): void {
    if (isFinal(code) && refusals.includes(code)) this.#refuse(number);
    if (code !== CloseCode.forbidden) this.#end(code, reason);
  }

  /** Whoever is here may not stay as they are: what is still to be judged of theirs is not taken in either. */
  dismiss(code: CloseCode, reason: string): void {
    this.#canWrite = false;
    this.#end(code, reason);
  }

  /** Leaves the room without a word. */
  leave(): void {
    this.#options.stay?.end();
    this.#options.room.leave(this);
  }

  #end(code: CloseCode, reason: string): void {
    const { address, line, saysVersion } = this.#options;
    if (!isFinal(code)) return line.close(code, reason);
    // Provider 2 throws at a close, and leaves when it is denied; neither 2 nor 3 says which one it is.
    if (!saysVersion) line.send(encodeHocuspocus({ type: "denied", address, reason }));
    line.send(encodeHocuspocus({ type: "close", address, reason }));
    this.#options.onClosed(code);
  }

  #refuse(number: number): void {
    const at = this.#owed.indexOf(number);
    if (at !== -1) this.#owed.splice(at, 1);
    const { address, line } = this.#options;
    line.send(encodeHocuspocus({ type: "sync-status", address, isTaken: false }));
  }

  /** Each question of the provider's makes it wait for a status, which it gets for its answer to ours. */
  #askBack(): void {
    this.#questions++;
    if (this.#unmatched > 0) this.#unmatched--;
    else this.#options.room.askBack(this);
  }

  /** Whether the provider counts on a status for its step 2; it does not where the room asked once more by itself. */
  #isAwaited(): boolean {
    if (this.#questions === 0) return false;
    this.#questions--;
    return true;
  }

  #judge(message: Message, bytes: Uint8Array, isOwed: boolean): void {
    this.#received++;
    if (isOwed) this.#owed.push(this.#received);
    this.#options.room.receive(this, message, bytes);
  }
}
