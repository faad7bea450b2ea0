import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { IdRanges } from "../gate/id-ranges.ts";

/** What Yjs has collected: each stood in an element that is deleted, so every Yjs that hears of that deletes it by itself. */
export function collectedIn({ store }: Y.Doc): IdRanges {
  const collected = new IdRanges();
  for (const structs of store.clients.values()) {
    for (const struct of structs)
      if (struct instanceof Y.GC) collected.add(struct.id.client, struct.id.clock, struct.length);
  }
  return collected;
}

/** The deletes as an update without structs, in the order in which Yjs writes them. */
export function encodeDeletes(deletes: IdRanges): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  const clients = [...deletes.clients()].sort(([a], [b]) => b - a);
  encoding.writeVarUint(encoder, clients.length);
  for (const [client, ranges] of clients) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const { start, end } of ranges) {
      encoding.writeVarUint(encoder, start);
      encoding.writeVarUint(encoder, end - start);
    }
  }
  return encoding.toUint8Array(encoder);
}

/**
 * A state that names so much as deleted and no more; `deletes` is all that is deleted in it, as Yjs wrote it at its end.
 * Whoever has what is not named deletes it by itself.
 */
export function naming(state: Uint8Array, deletes: IdRanges, named: IdRanges): Uint8Array {
  const end = deleteSetOf(deletes);
  const from = state.length - end.length;
  // Another Yjs may write it in another way: then all of it is named.
  if (Buffer.compare(state.subarray(from), end) !== 0) return state;
  return Buffer.concat([state.subarray(0, from), deleteSetOf(named)]);
}

/** The end of an update: its delete set. */
function deleteSetOf(deletes: IdRanges): Uint8Array {
  return encodeDeletes(deletes).subarray(1);
}
