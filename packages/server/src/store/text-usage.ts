import type { Beside, Write } from "./commits.ts";
import type { Environment } from "./environment.ts";
import { decodeLogRecord, type LogEntry } from "./log-record.ts";
import { decodeSegment } from "./segment.ts";

type Databases = Pick<Environment, "text" | "root" | "log" | "archive">;

/** The key of all people together. */
const everybody = "all";

/** Says in the directory that all that was written in it is counted. */
const mark = "text-counted";

/**
 * Bytes of the text that each person wrote, as they came and as they are kept: with what was deleted of it since, and with the
 * history of documents. A keystroke changes two numbers in memory; each transaction writes once, with what it logs, those that
 * have changed. After a crash a number may be ahead by what was on its way to the disk, and is never behind.
 */
export class TextUsage {
  readonly #databases: Databases;
  /** Of whom something is counted that is not on disk yet. */
  readonly #totals = new Map<string, number>();
  readonly #changed = new Set<string>();
  /** Keys of people who are gone; what still comes of them counts for all. */
  readonly #forgotten = new Set<string>();

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  of(personId: string): number {
    return this.#read(keyOf(personId));
  }

  /** What all people wrote together. */
  get ofAll(): number {
    return this.#read(everybody);
  }

  add(personId: string, bytes: number): void {
    for (const key of [keyOf(personId), everybody])
      if (!this.#forgotten.has(key)) this.#set(key, this.#read(key) + bytes);
  }

  /** Somebody is gone, and nobody asks for their number again. What they wrote is there, and stays in that of all. The next transaction writes it. */
  forget(personId: string): void {
    const key = keyOf(personId);
    this.#forgotten.add(key);
    this.#set(key, 0);
  }

  /** What the next transaction writes beside what it is given. */
  beside(): Beside {
    const keys = [...this.#changed];
    this.#changed.clear();
    const writes = keys.map(
      (key): Write => ({ database: this.#databases.text, key, value: this.#read(key) || undefined }),
    );
    const done = (): void => {
      for (const key of keys) if (!this.#changed.has(key)) this.#totals.delete(key);
    };
    return { writes, done };
  }

  /**
   * Counts a directory in which was written while nobody counted: holds from now on, and is written by the next transaction, which
   * what this answers with belongs to.
   */
  firstCount(): Write[] {
    const { text, root, log, archive } = this.#databases;
    if (root.get(mark) === true) return [];
    for (const key of text.getKeys()) this.#set(String(key), 0);
    const count = (entries: readonly LogEntry[]): void => {
      // What every Yjs tidies by itself is nobody's.
      for (const { personId, update } of entries) if (personId !== "") this.add(personId, update.length);
    };
    for (const { value } of log.getRange()) count(decodeLogRecord(value).entries);
    for (const { value } of archive.getRange())
      for (const { entries } of decodeSegment(value)) count(entries);
    return [{ database: root, key: mark, value: true }];
  }

  #set(key: string, bytes: number): void {
    this.#totals.set(key, bytes);
    this.#changed.add(key);
  }

  #read(key: string): number {
    return this.#totals.get(key) ?? this.#databases.text.get(key) ?? 0;
  }
}

/** From now on is written what nobody counts: whoever counts again begins with what is there. */
export function uncounted({ root }: Pick<Environment, "root">): Write[] {
  return root.get(mark) === undefined ? [] : [{ database: root, key: mark, value: undefined }];
}

function keyOf(personId: string): string {
  return `person ${personId}`;
}
