import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { Effort } from "./effort.ts";

export type Struct = Y.Item | Y.GC | Y.Skip;

/** An update's structs and delete set, decoded but not applied. */
export interface DecodedUpdate {
  /** The structs of each client, in the order of their clocks. */
  readonly sections: ReadonlyMap<number, readonly Struct[]>;
  readonly deletes: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;
}

/** The bytes are no update of format V1, or make a claim that no honest client makes. */
export class MalformedUpdate extends Error {
  override readonly name = "MalformedUpdate";
}

/** Documents inside the document that one update may bring: six bytes make Yjs build a whole Y.Doc. */
const maxSubdocuments = 1_000;

const subdocumentRef = 9;

/**
 * Decodes an update without applying it. `Y.decodeUpdate` reads lazily, so a declared count costs nothing before its bytes
 * are there; `Y.applyUpdate` allocates by it. `effort` counts the structs and deletes. Throws `MalformedUpdate`.
 */
export function decodeUpdate(bytes: Uint8Array, effort = new Effort()): DecodedUpdate {
  const decoder = new CountingDecoder(bytes, effort);
  // Yjs makes the decoder itself and keeps it; a constructor that returns an object lets us have it too.
  const Decoder = function Decoder() {
    return decoder;
  } as unknown as typeof Y.UpdateDecoderV1;
  let decoded: ReturnType<typeof Y.decodeUpdateV2>;
  try {
    decoded = Y.decodeUpdateV2(bytes, Decoder);
  } catch (cause) {
    throw new MalformedUpdate(`the update of ${bytes.length} bytes does not decode`, { cause });
  }
  if (decoding.hasContent(decoder.restDecoder))
    throw new MalformedUpdate("bytes follow the update's delete set");
  for (const [client, ranges] of decoded.ds.clients) {
    // Yjs would keep an empty one behind the last clock for ever, as a delete that cannot be applied yet.
    if (ranges.some(({ len }) => len === 0))
      throw new MalformedUpdate(`the update deletes nothing of client ${client}`);
  }
  return { sections: sectionsOf(bytes, decoded.structs), deletes: decoded.ds.clients };
}

class CountingDecoder extends Y.UpdateDecoderV1 {
  readonly #effort: Effort;
  #subdocuments = 0;

  constructor(bytes: Uint8Array, effort: Effort) {
    super(decoding.createDecoder(bytes));
    this.#effort = effort;
  }

  override readDsLen(): number {
    this.#effort.steps++;
    return super.readDsLen();
  }

  override readInfo(): number {
    this.#effort.steps++;
    const info = super.readInfo();
    if ((info & 0x1f) === subdocumentRef && ++this.#subdocuments > maxSubdocuments) {
      throw new MalformedUpdate(`the update has more than ${maxSubdocuments} subdocuments`);
    }
    return info;
  }
}

/**
 * A client's structs come in one section, and higher clients first: of two sections Yjs keeps only the last, and
 * `mergeUpdates` loses, in silence, what comes in another order.
 */
function sectionsOf(bytes: Uint8Array, structs: readonly Struct[]): Map<number, Struct[]> {
  let before = Number.POSITIVE_INFINITY;
  const declared = decoding.readVarUint(decoding.createDecoder(bytes));
  const sections = new Map<number, Struct[]>();
  for (const struct of structs) {
    if (struct.length <= 0)
      throw new MalformedUpdate(`a struct of client ${struct.id.client} spans no clock`);
    const { client } = struct.id;
    const section = sections.get(client);
    if (section !== undefined) section.push(struct);
    else if (client < before) sections.set(client, [struct]);
    else throw new MalformedUpdate(`client ${client} comes after client ${before}: higher ones come first`);
    before = client;
  }
  if (sections.size !== declared) {
    throw new MalformedUpdate(`the update declares ${declared} clients and has structs of ${sections.size}`);
  }
  return sections;
}
