/** Clocks of one client that follow each other. */
export interface Range {
  readonly clock: number;
  readonly len: number;
}

/** What of one client is deleted, in the order of its clocks; `next` is the first that was not taken yet. */
interface Coming {
  readonly ranges: Range[];
  next: number;
}

/** What an update deletes, given out as the ids come that it concerns. */
export class DeletedRanges {
  readonly #coming: ReadonlyMap<number, Coming>;
  /** What no id came for: it was there before. */
  readonly #passed: [client: number, range: Range][] = [];

  constructor(clients: ReadonlyMap<number, readonly Range[]>) {
    this.#coming = new Map(
      Array.from(clients, ([client, ranges]) => [
        client,
        { ranges: ranges.toSorted((a, b) => a.clock - b.clock), next: 0 },
      ]),
    );
  }

  /** What is deleted of these ids. A client's ids are asked for in their order. */
  within(client: number, from: number, to: number): Range[] {
    const found: Range[] = [];
    const coming = this.#coming.get(client);
    if (coming === undefined) return found;
    for (let range = coming.ranges[coming.next]; range !== undefined; range = coming.ranges[coming.next]) {
      if (range.clock >= to) break;
      const end = range.clock + range.len;
      const before = between(range.clock, Math.min(end, from));
      if (before !== undefined) this.#passed.push([client, before]);
      const inside = between(Math.max(range.clock, from), Math.min(end, to));
      if (inside !== undefined) found.push(inside);
      const behind = between(to, end);
      if (behind !== undefined) {
        coming.ranges[coming.next] = behind;
        break;
      }
      coming.next++;
    }
    return found;
  }

  /** What was not given out. */
  rest(): [client: number, range: Range][] {
    const rest = this.#passed.slice();
    for (const [client, { ranges, next }] of this.#coming) {
      for (const range of ranges.slice(next)) rest.push([client, range]);
    }
    return rest;
  }
}

function between(clock: number, end: number): Range | undefined {
  return end > clock ? { clock, len: end - clock } : undefined;
}
