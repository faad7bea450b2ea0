import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Implied, Knowledge } from "../gate/doc-index.ts";
import { IdRanges } from "../gate/id-ranges.ts";
import { NamedRanges } from "../gate/named-ranges.ts";

/** A document as it was after a record of its log, with what the index needs, so that loading decodes no text. */
export interface Snapshot extends Knowledge {
  /** The last record of the log that is in it. */
  readonly seq: number;
  /** The schema version that a page needs to show it. */
  readonly schema: number;
  /** The people whose client ids are known, see `ClientOwners`. */
  readonly owners: ReadonlyMap<number, string>;
  /** Of the deletes, those that the state does not name, see `DocIndex`. */
  readonly unnamed: IdRanges;
  /** The Yjs state, update format V1. */
  readonly state: Uint8Array;
}

/** The layout of the bytes below. Before it the index stood there as it is, with the state's length behind it; 1 had no owners. */
const layout = 3;

/**
 * A snapshot's bytes: layout, seq, schema, the index (clocks, owners, deletes, places, kinds, and the unnamed deletes if there are
 * any) deflated, the state, to the end.
 */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, layout);
  encoding.writeVarUint(encoder, snapshot.seq);
  encoding.writeVarUint(encoder, snapshot.schema);
  encoding.writeVarUint8Array(encoder, deflateRawSync(encodeIndex(snapshot, snapshot.unnamed)));
  encoding.writeUint8Array(encoder, snapshot.state);
  return encoding.toUint8Array(encoder);
}

/** The snapshot in the bytes. Its state is a copy. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const decoder = decoding.createDecoder(bytes);
  const found = decoding.readUint8(decoder);
  if (found < 1 || found > layout)
    throw new Error(`a snapshot has the layout ${found}, this version reads 1 to ${layout}`);
  const seq = decoding.readVarUint(decoder);
  const schema = decoding.readVarUint(decoder);
  if (found < layout) {
    const index = readIndex(decoder, found > 1);
    const state = decoding.readVarUint8Array(decoder).slice();
    return { seq, schema, ...index, unnamed: new IdRanges(), state };
  }
  const inflated = decoding.createDecoder(inflateRawSync(decoding.readVarUint8Array(decoder)));
  const state = decoding.readTailAsUint8Array(decoder).slice();
  const index = readIndex(inflated, true);
  const unnamed = decoding.hasContent(inflated) ? readRanges(inflated) : new IdRanges();
  return { seq, schema, ...index, unnamed, state };
}

/** The record of the log up to which a snapshot goes, from the beginning of its bytes. */
export function snapshotSeq(bytes: Uint8Array): number {
  const decoder = decoding.createDecoder(bytes);
  decoding.readUint8(decoder);
  return decoding.readVarUint(decoder);
}

/** How far a document got and what is deleted in it: what two who know it must agree on. */
export type Extent = Pick<Knowledge, "clocks" | "deletes">;

export function encodeExtent({ clocks, deletes }: Extent): Uint8Array {
  const encoder = encoding.createEncoder();
  writeClocks(encoder, { clocks, owners: new Map() });
  writeRanges(encoder, deletes);
  return encoding.toUint8Array(encoder);
}

export function decodeExtent(bytes: Uint8Array): Extent {
  const decoder = decoding.createDecoder(bytes);
  const { clocks } = readClocks(decoder, true);
  return { clocks, deletes: readRanges(decoder) };
}

export function encodeImplied({ deletes, unnamed }: Implied): Uint8Array {
  const encoder = encoding.createEncoder();
  writeRanges(encoder, deletes);
  writeRanges(encoder, unnamed);
  return encoding.toUint8Array(encoder);
}

export function decodeImplied(bytes: Uint8Array): Implied {
  const decoder = decoding.createDecoder(bytes);
  const deletes = readRanges(decoder);
  return { deletes, unnamed: readRanges(decoder) };
}

/** All that an index knows, or an update brings, for who judges elsewhere. */
export function encodeKnowledge(knowledge: Knowledge): Uint8Array {
  return encodeIndex({ ...knowledge, owners: new Map() });
}

export function decodeKnowledge(bytes: Uint8Array): Knowledge {
  const { clocks, deletes, places, kinds } = readIndex(decoding.createDecoder(bytes), true);
  return { clocks, deletes, places, kinds };
}

type Index = Knowledge & Pick<Snapshot, "owners">;

