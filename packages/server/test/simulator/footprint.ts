import * as Y from "yjs";

type Range = readonly [from: number, to: number];

/** The ids that an update speaks of: structs that it brings, structs that it deletes. */
export interface Footprint {
  /** For each client the first and the last clock, which is not in it. Those between are in it, but for skips. */
  readonly structs: ReadonlyMap<number, Range>;
  readonly deletes: readonly (readonly [client: number, from: number, to: number])[];
}

/** By the memory in which an update stands: its sender, the server and all whom it is relayed to have the same bytes. */
const known = new WeakMap<ArrayBufferLike, Map<number, Footprint>>();

/** The footprint of an update; read once for each place in which it stands. */
export function footprintOf(update: Uint8Array): Footprint {
  let inBuffer = known.get(update.buffer);
  if (inBuffer === undefined) {
    inBuffer = new Map();
    known.set(update.buffer, inBuffer);
  }
  const before = inBuffer.get(update.byteOffset);
  if (before !== undefined) return before;
  const footprint = readFootprint(update);
  inBuffer.set(update.byteOffset, footprint);
  return footprint;
}

function readFootprint(update: Uint8Array): Footprint {
  const { structs, ds } = Y.decodeUpdate(update);
  const spans = new Map<number, Range>();
  const collected: [client: number, from: number, to: number][] = [];
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    // It is deleted, whether the update names it or not.
    if (struct instanceof Y.GC) collected.push([client, clock, clock + struct.length]);
    const [from, to] = spans.get(client) ?? [clock, clock];
    spans.set(client, [Math.min(from, clock), Math.max(to, clock + struct.length)]);
  }
  const deletes = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => [client, clock, clock + len] as const),
  );
  return { structs: spans, deletes: [...deletes, ...collected] };
}

/** Ids gathered from updates: how far each client got, and what is deleted. */
export class Ledger {
  readonly #clocks = new Map<number, number>();
  readonly #deletes = new Map<number, Range[]>();

  add({ structs, deletes }: Footprint): void {
    for (const [client, [, to]] of structs) this.#clocks.set(client, Math.max(to, this.#clock(client)));
    for (const [client, from, to] of deletes) this.#delete(client, from, to);
  }

  /** What of the other is not in this one, in words; undefined where all of it is. */
  lacks({ structs, deletes }: Footprint): string | undefined {
    for (const [client, [, to]] of structs)
      if (to > this.#clock(client))
        return `client ${client} up to ${to}, only ${this.#clock(client)} is there`;
    for (const [client, from, to] of deletes)
      if (!this.#covers(client, from, to)) return `the delete of ${client}:${from}–${to}`;
    return undefined;
  }

  get footprint(): Footprint {
    const structs = new Map([...this.#clocks].map(([client, clock]) => [client, [0, clock] as const]));
    const deletes = [...this.#deletes].flatMap(([client, ranges]) =>
      ranges.map(([from, to]) => [client, from, to] as const),
    );
    return { structs, deletes };
  }

  #clock(client: number): number {
    return this.#clocks.get(client) ?? 0;
  }

  #covers(client: number, from: number, to: number): boolean {
    return (this.#deletes.get(client) ?? []).some((range) => range[0] <= from && to <= range[1]);
  }

  #delete(client: number, from: number, to: number): void {
    if (this.#covers(client, from, to)) return;
    let [start, end] = [from, to];
    const apart = (this.#deletes.get(client) ?? []).filter((range) => {
      if (range[1] < from || range[0] > to) return true;
      start = Math.min(start, range[0]);
      end = Math.max(end, range[1]);
      return false;
    });
    this.#deletes.set(client, [...apart, [start, end]]);
  }
}
