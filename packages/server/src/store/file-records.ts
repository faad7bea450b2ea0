import type { DocumentId } from "@quire/protocol";
import type { Commits, Key, Write } from "./commits.ts";
import type { Environment } from "./environment.ts";
import type { FileRecord } from "./file-record.ts";
import { type Counted, together, type Usage } from "./usage.ts";

/** A file takes a block of the disk and a record however small it is, so that no document holds a million of them. */
const leastBytes = 4 * 1024;

/** What a file of so many bytes counts in its document. */
export function countedBytes(size: number): number {
  return Math.max(size, leastBytes);
}

type Databases = Pick<Environment, "files" | "fileHolders" | "fileBytes">;

/** Which documents hold which files, by their hashes, and how much each document holds: written together. */
export class FileRecords {
  readonly #databases: Databases;
  readonly #commits: Commits;
  readonly #usage: Usage;
  // LMDB shows a put only after its commit: until it is flushed, what is written is here.
  readonly #writing = new Map<string, Promise<void>>();
  readonly #bytes = new Map<DocumentId, { readonly bytes: number }>();

  constructor(databases: Databases, commits: Commits, usage: Usage) {
    this.#databases = databases;
    this.#usage = usage;
    this.#commits = commits;
  }

  /** The file as it is committed. */
  find(id: DocumentId, hash: string): FileRecord | undefined {
    return this.#databases.files.get([id, hash]);
  }

  /** What the document's files count together, with those that are being written. */
  bytesOf(id: DocumentId): number {
    return this.#bytes.get(id)?.bytes ?? this.#databases.fileBytes.get(id) ?? 0;
  }

  /** Whether any document holds the file, as it is committed. */
  isHeld(hash: string): boolean {
    const range = { start: [hash], end: [hash, "\u{10ffff}"], limit: 1 };
    return [...this.#databases.fileHolders.getKeys(range)].length > 0;
  }

  /** Gives the document the file, and counts it. A file that it holds stays as it is. Resolves when it is on disk. */
  put(id: DocumentId, hash: string, record: FileRecord): Promise<void> {
    const key = `${hash} ${id}`;
    const writing = this.#writing.get(key);
    if (writing !== undefined) return writing;
    if (this.find(id, hash) !== undefined) return Promise.resolve();
    const { files, fileHolders } = this.#databases;
    const bytes = countedBytes(record.size);
    const counted = this.#usage.change(record.addedBy, { files: 1, fileBytes: bytes });
    const written = this.#count(id, this.bytesOf(id) + bytes, [
      { database: files, key: [id, hash], value: record },
      { database: fileHolders, key: [hash, id], value: true },
      ...counted.writes,
    ]).finally(() => {
      this.#writing.delete(key);
      counted.done();
    });
    this.#writing.set(key, written);
    return written;
  }

  /** What gives a new document all files that another one holds, as they are committed. */
  copies(from: DocumentId, to: DocumentId): Counted {
    const { files, fileHolders, fileBytes } = this.#databases;
    const held = [...files.getRange({ start: [from], end: [from, "\u{10ffff}"] })];
    const writes = held.flatMap(({ key, value }): Write[] => {
      const hash = hashIn(key);
      return [
        { database: files, key: [to, hash], value },
        { database: fileHolders, key: [hash, to], value: true },
      ];
    });
    if (writes.length > 0) writes.push({ database: fileBytes, key: to, value: fileBytes.get(from) });
    const counted = together(held.map(({ value }) => this.#counted(value, 1)));
    return { ...counted, writes: [...writes, ...counted.writes] };
  }

  /** Takes all files from the document; answers with their hashes when that is on disk. */
  async release(id: DocumentId): Promise<string[]> {
    const { files, fileHolders } = this.#databases;
    await Promise.all(
      [...this.#writing].flatMap(([key, written]) => (key.endsWith(` ${id}`) ? [written] : [])),
    );
    const held = [...files.getRange({ start: [id], end: [id, "\u{10ffff}"] })];
    const hashes = held.map(({ key }) => hashIn(key));
    const counted = together(held.map(({ value }) => this.#counted(value, -1)));
    const writes = hashes.flatMap((hash): Write[] => [
      { database: files, key: [id, hash], value: undefined },
      { database: fileHolders, key: [hash, id], value: undefined },
    ]);
    writes.push(...counted.writes);
    try {
      if (writes.length > 0) await this.#count(id, 0, writes);
    } finally {
      counted.done();
    }
    return hashes;
  }

  /** Counts a file for who put it in, or does so no more. */
  #counted({ addedBy, size }: FileRecord, sign: 1 | -1): Counted {
    return this.#usage.change(addedBy, { files: sign, fileBytes: sign * countedBytes(size) });
  }

  /** Writes what the document's files count, with what changes it. */
  async #count(id: DocumentId, bytes: number, writes: readonly Write[]): Promise<void> {
    const count = { bytes };
    this.#bytes.set(id, count);
    const value = bytes === 0 ? undefined : bytes;
    try {
      await this.#commits.add([...writes, { database: this.#databases.fileBytes, key: id, value }]);
    } finally {
      if (this.#bytes.get(id) === count) this.#bytes.delete(id);
    }
  }
}

/** The hash in the key of a document's file. */
function hashIn(key: Key): string {
  return String(Array.isArray(key) ? key[1] : key);
}
