/** A record of a log with its number. */
export interface NumberedRecord {
  readonly seq: number;
  /** The record as the store keeps it. */
  readonly bytes: Uint8Array;
}

/** A document's state and the log after it, as a worker gets them: bytes that nobody decodes on the way. */
export interface Packed {
  /** The newest snapshot's state, undefined where there is none. */
  readonly state: Uint8Array | undefined;
  /** The records after it, many in each piece. */
  readonly log: readonly Uint8Array[];
}

/** A record's number and length stand before it. */
const seqBytes = 6;
const headBytes = seqBytes + 4;

/** How many bytes a record takes when it is packed. */
export function packedLength({ bytes }: NumberedRecord): number {
  return headBytes + bytes.length;
}

/** Writes a record into a piece. */
export function packInto(piece: Buffer, at: number, { seq, bytes }: NumberedRecord): void {
  piece.writeUIntBE(seq, at, seqBytes);
  piece.writeUInt32BE(bytes.length, at + seqBytes);
  piece.set(bytes, at + headBytes);
}

/** What is stored, as a worker gets it. */
export function packedOf(stored: {
  readonly snapshot: { readonly state: Uint8Array } | undefined;
  readonly records: readonly NumberedRecord[];
}): Packed {
  return { state: stored.snapshot?.state, log: [pack(stored.records)] };
}

/** The records as one piece. */
function pack(records: readonly NumberedRecord[]): Uint8Array {
  const piece = Buffer.allocUnsafeSlow(records.reduce((length, record) => length + packedLength(record), 0));
  let at = 0;
  for (const record of records) {
    packInto(piece, at, record);
    at += packedLength(record);
  }
  return piece;
}

/** The records in the pieces, in order. Their bytes are views. */
export function* unpack(pieces: readonly Uint8Array[]): Iterable<NumberedRecord> {
  for (const { buffer, byteOffset, length } of pieces) {
    const piece = Buffer.from(buffer, byteOffset, length);
    for (let at = 0; at < length; ) {
      const start = at + headBytes;
      const end = start + piece.readUInt32BE(at + seqBytes);
      yield { seq: piece.readUIntBE(at, seqBytes), bytes: piece.subarray(start, end) };
      at = end;
    }
  }
}
