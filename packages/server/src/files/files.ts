import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { DocumentId, FileSpace } from "@quire/protocol";
import { fail } from "../errors.ts";
import type { Counts } from "../metrics/counts.ts";
import type { QuotaKeeper } from "../quotas.ts";
import { checkStore, durable } from "../store/durable.ts";
import type { FileRecord } from "../store/file-record.ts";
import { countedBytes } from "../store/file-records.ts";
import type { Store } from "../store/store.ts";
import { Blobs } from "./blobs.ts";
import type { ByteRange } from "./byte-range.ts";
import { DocumentSpace, type Reservation } from "./document-space.ts";
import { type ByteSource, type Written, writeDraft } from "./draft.ts";
import { uploadName } from "./file-name.ts";
import type { FileType } from "./file-type.ts";
import { UploadSlots } from "./upload-slots.ts";

/** A file that a document holds. */
export interface StoredFile extends FileRecord {
  readonly hash: string;
}

/** A file as it comes. */
export interface IncomingFile {
  readonly source: ByteSource;
  /** What its sender calls it. */
  readonly name: string;
  /** How long it says it is. */
  readonly declaredBytes: number | undefined;
  close?(): void;
}

export interface Upload {
  readonly personId: string;
  /** Begins it, once it may. */
  readonly begin: () => IncomingFile | Promise<IncomingFile>;
  /** Throws for a type that is not wanted here. */
  readonly accept?: (type: FileType) => void;
  /** Asked when all of it has come, which may take long: rejects where it may not be in the document any more. */
  readonly mayStill?: () => Promise<void>;
}

export interface FilesOptions {
  readonly store: Pick<Store, "files" | "failure" | "subscribe">;
  /** Where the bytes are kept. */
  readonly directory: string;
  readonly counts: Counts;
  /** What bounds the files that somebody puts in, beside their document. */
  readonly quotas?: Pick<QuotaKeeper, "fileBounds">;
  /** Bytes that a file may have. */
  readonly fileBytes: number;
  /** Bytes that all files of a document may have. */
  readonly documentFileBytes: number;
  /** Bytes of the disk that uploads leave to the text. */
  readonly spareBytes?: number;
}

/** What people write goes before what they upload: an update takes a few kilobytes, and a fold a copy of its document. */
const spareBytes = 64 * 1024 * 1024;

/** How many bytes come between two looks at the disk. */
const lookBytes = 1024 * 1024;

/** The files of documents: pictures, sounds, films and whatever else people put into them. */
export class Files {
  readonly #options: Required<FilesOptions>;
  readonly #blobs: Blobs;
  readonly #space: DocumentSpace;
  readonly #slots = new UploadSlots();

  private constructor(options: Required<FilesOptions>, blobs: Blobs) {
    this.#options = options;
    this.#blobs = blobs;
    this.#space = new DocumentSpace(options.store.files, options.documentFileBytes);
  }

  static async open(options: FilesOptions): Promise<Files> {
    const { files } = options.store;
    const blobs = await Blobs.open(options.directory, (hash) => files.isHeld(hash));
    return new Files({ spareBytes, quotas: { fileBounds: () => [] }, ...options }, blobs);
  }

  /** Takes a file into a document. Resolves when it is on disk, with the document's record of it; one that fails leaves nothing. */
  async add(id: DocumentId, upload: Upload): Promise<StoredFile> {
    const { counts, store } = this.#options;
    try {
      const leave = this.#slots.enter(upload.personId);
      try {
        checkStore(store);
        const incoming = await upload.begin();
        const stored = await this.#take(id, incoming, upload).finally(() => incoming.close?.());
        counts.uploads++;
        counts.uploadBytes += stored.size;
        return stored;
      } finally {
        leave();
      }
    } catch (error) {
      counts.uploadFailures++;
      throw error;
    }
  }

  /** Lets a document hold a file that another one holds, without sending it again. */
  async copy(from: DocumentId, hash: string, to: DocumentId, personId: string): Promise<StoredFile> {
    const { store } = this.#options;
    checkStore(store);
    const { name, type, size } = this.find(from, hash);
    const reserved = this.#space.reserve(to, this.#options.quotas.fileBounds(personId));
    try {
      if (store.files.find(to, hash) === undefined) reserved.grow(countedBytes(size));
      const record = { name, type, size, addedAt: Date.now(), addedBy: personId };
      const held = this.#blobs.whileKept(hash, () => this.#hold(to, hash, record, reserved));
      await durable(store, held);
      return this.find(to, hash);
    } finally {
      reserved.free();
    }
  }

