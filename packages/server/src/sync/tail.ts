import { mergeUpdates } from "../materialise/materialise.ts";
import { type NumberedRecord, packedLength, packInto, unpack } from "../materialise/packed.ts";
import { decodeLogRecord, type LogEntry } from "../store/log-record.ts";

/** Pieces grow with the tail, from what a few keystrokes need to what many take. */
const smallestPiece = 256;
const largestPiece = 64 * 1024;

interface Piece {
  readonly bytes: Buffer;
  used: number;
  updates: number;
}

/** What a tail held at a moment. */
export interface Mark {
  readonly log: readonly Uint8Array[];
  readonly pieces: number;
}

/**
 * The log's records after the snapshot, many behind each other in a piece: an array for each keystroke would take more than
 * the keystroke. A piece's bytes never change once they are written.
 */
export class Tail {
  readonly #pieces: Piece[] = [];
  #open: Piece | undefined;
  #updates = 0;
  #bytes = 0;
  /** The first so many updates as one: whoever comes next is told the same, and a little more. */
  #merged: { readonly update: Uint8Array; readonly count: number } | undefined;

  /** How many updates are in it. */
  get count(): number {
    return this.#updates;
  }

  /** What was logged, update by update, without the first so many. */
  entries(skipped = 0): LogEntry[] {
    let before = 0;
    const from = this.#pieces.findIndex((piece) => {
      if (before + piece.updates > skipped) return true;
      before += piece.updates;
      return false;
    });
    if (from === -1) return [];
    const records = [...unpack(this.log.slice(from))];
    return records.flatMap(({ bytes }) => decodeLogRecord(bytes).entries).slice(skipped - before);
  }

  /** All of it as one update. */
  get merged(): Uint8Array {
    const { update, count } = this.#merged ?? { update: undefined, count: 0 };
    const more = this.entries(count).map(({ update }) => update);
    const merged = mergeUpdates(update === undefined ? more : [update, ...more]);
    this.#merged = { update: merged, count: this.#updates };
    return merged;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** All of it, as a worker gets it. */
  get log(): Uint8Array[] {
    return this.#pieces.map(({ bytes, used }) => bytes.subarray(0, used));
  }

  /** Adds a record that brings so many updates. */
  add(record: NumberedRecord, updates: number): void {
    const length = packedLength(record);
    const piece = this.#pieceFor(length);
    packInto(piece.bytes, piece.used, record);
    piece.used += length;
    piece.updates += updates;
    this.#updates += updates;
    this.#bytes += length;
  }

  /** What is in it now; `drop` lets go of that and of nothing that comes later. */
  mark(): Mark {
    this.#open = undefined;
    return { log: this.log, pieces: this.#pieces.length };
  }

  drop({ pieces }: Mark): void {
    for (const { used, updates } of this.#pieces.splice(0, pieces)) {
      this.#bytes -= used;
      this.#updates -= updates;
    }
    this.#merged = undefined;
  }

  #pieceFor(length: number): Piece {
    const open = this.#open;
    if (open !== undefined && open.used + length <= open.bytes.length) return open;
    const size = Math.max(length, smallestPiece, Math.min(this.#bytes, largestPiece));
    const piece = { bytes: Buffer.allocUnsafeSlow(size), used: 0, updates: 0 };
    this.#pieces.push(piece);
    this.#open = piece;
    return piece;
  }
}
