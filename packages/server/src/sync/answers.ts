import { CloseCode, keepaliveFrame } from "@quire/protocol";
import * as Y from "yjs";
import type { Workshop } from "../materialise/jobs.ts";
import { catchUp, step2With } from "./catch-up.ts";
import type { Journal } from "./journal.ts";
import type { Member } from "./member.ts";
import type { Presence } from "./presence.ts";
import { missed } from "./relay.ts";
import type { Standing } from "./standing.ts";
import type { Turns } from "./turns.ts";
import { Welcome } from "./welcome.ts";

export interface AnswersOptions {
  readonly journal: Journal;
  readonly presence: Presence;
  readonly members: ReadonlyMap<Member, Standing>;
  readonly workshop: Workshop;
  readonly turns: Turns;
  /** Somebody is to be answered when the turn ends. */
  readonly onAsked: () => void;
}

/** Answers the members of one room who ask what they lack, or who is here. */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #asking = new Set<Member>();
  readonly #welcome = new Welcome();

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** What the member asks is written in its standing. */
  ask(member: Member): void {
    this.#asking.add(member);
    this.#options.onAsked();
  }

  leave(member: Member): void {
    this.#asking.delete(member);
  }

  /**
   * Answers who asked, once however often: an answer is as long as the document, a question a few bytes. Whom the turn has no
   * time for is answered in a later one.
   */
  endTurn(): void {
    const { members, turns, onAsked } = this.#options;
    for (const member of this.#asking) {
      const standing = members.get(member);
      if (standing !== undefined && !turns.answer(() => this.#answer(member, standing))) return onAsked();
      this.#asking.delete(member);
    }
  }

  #answer(member: Member, standing: Standing): void {
    const { journal, presence } = this.#options;
    // It is asked again when it has read what waits.
    if (member.isBehind) return;
    if (standing.missedFrom !== undefined) member.send(missed(journal, standing.missedFrom));
    standing.missedFrom = undefined;
    // One answer at a time is read: a client that asks again asks for the next.
    if (standing.question !== undefined && !standing.isReading) {
      const { question } = standing;
      standing.question = undefined;
      this.#catchUp(member, standing, question);
    }
    if (standing.asksWho) member.send(presence.frame() ?? keepaliveFrame);
    standing.asksWho = false;
  }

  #catchUp(member: Member, standing: Standing, question: ReadonlyMap<number, number>): void {
    const { journal, workshop } = this.#options;
    if (question.size === 0) return member.answer(this.#welcome.of(journal));
    const messages = catchUp(journal, question);
    if (messages !== undefined) {
      for (const message of messages) member.send(message);
      return;
    }
    // What comes meanwhile is relayed at once: Yjs keeps it until the answer comes.
    standing.isReading = true;
    const stateVector = Y.encodeStateVector(new Map(question));
    workshop.do("difference", { ...journal.packed, stateVector }).then(
      (update) => this.#found(member, standing, update),
      () => member.close(CloseCode.storeFailed, "this document could not be read now"),
    );
  }

  #found(member: Member, standing: Standing, update: Uint8Array): void {
    if (this.#options.members.get(member) !== standing) return;
    standing.isReading = false;
    member.send(step2With(update));
    if (standing.question !== undefined) this.ask(member);
  }
}
