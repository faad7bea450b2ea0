import type { DocumentId } from "@quire/protocol";
import { DocIndex, type News } from "../gate/doc-index.ts";
import { judge, type Verdict } from "../gate/gate.ts";
import { type Held, materialise, takeSnapshot } from "../materialise/materialise.ts";
import type { LogEntry } from "../store/log-record.ts";
import type { Snapshot } from "../store/snapshot.ts";
import type { UpdateStore } from "../store/store.ts";

/** Updates in the tail, and their bytes, from which on a fold is due. */
const foldAfterUpdates = 2_000;
const foldAfterBytes = 1024 * 1024;

export interface JournalOptions {
  readonly id: DocumentId;
  readonly store: UpdateStore;
  /** Whether the document keeps to Quire's schema. */
  readonly isGated: boolean;
  /** The time of a log record, in milliseconds since 1970. */
  readonly now: () => number;
  /** The log could not be folded: the document still opens from it, only slower. */
  readonly onFoldFailed: (error: unknown) => void;
}

/**
 * What an open document consists of: an index, the newest snapshot's bytes and the tail of the log, no Y.Doc.
 * The tail is the truth: an uncommitted record cannot be read from LMDB, and a failing store is written later.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #index = new DocIndex();
  #snapshot: Snapshot | undefined;
  readonly #tail: Uint8Array[] = [];
  #tailBytes = 0;
  #seq: number;
  #flushed: Promise<void> = Promise.resolve();
  #unflushed = 0;
  #folding: Promise<void> | undefined;
  /** How many times its length a tail may reach; doubled when a fold fails, so that failing stays cheap. */
  #patience = 1;

  /** Loads the document. Throws what the store throws: a failed load is never an empty page. */
  constructor(options: JournalOptions) {
    this.#options = options;
    const stored = options.store.load(options.id);
    this.#snapshot = stored.snapshot;
    this.#seq = stored.seq;
    if (stored.snapshot !== undefined) this.#index.take(stored.snapshot);
    for (const update of stored.tail) {
      // What stands in the log passed the gate once; a later version's gate may be stricter and must still open it.
      const verdict = judge(update, this.#index, { schema: false });
      if (verdict.type === "news") this.#index.take(verdict.news);
      this.#keep(update);
    }
  }

  /** The document as it is now, for `materialise`. */
  get held(): Held {
    return { snapshot: this.#snapshot, tail: this.#tail };
  }

  /** How far each client got. */
  get clocks(): Map<number, number> {
    return this.#index.clocks;
  }

  /** Resolves when all that was appended is on disk. */
  get flushed(): Promise<void> {
    return this.#flushed;
  }

  /** Whether all of it is on disk and nothing is under way. */
  get isAtRest(): boolean {
    return this.#unflushed === 0 && this.#folding === undefined;
  }

  /** Whether a fold would make the next opening cheaper. After one that failed, none is tried before the tail has grown. */
  get isWorthFolding(): boolean {
    return this.#tail.length > 0 && this.#patience === 1;
  }

  judge(update: Uint8Array): Verdict {
    return judge(update, this.#index, { schema: this.#options.isGated });
  }

  /** Takes in what the gate let through. The bytes are the journal's from now on. */
  take(update: Uint8Array, news: News): void {
    this.#index.take(news);
    this.#keep(update);
  }

  /** Logs what a turn brought: all that was taken since the last turn. */
  append(entries: readonly LogEntry[]): void {
    const { id, store, now } = this.#options;
    this.#unflushed++;
    this.#seq++;
    this.#flushed = store.append(id, this.#seq, { time: now(), entries }).finally(() => this.#unflushed--);
    // A store that is closed while it fails rejects; whoever waits for `flushed` hears it.
    this.#flushed.catch(() => undefined);
    if (this.#isFoldDue) void this.fold();
  }

  /** Folds the log into a snapshot, once all of it is on disk. Only between turns: what is taken must be appended. */
  fold(): Promise<void> {
    this.#folding ??= this.#fold()
      .catch((error: unknown) => {
        this.#patience *= 2;
        this.#options.onFoldFailed(error);
      })
      .finally(() => {
        this.#folding = undefined;
      });
    return this.#folding;
  }

  #keep(update: Uint8Array): void {
    this.#tail.push(update);
    this.#tailBytes += update.length;
  }

  get #isFoldDue(): boolean {
    const bytes = Math.max(foldAfterBytes, (this.#snapshot?.state.length ?? 0) / 4);
    return this.#tail.length > foldAfterUpdates * this.#patience || this.#tailBytes > bytes * this.#patience;
  }

  async #fold(): Promise<void> {
    const { length } = this.#tail;
    const seq = this.#seq;
    if (length === 0) return;
    await this.#flushed;
    const ydoc = materialise({ snapshot: this.#snapshot, tail: this.#tail.slice(0, length) });
    const snapshot = takeSnapshot(ydoc, seq);
    ydoc.destroy();
    await this.#options.store.fold(this.#options.id, snapshot);
    this.#snapshot = snapshot;
    for (const update of this.#tail.splice(0, length)) this.#tailBytes -= update.length;
    this.#patience = 1;
  }
}
