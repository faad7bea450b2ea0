import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { fail } from "../errors.ts";
import { isCode } from "./blobs.ts";
import { type FileType, headBytes, typeOf } from "./file-type.ts";

/** Bytes on their way to the disk, chunk by chunk. */
export type ByteSource = AsyncIterable<Uint8Array>;

/** What the bytes of an upload turned out to be. */
export interface Written {
  readonly hash: string;
  readonly size: number;
  readonly type: FileType;
}

/** What an upload has to pass on its way; each throws where it may not go on. */
export interface DraftChecks {
  /** Asked before so many more bytes are written. */
  readonly grow: (bytes: number) => Promise<void>;
  /** Asked once, as soon as the type is known. */
  readonly accept: (type: FileType) => void;
}

/** Writes the bytes to a new file and flushes it. No more of them is in memory than a chunk and the file's first bytes. */
export async function writeDraft(path: string, source: ByteSource, checks: DraftChecks): Promise<Written> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      return await write(file, source, checks);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isCode(error, "ENOSPC", "EDQUOT")) throw fail("QUIRE_ERR_DISK_FULL", {}, { cause: error });
    throw error;
  }
}

async function write(file: FileHandle, source: ByteSource, { grow, accept }: DraftChecks): Promise<Written> {
  const hash = createHash("sha256");
  let size = 0;
  let head = Buffer.alloc(0);
  for await (const chunk of source) {
    await grow(chunk.length);
    if (head.length < headBytes) {
      head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
      if (head.length === headBytes) accept(typeOf(head));
    }
    hash.update(chunk);
    await file.appendFile(chunk);
    size += chunk.length;
  }
  const type = typeOf(head);
  if (size === 0) throw fail("QUIRE_ERR_FILE_EMPTY", {});
  if (head.length < headBytes) accept(type);
  await file.sync();
  return { hash: hash.digest("hex"), size, type };
}
