import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { MalformedMessage } from "./message.ts";

/** What one client says of itself: JSON text, `"null"` when it is gone. A higher clock replaces a lower one. */
export interface AwarenessEntry {
  readonly clientId: number;
  readonly clock: number;
  readonly state: string;
}

/** The smallest entry: a one-byte id, a one-byte clock and an empty string. Bounds a declared count by bytes really there. */
const minEntryBytes = 3;

/** The entries of an awareness update (the payload of an `awareness` message). Throws `MalformedMessage`. */
export function decodeAwareness(update: Uint8Array): AwarenessEntry[] {
  const decoder = decoding.createDecoder(update);
  const entries: AwarenessEntry[] = [];
  try {
    const count = decoding.readVarUint(decoder);
    if (count * minEntryBytes > update.length)
      throw new MalformedMessage(`${count} awareness entries in ${update.length} bytes`);
    for (let index = 0; index < count; index++) {
      const clientId = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      entries.push({ clientId, clock, state: decoding.readVarString(decoder) });
    }
  } catch (cause) {
    if (cause instanceof MalformedMessage) throw cause;
    throw new MalformedMessage("the awareness update ends too early", { cause });
  }
  if (decoding.hasContent(decoder)) throw new MalformedMessage("bytes follow the awareness entries");
  return entries;
}

/** The awareness update that says these entries. */
export function encodeAwareness(entries: readonly AwarenessEntry[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
  }
  return encoding.toUint8Array(encoder);
}
