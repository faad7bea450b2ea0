import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { DocumentId } from "@quire/protocol";
import type { Bringer } from "../gate/client-owners.ts";
import { Commits, type StoreListener, type Write } from "./commits.ts";
import type { DocumentRecord } from "./document-record.ts";
import { DocumentRecords } from "./document-records.ts";
import { type Environment, format, openEnvironment } from "./environment.ts";
import { decodeLogRecord, encodeLogRecord, type LogRecord } from "./log-record.ts";
import { decodeSnapshot, encodeSnapshot, type Snapshot } from "./snapshot.ts";

/** A document as it is on disk: the newest snapshot and what came after it. */
export interface StoredDocument {
  readonly snapshot: Snapshot | undefined;
  readonly tail: readonly Uint8Array[];
  /** Who brought each update of the tail. */
  readonly bringers: readonly Bringer[];
  /** The last record of the log; 0 where there is none. */
  readonly seq: number;
}

/** What rooms need of a store. Each promise resolves when its write is on disk: committed and flushed. */
export interface UpdateStore {
  /** Why the last write failed, undefined while the store takes writes. */
  readonly failure: Error | undefined;
  /** Resolves when all that could be read at the start is on disk: a process that was killed may have committed it only. */
  readonly opened: Promise<void>;
  subscribe(listener: StoreListener): () => void;
  load(id: DocumentId): StoredDocument;
  append(id: DocumentId, seq: number, record: LogRecord): Promise<void>;
  /** Replaces the snapshot, moving the records that are in it from the log to the archive. */
  fold(id: DocumentId, snapshot: Snapshot): Promise<void>;
}

const deflate = promisify(deflateRaw);

/** The documents of one data directory. */
export class Store implements UpdateStore {
  readonly records: DocumentRecords;
  readonly opened: Promise<void>;
  readonly #environment: Environment;
  readonly #commits: Commits;

  constructor(environment: Environment, commits: Commits) {
    this.#environment = environment;
    this.#commits = commits;
    this.records = new DocumentRecords(environment, commits);
    // LMDB flushes nothing when it is opened; the flush of a commit covers all that was committed before it.
    this.opened = commits.add([{ database: environment.root, key: "format", value: format }]);
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
    const tail: Uint8Array[] = [];
    const bringers: Bringer[] = [];
    let seq = snapshot?.seq ?? 0;
    for (const { key, value } of this.#log(id, seq + 1)) {
      for (const { update, ...bringer } of decodeLogRecord(value).entries) {
        tail.push(update);
        bringers.push(bringer);
      }
      seq = key;
    }
    return { snapshot, tail, bringers, seq };
  }

  /** Whether anything is kept under this name, by a document or by an open room. */
  has(id: DocumentId): boolean {
    return this.#environment.snapshots.doesExist(id) || this.#log(id, 1).length > 0;
  }

  append(id: DocumentId, seq: number, record: LogRecord): Promise<void> {
    return this.#commits.add([this.#appended(id, seq, record)]);
  }

  /** Makes a document: its record and its first update together. */
  create(record: DocumentRecord, first: LogRecord): Promise<void> {
    return this.records.put(record, [this.#appended(record.id, 1, first)]);
  }

  async fold(id: DocumentId, snapshot: Snapshot): Promise<void> {
    const { log, snapshots, archive } = this.#environment;
    const folded = [...this.#log(id, 1)].filter(({ key }) => key <= snapshot.seq);
    const writes: Write[] = folded.map(({ key }) => ({ database: log, key: [id, key], value: undefined }));
    const [first] = folded;
    if (first !== undefined) {
      const value = await deflate(joined(folded.map((record) => record.value)));
      writes.push({ database: archive, key: [id, first.key], value });
    }
    writes.push({ database: snapshots, key: id, value: encodeSnapshot(snapshot) });
    await this.#commits.add(writes);
  }

  /** Waits until all is on disk, then lets the data directory go. */
  async close(): Promise<void> {
    await this.#commits.close();
    await this.#environment.close();
  }

  #appended(id: DocumentId, seq: number, record: LogRecord): Write {
    return { database: this.#environment.log, key: [id, seq], value: encodeLogRecord(record) };
  }

  /** The committed records of the document's log from `seq` on, with copies of their bytes. */
  #log(id: DocumentId, seq: number): { key: number; value: Uint8Array }[] {
    const range = this.#environment.log.getRange({ start: [id, seq], end: [id, Number.MAX_SAFE_INTEGER] });
    return [...range].map(({ key, value }) => ({ key: Number((key as unknown[])[1]), value }));
  }
}

/** The records behind each other, each with its length in four bytes before it. */
function joined(records: readonly Uint8Array[]): Uint8Array {
  const parts = records.flatMap((record) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(record.length);
    return [length, record];
  });
  return Buffer.concat(parts);
}

/** Opens the store of a data directory. `windowMs` is the least time between two commits. */
export async function openStore(directory: string, windowMs: number): Promise<Store> {
  const environment = await openEnvironment(directory);
  return new Store(environment, new Commits(windowMs, environment.checkLock));
}
