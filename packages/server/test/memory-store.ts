import type { DocumentId } from "@quire/protocol";
import type { StoreListener } from "../src/store/commits.ts";
import type { LogRecord } from "../src/store/log-record.ts";
import type { Snapshot } from "../src/store/snapshot.ts";
import type { StoredDocument, UpdateStore } from "../src/store/store.ts";

/** A store in memory whose flushes a test holds back, or makes fail. */
export class MemoryStore implements UpdateStore {
  readonly records: { id: DocumentId; seq: number; record: LogRecord }[] = [];
  readonly snapshots = new Map<DocumentId, Snapshot>();
  failure: Error | undefined;
  opened: Promise<void> = Promise.resolve();
  isHeld = false;
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  readonly #listeners = new Set<StoreListener>();

  subscribe(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  load(id: DocumentId): StoredDocument {
    const snapshot = this.snapshots.get(id);
    const records = this.records.filter((each) => each.id === id && each.seq > (snapshot?.seq ?? 0));
    const entries = records.flatMap(({ record }) => record.entries);
    const tail = entries.map(({ update }) => update);
    return { snapshot, tail, bringers: entries, seq: records.at(-1)?.seq ?? snapshot?.seq ?? 0 };
  }

  append(id: DocumentId, seq: number, record: LogRecord): Promise<void> {
    this.records.push({ id, seq, record });
    return this.#flush();
  }

  fold(id: DocumentId, snapshot: Snapshot): Promise<void> {
    this.snapshots.set(id, snapshot);
    return this.#flush();
  }

  /** Says that everything so far is on disk. */
  flush(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  fail(failure: Error | undefined): void {
    this.failure = failure;
    for (const listener of this.#listeners) listener(failure);
  }

  #flush(): Promise<void> {
    if (!this.isHeld) return Promise.resolve();
    const waiting = Promise.withResolvers<void>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }
}
