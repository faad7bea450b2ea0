import * as Y from "yjs";
import { type Bell, hangBell } from "./bell.ts";
import { CopyWait } from "./copy-wait.ts";
import type { Device } from "./device.ts";
import { type Batch, commitBatch } from "./device-batch.ts";
import { openDatabase, readRecords } from "./device-database.ts";
import { keptName } from "./keeper.ts";
import { KeptKeys } from "./kept-keys.ts";
import { holdOpen } from "./open-lock.ts";
import { UnsentMarks } from "./unsent-marks.ts";

/** What a device copy is opened with. */
export interface DeviceCopyOptions {
  /** Whose copy: the same name, the same document. */
  readonly name: string;
  readonly ydoc: Y.Doc;
  readonly device: Device;
  /** The database's name. Default: that of who the page is of. */
  readonly database?: string;
  /** `isKept` or `isUnread` may have changed. */
  onChange(): void;
  /** Another tab has kept something, which the ydoc has now. */
  onFound(found: FoundCopy): void;
  /** Whether the server brings what other tabs write: then what they kept need not be read at once. */
  hearsServer(): boolean;
  /** Asks for that many bytes where the browser gives no more. Resolves with whether something went. */
  makeRoom(bytes: number): Promise<boolean>;
  /** Calls a task back once what changed is painted: no key waits for the device. */
  afterPaint(task: () => void): void;
  /** Records after which they are merged into one. */
  readonly maxRecords: number;
  /** How long after a failure writing is tried again. */
  readonly retryMs: number;
  /** How long an acknowledgement waits for an edit to be written with: while somebody types, each key is one transaction. */
  readonly forgetMs: number;
  /** How long what another tab kept waits while the server brings it too. */
  readonly listenMs: number;
}

/** What was found on the device. */
export interface FoundCopy {
  readonly isEmpty: boolean;
  /** Edits are in it that no server has acknowledged. */
  readonly hasUnsent: boolean;
}

/**
 * A document's copy on this device, one for all tabs of the browser: every update, appended in batches, merged when there
 * are many. What other tabs append is read and applied. It never throws. While the device will not take it (private
 * windows, a full disk), `isKept` is false; writing is tried again.
 */
