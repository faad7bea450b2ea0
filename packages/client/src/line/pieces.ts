import type { Message } from "@quire/protocol";
import * as Y from "yjs";
import { standsOn } from "./causal-order.ts";
import { type CutUpdate, cutUpdate, type Piece } from "./cut-update.ts";

/** A message that brings what somebody wrote. */
export type Written = Extract<Message, { readonly type: "update" | "sync-step-2" }>;

/** How much of what was too long for one message is on the server's disk, in bytes. Replaced when it changes. */
export interface Progress {
  readonly saved: number;
  readonly total: number;
}

/** What pieces need of their line. */
export interface PieceLine {
  /** Sends a message, as the last of `ends` that were given to be sent. Answers with its number, counted from 1. */
  leave(message: Written, ends: number): number;
  /** How many messages are called saved. */
  saved(): number;
  /** The progress is another one. */
  changed(): void;
}

/** Bytes that may be on their way: as many as leave in some seconds, found out by when they are called saved. */
const [leastBytes, firstBytes, mostBytes] = [32 * 1024, 64 * 1024, 1024 * 1024];
const [quickMs, slowMs] = [2_000, 6_000];

/** For so long it is waited for a server that has called nothing saved yet. */
const patienceMs = 3_000;

interface OnWay {
  readonly number: number;
  readonly bytes: number;
}

interface Waiting {
  readonly type: Written["type"];
  /** Whose structs it brings: what stands on one of theirs has to wait too. */
  readonly clients: ReadonlySet<number>;
  readonly pieces: Iterator<Piece, undefined>;
}

/**
 * Sends what is too long for one message in pieces, the next when the one before is saved: what somebody does meanwhile is
 * not behind all of it. An update that stands on nothing that waits does not wait either; any other leaves in its turn.
 */
export class Pieces {
  readonly #line: PieceLine;
  readonly #waiting: Waiting[] = [];
  /** Of the first that waits. */
  #next: Piece | undefined;
  readonly #onWay: OnWay[] = [];
  #bytesOnWay = 0;
  #mayBeOnWay = firstBytes;
  #since = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #savedBytes = 0;
  #totalBytes = 0;
  #progress: Progress | undefined;
  #isStopped = false;

  constructor(line: PieceLine) {
    this.#line = line;
  }

  /** Undefined while nothing waits and nothing is on its way. */
  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** Sends a message, now or in its turn. `question` is the step 1 that it answers: what the server has. */
  add(message: Written, question?: Uint8Array): void {
    if (this.#isStopped) return;
    const { type, update } = message;
    const isShort = update.length <= leastBytes;
    // What everybody has said by now stands with a step 2, so nothing of it may come later.
    if (isShort && (this.#waiting.length === 0 || (type === "update" && this.#isApart(update)))) {
      this.#line.leave(message, 1);
      return;
    }
    const known = question && Y.decodeStateVector(question);
    const cut = isShort ? whole(update) : cutUpdate(update, () => this.#mayBeOnWay, known);
    this.#waiting.push({ type, ...cut });
    this.#totalBytes += update.length;
    if (this.#waiting.length === 1) this.#next = this.#first?.pieces.next().value;
    this.#go();
  }

  /** More is called saved. */
  acknowledged(): void {
    const saved = this.#line.saved();
    let bytes = 0;
    for (let first = this.#onWay[0]; first !== undefined && first.number <= saved; first = this.#onWay[0]) {
      bytes += first.bytes;
      this.#onWay.shift();
    }
    if (bytes === 0) return;
    this.#savedBytes += bytes;
    this.#bytesOnWay -= bytes;
    if (this.#bytesOnWay === 0) this.#fit(performance.now() - this.#since);
    this.#go();
  }

  /** The line has ended: nothing leaves any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#patience);
  }

  get #first(): Waiting | undefined {
    return this.#waiting[0];
  }

  #go(): void {
    for (let first = this.#first; first !== undefined; first = this.#first) {
      const piece = this.#next;
      const bytes = piece?.update.length ?? 0;
      // Only what is short leaves together.
      const most = bytes > leastBytes ? bytes : this.#mayBeOnWay;
      if (piece === undefined || (this.#bytesOnWay > 0 && this.#bytesOnWay + bytes > most)) break;
      this.#leave(first, piece);
    }
    const isDone = this.#waiting.length === 0 && this.#bytesOnWay === 0;
    if (isDone) this.#savedBytes = this.#totalBytes = 0;
    const [saved, total] = [Math.min(this.#savedBytes, this.#totalBytes), this.#totalBytes];
    this.#progress = isDone ? undefined : { saved, total };
    this.#line.changed();
  }

  #leave(first: Waiting, { update, isFollowed }: Piece): void {
    const { value: following } = first.pieces.next();
    const isLast = following === undefined;
    // A step 2 says that all which its sender has written is there: that is so with the last of the pieces that bring some.
    const type = isFollowed ? "update" : first.type;
    const number = this.#line.leave({ type, update }, isLast ? 1 : 0);
    if (isLast) this.#waiting.shift();
    this.#next = isLast ? this.#first?.pieces.next().value : following;
    if (this.#bytesOnWay === 0) this.#since = performance.now();
    this.#onWay.push({ number, bytes: update.length });
    this.#bytesOnWay += update.length;
    clearTimeout(this.#patience);
    if (this.#line.saved() === 0) this.#patience = setTimeout(() => this.#loseHope(), patienceMs);
  }

  /** Whoever calls nothing saved is sent the next piece all the same. */
  #loseHope(): void {
    if (this.#line.saved() > 0) return;
    this.#onWay.length = 0;
    this.#bytesOnWay = 0;
    this.#go();
  }

  /** Fits what may be on its way to how long it took until all of it was saved. */
  #fit(tookMs: number): void {
    if (tookMs < quickMs) this.#mayBeOnWay = Math.min(mostBytes, this.#mayBeOnWay * 2);
    else if (tookMs > slowMs) this.#mayBeOnWay = Math.max(leastBytes, this.#mayBeOnWay / 2);
  }

  /** Whether the update stands on nothing that waits. */
  #isApart(update: Uint8Array): boolean {
    const { structs, ds } = Y.decodeUpdate(update);
    const ids = structs.flatMap((struct) => [struct.id, ...standsOn(struct)]);
    const named = [...ds.clients.keys(), ...ids.map(({ client }) => client)];
    return !named.some((client) => this.#waiting.some(({ clients }) => clients.has(client)));
  }
}

/** A short update: one piece. */
function whole(update: Uint8Array): CutUpdate {
  const clients = new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client));
  return { clients, pieces: [{ update, isFollowed: false }].values() };
}