function encodeIndex({ clocks, owners, deletes, places, kinds }: Index, unnamed?: IdRanges): Uint8Array {
  const encoder = encoding.createEncoder();
  writeClocks(encoder, { clocks, owners });
  writeRanges(encoder, deletes);
  writeNamed(encoder, places);
  writeNamed(encoder, kinds);
  if (unnamed?.isEmpty === false) writeRanges(encoder, unnamed);
  return encoding.toUint8Array(encoder);
}

function readIndex(decoder: decoding.Decoder, hasOwners: boolean): Index {
  const { clocks, owners } = readClocks(decoder, hasOwners);
  const deletes = readRanges(decoder);
  const places = readNamed(decoder);
  return { clocks, owners, deletes, places, kinds: readNamed(decoder) };
}

/** The people, then client by client: id, clock, and which of the people it is, counted from 1; 0 where it is nobody's. */
function writeClocks(
  encoder: encoding.Encoder,
  { clocks, owners }: Pick<Snapshot, "clocks" | "owners">,
): void {
  const people = [...new Set(owners.values())];
  const numbers = new Map<string | undefined, number>(people.map((person, at) => [person, at + 1]));
  encoding.writeVarUint(encoder, people.length);
  for (const person of people) encoding.writeVarString(encoder, person);
  encoding.writeVarUint(encoder, clocks.size);
  for (const [client, clock] of clocks) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarUint(encoder, numbers.get(owners.get(client)) ?? 0);
  }
}

function readClocks(decoder: decoding.Decoder, hasOwners: boolean): Pick<Snapshot, "clocks" | "owners"> {
  const people: string[] = [];
  for (let count = hasOwners ? decoding.readVarUint(decoder) : 0; count > 0; count--)
    people.push(decoding.readVarString(decoder));
  const clocks = new Map<number, number>();
  const owners = new Map<number, string>();
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    const client = decoding.readVarUint(decoder);
    clocks.set(client, decoding.readVarUint(decoder));
    const owner = hasOwners ? people[decoding.readVarUint(decoder) - 1] : undefined;
    if (owner !== undefined) owners.set(client, owner);
  }
  return { clocks, owners };
}

/** The names, then client by client, each run by its distance from the one before it, its length and its name's number. */
function writeNamed(encoder: encoding.Encoder, named: NamedRanges): void {
  const clients = [...named.clients()];
  const names = [...new Set(clients.flatMap(([, runs]) => runs.map(({ name }) => name)))];
  const numbers = new Map(names.map((name, number) => [name, number]));
  encoding.writeVarUint(encoder, names.length);
  for (const name of names) encoding.writeVarString(encoder, name);
  encoding.writeVarUint(encoder, clients.length);
  for (const [client, runs] of clients) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, runs.length);
    let before = 0;
    for (const { name, start, end } of runs) {
      encoding.writeVarUint(encoder, start - before);
      encoding.writeVarUint(encoder, end - start);
      encoding.writeVarUint(encoder, numbers.get(name) ?? 0);
      before = end;
    }
  }
}

function readNamed(decoder: decoding.Decoder): NamedRanges {
  const names: string[] = [];
  for (let count = decoding.readVarUint(decoder); count > 0; count--)
    names.push(decoding.readVarString(decoder));
  const named = new NamedRanges();
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const client = decoding.readVarUint(decoder);
    let before = 0;
    for (let count = decoding.readVarUint(decoder); count > 0; count--) {
      const start = before + decoding.readVarUint(decoder);
      const length = decoding.readVarUint(decoder);
      const name = names[decoding.readVarUint(decoder)];
      if (name === undefined)
        throw new Error(`a snapshot names the ids of client ${client} by no name of its own`);
      named.add(name, client, start, length);
      before = start + length;
    }
  }
  return named;
}

/** Client by client, each run by its distance from the end of the one before it and its length. */
function writeRanges(encoder: encoding.Encoder, ranges: IdRanges): void {
  const clients = [...ranges.clients()];
  encoding.writeVarUint(encoder, clients.length);
  for (const [client, runs] of clients) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, runs.length);
    let before = 0;
    for (const { start, end } of runs) {
      encoding.writeVarUint(encoder, start - before);
      encoding.writeVarUint(encoder, end - start);
      before = end;
    }
  }
}

function readRanges(decoder: decoding.Decoder): IdRanges {
  const ranges = new IdRanges();
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const client = decoding.readVarUint(decoder);
    let end = 0;
    for (let count = decoding.readVarUint(decoder); count > 0; count--) {
      const start = end + decoding.readVarUint(decoder);
      const length = decoding.readVarUint(decoder);
      ranges.add(client, start, length);
      end = start + length;
    }
  }
  return ranges;
}
