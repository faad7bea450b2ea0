import type { DocumentId } from "@quire/protocol";
import { beforeHole } from "../gate/before-hole.ts";
import { type Bringer, ClientOwners } from "../gate/client-owners.ts";
import { DocIndex, type News } from "../gate/doc-index.ts";
import { judge, type Verdict } from "../gate/gate.ts";
import { newsIn } from "../gate/news-in.ts";
import { type Held, materialise, takeSnapshot } from "../materialise/materialise.ts";
import type { LogEntry } from "../store/log-record.ts";
import type { StoredDocument, UpdateStore } from "../store/store.ts";

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
  readonly #index: DocIndex;
  /** Whose client ids are; nobody's where the room is open. */
  readonly owners: ClientOwners;
  /** Only its bytes: what else a snapshot says is in the index. */
  #snapshot: Held["snapshot"];
  #schema = 0;
  readonly #tail: Uint8Array[] = [];
  #tailBytes = 0;
  /** Updates that left the tail for the snapshot. */
  #folded = 0;
  #seq: number;
  #flushed: Promise<void>;
  #unflushed = 0;
  #folding: Promise<void> | undefined;
  /** How many times its length a tail may reach; doubled when a fold fails, so that failing stays cheap. */
  #patience = 1;
  #isClosed = false;

  /** Loads the document. Throws what the store throws: a failed load is never an empty page. */
  constructor(options: JournalOptions) {
    this.#options = options;
    const stored = options.store.load(options.id);
    this.#snapshot = stored.snapshot && { state: stored.snapshot.state };
    this.#schema = stored.snapshot?.schema ?? 0;
    this.#seq = stored.seq;
    this.#flushed = options.store.opened;
    this.owners = new ClientOwners(stored.snapshot?.owners);
    this.#index = this.#indexOf(stored) ?? this.#survey(stored);
    for (const update of stored.tail) this.#keep(update);
  }

  /** The document as it is now, for `materialise`. */
  get held(): Held {
    return { snapshot: this.#snapshot, tail: this.#tail };
  }

  /** The schema version that a page needs to show the document, as far as its log tells. */
  get schema(): number {
    return this.#schema;
  }

  /** How far each client got. */
  get clocks(): Map<number, number> {
    return this.#index.clocks;
  }

  /** How many updates the journal has taken in since it was opened, and found in the log's tail. */
  get position(): number {
    return this.#folded + this.#tail.length;
  }

  /** The updates from a position on, undefined where some of them are folded away. */
  since(position: number): readonly Uint8Array[] | undefined {
    return position < this.#folded ? undefined : this.#tail.slice(position - this.#folded);
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

  /**
   * Takes in what is new in an update that the gate let through; answers with those bytes, a copy. What it says of structs
   * that are known is cut out: whoever has them skips it, whoever has not must not learn of them from a forgery.
   */
  take(update: Uint8Array, news: News, bringer: Bringer): Uint8Array {
    const taken = news.isPartlyKnown ? this.newsIn(update) : update.slice();
    if (this.#options.isGated) this.owners.take(news, bringer, this.#index);
    this.#index.take(news);
    this.#schema = Math.max(this.#schema, news.schema);
    this.#keep(taken);
    return taken;
  }

  /** An update without the structs that are here. */
  newsIn(update: Uint8Array): Uint8Array {
    return newsIn(update, this.#index);
  }

  /** Of an update that has a hole, the part that stands on what is here, undefined where there is none. */
  beforeHole(update: Uint8Array): Uint8Array | undefined {
    return beforeHole(update, this.#index);
  }

  /** Logs what a turn brought: all that was taken since the last turn. */
  append(entries: readonly LogEntry[]): void {
    this.#seq++;
    this.#flushed = this.#write(entries, this.#flushed);
    // A store that is closed while it fails rejects; whoever waits for `flushed` hears it.
    this.#flushed.catch(() => undefined);
    if (this.#isFoldDue) void this.fold();
  }

  /** Folds the log into a snapshot, once all of it is on disk. Only between turns: what is taken must be appended. */
  fold(): Promise<void> {
    this.#folding ??= this.#fold()
      .catch((error: unknown) => {
        this.#patience *= 2;
        if (!this.#isClosed) this.#options.onFoldFailed(error);
      })
      .finally(() => {
        this.#folding = undefined;
      });
    return this.#folding;
  }

  /** Nobody waits for a fold any more; what is not on disk yet is the store's to finish. */
  close(): void {
    this.#isClosed = true;
  }

  /** The index of what is stored, undefined where the gate would not let in now what it once let in. */
  #indexOf({ snapshot, tail, bringers }: StoredDocument): DocIndex | undefined {
    const index = new DocIndex();
    if (snapshot !== undefined) index.take(snapshot);
    for (const [at, update] of tail.entries()) {
      const verdict = judge(update, index, { schema: this.#options.isGated });
      if (verdict.type === "gap" || verdict.type === "refused") return undefined;
      if (verdict.type === "nothing") continue;
      const bringer = bringers[at];
      if (this.#options.isGated && bringer !== undefined) this.owners.take(verdict.news, bringer, index);
      index.take(verdict.news);
      this.#schema = Math.max(this.#schema, verdict.news.schema);
    }
    return index;
  }

  /** What stands in the log must open, also by a gate that has become stricter: then Yjs itself says what is in it. */
  #survey(stored: StoredDocument): DocIndex {
    const index = new DocIndex();
    const ydoc = materialise(stored);
    index.take(takeSnapshot(ydoc, { seq: stored.seq, schema: this.#schema }));
    ydoc.destroy();
    return index;
  }

  async #write(entries: readonly LogEntry[], before: Promise<void>): Promise<void> {
    const { id, store, now } = this.#options;
    this.#unflushed++;
    await store.append(id, this.#seq, { time: now(), entries });
    this.#unflushed--;
    // A record that could not be written is for ever missing before those behind it: none of them is called saved.
    await before;
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
    const stands = { seq: this.#seq, schema: this.#schema };
    if (length === 0) return;
    await this.#flushed;
    if (this.#isClosed) return;
    const ydoc = materialise({ snapshot: this.#snapshot, tail: this.#tail.slice(0, length) });
    const snapshot = { ...takeSnapshot(ydoc, stands), owners: new Map(this.owners.all()) };
    ydoc.destroy();
    await this.#options.store.fold(this.#options.id, snapshot);
    this.#snapshot = { state: snapshot.state };
    for (const update of this.#tail.splice(0, length)) this.#tailBytes -= update.length;
    this.#folded += length;
    this.#patience = 1;
  }
}
