import {
  CloseCode,
  type DocumentId,
  keepaliveFrame,
  MalformedMessage,
  type Message,
  type Person,
} from "@quire/protocol";
import { fail } from "../errors.ts";
import type { News } from "../gate/doc-index.ts";
import { decodeStateVector } from "../gate/state-vector.ts";
import type { Judgement } from "../materialise/judge-update.ts";
import type { Held } from "../materialise/materialise.ts";
import type { Materialiser } from "../materialise/materialiser.ts";
import type { Packed } from "../materialise/packed.ts";
import type { UpdateStore } from "../store/store.ts";
import { Answers } from "./answers.ts";
import { Intake, type Sender, stepOne, storeFailure, type TextRoom } from "./intake.ts";
import { Journal } from "./journal.ts";
import { isWritten, LongUpdates } from "./long-updates.ts";
import type { Member } from "./member.ts";
import { Presence } from "./presence.ts";
import { relay } from "./relay.ts";
import { acknowledge, newStanding, type Standing } from "./standing.ts";
import type { Turns } from "./turns.ts";

/** What a room tells the house it stands in. */
export interface RoomListener {
  /** News were taken in, in a document of the product. */
  changed(room: Room, news: News): void;
  /** Somebody came or went. */
  peopleChanged(room: Room, member: Member, isHere: boolean): void;
  /** The log could not be folded: the document still opens from it, only slower. */
  foldFailed(room: Room, error: unknown): void;
}

export interface RoomOptions {
  readonly id: DocumentId;
  readonly store: UpdateStore;
  readonly turns: Turns;
  readonly listener: RoomListener;
  readonly materialiser: Materialiser;
  /** Whether the document keeps to Quire's schema and names come from the server. Off in open rooms. */
  readonly isGated: boolean;
  /** The schema version that the document needs already. */
  readonly schema: number;
  /** The time of a log record, in milliseconds since 1970. */
  readonly now: () => number;
  /** Undefined where text is not bounded. */
  readonly text?: TextRoom | undefined;
}

/**
 * One open document and who is in it.
 *
 *     message -> gate -> journal, turn's entries -> end of turn: relay, append -> flushed: saved
 */
export class Room {
  readonly id: DocumentId;
  readonly #options: RoomOptions;
  readonly #journal: Journal;
  readonly #members = new Map<Member, Standing>();
  readonly #presence: Presence;
  #schema: number;

  readonly #intake: Intake;
  readonly #longUpdates: LongUpdates;
  readonly #answers: Answers;
  /** Whom the turn's end owes an acknowledgement. */
  readonly #owed = new Set<Member>();

