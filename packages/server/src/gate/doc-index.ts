import { IdRanges } from "./id-ranges.ts";

/** What an update brought that the index did not have. */
export interface News {
  /** The clock that each client reaches with this update. */
  readonly clocks: ReadonlyMap<number, number>;
  readonly deletes: IdRanges;
  /** The ids that this update adds to the title's text. */
  readonly title: IdRanges;
  /** Whether the title's text changes by it. */
  readonly touchesTitle: boolean;
  /** The schema version that a page needs to show it; 0 where it names no kind. */
  readonly schema: number;
  /** The client whose structs come first in the update, 0 where it only deletes. */
  readonly clientId: number;
}

/** What a room knows of its document instead of holding it: how far each client got, what is deleted, what is title. */
export class DocIndex {
  readonly clocks = new Map<number, number>();
  readonly deletes = new IdRanges();
  readonly title = new IdRanges();

  /** The first clock of this client that the document does not have. */
  clock(client: number): number {
    return this.clocks.get(client) ?? 0;
  }

  take(news: Pick<News, "clocks" | "deletes" | "title">): void {
    for (const [client, clock] of news.clocks) this.clocks.set(client, clock);
    for (const { client, start, length } of news.deletes.runs()) this.deletes.add(client, start, length);
    for (const { client, start, length } of news.title.runs()) this.title.add(client, start, length);
  }
}
