import * as Y from "yjs";
import type { DocIndex } from "./doc-index.ts";

/**
 * An update without the structs that are there already. It costs what its bytes cost: only the clocks of its own clients are
 * looked up, however many the document has.
 */
export function newsIn(update: Uint8Array, index: DocIndex): Uint8Array {
  const clients = Y.parseUpdateMeta(update).from.keys();
  const known = new Map([...clients].map((client) => [client, index.clock(client)]));
  return Y.diffUpdate(update, Y.encodeStateVector(known));
}
