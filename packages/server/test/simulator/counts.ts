import type { Met } from "./server.ts";

/** What happened in a world, for people to see that something did. */
export interface Counts {
  edits: number;
  connects: number;
  acknowledged: number;
  crashes: number;
  settled: number;
  /** Of the connects, those of hocuspocus' providers. */
  hocuspocus: number;
  /** How often somebody was told that their page is too old. */
  tooOld: number;
  /** How often somebody who read too slowly was sent later what they had missed. */
  repairs: number;
  /** How often somebody who sent too fast was not read for a while. */
  pauses: number;
  folds: number;
  /** Returning people for whom a worker read a large document. */
  differences: number;
  /** Long updates that a worker judged. */
  judged: number;
}

export function newCounts(): Counts {
  return {
    edits: 0,
    connects: 0,
    acknowledged: 0,
    crashes: 0,
    settled: 0,
    hocuspocus: 0,
    tooOld: 0,
    repairs: 0,
    pauses: 0,
    folds: 0,
    differences: 0,
    judged: 0,
  };
}

/** Adds what a server met with. */
export function countMet(counts: Counts, { repairs, pauses, folds, differences, judged }: Met): void {
  counts.repairs += repairs;
  counts.pauses += pauses;
  counts.folds += folds;
  counts.differences += differences;
  counts.judged += judged;
}
