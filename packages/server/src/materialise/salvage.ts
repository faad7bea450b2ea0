import * as Y from "yjs";
import { applyExactly, batchSize, type Held, isPending, materialise } from "./materialise.ts";

/** An update that is left out. */
export interface LeftOut {
  readonly update: Uint8Array;
  readonly error: string;
  /** Where in the tail it stands. */
  readonly at: number;
}

/** A copy of a document, and what of its log is not in it. */
export interface Salvaged {
  readonly ydoc: Y.Doc;
  readonly leftOut: readonly LeftOut[];
}

/** Like `materialise`, also where Yjs throws at an update: that one is left out, and what builds on it. */
export function salvage(held: Held): Salvaged {
  try {
    return { ydoc: materialise(held), leftOut: [] };
  } catch {
    return new Salvage(held.snapshot?.state).run(held.tail);
  }
}

/** Applies batch after batch to copies, since Yjs leaves half of an update behind where it throws. */
class Salvage {
  readonly #leftOut: LeftOut[] = [];
  #state: Uint8Array | undefined;

  constructor(state: Uint8Array | undefined) {
    this.#state = state;
  }

  run(tail: readonly Uint8Array[]): Salvaged {
    for (let from = 0; from < tail.length; from += batchSize) this.#take(tail, from);
    const ydoc = this.#with([]);
    const pending = takePending(ydoc);
    if (pending !== undefined)
      this.#leftOut.push({ update: pending, error: "it builds on what is not there", at: tail.length - 1 });
    return { ydoc, leftOut: this.#leftOut };
  }

  /** Takes the batch that begins at `from`, without its culprits. */
  #take(tail: readonly Uint8Array[], from: number): void {
    const end = Math.min(from + batchSize, tail.length);
    for (let start = from; start < end; ) {
      const culprit = this.#culprit(tail, start, end);
      this.#keep(tail.slice(start, culprit?.at ?? end));
      if (culprit === undefined) return;
      this.#leftOut.push(culprit);
      start = culprit.at + 1;
    }
  }

  /** The first update at which Yjs throws, found by halves. */
  #culprit(tail: readonly Uint8Array[], start: number, end: number): LeftOut | undefined {
    let error = this.#errorOf(tail.slice(start, end));
    if (error === undefined) return undefined;
    let [good, bad] = [start, end];
    while (bad - good > 1) {
      const middle = (good + bad) >>> 1;
      const found = this.#errorOf(tail.slice(start, middle));
      if (found === undefined) good = middle;
      else [bad, error] = [middle, found];
    }
    return { update: tail[good] ?? new Uint8Array(), error, at: good };
  }

  #errorOf(updates: readonly Uint8Array[]): string | undefined {
    try {
      this.#with(updates).destroy();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #keep(updates: readonly Uint8Array[]): void {
    const ydoc = this.#with(updates);
    // With what is pending: a later batch may bring what it waits for.
    this.#state = Y.encodeStateAsUpdate(ydoc);
    ydoc.destroy();
  }

  #with(updates: readonly Uint8Array[]): Y.Doc {
    const ydoc = new Y.Doc();
    applyExactly(ydoc, this.#state === undefined ? updates : [this.#state, ...updates]);
    return ydoc;
  }
}

/** Takes out of a copy what waits for something that is not there. */
function takePending(ydoc: Y.Doc): Uint8Array | undefined {
  if (!isPending(ydoc)) return undefined;
  const { store } = ydoc;
  const waiting = [store.pendingStructs?.update, store.pendingDs].filter((update) => update != null);
  store.pendingStructs = null;
  store.pendingDs = null;
  return Y.convertUpdateFormatV2ToV1(Y.mergeUpdatesV2(waiting));
}
