import type { DocumentId } from "@quire/protocol";
import type { StoreListener } from "../src/store/commits.ts";
import type { Culprit, Fold } from "../src/store/fold-writes.ts";
import { decodeLogRecord, encodeLogRecord, type LogRecord } from "../src/store/log-record.ts";
import { decodeSnapshot, type Snapshot } from "../src/store/snapshot.ts";
import type { StoredDocument, UpdateStore } from "../src/store/store.ts";

/** A store in memory whose flushes a test holds back, or makes fail. */
export class MemoryStore implements UpdateStore {
  readonly records: { id: DocumentId; seq: number; record: LogRecord }[] = [];
  readonly snapshots = new Map<DocumentId, Snapshot>();
  readonly quarantined: Culprit[] = [];
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
    return {
      snapshot,
      records: records.map(({ seq, record }) => ({ seq, bytes: encodeLogRecord(record) })),
      seq: records.at(-1)?.seq ?? snapshot?.seq ?? 0,
    };
  }

  append(id: DocumentId, seq: number, record: Uint8Array): Promise<void> {
    this.records.push({ id, seq, record: decodeLogRecord(record) });
    return this.#flush();
  }

  async fold(id: DocumentId, fold: Fold): Promise<boolean> {
    if ((this.snapshots.get(id)?.seq ?? 0) !== fold.from) return false;
    this.snapshots.set(id, decodeSnapshot(fold.snapshot));
    this.quarantined.push(...fold.quarantined);
    await this.#flush();
    return true;
  }

  openSegment(): undefined {
    return undefined;
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
