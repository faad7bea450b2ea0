import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { LogEntry, LogRecord } from "./log-record.ts";

/** A record of the log with its number. */
export interface ArchivedRecord extends LogRecord {
  readonly seq: number;
}

/** The layout of the bytes below. */
const layout = 1;

/** Of deflate. Higher ones take twice the time to save a hundredth. */
const level = 3;

/**
 * A segment of the archive. After the layout, deflated and by columns, so that what is alike stands together: people, Yjs
 * clients; each record's number and time (as steps from the one before) and count; each entry's person and client (by their
 * place in those lists) and length; the updates.
 */
export function encodeSegment(records: readonly ArchivedRecord[]): Uint8Array {
  const entries = records.flatMap((record) => record.entries);
  const people = numbered(entries.map(({ personId }) => personId));
  const clients = numbered(entries.map(({ clientId }) => clientId));
  const encoder = encoding.createEncoder();
  writeColumn(encoder, [...people.keys()], encoding.writeVarString);
  writeColumn(encoder, [...clients.keys()], encoding.writeVarUint);
  writeColumn(encoder, steps(records.map(({ seq }) => seq)), encoding.writeVarInt);
  writeColumn(encoder, steps(records.map(({ time }) => time)), encoding.writeVarInt);
  for (const record of records) encoding.writeVarUint(encoder, record.entries.length);
  for (const { personId } of entries) encoding.writeVarUint(encoder, people.get(personId) ?? 0);
  for (const { clientId } of entries) encoding.writeVarUint(encoder, clients.get(clientId) ?? 0);
  for (const { update } of entries) encoding.writeVarUint(encoder, update.length);
  const columns = Buffer.concat([encoding.toUint8Array(encoder), ...entries.map(({ update }) => update)]);
  return Buffer.concat([Uint8Array.of(layout), deflateRawSync(columns, { level })]);
}

/** The records in a segment's bytes. Their updates are views of what is inflated. */
export function decodeSegment(bytes: Uint8Array): ArchivedRecord[] {
  if (bytes[0] !== layout)
    throw new Error(`a segment of the archive has the layout ${bytes[0]}, this version reads ${layout}`);
  const decoder = decoding.createDecoder(inflateRawSync(bytes.subarray(1)));
  const people = readColumn(decoder, decoding.readVarString);
  const clients = readColumn(decoder, decoding.readVarUint);
  const seqs = sums(readColumn(decoder, decoding.readVarInt));
  const times = sums(readColumn(decoder, decoding.readVarInt));
  const counts = seqs.map(() => decoding.readVarUint(decoder));
  const length = counts.reduce((sum, count) => sum + count, 0);
  const numbers = (): number[] => Array.from({ length }, () => decoding.readVarUint(decoder));
  const [personOf, clientOf, lengths] = [numbers(), numbers(), numbers()];
  const entries = lengths.map(
    (bytes, at): LogEntry => ({
      personId: people[personOf[at] ?? 0] ?? "",
      clientId: clients[clientOf[at] ?? 0] ?? 0,
      update: decoding.readUint8Array(decoder, bytes),
    }),
  );
  let from = 0;
  return seqs.map((seq, at) => {
    const to = from + (counts[at] ?? 0);
    const record = { seq, time: times[at] ?? 0, entries: entries.slice(from, to) };
    from = to;
    return record;
  });
}

/** Each value's place among those that differ. */
function numbered<Value>(values: readonly Value[]): Map<Value, number> {
  return new Map([...new Set(values)].map((value, at) => [value, at]));
}

function steps(values: readonly number[]): number[] {
  return values.map((value, at) => value - (values[at - 1] ?? 0));
}

function sums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

function writeColumn<Value>(
  encoder: encoding.Encoder,
  values: readonly Value[],
  write: (encoder: encoding.Encoder, value: Value) => void,
): void {
  encoding.writeVarUint(encoder, values.length);
  for (const value of values) write(encoder, value);
}

function readColumn<Value>(decoder: decoding.Decoder, read: (decoder: decoding.Decoder) => Value): Value[] {
  return Array.from({ length: decoding.readVarUint(decoder) }, () => read(decoder));
}
