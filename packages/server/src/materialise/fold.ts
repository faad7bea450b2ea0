import * as Y from "yjs";
import type { IdRanges } from "../gate/id-ranges.ts";
import type { ArchiveSegment, Culprit } from "../store/fold-writes.ts";
import { decodeLogRecord } from "../store/log-record.ts";
import { type ArchivedRecord, decodeSegment, encodeSegment } from "../store/segment.ts";
import {
  decodeExtent,
  type Extent,
  encodeImplied,
  encodeSnapshot,
  type Snapshot,
} from "../store/snapshot.ts";
import { takeSnapshot } from "./materialise.ts";
import { collectedIn, naming } from "./naming.ts";
import { type Packed, unpack } from "./packed.ts";
import { salvage } from "./salvage.ts";
import { tidied } from "./tidied.ts";

/** A log to be folded, and what the room knows of it. */
export interface FoldJob extends Packed {
  /** Whether the document keeps to Quire's schema. */
  readonly isGated: boolean;
  /** The schema version that a page needs to show it. */
  readonly schema: number;
  /** Whose client ids are. */
  readonly owners: ReadonlyMap<number, string>;
  /** The room's clocks, and the deletes that were named to it, to be compared. */
  readonly extent: Uint8Array;
  /** The archive's newest segment, if it takes more records. */
  readonly segment: Uint8Array | undefined;
}

/** A folded log. */
export interface Folded {
  /** The new snapshot, encoded, and how much of its end is the state. */
  readonly snapshot: Uint8Array;
  readonly stateBytes: number;
  /** The records that are in it. */
  readonly folded: readonly number[];
  readonly segments: readonly ArchiveSegment[];
  readonly quarantined: readonly Culprit[];
  /** What Yjs deleted by itself, for the room's index: what was typed into a deleted block, say. */
  readonly implied: Uint8Array | undefined;
  /** Whether the room's index says something else than the document. */
  readonly isDrift: boolean;
  /** Deletes that Yjs makes when it tidies formats, for everybody to hear. */
  readonly tidied: Uint8Array | undefined;
}

/** Updates from which on a segment is full, so that a reader of the history need not inflate all of it. */
const segmentUpdates = 4_096;

/** As many as this compress well by themselves: the archive's open segment need not be written again with them. */
const ownSegmentUpdates = 1_000;

/** Folds a log into a snapshot. Never throws for what is in the log: what Yjs cannot apply is left out, and told. */
export function fold(job: FoldJob): Folded {
  const records = [...unpack(job.log)].map(({ seq, bytes }) => ({ seq, ...decodeLogRecord(bytes) }));
  const sources = records.flatMap(({ seq, entries }) => entries.map(({ update }) => ({ seq, update })));
  const held = {
    snapshot: job.state === undefined ? undefined : { state: job.state },
    tail: sources.map(({ update }) => update),
  };
  const { ydoc, leftOut } = salvage(held);
  const room = decodeExtent(job.extent);
  const taken = takeSnapshot(ydoc, { ...job, seq: records.at(-1)?.seq ?? 0 });
  const snapshot = {
    ...taken,
    owners: job.owners,
    ...namedIn(taken, collectedIn(ydoc).without(room.deletes)),
  };
  const hasFormats = mayHaveFormats(ydoc);
  ydoc.destroy();
  return {
    snapshot: encodeSnapshot(snapshot),
    stateBytes: snapshot.state.length,
    folded: records.map(({ seq }) => seq),
    segments: segmentsOf(records, sources.length < ownSegmentUpdates ? job.segment : undefined),
    quarantined: leftOut.map(({ at, update, error }) => ({ seq: sources[at]?.seq ?? 0, update, error })),
    ...compare(room, snapshot),
    tidied: hasFormats && leftOut.length === 0 ? tidied(held) : undefined,
  };
}

/** The state without the names of what fell with an element, unseen by whoever deleted that. */
function namedIn({ state, deletes }: Snapshot, unnamed: IdRanges): Pick<Snapshot, "state" | "unnamed"> {
  return { unnamed, state: unnamed.isEmpty ? state : naming(state, deletes, deletes.without(unnamed)) };
}

/** The room knows the clocks letter by letter. Of deletes Yjs knows more: what stands in what is deleted, what was replaced. */
function compare(room: Extent, document: Snapshot): Pick<Folded, "implied" | "isDrift"> {
  const areClocksEqual =
    room.clocks.size === document.clocks.size &&
    [...room.clocks].every(([client, clock]) => document.clocks.get(client) === clock);
  const isKnown = [...room.deletes.runs()].every(({ client, start, length }) =>
    document.deletes.covers(client, start, length),
  );
  const { unnamed } = document;
  const deletes = document.deletes.without(room.deletes);
  return {
    isDrift: !areClocksEqual || !isKnown,
    implied: deletes.isEmpty ? undefined : encodeImplied({ deletes, unnamed }),
  };
}

/** Whether there is a format that could be redundant. */
function mayHaveFormats({ store }: Y.Doc): boolean {
  for (const structs of store.clients.values()) {
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentFormat) return true;
  }
  return false;
}

/** The records as segments, the first with what the open one held. */
function segmentsOf(records: readonly ArchivedRecord[], open: Uint8Array | undefined): ArchiveSegment[] {
  const all = open === undefined ? records : [...decodeSegment(open), ...records];
  const segments: ArchiveSegment[] = [];
  for (let from = 0; from < all.length; ) {
    const part = all.slice(from, endOfSegment(all, from));
    segments.push({ first: part[0]?.seq ?? 0, bytes: encodeSegment(part) });
    from += part.length;
  }
  return segments;
}

/** Where the segment ends that begins at this record. */
function endOfSegment(records: readonly ArchivedRecord[], from: number): number {
  let end = from;
  for (let updates = 0; end < records.length && updates < segmentUpdates; end++)
    updates += records[end]?.entries.length ?? 0;
  return end;
}
