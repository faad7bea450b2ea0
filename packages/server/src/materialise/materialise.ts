import * as Y from "yjs";
import { IdRanges } from "../gate/id-ranges.ts";
import type { Snapshot } from "../store/snapshot.ts";
import { surveyStructure } from "./survey.ts";

/** A document's Yjs state as the room holds it: never applied, only kept. */
export interface Held {
  readonly snapshot: Pick<Snapshot, "state"> | undefined;
  readonly tail: readonly Uint8Array[];
}

/**
 * The one way from bytes to a Y.Doc: a copy, which the caller may edit and must destroy. It says exactly what is held.
 * Throws where part of it does not join on to the rest, which the gate never lets in.
 */
export function materialise(held: Held): Y.Doc {
  const ydoc = new Y.Doc();
  // One transaction: Yjs walks every client of a document at the end of each.
  ydoc.transact((transaction) => {
    if (held.snapshot !== undefined) Y.applyUpdate(ydoc, held.snapshot.state);
    for (const update of held.tail) Y.applyUpdate(ydoc, update);
    // After a remote transaction Yjs deletes formats that it finds redundant. A copy that did so would know of deletes
    // that nobody else has heard of.
    transaction.local = true;
  });
  const { pendingStructs, pendingDs } = ydoc.store;
  if (pendingStructs !== null || pendingDs !== null) {
    ydoc.destroy();
    throw new Error("the document's log has a hole: an update in it builds on one that is not there");
  }
  return ydoc;
}

/**
 * The snapshot of a document that has everything up to `seq`; `schema` is the version that a page needs to show it. Whose its
 * client ids are is not in a Y.Doc.
 */
export function takeSnapshot(ydoc: Y.Doc, { seq, schema }: Pick<Snapshot, "seq" | "schema">): Snapshot {
  const { sv, ds } = Y.snapshot(ydoc);
  const deletes = new IdRanges();
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) deletes.add(client, clock, len);
  }
  return {
    seq,
    schema,
    owners: new Map(),
    state: Y.encodeStateAsUpdate(ydoc),
    clocks: sv,
    deletes,
    ...surveyStructure(ydoc),
  };
}

/** Updates merged at once: `mergeUpdates` is quadratic in their number, so many are merged as a tree. */
const mergedAtOnce = 64;

/** One update with all of these in it; the empty one for none. */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  let level = updates;
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
