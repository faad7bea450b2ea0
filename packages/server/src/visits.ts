import { CloseCode } from "@quire/protocol";
import {
  type Authorize,
  ask,
  type Grant,
  type Question,
  type Refusal,
  type Refused,
  refusalCodes,
} from "./access.ts";

/** Somebody who was let in. */
export interface Guest {
  /** They may not stay, or not as they are: from now on nothing of theirs is taken in. */
  dismiss(code: CloseCode, reason: string): void;
  /** They may stay as they are; what else the host says of them may be another. */
  confirm?(grant: Grant): void;
}

export interface VisitsOptions {
  readonly authorize: Authorize;
  /** Told of what the host threw when it was asked about somebody who is here. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** How much of a turn of the event loop may be spent on asking. Whoever is left is asked about in the next ones. */
const turnMs = 5;

/** So many are asked about in any case: where few are here, all of them are, also while the system does something else for a moment. */
const leastATurn = 32;

/** How often one looks whose grant has ended. */
const lookMs = 1_000;

/**
 * Everybody who is connected, or about to be. The host is asked about each of them again, with the request that they came with, when
 * it says that something changed, and when what it granted ends.
 */
export class Visits {
  readonly onError: (error: unknown) => void;
  readonly #authorize: Authorize;
  readonly #now: () => number;
  readonly #visits = new Set<Visit>();
  /** Whom the host has still to be asked about. */
  readonly #due = new Set<Visit>();
  /** Whose grant ends by itself, and when. */
  readonly #ending = new Map<Visit, number>();
  /** The next turn in which it is asked. */
  #next: NodeJS.Immediate | undefined;
  #isAsking = false;
  #looking: NodeJS.Timeout | undefined;

  constructor({ authorize, onError, now = Date.now }: VisitsOptions) {
    this.#authorize = authorize;
    this.onError = onError;
    this.#now = now;
  }

  get size(): number {
    return this.#visits.size;
  }

  /** Asks the host about somebody who comes; from now on a change reaches them, also while the host still thinks about it. */
  open(question: Question): Visit {
    const visit = new Visit(this, question);
    this.#visits.add(visit);
    visit.ask();
    return visit;
  }

