import * as encoding from "lib0/encoding";
import { type Id, readTypedUpdate, type TypedUpdate } from "../gate/typed-update.ts";

/**
 * The same updates, with the letters that somebody typed one behind the other as one update: applying that costs what
 * applying one letter does. It is what Yjs itself makes of such letters once they are in a document (`Item.mergeWith`), and
 * stands where the first of them stood: what a letter builds on is its neighbours alone. (Letters as values of a map, which
 * Yjs never writes and the gate keeps out of documents, would be deleted as one.)
 */
export function joinTyped(updates: readonly Uint8Array[]): readonly Uint8Array[] {
  const runs = new Map<number, Run>();
  const joined: (Uint8Array | Run)[] = [];
  for (const update of updates) {
    const typed = readTypedUpdate(update);
    if (typed === undefined) {
      joined.push(update);
      continue;
    }
    const run = runs.get(typed.client);
    if (run === undefined || !run.add(update, typed)) {
      const begun = new Run(update, typed);
      runs.set(typed.client, begun);
      joined.push(begun);
    }
  }
  return joined.map((update) => (update instanceof Run ? update.encode() : update));
}

/** Letters of one client that stand behind each other, in its clock as in the text. */
class Run {
  readonly #first: Uint8Array;
  readonly #typed: TypedUpdate;
  /** What follows the first one's text. */
  readonly #more: number[] = [];
  #length: number;

  constructor(first: Uint8Array, typed: TypedUpdate) {
    this.#first = first;
    this.#typed = typed;
    this.#length = typed.length;
  }

  /** Adds what goes on where the run ends; false for anything else. */
  add(update: Uint8Array, { clock, origin, rightOrigin, length, textAt }: TypedUpdate): boolean {
    const { client, clock: start, rightOrigin: right } = this.#typed;
    const end = start + this.#length;
    if (clock !== end || !isSame(origin, { client, clock: end - 1 }) || !isSame(rightOrigin, right))
      return false;
    for (let at = textAt; at < textAt + length; at++) this.#more.push(update[at] ?? 0);
    this.#length += length;
    return true;
  }

  /** As one update. */
  encode(): Uint8Array {
    if (this.#more.length === 0) return this.#first;
    const { length, lengthAt, textAt } = this.#typed;
    const encoder = encoding.createEncoder();
    encoding.writeUint8Array(encoder, this.#first.subarray(0, lengthAt));
    encoding.writeVarUint(encoder, this.#length);
    encoding.writeUint8Array(encoder, this.#first.subarray(textAt, textAt + length));
    encoding.writeUint8Array(encoder, Uint8Array.from(this.#more));
    // Nothing is deleted.
    encoding.writeVarUint(encoder, 0);
    return encoding.toUint8Array(encoder);
  }
}

function isSame(one: Id | undefined, other: Id | undefined): boolean {
  return one?.client === other?.client && one?.clock === other?.clock;
}
