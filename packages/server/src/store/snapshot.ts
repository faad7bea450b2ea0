import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { IdRanges } from "../gate/id-ranges.ts";

/** A document as it was after a record of its log, with what the index needs, so that loading decodes no text. */
export interface Snapshot {
  /** The last record of the log that is in it. */
  readonly seq: number;
  /** The Yjs state, update format V1. */
  readonly state: Uint8Array;
  /** The first clock of each client that it does not have. */
  readonly clocks: ReadonlyMap<number, number>;
  readonly deletes: IdRanges;
  readonly title: IdRanges;
}

const layout = 1;

/** A snapshot's bytes: layout, seq, clocks, deletes, title, state. */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, layout);
  encoding.writeVarUint(encoder, snapshot.seq);
  encoding.writeVarUint(encoder, snapshot.clocks.size);
  for (const [client, clock] of snapshot.clocks) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
  }
  writeRanges(encoder, snapshot.deletes);
  writeRanges(encoder, snapshot.title);
  encoding.writeVarUint8Array(encoder, snapshot.state);
  return encoding.toUint8Array(encoder);
}

/** The snapshot in the bytes. Its state is a copy. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const decoder = decoding.createDecoder(bytes);
  const found = decoding.readUint8(decoder);
  if (found !== layout) throw new Error(`a snapshot has the layout ${found}, this version reads ${layout}`);
  const seq = decoding.readVarUint(decoder);
  const clocks = new Map<number, number>();
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    const client = decoding.readVarUint(decoder);
    clocks.set(client, decoding.readVarUint(decoder));
  }
  const deletes = readRanges(decoder);
  const title = readRanges(decoder);
  return { seq, clocks, deletes, title, state: decoding.readVarUint8Array(decoder).slice() };
}

function writeRanges(encoder: encoding.Encoder, ranges: IdRanges): void {
  const runs = [...ranges.runs()];
  encoding.writeVarUint(encoder, runs.length);
  for (const { client, start, length } of runs) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, start);
    encoding.writeVarUint(encoder, length);
  }
}

function readRanges(decoder: decoding.Decoder): IdRanges {
  const ranges = new IdRanges();
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    const client = decoding.readVarUint(decoder);
    const start = decoding.readVarUint(decoder);
    ranges.add(client, start, decoding.readVarUint(decoder));
  }
  return ranges;
}