  /** Loads the document from the store. Throws what the store throws. */
  constructor(options: RoomOptions) {
    const { id, store, isGated, materialiser, now } = options;
    this.id = id;
    this.#options = options;
    this.#presence = new Presence(!isGated, () => this.#members.keys());
    const onFoldFailed = (error: unknown): void => options.listener.foldFailed(this, error);
    const onTidied = (update: Uint8Array): void => void this.#intake.take(update, tidier);
    this.#journal = new Journal({ id, store, isGated, materialiser, now, onFoldFailed, onTidied });
    this.#schema = Math.max(options.schema, this.#journal.schema);
    this.#intake = new Intake({
      journal: this.#journal,
      store,
      members: this.#members,
      clientIdOf: (member) => this.#presence.idOf(member),
      text: options.text,
      onNews: (news) => this.#changed(news),
    });
    this.#answers = new Answers({
      journal: this.#journal,
      presence: this.#presence,
      members: this.#members,
      workshop: materialiser.workshop,
      turns: options.turns,
      onAsked: () => options.turns.addRoom(this),
    });
    this.#longUpdates = new LongUpdates({
      journal: this.#journal,
      take: ({ member, standing, message, frame }, judged) => {
        const isHere = (): boolean => this.#members.get(member) === standing;
        // Who is gone has left what they wrote, and nothing else.
        if (!isHere() && !isWritten(message)) return true;
        return this.#take(member, standing, message, frame, judged) || isHere();
      },
      onError: (error) => options.turns.report(error),
    });
  }

  /** How many are here. */
  get size(): number {
    return this.#members.size;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** How many of those here are one person: tabs, devices, programs. */
  countOf(personId: string): number {
    let count = 0;
    for (const { person } of this.#members.keys()) if (person.id === personId) count++;
    return count;
  }

  /** Whether the room may be forgotten: nobody is in it and all of it is on disk. */
  get isAtRest(): boolean {
    return this.isEmpty && this.#intake.isEmpty && this.#longUpdates.isEmpty && this.#journal.isAtRest;
  }

  /** Everybody here, each person once. */
  get people(): Person[] {
    const people = new Map<string, Person>();
    for (const { person } of this.#members.keys()) people.set(person.id, person);
    return [...people.values()];
  }

  /** The schema version that a page needs to show the document. */
  get schema(): number {
    return this.#schema;
  }

  /** The document as it is now, for `materialise`. */
  get held(): Held {
    return this.#journal.held;
  }

  /** The document as it was when the turn began, for a worker, and the last record of its log. */
  get packed(): Packed & { readonly seq: number } {
    return this.#journal.packed;
  }

  /** Lets a member in: who may write is asked for what it has. */
  join(member: Member): void {
    if (member.schema < this.#schema) return closeTooOld(member);
    this.#members.set(member, newStanding());
    if (member.canWrite) member.send(stepOne(this.#journal));
    this.#presence.join(member);
    // A client takes a line for dead on which nothing comes: a reader is asked nothing, and their document may be long.
    const here = this.#presence.frame() ?? (member.canWrite ? undefined : keepaliveFrame);
    if (here !== undefined) member.send(here);
    this.#options.listener.peopleChanged(this, member, true);
  }

  /** The member's person goes by another name, hue or picture from now on. */
  renamed(member: Member): void {
    this.#presence.renamed(member);
  }

  leave(member: Member): void {
    if (!this.#members.delete(member)) return;
    this.#owed.delete(member);
    this.#answers.leave(member);
    this.#presence.leave(member);
    this.#options.listener.peopleChanged(this, member, false);
  }

  /** Asks the member for what it has once more: its protocol pairs each of its questions with one of ours. */
  askBack(member: Member): void {
    member.send(stepOne(this.#journal));
  }

  /** The member was behind and has read what waited for it: it gets what it missed. */
  caughtUp(member: Member): void {
    if (!this.#members.has(member)) return;
    this.#presence.caughtUp(member);
    this.#answers.ask(member);
    this.#owe(member);
  }

  /** Takes one message of a member; `frame` is its bytes. Throws `MalformedMessage`. */
  receive(member: Member, message: Message, frame: Uint8Array): void {
    const standing = this.#members.get(member);
    if (standing === undefined) return;
    if (this.#longUpdates.concerns(member, message))
      this.#longUpdates.defer({ member, standing, message, frame });
    else this.#take(member, standing, message, frame);
  }

  /** False where the message was refused. */
  #take(
    member: Member,
    standing: Standing,
    message: Message,
    frame: Uint8Array,
    judged?: Judgement,
  ): boolean {
    switch (message.type) {
      case "sync-step-1":
        standing.question = readStateVector(message.stateVector);
        this.#answers.ask(member);
        return true;
      case "sync-step-2":
        return this.#owe(member, this.#intake.receiveAnswer(member, standing, message.update, judged));
      case "update":
        return this.#owe(member, this.#intake.receiveUpdate(member, standing, message.update, frame, judged));
      case "awareness":
        this.#presence.receive(member, message.update);
        return true;
      case "query-awareness":
        standing.asksWho = true;
        this.#answers.ask(member);
        return true;
      case "auth":
      case "saved":
      case "remover":
      case "part":
        member.close(CloseCode.invalid, `only a server sends ${message.type} messages`);
        return false;
      default:
        return message satisfies never;
    }
  }

  /** Takes an edit that the server made for a person. Throws if the gate refuses it; resolves when it is on disk. */
  edit(update: Uint8Array, person: Person): Promise<void> {
    const refusal = this.#options.text?.textRefusal(person.id, update.length);
    if (refusal !== undefined) throw refusal;
    const outcome = this.#intake.take(update, { person, clientId: 0 });
    if (typeof outcome === "object" && outcome.code === CloseCode.storeFailed)
      throw fail("QUIRE_ERR_STORE_FAILED", {});
    if (outcome !== "taken") throw new Error(`the gate refused an edit of the server's own in ${this.id}`);
    this.endTurn();
    return this.#journal.flushed;
  }

  /** Reads nothing more from who is here, until what it answers with is called; what was read already is still heard. */
  pause(): () => void {
    const paused = [...this.#members.keys()];
    for (const member of paused) member.pause();
    return () => {
      for (const member of paused) member.resume();
    };
  }

  /** Ends everybody's connection, for a reason that concerns the document. */
  closeAll(code: CloseCode, reason: string): void {
    for (const member of this.#members.keys()) member.close(code, reason);
  }

  /** The store does not take writes: who waits for it is told, readers stay. */
  storeFailed(): void {
    for (const [member, { received, saved }] of this.#members) {
      if (received > saved) member.close(CloseCode.storeFailed, storeFailure);
    }
  }

  /** Relays and logs what the turn brought, answers who asked, and says "saved" when it is on disk. */
  endTurn(): void {
    const relays = this.#intake.release();
    if (relays.length > 0) {
      relay(this.#members, relays, this.#journal.position - relays.length);
      this.#journal.append(this.#journal.turn);
    }
    this.#answers.endTurn();
    const { turns } = this.#options;
    for (const member of this.#owed) {
      const standing = this.#members.get(member);
      if (standing !== undefined) acknowledge(member, standing, this.#journal.flushed, turns.counts.save);
    }
    this.#owed.clear();
  }

  /** Folds the log if that makes the next opening cheaper; false where there is nothing to do. */
  tidy(): boolean {
    if (!this.#journal.isWorthFolding || !this.#intake.isEmpty) return false;
    void this.#journal.fold();
    return true;
  }

  close(): void {
    this.#presence.close();
    this.#journal.close();
  }

  #changed(news: News): void {
    this.#require(news.schema);
    this.#options.turns.addRoom(this);
    if (this.#options.isGated) this.#options.listener.changed(this, news);
  }

  /** Pages that cannot show what is coming leave before it comes. */
  #require(schema: number): void {
    if (schema <= this.#schema) return;
    this.#schema = schema;
    for (const member of this.#members.keys()) if (member.schema < schema) closeTooOld(member);
  }

  /** Owes the member a word on its message, if that was taken; says whether it was. */
  #owe(member: Member, isTaken = true): boolean {
    if (!isTaken) return false;
    this.#owed.add(member);
    this.#options.turns.addRoom(this);
    return true;
  }
}

/** Who makes the deletes that every Yjs client makes by itself. */
const tidier: Sender = { person: { id: "", name: "", hue: 0 }, clientId: 0 };

function closeTooOld(member: Member): void {
  member.close(CloseCode.pageTooOld, "this page is older than the document: reload it");
}

function readStateVector(bytes: Uint8Array): Map<number, number> {
  try {
    return decodeStateVector(bytes);
  } catch (cause) {
    throw new MalformedMessage("the state vector does not decode", { cause });
  }
}
