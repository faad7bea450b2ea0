import { Effort } from "./effort.ts";
import type { IdRun } from "./id-ranges.ts";

/** A run of one client's ids under a name. Never changed once it is in a set, so that sets may share it. */
export interface NamedRun {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Yjs ids under names, kept as sorted, disjoint runs of clocks a client. An id keeps the name that it got first. */
export class NamedRanges {
  readonly #clients = new Map<number, NamedRun[]>();
  readonly #effort: Effort;

  /** `effort` counts what is looked at in the set. */
  constructor(effort = new Effort()) {
    this.#effort = effort;
  }

  add(name: string, client: number, start: number, length: number): void {
    const runs = this.#clients.get(client);
    const last = runs?.at(-1);
    if (runs === undefined) this.#clients.set(client, [{ name, start, end: start + length }]);
    else if (last === undefined || start >= last.end) append(runs, { name, start, end: start + length });
    else this.#clients.set(client, merge(runs, [{ name, start, end: start + length }], this.#effort));
  }

  addAll(other: NamedRanges): void {
    for (const [client, added] of other.#clients) {
      const runs = this.#clients.get(client);
      const [last, first] = [runs?.at(-1), added[0]];
      if (runs === undefined) this.#clients.set(client, [...added]);
      else if (last === undefined || first === undefined || first.start >= last.end)
        for (const run of added) append(runs, run);
      else this.#clients.set(client, merge(runs, added, this.#effort));
    }
  }

  /** The name of this id, undefined where it has none. */
  nameOf(client: number, clock: number): string | undefined {
    const runs = this.#clients.get(client);
    const run = runs?.[firstEndingAfter(runs, clock, this.#effort)];
    return run !== undefined && run.start <= clock ? run.name : undefined;
  }

  /** Whether there is an id under this name. */
  has(name: string): boolean {
    for (const runs of this.#clients.values()) {
      this.#effort.steps += runs.length;
      if (runs.some((run) => run.name === name)) return true;
    }
    return false;
  }

  /** Whether one of these ids has this name. */
  meets(name: string, { client, start, length }: IdRun): boolean {
    const runs = this.#clients.get(client) ?? [];
    for (let at = firstEndingAfter(runs, start, this.#effort); at < runs.length; at++) {
      this.#effort.steps++;
      const run = runs[at];
      if (run === undefined || run.start >= start + length) return false;
      if (run.name === name) return true;
    }
    return false;
  }

  /** Whether one of these ids has a name. */
  meetsAny({ client, start, length }: IdRun): boolean {
    const runs = this.#clients.get(client) ?? [];
    const run = runs[firstEndingAfter(runs, start, this.#effort)];
    return run !== undefined && run.start < start + length;
  }

  /** Every client that has named ids, with its runs in order. */
  clients(): Iterable<[client: number, runs: readonly NamedRun[]]> {
    return this.#clients.entries();
  }
}

function firstEndingAfter(runs: readonly NamedRun[], clock: number, effort: Effort): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    effort.steps++;
    const middle = (low + high) >>> 1;
    const run = runs[middle];
    if (run !== undefined && run.end <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts a run behind the others, or makes the last one longer. */
function append(runs: NamedRun[], run: NamedRun): void {
  const last = runs.at(-1);
  if (last?.end === run.start && last.name === run.name) runs[runs.length - 1] = { ...last, end: run.end };
  else runs.push(run);
}

/** Both lists as one; where they overlap, the first one's names stay. */
function merge(kept: readonly NamedRun[], added: readonly NamedRun[], effort: Effort): NamedRun[] {
  const merged: NamedRun[] = [];
  effort.steps += kept.length + added.length;
  let next = 0;
  const addUpTo = (clock: number, from: number): void => {
    for (let run = added[next]; run !== undefined && run.start < clock; run = added[next]) {
      const [start, end] = [Math.max(run.start, from), Math.min(run.end, clock)];
      if (start < end) append(merged, { name: run.name, start, end });
      if (run.end > clock) return;
      next++;
    }
  };
  let end = 0;
  for (const run of kept) {
    addUpTo(run.start, end);
    append(merged, run);
    end = run.end;
  }
  addUpTo(Number.POSITIVE_INFINITY, end);
  return merged;
}
