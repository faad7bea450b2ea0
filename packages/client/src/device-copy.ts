import * as Y from "yjs";
import {
  committed,
  type KeptRecords,
  openDatabase,
  readRecords,
  unsentStore,
  updatesStore,
} from "./device-database.ts";

/** What a device copy is opened with. */
export interface DeviceCopyOptions {
  /** Whose copy: the same name, the same document. */
  readonly name: string;
  readonly ydoc: Y.Doc;
  readonly indexedDB: IDBFactory;
  /** `isKept` may have changed. */
  onChange(): void;
  /** Calls a task back once what changed is painted: no key waits for the device. */
  afterPaint(task: () => void): void;
  /** Records after which they are merged into one. */
  readonly maxRecords: number;
  /** How long after a failure writing is tried again. */
  readonly retryMs: number;
  /** How long an acknowledgement waits for an edit to be written with: while somebody types, each key is one transaction. */
  readonly forgetMs: number;
}

/** What was found on the device. */
export interface LoadedCopy {
  readonly isEmpty: boolean;
  /** Edits are in it that no server has acknowledged. */
  readonly hasUnsent: boolean;
}

interface Batch {
  /** Appends that are durable when this batch is. */
  readonly upTo: number;
  readonly updates: readonly Uint8Array[];
  /** Records that the updates stand for too. */
  readonly replaced: readonly IDBValidKey[];
  readonly mark: IDBValidKey | undefined;
  readonly forgotten: readonly IDBValidKey[];
}

/**
 * A document's copy on this device: every update, appended in batches, merged when there are many. It never throws. While
 * the device will not take it (private windows, a full disk), `isKept` is false; writing is tried again, then with the
 * whole document.
 */
