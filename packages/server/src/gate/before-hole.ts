import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { arrange } from "./arrange.ts";
import type { DocIndex } from "./doc-index.ts";
import { type DecodedUpdate, decodeUpdate } from "./update.ts";

/**
 * Of an update that has a hole, the part that stands on what is there: a client that lost something of somebody else's
 * still brings its own. Undefined where there is none. Throws `MalformedUpdate`.
 */
export function beforeHole(bytes: Uint8Array, index: DocIndex): Uint8Array | undefined {
  const update = decodeUpdate(bytes, index.effort);
  const arranged = arrange(update.sections, index, { pastHoles: true });
  if (arranged.type !== "arranged") return undefined;
  const { structs, clocks } = arranged;
  const deletes = reachedDeletes(update, (client) => clocks.get(client) ?? index.clock(client));
  if (structs.length === 0 && deletes.size === 0) return undefined;
  return encodeUpdate(sectionsOf(structs), deletes);
}

type Ranges = readonly { readonly clock: number; readonly len: number }[];

/** What the update deletes of that which is there. */
function reachedDeletes(update: DecodedUpdate, reached: (client: number) => number): Map<number, Ranges> {
  const deletes = new Map<number, Ranges>();
  for (const [client, ranges] of update.deletes) {
    const end = reached(client);
    const kept = ranges
      .map(({ clock, len }) => ({ clock, len: Math.min(len, end - clock) }))
      .filter(({ len }) => len > 0);
    if (kept.length > 0) deletes.set(client, kept);
  }
  return deletes;
}

/** Client by client, in the order of their clocks, which is the order in which they were arranged. */
function sectionsOf(structs: readonly (Y.Item | Y.GC)[]): [client: number, structs: (Y.Item | Y.GC)[]][] {
  const sections = new Map<number, (Y.Item | Y.GC)[]>();
  for (const struct of structs) {
    const section = sections.get(struct.id.client);
    if (section === undefined) sections.set(struct.id.client, [struct]);
    else section.push(struct);
  }
  // Yjs writes higher clients first.
  return [...sections].sort(([a], [b]) => b - a);
}

function encodeUpdate(
  sections: readonly [client: number, structs: readonly (Y.Item | Y.GC)[]][],
  deletes: ReadonlyMap<number, Ranges>,
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  encoding.writeVarUint(restEncoder, sections.length);
  for (const [client, structs] of sections) {
    encoding.writeVarUint(restEncoder, structs.length);
    encoding.writeVarUint(restEncoder, client);
    encoding.writeVarUint(restEncoder, structs[0]?.id.clock ?? 0);
    for (const struct of structs) struct.write(encoder, 0);
  }
  encoding.writeVarUint(restEncoder, deletes.size);
  for (const [client, ranges] of deletes) {
    encoding.writeVarUint(restEncoder, client);
    encoding.writeVarUint(restEncoder, ranges.length);
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(restEncoder, clock);
      encoding.writeVarUint(restEncoder, len);
    }
  }
  return encoder.toUint8Array();
}
