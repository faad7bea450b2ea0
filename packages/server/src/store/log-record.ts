import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** One update of a turn: who sent it, the Yjs client that they wrote it with (0 if nobody can tell), its bytes as received. */
export interface LogEntry {
  readonly personId: string;
  readonly clientId: number;
  readonly update: Uint8Array;
}

/** What one turn brought to one document. Time is in milliseconds since 1970. */
export interface LogRecord {
  readonly time: number;
  readonly entries: readonly LogEntry[];
}

/** The layout of the bytes below; a record says which one it has. */
const layout = 1;

/** A record's bytes: layout, time, count, then person, client id and update of each. */
export function encodeLogRecord(record: LogRecord): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, layout);
  encoding.writeVarUint(encoder, record.time);
  encoding.writeVarUint(encoder, record.entries.length);
  for (const { personId, clientId, update } of record.entries) {
    encoding.writeVarString(encoder, personId);
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint8Array(encoder, update);
  }
  return encoding.toUint8Array(encoder);
}

/** The record in the bytes. Its updates are views of them. */
export function decodeLogRecord(bytes: Uint8Array): LogRecord {
  const decoder = decoding.createDecoder(bytes);
  const found = decoding.readUint8(decoder);
  if (found !== layout) throw new Error(`a log record has the layout ${found}, this version reads ${layout}`);
  const time = decoding.readVarUint(decoder);
  const count = decoding.readVarUint(decoder);
  const entries: LogEntry[] = [];
  for (let index = 0; index < count; index++) {
    const personId = decoding.readVarString(decoder);
    const clientId = decoding.readVarUint(decoder);
    entries.push({ personId, clientId, update: decoding.readVarUint8Array(decoder) });
  }
  return { time, entries };
}