  /** Asks about everybody once more; about as many as there is time for before this returns. */
  recheck(): void {
    for (const visit of this.#visits) this.#due.add(visit);
    this.#askSoon();
  }

  /** One question of a visit. */
  ask(question: Question): Grant | Refusal | Promise<Grant | Refusal> {
    return ask(this.#authorize, question);
  }

  /** The visit's grant ends at this time; undefined for never. */
  endsAt(visit: Visit, until: number | undefined): void {
    if (until === undefined) this.#ending.delete(visit);
    else this.#ending.set(visit, until);
    if (this.#ending.size > 0) this.#looking ??= setInterval(() => this.#look(), lookMs).unref();
    else this.#stopLooking();
  }

  forget(visit: Visit): void {
    this.#visits.delete(visit);
    this.#due.delete(visit);
    this.endsAt(visit, undefined);
  }

  close(): void {
    clearImmediate(this.#next);
    for (const visit of this.#visits) visit.end();
  }

  /** Now, unless it is being done; a host may call us while it is asked. */
  #askSoon(): void {
    if (this.#next === undefined && !this.#isAsking) this.#askDue();
  }

  #askDue(): void {
    this.#next = undefined;
    this.#isAsking = true;
    const began = performance.now();
    let asked = 0;
    for (const visit of this.#due) {
      this.#due.delete(visit);
      visit.ask();
      if (++asked >= leastATurn && performance.now() - began > turnMs) break;
    }
    this.#isAsking = false;
    if (this.#due.size > 0) this.#next = setImmediate(() => this.#askDue());
  }

  #look(): void {
    const now = this.#now();
    for (const [visit, until] of this.#ending) {
      if (until > now) continue;
      // The answer says how long it goes on.
      this.#ending.delete(visit);
      this.#due.add(visit);
    }
    this.#askSoon();
    if (this.#ending.size === 0) this.#stopLooking();
  }

  #stopLooking(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}

/**
 * Somebody who is here, or wants to be, and what the host said of them last.
 *
 *     asked --granted, welcome--> guest --the same again--> guest
 *       `--------refused, or somebody else, or another role------> over
 */
export class Visit {
  readonly #visits: Visits;
  #question: Question;
  /** How often the host was asked, and the number of the newest question that it answered: answers may overtake each other. */
  #asked = 0;
  #answered = 0;
  #grant: Grant | undefined;
  /** Why they may not be here, as the newest answer says. */
  #refused: Refused | undefined;
  /** Those who wait for the first answer. */
  #first: PromiseWithResolvers<void> | undefined;
  #guest: Guest | undefined;
  #isOver = false;

  constructor(visits: Visits, question: Question) {
    this.#visits = visits;
    this.#question = question;
  }

  /** What the host says: who they are, or why they may not be here. Resolves when it has said so once. */
  async answer(): Promise<Grant | Refused> {
    if (this.#answered === 0) {
      this.#first ??= Promise.withResolvers();
      await this.#first.promise;
      this.#first = undefined;
    }
    return this.current;
  }

  /** The same as of now, where it has said so once. */
  get current(): Grant | Refused {
    return this.#refused ?? this.#grant ?? hostFailed;
  }

  /** They are in: told of what changes from now on. */
  welcome(guest: Guest): void {
    if (!this.#isOver) this.#guest = guest;
  }

  /** They say anew who they are, by a newer token or another request: they are asked about by that from now on, and at once. */
  renew(said: Pick<Question, "token"> | Pick<Question, "request">): void {
    if (this.#isOver) return;
    this.#question = { ...this.#question, ...said };
    this.ask();
  }

  /** The request that they are asked about by. */
  get request(): Question["request"] {
    return this.#question.request;
  }

  /** They have gone. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#guest = undefined;
    this.#visits.forget(this);
  }

  /** Asks the host. What it answered before stands until it answers. */
  ask(): void {
    const number = ++this.#asked;
    try {
      const answer = this.#visits.ask(this.#question);
      if (!("then" in answer)) return this.#hear(number, answer);
      answer.then(
        (later) => this.#hear(number, later),
        (error: unknown) => this.#failed(number, error),
      );
    } catch (error) {
      this.#failed(number, error);
    }
  }

  /** Who is sure of nothing lets nobody stay. */
  #failed(number: number, error: unknown): void {
    if (this.#isOver) return;
    this.#visits.onError(error);
    this.#take(number, undefined, hostFailed);
  }

  #hear(number: number, answer: Grant | Refusal): void {
    if ("refused" in answer) return this.#take(number, undefined, refusalCodes[answer.refused]);
    this.#take(number, answer, this.#guest && changeBetween(this.#grant, answer));
  }

  /** An answer to a newer question stands, whenever it came. */
  #take(number: number, grant: Grant | undefined, refused: Refused | undefined): void {
    if (this.#isOver || number < this.#answered) return;
    this.#answered = number;
    this.#grant = grant;
    this.#refused = refused;
    this.#visits.endsAt(this, grant?.until);
    this.#first?.resolve();
    const guest = this.#guest;
    if (guest === undefined) return;
    if (refused === undefined) {
      if (grant !== undefined) guest.confirm?.(grant);
      return;
    }
    this.end();
    guest.dismiss(refused.code, refused.reason);
  }
}

const hostFailed: Refused = {
  code: CloseCode.storeFailed,
  reason: "the server cannot say what you may do now",
};

const roleChanged: Refused = {
  code: CloseCode.roleChanged,
  reason: "your role changed: come back with the new one",
};

/** Why somebody who was let in as this cannot stay as that; undefined where nothing changed. */
function changeBetween(before: Grant | undefined, now: Grant): Refused | undefined {
  const isSame = before?.role === now.role && before.person.id === now.person.id;
  return isSame ? undefined : roleChanged;
}
