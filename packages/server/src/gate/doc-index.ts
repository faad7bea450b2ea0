import { Effort } from "./effort.ts";
import { IdRanges } from "./id-ranges.ts";
import { NamedRanges } from "./named-ranges.ts";

/** What is known of ids without holding what they stand for. */
export interface Knowledge {
  /** The first clock of each client that is not there. */
  readonly clocks: ReadonlyMap<number, number>;
  readonly deletes: IdRanges;
  /** Where ids stand, see `structure.ts`. */
  readonly places: NamedRanges;
  /** What the ids of shared types are, see `structure.ts`. */
  readonly kinds: NamedRanges;
}

interface Unnamed {
  readonly unnamed: IdRanges;
}

/** Deletes that Yjs makes by itself; of these, those that it need not be told of. */
export type Implied = Pick<Knowledge, "deletes"> & Unnamed;

/** What an update brought that the index did not have. */
export interface News extends Knowledge {
  /** Whether the title's text changes by it. */
  readonly touchesTitle: boolean;
  /** Whether it only deletes, and a block or, where no kinds are known, anything: an update that says nobody's name. */
  readonly isRemoval: boolean;
  /** The schema version that a page needs to show it; 0 where it names no kind. */
  readonly schema: number;
  /** The client whose new structs come first in the update, 0 where it only deletes. */
  readonly clientId: number;
  /** Whether the update says again what is there: that part of it is nobody's business any more. */
  readonly isPartlyKnown: boolean;
}

/** What a room knows of its document instead of holding it: how far each client got, what is deleted, what stands where. */
export class DocIndex implements Knowledge {
  /** What was looked at so far, in the index and in the updates that were judged by it. */
  readonly effort = new Effort();
  readonly clocks = new Map<number, number>();
  readonly deletes = new IdRanges(this.effort);
  readonly places = new NamedRanges(this.effort);
  readonly kinds = new NamedRanges(this.effort);
  /**
   * Of the deletes, those that no update names: what fell with the element that it stood in, unseen by whoever deleted that. Who
   * wrote it may want it back, so nobody is told that it was deleted on purpose.
   */
  readonly unnamed = new IdRanges();

  /** The first clock of this client that the document does not have. */
  clock(client: number): number {
    this.effort.steps++;
    return this.clocks.get(client) ?? 0;
  }

  /** The deletes that an update names. */
  get named(): IdRanges {
    return this.deletes.without(this.unnamed);
  }

  take(knowledge: Knowledge): void {
    for (const [client, clock] of knowledge.clocks) this.clocks.set(client, clock);
    this.deletes.addAll(knowledge.deletes);
    this.places.addAll(knowledge.places);
    this.kinds.addAll(knowledge.kinds);
  }

  /** Takes in what a snapshot says. */
  takeStored(stored: Knowledge & Unnamed): void {
    this.take(stored);
    this.unnamed.addAll(stored.unnamed);
  }

  /** Takes in what Yjs deleted by itself. */
  takeImplied({ deletes, unnamed }: Implied): void {
    this.deletes.addAll(deletes);
    this.unnamed.addAll(unnamed);
  }
}
