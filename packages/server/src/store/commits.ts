import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "lmdb";
import { hearCommitError } from "./commit-error.ts";

/** One key to write, or to remove where `value` is undefined. A buffer given here is never touched again. */
export interface Write {
  readonly database: Database<unknown, Key>;
  readonly key: Key;
  readonly value: unknown;
}

export type Key = string | (string | number)[];

/** Writes that belong together: in one transaction, or in none. */
interface Group {
  readonly writes: readonly Write[];
  readonly condition: Condition | undefined;
}

/** Writes that are made only while this holds, of what is committed. Of two under one name in a transaction, the first. */
export interface Condition {
  readonly name: string;
  holds(): boolean;
}

/** Told when the store stops taking writes (with the error) and when it takes them again (without). */
export type StoreListener = (failure: Error | undefined) => void;

const firstRetryMs = 100;
const lastRetryMs = 5_000;

/**
 * After a commit of more groups than this the window is so many times as long: a transaction costs 0.3 ms of this process
 * however little is in it, a sixteenth of a core at 200 a second.
 */
const busyGroups = 8;
const busyWindows = 4;

interface Asked {
  /** Those whose conditions hold. */
  readonly due: ReadonlySet<Group>;
  /** Why those whose conditions could not be asked are not written. */
  readonly failures: ReadonlyMap<Group, unknown>;
}

/** What a transaction writes beside what it was given; `done` is called once that is on disk. */
export interface Beside {
  readonly writes: readonly Write[];
  done(): void;
}

interface Batch {
  readonly groups: Group[];
  beside: Beside | undefined;
  readonly flushed: PromiseWithResolvers<void>;
  /** Which groups are to be written; undefined until their conditions were asked. */
  asked: Asked | undefined;
}

/**
 * Writes what the whole process has to write, one LMDB transaction after another: at once if nothing was committed within
 * the window, else at its end. A batch that fails stays the next one, with back-off, for as long as it takes: what was
 * relayed is never given up, and nothing behind it overtakes it.
 */
export class Commits {
  readonly #windowMs: number;
  readonly #check: () => void;
  #next: Batch | undefined;
  #running: Promise<void> | undefined;
  #lastCommit = Number.NEGATIVE_INFINITY;
  #lastGroups = 0;
  #failure: Error | undefined;
  /** Why a batch was left unwritten at the end. */
  #givenUp: Error | undefined;
  readonly #closing = new AbortController();
  #isClosed = false;
  #beside: (() => Beside) | undefined;
  readonly #listeners = new Set<StoreListener>();

  /** `windowMs` is the least time between the starts of two commits, more where much is written; `check` throws while nothing may be written. */
  constructor(windowMs: number, check: () => void = () => undefined) {
    this.#windowMs = windowMs;
    this.#check = check;
  }

  /** Why the last commit failed, undefined while the store takes writes. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  subscribe(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks before each transaction, once, what it writes as well. */
  askBeside(beside: () => Beside): void {
    this.#beside = beside;
  }

