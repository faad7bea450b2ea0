/** Half-open run of clocks. */
interface Range {
  start: number;
  end: number;
}

/** A set of Yjs ids (client, clock), kept as sorted, disjoint runs of clocks a client. */
export class IdRanges {
  readonly #clients = new Map<number, Range[]>();

  /** Adds `length` clocks from `start`. */
  add(client: number, start: number, length: number): void {
    if (length <= 0) return;
    const ranges = this.#clients.get(client);
    if (ranges === undefined) {
      this.#clients.set(client, [{ start, end: start + length }]);
      return;
    }
    let end = start + length;
    const from = firstEndingAtOrAfter(ranges, start);
    const first = ranges[from];
    const merged = first !== undefined && first.start < start ? first.start : start;
    let to = from;
    for (let range = ranges[to]; range !== undefined && range.start <= end; range = ranges[++to]) {
      end = Math.max(end, range.end);
    }
    ranges.splice(from, to - from, { start: merged, end });
  }

  /** Whether all of the `length` clocks from `start` are in the set. */
  covers(client: number, start: number, length: number): boolean {
    const range = this.#at(client, start);
    return length <= 0 || (range !== undefined && range.start <= start && range.end >= start + length);
  }

  /** Whether one of the `length` clocks from `start` is in the set. */
  meets(client: number, start: number, length: number): boolean {
    const range = this.#at(client, start);
    return range !== undefined && range.start < start + length && range.end > start;
  }

  /** Every run, client by client. */
  *runs(): Iterable<{ client: number; start: number; length: number }> {
    for (const [client, ranges] of this.#clients) {
      for (const { start, end } of ranges) yield { client, start, length: end - start };
    }
  }

  /** The first run that ends after `start`. */
  #at(client: number, start: number): Range | undefined {
    const ranges = this.#clients.get(client);
    return ranges?.[firstEndingAtOrAfter(ranges, start + 1)];
  }
}

function firstEndingAtOrAfter(ranges: readonly Range[], clock: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && range.end < clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
