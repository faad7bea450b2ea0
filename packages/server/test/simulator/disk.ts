import type { DocumentId } from "@quire/protocol";
import type { Random } from "../../../../trouble/random.ts";
import type { Key } from "../../src/store/commits.ts";
import type { Environment } from "../../src/store/environment.ts";
import type { Clock, Owner } from "./clock.ts";

/** One row that a transaction writes, or removes where the value is undefined. */
export interface Put {
  readonly table: TableName;
  readonly key: Key;
  readonly value: unknown;
}

const tableNames = [
  "root",
  "log",
  "snapshots",
  "archive",
  "documents",
  "recent",
  "quarantine",
  "unread",
  "usage",
  "text",
  "files",
] as const;
type TableName = (typeof tableNames)[number];

type Row = { readonly key: Key; readonly value: unknown };
type Image = Record<TableName, Map<string, Row>>;

/**
 * A disk with LMDB on it, as far as the store uses it: a transaction can be read once it is committed, and is there after
 * the power was cut once it is flushed. A commit may fail, as on a full disk, and so may a flush.
 */
export class Disk {
  /** Until when nothing can be written. */
  fullUntil = 0;
  /** How many of the next commits, counted from one, fail; and how many flushes. */
  failingCommit = 0;
  failingFlush = 0;
  /** Until when each flush takes long. */
  slowUntil = 0;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #onFlushed: (puts: readonly Put[]) => void;
  #visible: Image = emptyImage();
  #durable: Image = emptyImage();
  #unflushed: Put[][] = [];
  #committing: Put[][] = [];
  #gathering: Put[] = [];

  constructor(clock: Clock, random: Random, onFlushed: (puts: readonly Put[]) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#onFlushed = onFlushed;
  }

  /** Whether nothing is on its way. */
  get isIdle(): boolean {
    return this.#committing.length === 0 && this.#unflushed.length === 0;
  }

  /** Everything works from now on. */
  mend(): void {
    this.fullUntil = 0;
    this.slowUntil = 0;
    this.failingCommit = 0;
    this.failingFlush = 0;
  }

  /** The open database, for one process. What a killed one left is there, flushed or not. */
  open(owner: Owner): Environment {
    const tables = tableNames.map((name) => [name, this.#table(name, owner)]);
    return { ...Object.fromEntries(tables), close: () => Promise.resolve() } as Environment;
  }

  /** The rows of a document's that would be there if the power were cut now: its snapshot, and its log in order. */
  durable(id: DocumentId): { readonly snapshot: unknown; readonly log: readonly unknown[] } {
    const { snapshots, log } = this.#durable;
    const rows = rangeOf(log, [id, 0], [id, Number.POSITIVE_INFINITY]);
    return { snapshot: snapshots.get(id)?.value, log: rows.map(({ value }) => value) };
  }

  /** The process ended: what it had committed is there, what it was committing perhaps. */
  processEnded(): void {
    for (const puts of this.#committing.splice(0)) {
      if (this.#random.chance(0.5)) break;
      this.#commit(puts);
    }
  }

  /** The power was cut: what was not flushed is lost, but for what the disk had come to by itself. */
  powerLost(): void {
    this.#committing = [];
    this.#flush(this.#random.below(this.#unflushed.length + 1));
    this.#unflushed = [];
    this.#visible = copyOf(this.#durable);
  }

  #table(table: TableName, owner: Owner): unknown {
    const rows = (): Map<string, Row> => this.#visible[table];
    return {
      get: (key: Key) => copyOfValue(rows().get(nameOf(key))?.value),
      doesExist: (key: Key) => rows().has(nameOf(key)),
      getRange: (range?: Range) => (range === undefined ? allOf(rows()) : within(rows(), range)),
      getKeys: () => [...rows().values()].map(({ key }) => key),
      put: (key: Key, value: unknown) => void this.#gathering.push({ table, key, value }),
      remove: (key: Key) => void this.#gathering.push({ table, key, value: undefined }),
      batch: (write: () => void) => {
        write();
        return this.#transact(this.#gathering.splice(0), owner);
      },
    };
  }

  #transact(puts: Put[], owner: Owner): Promise<boolean> & { flushed?: Promise<void> } {
    const committed = Promise.withResolvers<boolean>();
    const flushed = Promise.withResolvers<void>();
    this.#committing.push(puts);
    const commitMs = 0.05 + this.#random.below(200) / 100;
    const end = (): void => {
      this.#committing.splice(this.#committing.indexOf(puts), 1);
      if (this.#isFailing()) return committed.reject(new Error("MDB_MAP_FULL: no space left on device"));
      this.#commit(puts);
      committed.resolve(true);
      const count = this.#unflushed.length;
      this.#clock.after(this.#flushMs(), () => this.#endFlush(count, flushed), owner);
    };
    this.#clock.after(commitMs, end, owner);
    return Object.assign(committed.promise, { flushed: flushed.promise });
  }

  #isFailing(): boolean {
    if (this.#clock.now < this.fullUntil) return true;
    return this.failingCommit > 0 && --this.failingCommit === 0;
  }

  #flushMs(): number {
    return this.#clock.now < this.slowUntil
      ? this.#random.below(2_000)
      : 0.1 + this.#random.below(1_500) / 100;
  }

  #endFlush(count: number, flushed: PromiseWithResolvers<void>): void {
    if (this.failingFlush > 0 && --this.failingFlush === 0)
      return flushed.reject(new Error("EIO: i/o error, fdatasync"));
    this.#flush(count);
    flushed.resolve();
  }