  /** Resolves when the writes are on disk: committed and flushed. Rejects only if the store is closed before they are. */
  add(writes: readonly Write[]): Promise<void> {
    if (this.#isClosed) return Promise.reject(closed());
    return this.#enter({ writes, condition: undefined }).flushed.promise;
  }

  /**
   * Writes if the condition holds when their turn comes, nothing otherwise; says which. Nothing else writes to the directory
   * and one transaction follows another, so nothing comes between the question and the commit. Rejects where it throws.
   */
  async addIf(condition: Condition, writes: readonly Write[]): Promise<boolean> {
    if (this.#isClosed) throw closed();
    const group = { writes, condition };
    const batch = this.#enter(group);
    await batch.flushed.promise;
    if (batch.asked?.failures.has(group) === true) throw batch.asked.failures.get(group);
    return batch.asked?.due.has(group) === true;
  }

  /** Waits until all is on disk, or until the next try of a failing store has failed too. */
  async close(): Promise<void> {
    this.#closing.abort();
    // What is added while the last commit ends is written too, or refused: nothing slips in between.
    while (this.#running !== undefined) await this.#running;
    this.#isClosed = true;
  }

  /** All that waits for a batch waits for one promise. */
  #enter(group: Group): Batch {
    this.#next ??= { groups: [], beside: undefined, flushed: Promise.withResolvers(), asked: undefined };
    const batch = this.#next;
    batch.groups.push(group);
    this.#running ??= this.#run();
    return batch;
  }

  async #run(): Promise<void> {
    // Whatever else this turn of the event loop writes belongs to the same transaction.
    await Promise.resolve();
    while (this.#next !== undefined) {
      const windowMs = this.#windowMs * (this.#lastGroups > busyGroups ? busyWindows : 1);
      const wait = this.#lastCommit + windowMs - performance.now();
      if (wait > 0) await delay(wait);
      const batch = this.#next;
      this.#next = undefined;
      await this.#commit(batch);
    }
    this.#running = undefined;
  }

  async #commit(batch: Batch): Promise<void> {
    // What could not be written is for ever missing before this.
    if (this.#givenUp !== undefined) return batch.flushed.reject(this.#givenUp);
    this.#lastGroups = batch.groups.length;
    for (let retryMs = firstRetryMs; ; retryMs = Math.min(retryMs * 2, lastRetryMs)) {
      this.#lastCommit = performance.now();
      const isLast = this.#closing.signal.aborted;
      try {
        // Asked once: a try whose flush failed may have been committed.
        batch.asked ??= ask(batch.groups);
        batch.beside ??= this.#beside?.();
        await this.#write(batch.asked.due, batch.beside?.writes ?? []);
        this.#report(undefined);
        batch.beside?.done();
        batch.flushed.resolve();
        return;
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        this.#report(failure);
        if (isLast) {
          this.#givenUp = failure;
          batch.flushed.reject(failure);
          return;
        }
        await this.#pause(retryMs);
      }
    }
  }

  /** Waits before the next try. Closing ends the wait: one more try is made at once. */
  async #pause(ms: number): Promise<void> {
    try {
      await delay(ms, undefined, { signal: this.#closing.signal });
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error;
    }
  }

  /** Commits the groups in one transaction, and waits for its flush. */
  async #write(groups: ReadonlySet<Group>, beside: readonly Write[]): Promise<void> {
    const database = anyDatabase(groups) ?? beside[0]?.database;
    if (database === undefined) return;
    this.#check();
    const commit: Commit = database.batch(() => {
      for (const { writes } of groups) for (const one of writes) put(one);
      for (const one of beside) put(one);
    });
    try {
      await commit;
    } catch (error) {
      hearCommitError(error);
      throw error;
    }
    await commit.flushed;
  }

  #report(failure: Error | undefined): void {
    const changed = (failure === undefined) !== (this.#failure === undefined);
    this.#failure = failure;
    if (changed) for (const listener of this.#listeners) listener(failure);
  }
}

/**
 * Asks the groups' conditions. One speaks of what is committed, so of two under one name the second is late; one that throws, as
 * it would at each try, must not hold up what others write.
 */
function ask(groups: readonly Group[]): Asked {
  const due = new Set<Group>();
  const failures = new Map<Group, unknown>();
  const names = new Set<string>();
  for (const group of groups) {
    const { condition } = group;
    try {
      if (condition !== undefined && (names.has(condition.name) || !condition.holds())) continue;
    } catch (error) {
      failures.set(group, error);
      continue;
    }
    if (condition !== undefined) names.add(condition.name);
    due.add(group);
  }
  return { due, failures };
}

/** lmdb-js resolves a batch at the commit; with `separateFlushed`, `flushed` at the fsync that covers it. */
type Commit = Promise<boolean> & { readonly flushed?: Promise<void> };

/** A database that one of them writes to, undefined where none writes anything. */
function anyDatabase(groups: ReadonlySet<Group>): Write["database"] | undefined {
  for (const { writes } of groups) for (const { database } of writes) return database;
  return undefined;
}

/** Inside a batch; its promise says nothing, the batch's own tells what became of them all. */
function put({ database, key, value }: Write): void {
  void (value === undefined ? database.remove(key) : database.put(key, value));
}

/** Why a store that has ended takes nothing more. */
function closed(): Error {
  return new Error("the store is closed: nothing is written any more");
}
