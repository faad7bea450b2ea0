import * as Y from "yjs";

/** Ranges of ids by client, as Yjs keeps what a transaction deleted. */
export type IdSet = ReturnType<typeof Y.createDeleteSet>;

/** Some ids in a row. */
export interface IdRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** What stood under some ids stands under others now. */
export interface Renamed {
  readonly from: IdRange;
  readonly to: IdRange;
}

/** Adds a range; call `Y.mergeDeleteSets` before the set is searched. */
export function addRange(ids: IdSet, { client, clock, length }: IdRange): void {
  const ranges = ids.clients.get(client);
  if (ranges) ranges.push({ clock, len: length });
  else ids.clients.set(client, [{ clock, len: length }]);
}

/** The part of a range that starts at an offset. */
export function partOf({ client, clock }: IdRange, offset: number, length: number): IdRange {
  return { client, clock: clock + offset, length };
}

/** The ids of a struct. */
export function rangeOf({ id, length }: Y.AbstractStruct): IdRange {
  return { client: id.client, clock: id.clock, length };
}

/** Tells which ids took the place of which, by binary search. */
export class Renaming {
  readonly #byClient = new Map<number, Renamed[]>();

  constructor(renamed: readonly Renamed[]) {
    for (const each of renamed) {
      const known = this.#byClient.get(each.from.client);
      if (known) known.push(each);
      else this.#byClient.set(each.from.client, [each]);
    }
    for (const known of this.#byClient.values()) known.sort((a, b) => a.from.clock - b.from.clock);
  }

  /** A range in pieces, each under the ids where it stands now, with its offset in the range. */
  pieces(range: IdRange): { readonly offset: number; readonly now: IdRange; readonly isRenamed: boolean }[] {
    const { client, clock, length } = range;
    const known = this.#byClient.get(client) ?? [];
    const found = [];
    let offset = 0;
    for (let index = firstEndingAfter(known, clock); index < known.length && offset < length; index++) {
      const { from, to } = known[index] ?? { from: range, to: range };
      if (from.clock >= clock + length) break;
      const start = Math.max(0, from.clock - clock);
      if (start > offset)
        found.push({ offset, now: partOf(range, offset, start - offset), isRenamed: false });
      const end = Math.min(length, from.clock + from.length - clock);
      const now = partOf(to, clock + start - from.clock, end - start);
      found.push({ offset: start, now, isRenamed: true });
      offset = end;
    }
    if (offset < length)
      found.push({ offset, now: partOf(range, offset, length - offset), isRenamed: false });
    return found;
  }

  /** The same ids, renamed; the set itself if none of its ids is. */
  apply(ids: IdSet): IdSet {
    const renamed = Y.createDeleteSet();
    let isChanged = false;
    for (const [client, ranges] of ids.clients) {
      for (const { clock, len } of ranges) {
        for (const { now, isRenamed } of this.pieces({ client, clock, length: len })) {
          isChanged ||= isRenamed;
          addRange(renamed, now);
        }
      }
    }
    return isChanged ? Y.mergeDeleteSets([renamed]) : ids;
  }
}

function firstEndingAfter(known: readonly Renamed[], clock: number): number {
  let low = 0;
  let high = known.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const from = known[middle]?.from;
    if (from && from.clock + from.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
