import type { DocumentId } from "@quire/protocol";
import type { Counts } from "../metrics/counts.ts";
import type { Culprit } from "../store/fold-writes.ts";
import type { Workshop } from "./jobs.ts";

/** What became of the folds of one server, since it started. */
export type FoldCounts = Pick<Counts, "folds" | "foldFailures" | "quarantined" | "indexRebuilds">;

/** Where documents are folded, and who hears how it went. */
export interface Materialiser {
  readonly workshop: Workshop;
  readonly counts: FoldCounts;
  /** Updates were left out of a snapshot; they are in the quarantine. */
  readonly onQuarantined: (id: DocumentId, culprits: readonly Culprit[]) => void;
}
