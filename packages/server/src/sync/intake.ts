import { CloseCode, encodeMessage, type Person } from "@quire/protocol";
import * as Y from "yjs";
import type { News } from "../gate/doc-index.ts";
import type { LogEntry } from "../store/log-record.ts";
import type { UpdateStore } from "../store/store.ts";
import type { Journal } from "./journal.ts";
import type { Member } from "./member.ts";
import type { Standing } from "./standing.ts";

export interface IntakeOptions {
  readonly journal: Journal;
  readonly store: UpdateStore;
  /** A Yjs client that the member speaks for, 0 while it has named none. */
  readonly clientIdOf: (member: Member) => number;
  /** News were taken in; they are relayed and logged when the turn ends. */
  readonly onNews: (news: News) => void;
}

/** A message that the turn's end relays to everybody but the one whom it came from. */
export interface Relay {
  readonly message: Uint8Array;
  readonly from: Member | undefined;
}

/** What a turn brought: what to log, and what to relay. */
export interface Brought {
  readonly entries: readonly LogEntry[];
  readonly relays: readonly Relay[];
}

/** Who an update comes from; the server's own edits have no member. */
export interface Sender {
  readonly person: Person;
  readonly clientId: number;
  readonly member?: Member;
}

/** Taken, waiting for its past, or the reason to close its sender. */
export type Outcome = "taken" | "gap" | { readonly code: CloseCode; readonly reason: string };

export const storeFailure = "the store does not take writes now";
const mayOnlyRead = "you may read this document, not write";

/**
 * Judges what members send to one room and takes what is new in it.
 *
 *     update -> gate -> journal -> what the turn brought
 *                 `-> gap: held, and its sender asked for what lies before it
 */
export class Intake {
  readonly #options: IntakeOptions;
  #entries: LogEntry[] = [];
  #relays: Relay[] = [];

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Whether the turn brought nothing so far. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Hands over what the turn brought. */
  release(): Brought {
    const brought = { entries: this.#entries, relays: this.#relays };
    this.#entries = [];
    this.#relays = [];
    return brought;
  }

  /**
   * A step 2 fills the holes before what is held; it is relayed as an update, for a step 2 answers one receiver only.
   * False where its sender was closed for it.
   */
  receiveAnswer(member: Member, standing: Standing, answer: Uint8Array): boolean {
    standing.received++;
    for (const update of [answer, ...standing.hold.release()]) {
      const outcome = this.take(update, this.#sender(member));
      if (outcome === "gap" && standing.isAsked) return closeHole(member);
      if (!this.#settle(member, standing, update, outcome)) return false;
    }
    if (standing.hold.isEmpty) standing.isAsked = false;
    return true;
  }

  /** `frame` is what the update came in: relayed as it is if all of it is new. False where its sender was closed for it. */
  receiveUpdate(member: Member, standing: Standing, update: Uint8Array, frame: Uint8Array): boolean {
    standing.received++;
    return this.#settle(member, standing, update, this.take(update, this.#sender(member), frame));
  }

  /** Takes what is new in an update, or says why not. */
  take(update: Uint8Array, sender: Sender, frame?: Uint8Array): Outcome {
    const { journal, store } = this.#options;
    const verdict = journal.judge(update);
    const { member, person } = sender;
    if (verdict.type === "nothing") return "taken";
    if (verdict.type === "refused") return { code: CloseCode.invalid, reason: verdict.reason };
    if (member?.canWrite === false) return { code: CloseCode.forbidden, reason: mayOnlyRead };
    if (verdict.type === "gap") return "gap";
    if (store.failure !== undefined) return { code: CloseCode.storeFailed, reason: storeFailure };
    const { news } = verdict;
    const taken = journal.take(update, news);
    this.#entries.push({ personId: person.id, clientId: sender.clientId || news.clientId, update: taken });
    const asSent = news.isPartlyKnown ? undefined : frame;
    this.#relays.push({ message: asSent ?? encodeMessage({ type: "update", update: taken }), from: member });
    this.#options.onNews(news);
    return "taken";
  }

  #sender(member: Member): Sender {
    return { person: member.person, clientId: this.#options.clientIdOf(member), member };
  }

  #settle(member: Member, standing: Standing, update: Uint8Array, outcome: Outcome): boolean {
    if (outcome === "taken") return true;
    if (outcome === "gap") return this.#holdBack(member, standing, update);
    member.close(outcome.code, outcome.reason);
    return false;
  }

  /** Keeps what builds on an unknown past, and asks its sender for that past. */
  #holdBack(member: Member, standing: Standing, update: Uint8Array): boolean {
    if (!standing.hold.add(update, standing.received)) return closeHole(member);
    if (standing.isAsked) return true;
    standing.isAsked = true;
    member.send(stepOne(this.#options.journal));
    return true;
  }
}

/** The question for what a member has that the document has not. */
export function stepOne({ clocks }: Journal): Uint8Array {
  return encodeMessage({ type: "sync-step-1", stateVector: Y.encodeStateVector(clocks) });
}

function closeHole(member: Member): false {
  member.close(CloseCode.storeFailed, "what this client sends builds on edits that it does not send");
  return false;
}
