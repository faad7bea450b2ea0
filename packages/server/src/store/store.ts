import type { DocumentId } from "@quire/protocol";
import type { NumberedRecord } from "../materialise/packed.ts";
import { Commits, type StoreListener } from "./commits.ts";
import type { DocumentRecord } from "./document-record.ts";
import { DocumentRecords } from "./document-records.ts";
import { type Environment, format, openEnvironment } from "./environment.ts";
import { countedBytes, FileRecords } from "./file-records.ts";
import { type Fold, foldWrites, newestSegment } from "./fold-writes.ts";
import { encodeLogRecord, type LogRecord } from "./log-record.ts";
import { decodeSnapshot, type Snapshot, snapshotSeq } from "./snapshot.ts";
import { TextUsage, uncounted } from "./text-usage.ts";
import { Unread } from "./unread.ts";
import { Usage } from "./usage.ts";

/** A document as it is on disk: the newest snapshot and what came after it. */
export interface StoredDocument {
  readonly snapshot: Snapshot | undefined;
  /** The records after the snapshot, as they are kept. */
  readonly records: readonly NumberedRecord[];
  /** The last record of the log; 0 where there is none. */
  readonly seq: number;
}

/**
 * What rooms need of a store. Each promise resolves when its write is on disk: committed and flushed, and all that was
 * given before it. Where one could not be written, and rejects, so do all after it.
 */
export interface UpdateStore {
  /** Why the last write failed, undefined while the store takes writes. */
  readonly failure: Error | undefined;
  /** Resolves when all that could be read at the start is on disk: a process that was killed may have committed it only. */
  readonly opened: Promise<void>;
  subscribe(listener: StoreListener): () => void;
  load(id: DocumentId): StoredDocument;
  /** `record` is an encoded log record, whose bytes never change; `isListed`, whether lists tell of this document. */
  append(id: DocumentId, seq: number, record: Uint8Array, isListed: boolean): Promise<void>;
  /**
   * Puts a snapshot in the place of the one that it was made from, moving the records that are in it from the log to the
   * archive. Resolves to false, with nothing changed, where another snapshot stands there by now.
   */
  fold(id: DocumentId, fold: Fold): Promise<boolean>;
  /** The newest segment of the document's archive while it is small enough to take more records. */
  openSegment(id: DocumentId): Uint8Array | undefined;
}

export interface StoreOptions {
  /** Whether it is counted how much text each person writes. */
  readonly countsText?: boolean;
}

/** The documents of one data directory. */
export class Store implements UpdateStore {
  readonly records: DocumentRecords;
  readonly usage: Usage;
  readonly opened: Promise<void>;
  readonly unread: Unread;
  readonly files: FileRecords;
  /** Undefined where nobody asks how much text people wrote. */
  readonly text: TextUsage | undefined;
  readonly #environment: Environment;
  readonly #commits: Commits;

  constructor(environment: Environment, commits: Commits, { countsText = false }: StoreOptions = {}) {
    this.#environment = environment;
    this.#commits = commits;
    const text = countsText ? new TextUsage(environment) : undefined;
    this.text = text;
    if (text !== undefined) commits.askBeside(() => text.beside());
    this.usage = new Usage(environment);
    this.records = new DocumentRecords(environment, commits, this.usage);
    this.unread = new Unread(environment);
    this.files = new FileRecords(environment, commits, this.usage);
    // LMDB flushes nothing when it is opened; the flush of a commit covers all that was committed before it.
    this.opened = commits.add([
      { database: environment.root, key: "format", value: format },
      ...this.usage.firstCount(countedBytes),
      ...(text?.firstCount() ?? uncounted(environment)),
    ]);
    // A store that is closed while it fails rejects; whoever waits for it hears it.
    this.opened.catch(() => undefined);
  }

  get failure(): Error | undefined {
    return this.#commits.failure;
  }

  subscribe(listener: StoreListener): () => void {
    return this.#commits.subscribe(listener);
  }

  load(id: DocumentId): StoredDocument {
    const bytes = this.#environment.snapshots.get(id);
    const snapshot = bytes === undefined ? undefined : decodeSnapshot(bytes);
    const from = snapshot?.seq ?? 0;
    const records = this.#log(id, from + 1);
    return { snapshot, records, seq: records.at(-1)?.seq ?? from };
  }

  /** Whether anything is kept under this name, by a document or by an open room. */
  has(id: DocumentId): boolean {
    return this.#environment.snapshots.doesExist(id) || this.#log(id, 1).length > 0;
  }

  append(id: DocumentId, seq: number, record: Uint8Array, isListed: boolean): Promise<void> {
    const marks = isListed ? this.unread.mark(id, seq) : [];
    return this.#commits.add([{ database: this.#environment.log, key: [id, seq], value: record }, ...marks]);
  }

  /** Makes a document: its record and its first update together. */
  create(record: DocumentRecord, first: LogRecord): Promise<void> {
    const { log } = this.#environment;
    return this.records.put(record, [{ database: log, key: [record.id, 1], value: encodeLogRecord(first) }]);
  }

  /** Puts a new document, its first update and the other's files in the place of another one: all in one transaction. */
  async replace(old: DocumentRecord, next: DocumentRecord, first: LogRecord): Promise<void> {
    const update = { database: this.#environment.log, key: [next.id, 1], value: encodeLogRecord(first) };
    const copied = this.files.copies(old.id, next.id);
    await this.records.putAll([old, next], [update, ...copied.writes]).finally(() => copied.done());
  }

  /** Writes what lists show of a document, read from its log up to `seq`. */
  summarise(record: DocumentRecord, seq: number): Promise<void> {
    return this.records.put(record, this.unread.clear(record.id, seq));
  }

  fold(id: DocumentId, fold: Fold): Promise<boolean> {
    const { snapshots } = this.#environment;
    const holds = (): boolean => {
      const stands = snapshots.get(id);
      return (stands === undefined ? 0 : snapshotSeq(stands)) === fold.from;
    };
    return this.#commits.addIf({ name: id, holds }, foldWrites(this.#environment, id, fold));
  }

  openSegment(id: DocumentId): Uint8Array | undefined {
    return newestSegment(this.#environment, id);
  }

  /** Lets go of what is counted of somebody. Resolves when that is on disk; rejects like `append`. */
  async forgetPerson(personId: string): Promise<void> {
    if (this.text === undefined) return;
    this.text.forget(personId);
    await this.#commits.add([]);
  }

  /** Waits until all is on disk, then lets the data directory go. */
  async close(): Promise<void> {
    await this.#commits.close();
    await this.#environment.close();
  }

  /** The committed records of the document's log from `seq` on, with copies of their bytes. */
  #log(id: DocumentId, seq: number): NumberedRecord[] {
    const range = this.#environment.log.getRange({ start: [id, seq], end: [id, Number.MAX_SAFE_INTEGER] });
    return [...range].map(({ key, value }) => ({ seq: Number((key as unknown[])[1]), bytes: value }));
  }
}

/** Opens the store of a data directory. `windowMs` is the least time between two commits. */
export async function openStore(
  directory: string,
  windowMs: number,
  options: StoreOptions = {},
): Promise<Store> {
  const environment = await openEnvironment(directory);
  return new Store(environment, new Commits(windowMs, environment.checkLock), options);
}