export class DeviceCopy {
  readonly #options: DeviceCopyOptions;
  readonly #bell: Bell;
  readonly #keys = new KeptKeys();
  readonly #marks: UnsentMarks;
  readonly #letGo: () => void;
  readonly #databaseName: string;
  #database: IDBDatabase | undefined;
  #loading: Promise<FoundCopy> | undefined;
  #isLoaded = false;
  readonly #wait: CopyWait;
  #isClosed = false;
  #updates: Uint8Array[] = [];
  #appended = 0;
  #durable = 0;
  /** How many records are merged: more, where the last time failed. */
  #mergeAt: number;
  #isWholeNeeded = false;
  /** Edits of mine are appended that other tabs were not called to. */
  #isNews = false;
  /** Records of this document were there. */
  #hasRecords = false;
  /** There may be records that were not read. */
  #isRung = false;
  #working: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #forgetting: ReturnType<typeof setTimeout> | undefined;
  #listening: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DeviceCopyOptions) {
    this.#options = options;
    this.#marks = new UnsentMarks(options.name, options.ydoc.clientID);
    this.#mergeAt = options.maxRecords;
    this.#wait = new CopyWait(() => options.onChange());
    const { name, device, database = keptName() } = options;
    this.#databaseName = database;
    this.#letGo = holdOpen(device.locks, { name, database });
    this.#bell = hangBell(device.BroadcastChannel, { name, database }, this.#heard);
  }

  /** All of the ydoc is in the copy, durably. */
  get isKept(): boolean {
    return this.#isLoaded && this.#durable === this.#appended;
  }

  /** Nobody knows yet what is in the copy. False as well once it has not answered for long. */
  get isUnread(): boolean {
    return this.#wait.isOn;
  }

  /** Applies what is kept to the ydoc, with this copy as the origin. Updates may be appended before it is done. */
  load(): Promise<FoundCopy> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Keeps an update that the ydoc has taken in. `isMine`: it waits for the server's acknowledgement. */
  append(update: Uint8Array, isMine: boolean): void {
    this.#appended++;
    if (!this.#isWholeNeeded) this.#updates.push(update);
    if (isMine) this.#marks.add();
    this.#isNews ||= isMine;
    this.#options.afterPaint(this.#work);
  }

  /** The server has everything that was found or appended so far. */
  acknowledge(): void {
    this.#marks.acknowledge();
    this.#forgetting ??= setTimeout(() => {
      this.#forgetting = undefined;
      this.#work();
    }, this.#options.forgetMs);
  }

  /** Writes what is left, once, and lets the database go. */
  async close(): Promise<void> {
    this.#wait.end();
    await this.#loading;
    for (const timer of [this.#retry, this.#forgetting, this.#listening]) clearTimeout(timer);
    this.#retry = undefined;
    this.#work();
    this.#isClosed = true;
    await this.#working;
    this.#database?.close();
    this.#bell.close();
    this.#letGo();
  }

  async #load(): Promise<FoundCopy> {
    let found: FoundCopy = { isEmpty: true, hasUnsent: false };
    try {
      found = await this.#look(await this.#open());
      // Whoever wrote it may have died before they rang.
      if (found.hasUnsent) this.#bell.ring("kept");
    } catch {
      // Nothing of this document is known to be here: until it is written, it is not kept.
      this.#needWhole();
      this.#pause();
    }
    this.#isLoaded = true;
    this.#wait.end();
    this.#work();
    return found;
  }

  async #open(): Promise<IDBDatabase> {
    const onGone = () => {
      this.#database = undefined;
      this.#lose();
    };
    this.#database ??= await openDatabase(this.#options.device.indexedDB, onGone, this.#databaseName);
    return this.#database;
  }

  readonly #heard = (tone: unknown): void => {
    if (this.#isClosed) return;
    if (tone === "gone") return this.#lose();
    if (tone === "ended") {
      this.#isClosed = true;
      this.#appended++;
      return this.#options.onChange();
    }
    this.#listening ??= setTimeout(
      () => {
        this.#listening = undefined;
        this.#isRung = true;
        this.#work();
      },
      this.#options.hearsServer() ? this.#options.listenMs : 0,
    );
  };

  /** Always the same function: what is asked for many times before it is done is done once. */
  readonly #work = (): void => {
    if (!this.#isLoaded || this.#isClosed || this.#working !== undefined || this.#retry !== undefined) return;
    if (!this.#hasWork()) return;
    this.#working = this.#workOff().finally(() => {
      this.#working = undefined;
      this.#options.onChange();
    });
  };

  async #workOff(): Promise<void> {
    while (this.#hasWork()) {
      let batch: Batch | undefined;
      try {
        const database = await this.#open();
        // After a failure nothing is written before it is known what is there.
        if (this.#isRung && (this.#keys.mergeable === 0 || !this.#hasBatch())) {
          this.#options.onFound(await this.#look(database));
          continue;
        }
        batch = this.#takeBatch();
        await this.#write(database, batch);
      } catch (error) {
        if (batch !== undefined) this.#putBack(batch);
        if (!(await this.#makesRoom(error, batch))) return this.#pause(isFull(error));
      }
    }
  }

  #hasWork(): boolean {
    return (this.#isRung && !this.#isClosed) || this.#hasBatch();
  }

  #hasBatch(): boolean {
    return (
      this.#updates.length > 0 ||
      this.#marks.hasForgotten ||
      this.#isWholeNeeded ||
      this.#keys.mergeable > this.#mergeAt
    );
  }

  /** Applies what is in the database and not in the ydoc. */
  async #look(database: IDBDatabase): Promise<FoundCopy> {
    this.#isRung = false;
    const kept = await readRecords(database, this.#options.name, this.#keys.known);
    const isEmpty = kept.keys.length === 0;
    if (isEmpty && this.#hasRecords) this.#lose();
    const hasLearnt = this.#keys.apply(this.#options.ydoc, kept, this);
    if (!isEmpty) this.#hasRecords = true;
    // What the server brought first waits for nothing here: its writer hears of the acknowledgement.
    const isUpToMe = !this.#isLoaded || hasLearnt || !this.#options.hearsServer();
    return { isEmpty, hasUnsent: isUpToMe && this.#marks.adopt(kept.unsent) };
  }

  async #write(database: IDBDatabase, batch: Batch): Promise<void> {
    const keys = await commitBatch(database, this.#options.name, batch);
    this.#keys.drop(batch.replaced);
    this.#keys.add(keys);
    this.#hasRecords = true;
    if (batch.replaced.length > 0) this.#mergeAt = this.#options.maxRecords;
    this.#durable = batch.upTo;
    if (batch.isNews) this.#bell.ring("kept");
  }

  #takeBatch(): Batch {
    const isMerge = this.#keys.mergeable > this.#mergeAt;
    const isWhole = this.#isWholeNeeded || isMerge;
    const batch: Batch = {
      upTo: this.#appended,
      updates: isWhole ? [Y.encodeStateAsUpdate(this.#options.ydoc)] : this.#updates,
      waited: this.#isWholeNeeded ? undefined : this.#updates,
      replaced: isWhole ? this.#keys.all() : [],
      isNews: this.#isNews,
      ...this.#marks.take(),
    };
    this.#updates = [];
    this.#isWholeNeeded = false;
    this.#isNews = false;
    return batch;
  }

  #putBack(batch: Batch): void {
    this.#marks.putBack(batch);
    this.#isNews ||= batch.isNews;
    const waiting = [...(batch.waited ?? []), ...this.#updates];
    // Where merging needs more space than there is, edits may need less.
    if (batch.replaced.length > 0) this.#mergeAt = this.#keys.mergeable + this.#options.maxRecords;
    this.#isWholeNeeded ||= batch.waited === undefined || waiting.length > this.#options.maxRecords;
    this.#updates = this.#isWholeNeeded ? [] : waiting;
  }

  /** What was kept of this document is not there any more, or not known to be. */
  #lose(): void {
    this.#keys.clear();
    this.#marks.lose();
    this.#hasRecords = false;
    this.#needWhole();
    this.#options.onChange();
    this.#work();
  }

  #needWhole(): void {
    this.#appended++;
    this.#updates = [];
    this.#isWholeNeeded = true;
  }

  async #makesRoom(error: unknown, batch: Batch | undefined): Promise<boolean> {
    if (!isFull(error) || this.#isClosed) return false;
    const bytes = batch?.updates.reduce((sum, { byteLength }) => sum + byteLength, 0) ?? 0;
    return this.#options.makeRoom(bytes).catch(() => false);
  }

  /** Tries again later: with another connection, unless this one has only no space. */
  #pause(isFull = false): void {
    if (!isFull) {
      this.#database?.close();
      this.#database = undefined;
      this.#keys.clear();
      this.#isRung = true;
    }
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#work();
    }, this.#options.retryMs);
  }
}

/** Whether the browser refused for want of space. */
function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}
