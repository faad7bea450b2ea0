import type { Database } from "lmdb";

/** A key, or what it is made of. */
type TableKey = string | [string, string];

/** Sorts behind every key. */
const last = "\uffff";

/** A table in which is found what belongs to somebody, or to something, without a look at all of it. */
export class IndexedTable<Value, Key extends TableKey> {
  readonly #table: Database<Value, Key>;
  /** `[owner, …key]` -> true. */
  readonly #index: Database<boolean, string[]>;
  readonly #ownersOf: (key: Key, value: Value) => readonly string[];

  constructor(
    table: Database<Value, Key>,
    index: Database<boolean, string[]>,
    ownersOf: (key: Key, value: Value) => readonly string[],
  ) {
    this.#table = table;
    this.#index = index;
    this.#ownersOf = ownersOf;
  }

  get(key: Key): Value | undefined {
    return this.#table.get(key);
  }

  getRange(range?: { readonly start: Key; readonly end: Key }): Iterable<{ key: Key; value: Value }> {
    return this.#table.getRange(range);
  }

  getKeys(): Iterable<Key> {
    return this.#table.getKeys();
  }

  /** The keys of what belongs to the owner, as they are now: they may be changed while they are gone over. */
  keysOf(owner: string): Key[] {
    return Array.from(this.#index.getKeys({ start: [owner], end: [owner, last] }), ([, ...key]) =>
      partsAsKey<Key>(key),
    );
  }

  /** The same for all owners whose name begins so, in the order of their names; `most`: no more than so many. */
  keysUnder(start: string, most?: number): Key[] {
    const range = { ...under(start), ...(most !== undefined && { limit: most }) };
    return Array.from(this.#index.getKeys(range), ([, ...key]) => partsAsKey<Key>(key));
  }

  /** How many those are, which is much faster told than what they are. */
  countUnder(start: string): number {
    return this.#index.getKeysCount(under(start));
  }

  /** To be called inside of a write. */
  put(key: Key, value: Value): void {
    const before = this.#table.get(key);
    const owners = this.#ownersOf(key, value);
    if (before !== undefined)
      for (const owner of this.#ownersOf(key, before))
        if (!owners.includes(owner)) void this.#index.remove([owner, ...partsOf(key)]);
    for (const owner of owners) void this.#index.put([owner, ...partsOf(key)], true);
    void this.#table.put(key, value);
  }

  /** To be called inside of a write. */
  remove(key: Key): void {
    const before = this.#table.get(key);
    if (before === undefined) return;
    for (const owner of this.#ownersOf(key, before)) void this.#index.remove([owner, ...partsOf(key)]);
    void this.#table.remove(key);
  }

  /** Whether something was written without the index. */
  get isIndexStale(): boolean {
    const { missing, stale } = this.#differences();
    return missing.length + stale.length > 0;
  }

  /** Has the index say what the table says, whoever wrote that. To be called inside of a transaction. */
  mendIndex(): void {
    const { missing, stale } = this.#differences();
    for (const place of missing) void this.#index.put(place, true);
    for (const place of stale) void this.#index.remove(place);
  }

  /** What should stand in the index, and what should not. */
  #differences(): { readonly missing: readonly string[][]; readonly stale: readonly string[][] } {
    const missing: string[][] = [];
    const found = new Map<string, string[]>();
    for (const place of this.#index.getKeys()) found.set(JSON.stringify(place), place);
    for (const { key, value } of this.#table.getRange())
      for (const owner of this.#ownersOf(key, value)) {
        const place = [owner, ...partsOf(key)];
        if (!found.delete(JSON.stringify(place))) missing.push(place);
      }
    return { missing, stale: [...found.values()] };
  }
}

function under(start: string): { readonly start: string[]; readonly end: string[] } {
  return { start: [start], end: [start + last] };
}

function partsOf(key: TableKey): readonly string[] {
  return typeof key === "string" ? [key] : key;
}

/** What `partsOf` made of a key is made of that table's keys alone. */
function partsAsKey<Key extends TableKey>(parts: readonly string[]): Key {
  return (parts.length === 1 ? parts[0] : parts) as Key;
}
