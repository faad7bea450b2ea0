import * as Y from "yjs";
import { IdRanges } from "../gate/id-ranges.ts";
import { NamedRanges } from "../gate/named-ranges.ts";
import type { Snapshot } from "../store/snapshot.ts";
import { surveyStructure } from "./survey.ts";
import { joinTyped } from "./typed-runs.ts";

/** A document's Yjs state as it is kept: never applied on the main thread. */
export interface Held {
  readonly snapshot: { readonly state: Uint8Array } | undefined;
  readonly tail: readonly Uint8Array[];
}

/** Updates applied in one transaction: Yjs walks every client of a document at the end of each. */
export const batchSize = 256;

/**
 * The one way from bytes to a Y.Doc: a copy, which the caller may edit and must destroy. It says exactly what is held.
 * Throws where part of it does not join on to the rest, which the gate never lets in.
 */
export function materialise(held: Held): Y.Doc {
  const ydoc = new Y.Doc();
  if (held.snapshot !== undefined) applyExactly(ydoc, [held.snapshot.state]);
  applyTail(ydoc, held.tail);
  if (isPending(ydoc)) {
    ydoc.destroy();
    throw new Error("the document's log has a hole: an update in it builds on one that is not there");
  }
  return ydoc;
}

/** Applies what was logged. */
export function applyTail(ydoc: Y.Doc, tail: readonly Uint8Array[]): void {
  const updates = joinTyped(tail);
  for (let from = 0; from < updates.length; from += batchSize)
    applyExactly(ydoc, updates.slice(from, from + batchSize));
}

/** Applies the updates in one transaction, and nothing else: no more is deleted by it than they say. */
export function applyExactly(ydoc: Y.Doc, updates: readonly Uint8Array[]): void {
  ydoc.transact((transaction) => {
    for (const update of updates) Y.applyUpdate(ydoc, update);
    // After a remote transaction Yjs deletes formats that it finds redundant. A copy that did so would know of deletes
    // that nobody else has heard of.
    transaction.local = true;
  });
}

/** Whether part of what was applied waits for something that is not there. */
export function isPending({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null;
}

/** Updates merged at once: `mergeUpdates` is quadratic in their number, so many are merged as a tree. */
const mergedAtOnce = 64;

/** One update with all of these in it; the empty one for none. */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  let level = joinTyped(updates);
  while (level.length > 1) {
    const merged: Uint8Array[] = [];
    for (let from = 0; from < level.length; from += mergedAtOnce) {
      merged.push(Y.mergeUpdates(level.slice(from, from + mergedAtOnce)));
    }
    level = merged;
  }
  return level[0] ?? emptyUpdate;
}

/** No structs, no deletes. */
const emptyUpdate: Uint8Array = Uint8Array.of(0, 0);

/**
 * The snapshot of a document that has everything up to `seq`; `schema` is the version that a page needs to show it. Whose its
 * client ids are is not in a Y.Doc.
 */
export function takeSnapshot(
  ydoc: Y.Doc,
  { seq, schema, isGated = true }: Pick<Snapshot, "seq" | "schema"> & { readonly isGated?: boolean },
): Snapshot {
  const { sv, ds } = Y.snapshot(ydoc);
  const deletes = new IdRanges();
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) deletes.add(client, clock, len);
  }
  const ground = isGated ? surveyStructure(ydoc) : { places: new NamedRanges(), kinds: new NamedRanges() };
  const state = Y.encodeStateAsUpdate(ydoc);
  return { seq, schema, owners: new Map(), state, clocks: sv, deletes, unnamed: new IdRanges(), ...ground };
}
