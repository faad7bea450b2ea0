import * as Y from "yjs";
import { type Packed, packedOf } from "../src/materialise/packed.ts";
import { encodeLogRecord } from "../src/store/log-record.ts";

/** A document with this title, as a worker gets it. */
export function readPacked(title: string): Packed {
  const ydoc = new Y.Doc();
  ydoc.getText("title").insert(0, title);
  return packUpdates([Y.encodeStateAsUpdate(ydoc)]);
}

/** A log with these updates, a record each, as a worker gets it. */
function packUpdates(updates: readonly Uint8Array[], state?: Uint8Array): Packed {
  const records = updates.map((update, at) => ({
    seq: at + 1,
    bytes: encodeLogRecord({ time: at, entries: [{ personId: "ann", clientId: 1, update }] }),
  }));
  return packedOf({ snapshot: state && { state }, records });
}
