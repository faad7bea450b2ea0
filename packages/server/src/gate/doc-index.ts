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

/** What an update brought that the index did not have. */
export interface News extends Knowledge {
  /** Whether the title's text changes by it. */
  readonly touchesTitle: boolean;
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

  /** The first clock of this client that the document does not have. */
  clock(client: number): number {
    this.effort.steps++;
    return this.clocks.get(client) ?? 0;
  }

  take(knowledge: Knowledge): void {
    for (const [client, clock] of knowledge.clocks) this.clocks.set(client, clock);
    this.deletes.addAll(knowledge.deletes);
    this.places.addAll(knowledge.places);
    this.kinds.addAll(knowledge.kinds);
  }
}
