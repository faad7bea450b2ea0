import type { DocumentId } from "@quire/protocol";
import { beforeHole } from "../gate/before-hole.ts";
import { type Bringer, ClientOwners } from "../gate/client-owners.ts";
import { DocIndex, type News } from "../gate/doc-index.ts";
import { judge, type Verdict } from "../gate/gate.ts";
import type { IdRanges } from "../gate/id-ranges.ts";
import { newsIn } from "../gate/news-in.ts";
import type { Folded } from "../materialise/fold.ts";
import { type Judgement, unpackJudgement } from "../materialise/judge-update.ts";
import { type Held, materialise, takeSnapshot } from "../materialise/materialise.ts";
import type { Materialiser } from "../materialise/materialiser.ts";
import type { Packed } from "../materialise/packed.ts";
import { decodeLogRecord, encodeLogRecord, type LogEntry } from "../store/log-record.ts";
import { decodeImplied, decodeSnapshot, encodeExtent, encodeKnowledge } from "../store/snapshot.ts";
import type { UpdateStore } from "../store/store.ts";
import { type Mark, Tail } from "./tail.ts";

/**
 * Updates in the tail, and their bytes, from which on a fold is due; in a long document, or one with many clients, later:
 * a fold costs what all of it costs, and a key must not cost more for it.
 */
const foldAfterUpdates = 2_000;
const foldAfterBytes = 256 * 1024;
const stateBytesAnUpdate = 64;

export interface JournalOptions {
  readonly id: DocumentId;
  readonly store: UpdateStore;
  readonly materialiser: Materialiser;
  /** Whether the document keeps to Quire's schema. */
  readonly isGated: boolean;
  /** The time of a log record, in milliseconds since 1970. */
  readonly now: () => number;
  /** The log could not be folded: the document still opens from it, only slower. */
  readonly onFoldFailed: (error: unknown) => void;
  /** Every Yjs client makes these deletes by itself when it hears of what was folded: whoever was not there must hear of them. */
  readonly onTidied: (update: Uint8Array) => void;
}

/**
 * What an open document consists of: an index, the newest snapshot's bytes and the tail of the log, no Y.Doc.
 * The tail is the truth: an uncommitted record cannot be read from LMDB, and a failing store is written later.
 */
