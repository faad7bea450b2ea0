import { encodeMessage } from "@quire/protocol";
import * as Y from "yjs";
import { type Held, mergeUpdates } from "../materialise/materialise.ts";

/**
 * The frames that bring a client with this state vector up to date; the last is the step 2 that it waits for. A client
 * with nothing gets the snapshot's bytes as they are stored.
 */
export function catchUp(held: Held, stateVector: ReadonlyMap<number, number>): Uint8Array[] {
  const { snapshot, tail } = held;
  if (stateVector.size === 0) {
    const step2 = encodeMessage({ type: "sync-step-2", update: mergeUpdates(tail) });
    return snapshot === undefined
      ? [step2]
      : [encodeMessage({ type: "update", update: snapshot.state }), step2];
  }
  const all = mergeUpdates(snapshot === undefined ? tail : [snapshot.state, ...tail]);
  const update = Y.diffUpdate(all, Y.encodeStateVector(new Map(stateVector)));
  return [encodeMessage({ type: "sync-step-2", update })];
}
