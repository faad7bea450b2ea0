import * as decoding from "lib0/decoding";
import * as Y from "yjs";

/** An update's structs and delete set, decoded but not applied. */
export interface DecodedUpdate {
  readonly structs: readonly (Y.Item | Y.GC | Y.Skip)[];
  readonly deletes: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;
}

/** The bytes are no update of format V1, or make a claim that no honest client makes. */
export class MalformedUpdate extends Error {
  override readonly name = "MalformedUpdate";
}

/**
 * Decodes an update without applying it. `Y.decodeUpdate` reads lazily, so a declared count costs nothing before its bytes
 * are there; `Y.applyUpdate` allocates by it. Throws `MalformedUpdate`.
 */
export function decodeUpdate(bytes: Uint8Array): DecodedUpdate {
  let rest: decoding.Decoder | undefined;
  class Decoder extends Y.UpdateDecoderV1 {
    constructor(decoder: decoding.Decoder) {
      super(decoder);
      rest = decoder;
    }
  }
  let decoded: ReturnType<typeof Y.decodeUpdateV2>;
  try {
    decoded = Y.decodeUpdateV2(bytes, Decoder);
  } catch (cause) {
    throw new MalformedUpdate(`the update of ${bytes.length} bytes does not decode`, { cause });
  }
  if (rest === undefined || decoding.hasContent(rest))
    throw new MalformedUpdate("bytes follow the update's delete set");
  checkSections(bytes, decoded.structs);
  return { structs: decoded.structs, deletes: decoded.ds.clients };
}

/** A client's structs come in one section: Yjs keeps only the last of two, so the first would be lost in silence. */
function checkSections(bytes: Uint8Array, structs: readonly (Y.Item | Y.GC | Y.Skip)[]): void {
  const declared = decoding.readVarUint(decoding.createDecoder(bytes));
  const clients = new Set<number>();
  for (const struct of structs) clients.add(struct.id.client);
  if (clients.size !== declared) {
    throw new MalformedUpdate(`the update declares ${declared} clients and has structs of ${clients.size}`);
  }
}
