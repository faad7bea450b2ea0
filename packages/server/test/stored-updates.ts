import type { DocumentId } from "@quire/protocol";
import type { Held } from "../src/materialise/materialise.ts";
import { decodeLogRecord } from "../src/store/log-record.ts";
import type { Store } from "../src/store/store.ts";

/** A document as the store has it: its snapshot, and the updates behind that in the log's order. */
export function heldBy(store: Store, id: string): Held {
  const { snapshot, records } = store.load(id as DocumentId);
  const tail = records.flatMap(({ bytes }) => decodeLogRecord(bytes).entries.map(({ update }) => update));
  return { snapshot, tail };
}
