import type { DocumentId } from "@quire/protocol";
import type { Write } from "./commits.ts";
import type { Environment } from "./environment.ts";

/** What a fold puts in the place of a log. */
export interface Fold {
  /** How far the snapshot went that it was made from; 0 where there was none. */
  readonly from: number;
  /** The new snapshot, encoded. */
  readonly snapshot: Uint8Array;
  /** The records of the log that are in it. */
  readonly folded: readonly number[];
  /** What the archive gets, in order; the first may stand in the place of the one that `openSegment` gave. */
  readonly segments: readonly ArchiveSegment[];
  readonly quarantined: readonly Culprit[];
}

/** Encoded records of the log; `first` is the number of the first. */
export interface ArchiveSegment {
  readonly first: number;
  readonly bytes: Uint8Array;
}

/** An update that Yjs could not apply, or that builds on one. */
export interface Culprit {
  /** The record of the log that brought it. */
  readonly seq: number;
  readonly update: Uint8Array;
  readonly error: string;
}

/** A segment of more bytes takes no more records. It is written again at each fold, so it must not be long. */
const openSegmentBytes = 16 * 1024;

/** All that a fold writes, for one transaction. */
export function foldWrites(environment: Environment, id: DocumentId, fold: Fold): Write[] {
  const { log, snapshots, archive, quarantine } = environment;
  return [
    ...fold.folded.map((seq): Write => ({ database: log, key: [id, seq], value: undefined })),
    ...fold.segments.map(
      ({ first, bytes }): Write => ({ database: archive, key: [id, first], value: bytes }),
    ),
    ...fold.quarantined.map(
      ({ seq, error, update }, at): Write => ({
        database: quarantine,
        key: [id, seq, at],
        value: { error, update: Buffer.from(update).toString("base64") },
      }),
    ),
    { database: snapshots, key: id, value: fold.snapshot },
  ];
}

/** The newest segment of the document's archive, undefined where it takes no more. */
export function newestSegment({ archive }: Environment, id: DocumentId): Uint8Array | undefined {
  const range = { start: [id, Number.MAX_SAFE_INTEGER], end: [id, 0], reverse: true, limit: 1 };
  for (const { value } of archive.getRange(range)) {
    if (value.length <= openSegmentBytes) return value;
  }
  return undefined;
}