export class Journal {
  readonly #options: JournalOptions;
  #index: DocIndex;
  /** Whose client ids are; nobody's where the room is open. */
  readonly owners: ClientOwners;
  /** The newest snapshot's bytes, and how far it goes: what else it says is in the index. */
  #state: Uint8Array | undefined;
  #from: number;
  #schema = 0;
  readonly #tail = new Tail();
  /** What the turn brought, until it is appended. */
  #turn: LogEntry[] = [];
  /** Updates that were taken in, or found in the log's tail. */
  #taken = 0;
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
    const { snapshot, records, seq } = options.store.load(options.id);
    this.#state = snapshot?.state;
    this.#from = snapshot?.seq ?? 0;
    this.#schema = snapshot?.schema ?? 0;
    this.#seq = seq;
    this.#flushed = options.store.opened;
    for (const record of records) {
      const { length } = decodeLogRecord(record.bytes).entries;
      this.#tail.add(record, length);
      this.#taken += length;
    }
    this.owners = new ClientOwners(snapshot?.owners);
    const index = new DocIndex();
    if (snapshot !== undefined) index.takeStored(snapshot);
    this.#index = this.#takeTail(index, this.owners) ? index : this.#survey();
  }

  /** The document as it is now, for whoever decodes it here. */
  get held(): Held {
    const tail = [...this.#tail.entries(), ...this.#turn].map(({ update }) => update);
    return { snapshot: this.#state && { state: this.#state }, tail };
  }

  /** The document as it was when the turn began, for a worker, and the last record of its log. */
  get packed(): Packed & { readonly seq: number } {
    return { state: this.#state, log: this.#tail.log, seq: this.#seq };
  }

  /** The schema version that a page needs to show the document, as far as its log tells. */
  get schema(): number {
    return this.#schema;
  }

  /** How far each client got. */
  get clocks(): Map<number, number> {
    return this.#index.clocks;
  }

  get named(): IdRanges {
    return this.#index.named;
  }

  /** The newest snapshot's state, undefined where there is none. */
  get state(): Uint8Array | undefined {
    return this.#state;
  }

  /** What came after the snapshot, as one update. */
  get merged(): Uint8Array {
    return this.#tail.merged;
  }

  /** What was taken since the last turn, to be appended. */
  get turn(): readonly LogEntry[] {
    return this.#turn;
  }

  /** How many updates the journal has taken in since it was opened, and found in the log's tail. */
  get position(): number {
    return this.#taken;
  }

  /** The updates from a position on, undefined where some of them are folded away. Only between turns. */
  since(position: number): readonly Uint8Array[] | undefined {
    const skipped = position - (this.#taken - this.#tail.count);
    return skipped < 0 ? undefined : this.#tail.entries(skipped).map(({ update }) => update);
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
    return this.#tail.count > 0 && this.#patience === 1;
  }

  judge(update: Uint8Array): Verdict {
    return judge(update, this.#index, { schema: this.#options.isGated });
  }

  /** Has an update judged by a worker. What it says is to be asked for at the moment at which the update is taken. */
  async judgeElsewhere(update: Uint8Array, bringsAll: boolean): Promise<() => Judgement | undefined> {
    const { isGated, materialiser } = this.#options;
    const knowledge = encodeKnowledge(this.#index);
    const given = await materialiser.workshop.do("judge", { update, knowledge, isGated, bringsAll });
    return () => unpackJudgement(given, this.#index);
  }

  /**
   * Takes in what is new in an update that the gate let through; answers with those bytes. What it says of structs that are
   * known is cut out: whoever has them skips it, whoever has not must not learn of them from a forgery.
   */
  take(update: Uint8Array, news: News, bringer: Bringer, cut?: Uint8Array): Uint8Array {
    const taken = news.isPartlyKnown ? (cut ?? this.newsIn(update)) : update;
    if (this.#options.isGated) this.owners.take(news, bringer, this.#index);
    this.#index.take(news);
    this.#schema = Math.max(this.#schema, news.schema);
    this.#turn.push({ ...bringer, update: taken });
    this.#taken++;
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
    const bytes = encodeLogRecord({ time: this.#options.now(), entries });
    this.#tail.add({ seq: this.#seq, bytes }, entries.length);
    this.#turn = [];
    this.#write(bytes);
    if (this.#isFoldDue) void this.fold();
  }

  /** Folds the log into a snapshot, once all of it is on disk. Only between turns: what is taken must be appended. */
  fold(): Promise<void> {
    this.#folding ??= this.#fold()
      .catch((error: unknown) => {
        this.#patience *= 2;
        if (this.#isClosed) return;
        this.#options.materialiser.counts.foldFailures++;
        this.#options.onFoldFailed(error);
      })
      .finally(() => {
        this.#folding = undefined;
        // Where thousands typed meanwhile, the next one is due, and nobody may type again. In a turn, its end asks.
        if (!this.#isClosed && this.#turn.length === 0 && this.#isFoldDue) void this.fold();
      });
    return this.#folding;
  }

  readonly #wasFlushed = (): void => {
    this.#unflushed--;
  };

  /** Nobody waits for a fold any more; what is not on disk yet is the store's to finish. */
  close(): void {
    this.#isClosed = true;
  }

  /** Takes what is in the tail into the index; false where the gate would not let in now what it once let in. */
  #takeTail(index: DocIndex, owners?: ClientOwners): boolean {
    for (const { update, ...bringer } of [...this.#tail.entries(), ...this.#turn]) {
      const verdict = judge(update, index, { schema: this.#options.isGated });
      if (verdict.type === "gap" || verdict.type === "refused") return false;
      if (verdict.type === "nothing") continue;
      if (this.#options.isGated) owners?.take(verdict.news, bringer, index);
      index.take(verdict.news);
      this.#schema = Math.max(this.#schema, verdict.news.schema);
    }
    return true;
  }

  /** What stands in the log must open, also by a gate that has become stricter: then Yjs itself says what is in it. */
  #survey(): DocIndex {
    const index = new DocIndex();
    const ydoc = materialise(this.held);
    index.takeStored(takeSnapshot(ydoc, { seq: this.#seq, schema: this.#schema }));
    ydoc.destroy();
    return index;
  }

  #write(record: Uint8Array): void {
    const { id, store, isGated } = this.#options;
    this.#unflushed++;
    this.#flushed = store.append(id, this.#seq, record, isGated);
    // A store that is closed while it fails rejects; whoever waits for `flushed` hears it.
    this.#flushed.then(this.#wasFlushed, () => undefined);
  }

  get #isFoldDue(): boolean {
    const state = this.#state?.length ?? 0;
    const updates = Math.max(foldAfterUpdates, state / stateBytesAnUpdate, this.#index.clocks.size);
    const bytes = Math.max(foldAfterBytes, state / 4);
    const { count, bytes: length } = this.#tail;
    return count > updates * this.#patience || length > bytes * this.#patience;
  }

  async #fold(): Promise<void> {
    if (this.#tail.count === 0) return;
    const { id, store, isGated, materialiser } = this.#options;
    const mark = this.#tail.mark();
    const extent = encodeExtent({ clocks: this.clocks, deletes: this.named });
    const flushed = this.#flushed;
    const owners = new Map(this.owners.all());
    const given = { state: this.#state, log: mark.log, isGated, schema: this.#schema, extent, owners };
    const [folded] = await Promise.all([
      materialiser.workshop.do("fold", { ...given, segment: store.openSegment(id) }),
      flushed,
    ]);
    if (this.#isClosed) return;
    if (!(await store.fold(id, { ...folded, from: this.#from })))
      throw new Error(`another fold of ${id} was quicker than this one`);
    this.#folded(folded, mark);
  }

  /** The log is folded: the snapshot stands where it stood, and the index says what the document says. */
  #folded({ snapshot, stateBytes, folded, quarantined, ...found }: Folded, mark: Mark): void {
    const { id, materialiser, onTidied } = this.#options;
    this.#tail.drop(mark);
    this.#state = snapshot.subarray(snapshot.length - stateBytes);
    this.#from = folded.at(-1) ?? this.#from;
    this.#patience = 1;
    materialiser.counts.folds++;
    materialiser.counts.quarantined += quarantined.length;
    if (quarantined.length > 0) materialiser.onQuarantined(id, quarantined);
    if (found.isDrift) {
      materialiser.counts.indexRebuilds++;
      this.#index = new DocIndex();
      this.#index.takeStored(decodeSnapshot(snapshot));
      this.#takeTail(this.#index);
    }
    if (found.implied !== undefined) this.#index.takeImplied(decodeImplied(found.implied));
    if (found.tidied !== undefined) onTidied(found.tidied);
  }
}
