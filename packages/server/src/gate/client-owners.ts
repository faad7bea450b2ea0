import type { DocIndex, News } from "./doc-index.ts";

/** Who brought something: the person, and the Yjs client that they wrote it with, 0 where nobody can tell. */
export interface Bringer {
  readonly personId: string;
  readonly clientId: number;
}

/**
 * Whose client ids are. An id is a person's who was the first to bring something of it and wrote it themselves. Who only
 * carried it (after a crash, a client may know of others what the disk does not) does not come to own it; where that
 * cannot be told, it can when the same person goes on writing with the id, and it is nobody's when another does.
 */
export class ClientOwners {
  readonly #owners: Map<number, string>;
  readonly #likely = new Map<number, string>();

  constructor(owners: ReadonlyMap<number, string> = new Map()) {
    this.#owners = new Map(owners);
  }

  /** The person whose id it is, undefined where it is nobody's. */
  of(client: number): string | undefined {
    return this.#owners.get(client);
  }

  /** Each id that is somebody's. */
  all(): ReadonlyMap<number, string> {
    return this.#owners;
  }

  /** Learns from news; `index` does not have them yet. */
  take(news: News, { personId, clientId }: Bringer, index: DocIndex): void {
    for (const client of news.clocks.keys()) {
      if (this.#owners.has(client)) continue;
      if (index.clock(client) > 0 && this.#likely.get(client) !== personId) this.#likely.delete(client);
      else if (client !== clientId) this.#likely.set(client, personId);
      else {
        this.#likely.delete(client);
        this.#owners.set(client, personId);
      }
    }
  }
}