  /** The document's record of a file. Throws QUIRE_ERR_FILE_NOT_FOUND where it holds none of this hash. */
  find(id: DocumentId, hash: string): StoredFile {
    const record = this.#options.store.files.find(id, hash);
    if (record === undefined) throw fail("QUIRE_ERR_FILE_NOT_FOUND", { id, hash });
    return { ...record, hash };
  }

  /** What a file may have that comes into the document, and how much room there is for it. */
  space(id: DocumentId): FileSpace {
    const { fileBytes, documentFileBytes } = this.#options;
    return { fileBytes, documentFileBytes, usedBytes: this.#space.usedBy(id) };
  }

  /** The bytes of a file, or a range of them. */
  async read({ hash, size }: StoredFile, range?: ByteRange): Promise<Readable> {
    const { first, last } = range ?? { first: 0, last: size - 1 };
    // Opened before anything is answered: a file that is not there, or not whole, is an error and no short answer.
    const handle = await open(this.#blobs.path(hash));
    const found = (await handle.stat()).size;
    if (found !== size) {
      await handle.close();
      throw new Error(`the file ${hash} has ${found} bytes instead of ${size}: restore it from the backup`);
    }
    this.#options.counts.downloads++;
    return createReadStream("", { fd: handle, start: first, end: last });
  }

  /** Takes a document's files from it, for one that is gone for good; those that no other document holds leave the disk. */
  async release(id: DocumentId): Promise<void> {
    const hashes = await this.#options.store.files.release(id);
    for (const hash of hashes) this.#blobs.drop(hash);
  }

  async #take(id: DocumentId, incoming: IncomingFile, upload: Upload): Promise<StoredFile> {
    const { store } = this.#options;
    const { personId, accept, mayStill } = upload;
    const reserved = this.#space.reserve(id, this.#options.quotas.fileBounds(personId));
    const path = this.#blobs.draft();
    try {
      const checks = { grow: await this.#growth(incoming, reserved), accept: accept ?? (() => undefined) };
      const written = await writeDraft(path, incoming.source, checks);
      await mayStill?.();
      checkStore(store);
      // Goes on where whoever sent it is answered 503 meanwhile: the store writes it when it can.
      await durable(store, this.#keep(id, path, written, { name: incoming.name, personId }, reserved));
      return this.find(id, written.hash);
    } catch (error) {
      await this.#blobs.discard(path);
      throw error;
    } finally {
      reserved.free();
    }
  }

  #keep(
    id: DocumentId,
    path: string,
    { hash, size, type }: Written,
    { name, personId }: { readonly name: string; readonly personId: string },
    reserved: Reservation,
  ): Promise<void> {
    const record = { name: uploadName(name, type), type, size, addedAt: Date.now(), addedBy: personId };
    return this.#blobs.keep(path, hash, () => this.#hold(id, hash, record, reserved));
  }

  /** Counts the file in its document from here on, in place of what was reserved for it. */
  #hold(id: DocumentId, hash: string, record: FileRecord, reserved: Reservation): Promise<void> {
    const held = this.#options.store.files.put(id, hash, record);
    reserved.free();
    return held;
  }

  /** Looks whether what is declared may come; answers with what is asked before each part of it is written. */
  async #growth(
    { declaredBytes }: IncomingFile,
    reserved: Reservation,
  ): Promise<(bytes: number) => Promise<void>> {
    const { fileBytes: limit } = this.#options;
    const check = async (size: number, more: number): Promise<void> => {
      if (size > limit) throw fail("QUIRE_ERR_FILE_TOO_LARGE", { limit, size: declaredBytes });
      reserved.grow(countedBytes(size));
      if (more > 0) await this.#checkDisk(more);
    };
    await check(declaredBytes ?? 0, Math.max(declaredBytes ?? 0, lookBytes));
    let size = 0;
    let looked = 0;
    return async (bytes) => {
      size += bytes;
      const isDue = size - looked >= lookBytes;
      if (isDue) looked = size;
      await check(size, isDue ? lookBytes : 0);
    };
  }

  /** Throws where so many more bytes would take what is left to the text. */
  async #checkDisk(bytes: number): Promise<void> {
    const free = await this.#blobs.freeBytes();
    if (free < bytes + this.#options.spareBytes) throw fail("QUIRE_ERR_DISK_FULL", {});
  }
}
