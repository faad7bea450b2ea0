import { Effort } from "./effort.ts";

/** Half-open run of clocks. Never changed once it is in a set, so that sets may share it. */
export interface ClockRange {
  readonly start: number;
  readonly end: number;
}

/** A run of one client's ids. */
export interface IdRun {
  readonly client: number;
  readonly start: number;
  readonly length: number;
}

/** Runs that are rather put in one by one than by making the list anew. */
const fewRuns = 16;

/** A set of Yjs ids (client, clock), kept as sorted, disjoint runs of clocks a client. */
export class IdRanges {
  readonly #clients = new Map<number, ClockRange[]>();
  readonly #effort: Effort;

  /** `effort` counts what is looked at in the set. */
  constructor(effort = new Effort()) {
    this.#effort = effort;
  }

  get isEmpty(): boolean {
    return this.#clients.size === 0;
  }

  /** Adds `length` clocks from `start`. */
  add(client: number, start: number, length: number): void {
    if (length <= 0) return;
    const ranges = this.#clients.get(client);
    if (ranges === undefined) {
      this.#clients.set(client, [{ start, end: start + length }]);
      return;
    }
    let end = start + length;
    const from = firstEndingAtOrAfter(ranges, start, this.#effort);
    const first = ranges[from];
    const merged = first !== undefined && first.start < start ? first.start : start;
    let to = from;
    for (let range = ranges[to]; range !== undefined && range.start <= end; range = ranges[++to]) {
      this.#effort.steps++;
      end = Math.max(end, range.end);
    }
    ranges.splice(from, to - from, { start: merged, end });
  }

  /**
   * Adds all of another set. A few runs, as one key deletes, are put in one by one; a large delete set must not cost a shift
   * of the whole list for each of its runs.
   */
  addAll(other: IdRanges): void {
    for (const [client, added] of other.#clients) {
      const ranges = this.#clients.get(client);
      if (ranges === undefined) this.#clients.set(client, [...added]);
      else if (added.length <= fewRuns)
        for (const { start, end } of added) this.add(client, start, end - start);
      else this.#clients.set(client, merge(ranges, added, this.#effort));
    }
  }

  /** Whether all of the `length` clocks from `start` are in the set. */
  covers(client: number, start: number, length: number): boolean {
    const range = this.#at(client, start);
    return length <= 0 || (range !== undefined && range.start <= start && range.end >= start + length);
  }

  /** Whether one of the `length` clocks from `start` is in the set. */
  meets(client: number, start: number, length: number): boolean {
    const range = this.#at(client, start);
    return length > 0 && range !== undefined && range.start < start + length;
  }

  /** What of this set is not in another; this set itself where that is all. */
  without(other: IdRanges): IdRanges {
    if (other.isEmpty) return this;
    const rest = new IdRanges(this.#effort);
    for (const [client, ranges] of this.#clients) {
      const left = subtract(ranges, other.#clients.get(client) ?? [], this.#effort);
      if (left.length > 0) rest.#clients.set(client, left);
    }
    return rest;
  }

  /** Every client that has ids in the set, with its runs in order. */
  clients(): Iterable<[client: number, ranges: readonly ClockRange[]]> {
    return this.#clients.entries();
  }

  /** Every run, client by client. */
  *runs(): Iterable<IdRun> {
    for (const [client, ranges] of this.#clients) {
      for (const { start, end } of ranges) yield { client, start, length: end - start };
    }
  }

  /** The first run that ends after `start`. */
  #at(client: number, start: number): ClockRange | undefined {
    const ranges = this.#clients.get(client);
    return ranges?.[firstEndingAtOrAfter(ranges, start + 1, this.#effort)];
  }
}

function firstEndingAtOrAfter(ranges: readonly ClockRange[], clock: number, effort: Effort): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    effort.steps++;
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && range.end < clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Both lists as one: sorted, and what touches joined. */
function merge(one: readonly ClockRange[], other: readonly ClockRange[], effort: Effort): ClockRange[] {
  const merged: ClockRange[] = [];
  let last: ClockRange | undefined;
  effort.steps += one.length + other.length;
  for (let i = 0, j = 0; i < one.length || j < other.length; ) {
    const [left, right] = [one[i], other[j]];
    const isLeft = right === undefined || (left !== undefined && left.start <= right.start);
    const next = isLeft ? left : right;
    if (isLeft) i++;
    else j++;
    if (next === undefined) break;
    if (last !== undefined && next.start <= last.end) {
      last = { start: last.start, end: Math.max(last.end, next.end) };
      merged[merged.length - 1] = last;
    } else {
      merged.push(next);
      last = next;
    }
  }
  return merged;
}

/** What of the first list is not in the second. */
function subtract(from: readonly ClockRange[], taken: readonly ClockRange[], effort: Effort): ClockRange[] {
  const left: ClockRange[] = [];
  effort.steps += from.length + taken.length;
  let at = 0;
  for (const { start, end } of from) {
    let rest = start;
    for (let cut = taken[at]; cut !== undefined && cut.start < end; cut = taken[++at]) {
      if (cut.start > rest) left.push({ start: rest, end: cut.start });
      rest = Math.max(rest, cut.end);
      // It may reach into the next one.
      if (cut.end > end) break;
    }
    if (rest < end) left.push({ start: rest, end });
  }
  return left;
}
