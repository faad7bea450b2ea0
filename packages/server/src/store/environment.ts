import { closeSync, mkdirSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { type Database, open, type RootDatabase } from "lmdb";
import { fail, QuireError } from "../errors.ts";
import type { Key } from "./commits.ts";
import { makeDatabaseFiles } from "./database-files.ts";
import type { DocumentRecord } from "./document-record.ts";
import type { FileRecord } from "./file-record.ts";
import { type DirectoryLock, lockDirectory } from "./lock.ts";
import type { Used } from "./used.ts";

/**
 * The layout of the data directory that this version writes. It reads 1 too: there snapshots had another layout, and what
 * was folded stood in a database of its own, `archive`, which is left as it is.
 */
export const format = 2;

/** What is known of an update in quarantine. */
export interface Quarantined {
  readonly error: string;
  /** In base64. */
  readonly update: string;
}

/** The open data directory: one LMDB file, and the lock that keeps other processes out. */
export interface Environment {
  readonly root: RootDatabase<unknown, Key>;
  /** `[document, seq]` -> what one turn brought to it. */
  readonly log: Database<Uint8Array, Key>;
  /** `document` -> the newest snapshot. */
  readonly snapshots: Database<Uint8Array, Key>;
  /** `[document, first seq]` -> a segment of folded records of the log: who wrote what, and when. */
  readonly archive: Database<Uint8Array, Key>;
  /** `[document, seq, n]` -> an update that Yjs could not apply, kept out of the snapshot. */
  readonly quarantine: Database<Quarantined, Key>;
  /** `document` -> true, where the log has news that its record does not tell of yet. */
  readonly unread: Database<boolean, Key>;
  /** `document` -> what lists show of it. */
  readonly documents: Database<DocumentRecord, Key>;
  /** `[updatedAt, document]` -> true, for what is not deleted: the list's order. */
  readonly recent: Database<boolean, Key>;
  /** `[document, hash]` -> a file that the document holds. */
  readonly files: Database<FileRecord, Key>;
  /** `[hash, document]` -> true: who holds a file. */
  readonly fileHolders: Database<boolean, Key>;
  /** `document` -> what its files count together. */
  readonly fileBytes: Database<number, Key>;
  /** What each person, and all together, have: see usage.ts. */
  readonly usage: Database<Used, Key>;
  /** How many bytes of text each person, and all together, wrote: see text-usage.ts. */
  readonly text: Database<number, Key>;
  /** Throws if the directory is no longer this process' own. */
  checkLock(): void;
  close(): Promise<void>;
}

/** Opens the directory, making it where it is missing. Rejects with a QUIRE_ERR_DATA_… that says what to do. */
export async function openEnvironment(directory: string): Promise<Environment> {
  let lock: DirectoryLock | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    lock = await lockDirectory(directory);
    return await openDatabases(directory, lock);
  } catch (error) {
    lock?.release();
    if (error instanceof QuireError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("QUIRE_ERR_DATA_DIR_UNUSABLE", { path: directory, reason }, { cause: error });
  }
}

async function openDatabases(directory: string, lock: DirectoryLock): Promise<Environment> {
  const path = join(directory, "quire.mdb");
  makeDatabaseFiles(path);
  checkIsDatabase(path);
  const root = open<unknown, Key>({
    path,
    noSubdir: true,
    separateFlushed: true,
    // Every write here is in a batch of ours. The library's own, one a turn, rejects a promise that nobody can hear when a
    // commit fails, and that would end the process.
    eventTurnBatching: false,
    maxDbs: 16,
    encoding: "json",
  });
  const found = root.get("format");
  if (found === undefined || found === 1) await root.put("format", format);
  if (typeof found === "number" && found > format) {
    await root.close();
    throw fail("QUIRE_ERR_DATA_FORMAT_NEWER", { path: directory, found, known: format });
  }
  return {
    root,
    log: root.openDB({ name: "log", encoding: "binary" }),
    snapshots: root.openDB({ name: "snapshots", encoding: "binary" }),
    archive: root.openDB({ name: "segments", encoding: "binary" }),
    quarantine: root.openDB({ name: "quarantine", encoding: "json" }),
    unread: root.openDB({ name: "unread", encoding: "json" }),
    documents: root.openDB({ name: "documents", encoding: "json" }),
    recent: root.openDB({ name: "recent", encoding: "json" }),
    files: root.openDB({ name: "files", encoding: "json" }),
    fileHolders: root.openDB({ name: "file-holders", encoding: "json" }),
    fileBytes: root.openDB({ name: "file-bytes", encoding: "json" }),
    usage: root.openDB({ name: "usage", encoding: "json" }),
    text: root.openDB({ name: "text", encoding: "json" }),
    checkLock: () => lock.check(),
    async close() {
      await root.close();
      lock.release();
    },
  };
}

/** The number that stands in an LMDB file's first page, behind a header of 16 or 24 bytes. */
const magic = Buffer.of(0xde, 0xc0, 0xef, 0xbe);

/** lmdb-js ends the process where the file is none of LMDB's. Throws instead; one that is missing or empty is fine. */
function checkIsDatabase(path: string): void {
  const file = openSync(path, "r");
  const head = Buffer.alloc(32);
  const length = readSync(file, head, 0, head.length, 0);
  closeSync(file);
  if (length > 0 && !head.includes(magic)) throw new Error("quire.mdb in it is not a database");
}
