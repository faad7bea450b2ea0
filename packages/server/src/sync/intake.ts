import { CloseCode, encodeMessage, mayOnlyRead, noRoomForText, type Person } from "@quire/protocol";
import * as Y from "yjs";
import type { News } from "../gate/doc-index.ts";
import type { Judgement } from "../materialise/judge-update.ts";
import type { UpdateStore } from "../store/store.ts";
import type { Journal } from "./journal.ts";
import type { Member } from "./member.ts";
import type { Standing } from "./standing.ts";

export interface IntakeOptions {
  readonly journal: Journal;
  readonly store: UpdateStore;
  readonly members: ReadonlyMap<Member, Standing>;
  /** A Yjs client that the member speaks for, 0 while it has named none. */
  readonly clientIdOf: (member: Member) => number;
  readonly text: TextRoom | undefined;
  /** News were taken in; they are relayed and logged when the turn ends. */
  readonly onNews: (news: News) => void;
}

/** Whether there is room for what people write; counted with what they wrote. */
export interface TextRoom {
  /** Why a person may not write so many bytes more. */
  textRefusal(personId: string, bytes: number): Error | undefined;
  countText(personId: string, bytes: number): void;
}

/** A message that the turn's end relays to everybody but the one whom it came from. */
export interface Relay {
  readonly message: Uint8Array;
  readonly from: Member | undefined;
  /** Whose removal of a block it is, where the update itself does not say it: one that only deletes names nobody. */
  readonly remover: number | undefined;
}

/** Who an update comes from; the server's own edits have no member. */
export interface Sender {
  readonly person: Person;
  /** The Yjs client that they speak for, 0 if they have named none. */
  readonly clientId: number;
  readonly member?: Member;
  /** Whether it is all that they have, so that others may have written it. */
  readonly bringsAll?: boolean;
}

/** Taken, waiting for its past, or the reason to close its sender. */
export type Outcome = "taken" | "gap" | { readonly code: CloseCode; readonly reason: string };

export const storeFailure = "the store does not take writes now";

/**
 * Judges what members send to one room and takes what is new in it.
 *
 *     update -> gate -> journal -> what the turn brought
 *                 `-> gap: held, and its sender asked for what lies before it
 */
export class Intake {
  readonly #options: IntakeOptions;
  #relays: Relay[] = [];

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Whether the turn brought nothing so far. */
  get isEmpty(): boolean {
    return this.#relays.length === 0;
  }

  /** Hands over what to relay of the turn; what to log of it is in the journal. */
  release(): readonly Relay[] {
    const relays = this.#relays;
    this.#relays = [];
    return relays;
  }

  /**
   * A step 2 fills the holes before what is held; it is relayed as an update, for a step 2 answers one receiver only.
   * False where its sender was closed for it.
   */
  receiveAnswer(member: Member, standing: Standing, answer: Uint8Array, judged?: Judgement): boolean {
    standing.received++;
    const sender = this.#sender(member);
    const held = standing.hold.release();
    const settle = (update: Uint8Array, outcome: Outcome): boolean => {
      if (outcome === "gap" && standing.isAsked) return closeHole(member);
      return this.#settle(member, standing, update, outcome);
    };
    const outcome = this.#takeAnswer(answer, { ...sender, bringsAll: true }, judged);
    const news = (): Uint8Array => judged?.taken ?? this.#options.journal.newsIn(answer);
    if (!settle(outcome === "gap" ? news() : answer, outcome)) return false;
    for (const update of held) if (!settle(update, this.take(update, sender))) return false;
    standing.hasAnswered = standing.hold.isEmpty;
    if (standing.hold.isEmpty) standing.isAsked = false;
    return true;
  }

  /** `frame` is what the update came in: relayed as it is if all of it is new. False where its sender was closed for it. */
  receiveUpdate(
    member: Member,
    standing: Standing,
    update: Uint8Array,
    frame: Uint8Array,
    judged?: Judgement,
  ): boolean {
    standing.received++;
    return this.#settle(member, standing, update, this.take(update, this.#sender(member), frame, judged));
  }

