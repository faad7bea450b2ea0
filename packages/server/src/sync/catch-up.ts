import { encodeMessage } from "@quire/protocol";
import * as Y from "yjs";
import type { IdRanges } from "../gate/id-ranges.ts";
import { encodeDeletes } from "../materialise/naming.ts";

/** A state of up to so many bytes is compared where it is: that takes less time than asking a worker. */
const smallState = 32 * 1024;

/** What is known of a document without decoding it. */
export interface Known {
  readonly clocks: ReadonlyMap<number, number>;
  /** The deletes that an update names, see `DocIndex`. */
  readonly named: IdRanges;
  /** The newest snapshot's state. */
  readonly state: Uint8Array | undefined;
  /** What came after it, as one update. */
  readonly merged: Uint8Array;
}

/**
 * The messages that bring a client with this state vector up to date; the last is the step 2 that it waits for. A client
 * with nothing gets the snapshot's bytes as they are stored. Undefined where all of a large snapshot must be read for it.
 */
export function catchUp(known: Known, stateVector: ReadonlyMap<number, number>): Uint8Array[] | undefined {
  const { state, merged } = known;
  if (stateVector.size === 0) {
    const step2 = encodeMessage({ type: "sync-step-2", update: merged });
    return state === undefined ? [step2] : [encodeMessage({ type: "update", update: state }), step2];
  }
  const encoded = Y.encodeStateVector(new Map(stateVector));
  if (state === undefined) return [step2With(Y.diffUpdate(merged, encoded))];
  if (isInTail(known, stateVector))
    return [step2With(Y.mergeUpdates([Y.diffUpdate(merged, encoded), encodeDeletes(known.named)]))];
  if (state.length > smallState) return undefined;
  // First what the client lacks of each: to merge all of it takes three times as long.
  return [step2With(Y.mergeUpdates([Y.diffUpdate(state, encoded), Y.diffUpdate(merged, encoded)]))];
}

/** The answer that a worker found. */
export function step2With(update: Uint8Array): Uint8Array {
  return encodeMessage({ type: "sync-step-2", update });
}

/** Whether all structs that the client lacks came after the snapshot. */
function isInTail({ clocks, merged }: Known, stateVector: ReadonlyMap<number, number>): boolean {
  const { from } = Y.parseUpdateMeta(merged);
  for (const [client, clock] of clocks) {
    const has = stateVector.get(client) ?? 0;
    if (has < clock && (from.get(client) ?? clock) > has) return false;
  }
  return true;
}