  #commit(puts: Put[]): void {
    // The bytes are copied now, not when they were given: whoever changes them meanwhile writes something else.
    const copied = puts.map((put) => ({ ...put, value: copyOfValue(put.value) }));
    write(this.#visible, copied);
    this.#unflushed.push(copied);
  }

  #flush(count: number): void {
    for (const puts of this.#unflushed.splice(0, count)) {
      write(this.#durable, puts);
      this.#onFlushed(puts);
    }
  }
}

function emptyImage(): Image {
  return Object.fromEntries(tableNames.map((name) => [name, new Map()])) as unknown as Image;
}

function copyOf(image: Image): Image {
  return Object.fromEntries(tableNames.map((name) => [name, new Map(image[name])])) as unknown as Image;
}

function copyOfValue(value: unknown): unknown {
  return value instanceof Uint8Array ? value.slice() : value;
}

function write(image: Image, puts: readonly Put[]): void {
  for (const { table, key, value } of puts) {
    if (value === undefined) image[table].delete(nameOf(key));
    else image[table].set(nameOf(key), { key, value });
  }
}

function nameOf(key: Key): string {
  return typeof key === "string" ? key : key.join("\0");
}

/** The rows from `start` to before `end`, in order; both are a document and a number. */
/** Rows of one document, from the start's number on, to the end's; the other way around where it is reverse. */
interface Range {
  readonly start: Key;
  readonly end: Key;
  readonly reverse?: boolean;
}

function within(rows: ReadonlyMap<string, Row>, { start, end, reverse = false }: Range): Row[] {
  return reverse ? rangeOf(rows, end, start).reverse() : rangeOf(rows, start, end);
}

function allOf(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows.values()].map(({ key, value }) => ({ key, value: copyOfValue(value) }));
}

function rangeOf(rows: ReadonlyMap<string, Row>, start: Key, end: Key): Row[] {
  const [name, from] = start as [string, number];
  const to = Number(end[1]);
  const found: { row: Row; at: number }[] = [];
  for (const row of rows.values()) {
    const [document, at] = row.key as [string, number];
    if (document === name && at >= from && at < to) found.push({ row, at });
  }
  found.sort((one, other) => one.at - other.at);
  return found.map(({ row }) => ({ key: row.key, value: copyOfValue(row.value) }));
}