  /** Takes what is new in an update, or says why not; `judged` is what the gate said of it already. */
  take(update: Uint8Array, sender: Sender, frame?: Uint8Array, judged?: Judgement): Outcome {
    const { journal, store, text } = this.#options;
    const verdict = judged?.verdict ?? journal.judge(update);
    const { member, person } = sender;
    if (verdict.type === "nothing") return "taken";
    if (verdict.type === "refused") return { code: CloseCode.invalid, reason: verdict.reason };
    if (member?.canWrite === false) return { code: CloseCode.forbidden, reason: mayOnlyRead };
    if (verdict.type === "gap") return "gap";
    const { news } = verdict;
    const forged = member && this.#forgedIn(news, person);
    if (forged !== undefined) return { code: CloseCode.invalid, reason: `client ${forged} is somebody else` };
    if (store.failure !== undefined) return { code: CloseCode.storeFailed, reason: storeFailure };
    const cut = news.isPartlyKnown ? (judged?.taken ?? journal.newsIn(update)) : update;
    if (isBounded(sender, news) && text?.textRefusal(person.id, cut.length) !== undefined)
      return { code: CloseCode.tooLarge, reason: noRoomForText };
    const bringer = { personId: person.id, clientId: clientIdOf(sender, news) };
    const taken = journal.take(update, news, bringer, cut);
    if (isSomebody(person)) text?.countText(person.id, taken.length);
    const standing = member && this.#options.members.get(member);
    if (standing !== undefined && bringer.clientId !== 0) standing.clientId = bringer.clientId;
    const asSent = news.isPartlyKnown ? undefined : frame;
    const message = asSent ?? encodeMessage({ type: "update", update: taken });
    this.#relays.push({ message, from: member, remover: removerOf(news, sender, standing) });
    this.#options.onNews(news);
    return "taken";
  }

  /** Takes what is new in an answer; where it has a hole, what lies before the hole, so that nobody's own words wait. */
  #takeAnswer(answer: Uint8Array, sender: Sender, judged: Judgement | undefined): Outcome {
    const outcome = this.take(answer, sender, undefined, judged);
    if (outcome !== "gap") return outcome;
    const before = judged === undefined ? this.#options.journal.beforeHole(answer) : judged.before?.update;
    if (before === undefined) return outcome;
    const partly = this.take(before, sender, undefined, judged?.before?.judgement);
    return partly === "taken" ? "gap" : partly;
  }

  /**
   * A client id under which the news were not written by its owner, who is here with it and has said all that they know.
   * While they are away, here on another page, or before they have answered, others may know more of what they wrote than
   * the document does.
   */
  #forgedIn(news: News, person: Person): number | undefined {
    const { owners } = this.#options.journal;
    let here: ReadonlySet<number> | undefined;
    for (const client of news.clocks.keys()) {
      const owner = owners.of(client);
      if (owner === undefined || owner === person.id) continue;
      here ??= this.#ownedHere();
      if (here.has(client)) return client;
    }
    return undefined;
  }

  /** The client ids that their owners are here with, who have said all that they know. */
  #ownedHere(): ReadonlySet<number> {
    const { journal, members, clientIdOf: named } = this.#options;
    const ids = new Set<number>();
    for (const [member, { hasAnswered, hold, clientId }] of members) {
      if (!hasAnswered || !hold.isEmpty) continue;
      for (const id of [named(member), clientId]) if (journal.owners.of(id) === member.person.id) ids.add(id);
    }
    return ids;
  }

  #sender(member: Member): Sender {
    return { person: member.person, clientId: this.#options.clientIdOf(member), member };
  }

  #settle(member: Member, standing: Standing, update: Uint8Array, outcome: Outcome): boolean {
    if (outcome === "taken") return true;
    if (outcome === "gap") return this.#holdBack(member, standing, update);
    member.close(outcome.code, outcome.reason, standing.received);
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

/** The Yjs client that the sender wrote the news with, 0 where nobody can tell. */
function clientIdOf(sender: Sender, news: News): number {
  if (sender.clientId !== 0) return sender.clientId;
  return sender.bringsAll ? 0 : news.clientId;
}

/** Who tidies is nobody: what every Yjs does by itself. */
function isSomebody({ id }: Person): boolean {
  return id !== "";
}

/** Deleting makes no room, for the history is kept, but nobody's words have to stay for it. */
function isBounded({ person }: Sender, { clientId }: News): boolean {
  return clientId !== 0 && isSomebody(person);
}

/** Whose removal the news are, where they do not say it. Of all that somebody has, others may have deleted some. */
function removerOf(news: News, { clientId, bringsAll }: Sender, standing?: Standing): number | undefined {
  if (!news.isRemoval || bringsAll) return undefined;
  return clientId || standing?.clientId || undefined;
}

/** The question for what a member has that the document has not. */
export function stepOne({ clocks }: Journal): Uint8Array {
  return encodeMessage({ type: "sync-step-1", stateVector: Y.encodeStateVector(clocks) });
}

function closeHole(member: Member): false {
  member.close(CloseCode.storeFailed, "what this client sends builds on edits that it does not send");
  return false;
}