export class DeviceCopy {
  readonly #options: DeviceCopyOptions;
  #database: IDBDatabase | undefined;
  #loading: Promise<LoadedCopy> | undefined;
  #isLoaded = false;
  #isClosed = false;
  #updates: Uint8Array[] = [];
  #appended = 0;
  #durable = 0;
  /** Keys of records whose updates the ydoc has: one record with its state can replace them. */
  #records: IDBValidKey[] = [];
  #isWholeNeeded = false;
  #batches = 0;
  #ownMark: IDBValidKey | undefined;
  /** Edits of mine are appended that no mark stands for. */
  #hasUnmarked = false;
  /** Marks of all unacknowledged edits that the ydoc has. */
  #marks: IDBValidKey[] = [];
  #forgotten: IDBValidKey[] = [];
  #writing: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DeviceCopyOptions) {
    this.#options = options;
  }

  /** All of the ydoc is in the copy, durably. */
  get isKept(): boolean {
    return this.#isLoaded && this.#durable === this.#appended;
  }

  /** Applies what is kept to the ydoc, with this copy as the origin. Updates may be appended before it is done. */
  load(): Promise<LoadedCopy> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Keeps an update that the ydoc has taken in. `isMine`: it waits for the server's acknowledgement. */
  append(update: Uint8Array, isMine: boolean): void {
    this.#appended++;
    if (!this.#isWholeNeeded) this.#updates.push(update);
    if (isMine) this.#hasUnmarked = true;
    this.#options.afterPaint(this.#write);
  }

  /** The server has everything that was loaded or appended so far. */
  acknowledge(): void {
    this.#hasUnmarked = false;
    this.#forgotten.push(...this.#marks);
    this.#marks = [];
    this.#forgetting ??= setTimeout(() => {
      this.#forgetting = undefined;
      this.#write();
    }, this.#options.forgetMs);
  }

  /** Writes what is left, once, and lets the database go. */
  async close(): Promise<void> {
    await this.#loading;
    clearTimeout(this.#retry);
    clearTimeout(this.#forgetting);
    this.#retry = undefined;
    this.#write();
    this.#isClosed = true;
    await this.#writing;
    this.#database?.close();
  }

  async #load(): Promise<LoadedCopy> {
    const kept = await this.#read();
    this.#apply(kept);
    this.#marks.push(...kept.unsent);
    this.#isLoaded = true;
    this.#write();
    return { isEmpty: kept.keys.length === 0, hasUnsent: kept.unsent.length > 0 };
  }

  async #open(): Promise<IDBDatabase> {
    this.#database ??= await openDatabase(this.#options.indexedDB, () => {
      this.#database = undefined;
    });
    return this.#database;
  }

  async #read(): Promise<KeptRecords> {
    try {
      return await readRecords(await this.#open(), this.#options.name);
    } catch {
      // Nothing of this document is known to be here: until it is written, it is not kept.
      this.#appended++;
      this.#failed();
      return { keys: [], updates: [], unsent: [] };
    }
  }

  #apply({ keys, updates }: KeptRecords): void {
    const { ydoc } = this.#options;
    const applyAll = () => {
      for (const [index, key] of keys.entries()) {
        // A record that cannot be read stays where it is, and is never merged away: the server may still have it.
        if (tryUpdate(ydoc, updates[index])) this.#records.push(key);
      }
    };
    Y.transact(ydoc, applyAll, this, false);
  }

  /** Always the same function: what is asked for many times before it is done is done once. */
  readonly #write = (): void => {
    if (!this.#isLoaded || this.#isClosed || this.#writing !== undefined || this.#retry !== undefined) return;
    if (!this.#hasWork()) return;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
      this.#options.onChange();
    });
  };

  async #writeAll(): Promise<void> {
    while (this.#hasWork()) {
      let batch: Batch | undefined;
      try {
        const database = await this.#open();
        batch = this.#takeBatch();
        const keys = await commitBatch(database, this.#options.name, batch);
        const replaced = new Set(batch.replaced);
        this.#records = this.#records.filter((key) => !replaced.has(key)).concat(keys);
        this.#durable = batch.upTo;
      } catch {
        return this.#failed(batch);
      }
    }
  }

  #hasWork(): boolean {
    return (
      this.#updates.length > 0 ||
      this.#forgotten.length > 0 ||
      this.#isWholeNeeded ||
      this.#records.length > this.#options.maxRecords
    );
  }

  #takeBatch(): Batch {
    const isWhole = this.#isWholeNeeded || this.#records.length > this.#options.maxRecords;
    const mark = this.#takeMark();
    const batch: Batch = {
      upTo: this.#appended,
      updates: isWhole ? [Y.encodeStateAsUpdate(this.#options.ydoc)] : this.#updates,
      replaced: isWhole ? this.#records : [],
      mark,
      forgotten: this.#forgotten,
    };
    this.#updates = [];
    this.#forgotten = [];
    this.#isWholeNeeded = false;
    return batch;
  }

  /** The mark for edits that no mark stands for yet. It takes the place of this writer's last one. */
  #takeMark(): IDBValidKey | undefined {
    if (!this.#hasUnmarked) return undefined;
    this.#hasUnmarked = false;
    const mark = [this.#options.name, this.#options.ydoc.clientID, ++this.#batches];
    if (this.#ownMark !== undefined) this.#forgotten.push(this.#ownMark);
    this.#marks = this.#marks.filter((key) => key !== this.#ownMark).concat([mark]);
    this.#ownMark = mark;
    return mark;
  }

  #failed(batch?: Batch): void {
    this.#database?.close();
    this.#database = undefined;
    this.#updates = [];
    this.#isWholeNeeded = true;
    if (batch !== undefined) {
      this.#forgotten.push(...batch.forgotten);
      if (batch.mark !== undefined && this.#marks.includes(batch.mark)) this.#hasUnmarked = true;
    }
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#write();
    }, this.#options.retryMs);
  }
}

/** Writes a batch in one transaction. Resolves with the keys of its updates when the disk has them. */
async function commitBatch(database: IDBDatabase, name: string, batch: Batch): Promise<IDBValidKey[]> {
  const durability = batch.updates.length > 0 ? "strict" : "relaxed";
  const transaction = database.transaction([updatesStore, unsentStore], "readwrite", { durability });
  const updates = transaction.objectStore(updatesStore);
  const unsent = transaction.objectStore(unsentStore);
  const added = batch.updates.map((update) => updates.add({ name, update }));
  for (const key of batch.replaced) updates.delete(key);
  for (const key of batch.forgotten) unsent.delete(key);
  if (batch.mark !== undefined) unsent.put({ name }, batch.mark);
  // Does not wait for the answers to come back here: the page may be on its way out.
  transaction.commit();
  await committed(transaction);
  return added.map((request) => request.result);
}

function tryUpdate(ydoc: Y.Doc, update: Uint8Array | undefined): boolean {
  if (update === undefined) return false;
  try {
    Y.applyUpdate(ydoc, update);
    return true;
  } catch {
    return false;
  }
}
