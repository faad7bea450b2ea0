import { randomUUID } from "node:crypto";
import { unlinkSync } from "node:fs";
import { link, mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * The bytes of all files, each once, under the hash of what is in it:
 *
 *     files/ab/ab12…          kept; never changed
 *     files/incoming/<uuid>           an upload that is not whole yet
 *     files/incoming/<hash>.<uuid>    one that is, until its document's record is on disk
 *
 * Whatever is in `incoming` at a start was left there by a process that was killed.
 */
export class Blobs {
  readonly #directory: string;
  readonly #incoming: string;
  /** How many are being kept under a hash: nobody may take it away meanwhile. */
  readonly #keeping = new Map<string, number>();
  readonly #isHeld: (hash: string) => boolean;

  private constructor(directory: string, isHeld: (hash: string) => boolean) {
    this.#directory = directory;
    this.#isHeld = isHeld;
    this.#incoming = join(directory, "incoming");
  }

  /**
   * Opens the directory, making it where it is missing, and clears away what an earlier process left half done; `isHeld`
   * says whether any document holds the bytes of a hash.
   */
  static async open(directory: string, isHeld: (hash: string) => boolean): Promise<Blobs> {
    const blobs = new Blobs(directory, isHeld);
    await mkdir(blobs.#incoming, { recursive: true, mode: 0o700 });
    for (const name of await readdir(blobs.#incoming)) {
      const hash = /^([\da-f]{64})\./.exec(name)?.[1];
      if (hash !== undefined && !isHeld(hash)) await rm(blobs.path(hash), { force: true });
      await rm(join(blobs.#incoming, name), { force: true });
    }
    return blobs;
  }

  /** Where the bytes are that have this hash. */
  path(hash: string): string {
    return join(this.#directory, hash.slice(0, 2), hash);
  }

  /** A place for the bytes of one upload while they come. */
  draft(): string {
    return join(this.#incoming, randomUUID());
  }

  /** Bytes that may still be written to the disk. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#directory);
    return bavail * bsize;
  }

  async discard(draft: string): Promise<void> {
    await rm(draft, { force: true });
  }

  /**
   * Keeps a draft that is whole and flushed under its hash, then has it written down who holds it. Where the bytes cannot be
   * kept, nothing of them stays; `hold` rejects only when the store is closed, and the next start clears away.
   */
  async keep(draft: string, hash: string, hold: () => Promise<void>): Promise<void> {
    const done = join(this.#incoming, `${hash}.${randomUUID()}`);
    let isLinked = false;
    try {
      await this.whileKept(hash, async () => {
        await rename(draft, done);
        await this.#link(done, hash);
        isLinked = true;
        await hold();
      });
    } catch (error) {
      if (!isLinked) {
        await rm(done, { force: true });
        this.drop(hash);
      }
      throw error;
    }
    await rm(done, { force: true });
  }

  /** Does something while nobody takes the bytes of the hash away. */
  async whileKept(hash: string, work: () => Promise<void>): Promise<void> {
    this.#keeping.set(hash, (this.#keeping.get(hash) ?? 0) + 1);
    try {
      await work();
    } finally {
      const left = (this.#keeping.get(hash) ?? 1) - 1;
      if (left > 0) this.#keeping.set(hash, left);
      else this.#keeping.delete(hash);
    }
    // Who held them may have let them go meanwhile.
    this.drop(hash);
  }

  /** Takes the bytes away, unless a document holds them or is about to. */
  drop(hash: string): void {
    // At once: between the question and the deed nobody else may come.
    if (this.#keeping.has(hash) || this.#isHeld(hash)) return;
    try {
      unlinkSync(this.path(hash));
    } catch (error) {
      if (!isCode(error, "ENOENT")) throw error;
    }
  }

  /** A second name for the same bytes, which are there at once and whole. It is on disk when this resolves. */
  async #link(from: string, hash: string): Promise<void> {
    const to = this.path(hash);
    const made = await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    try {
      await link(from, to);
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
      await mend(from, to);
    }
    await flushDirectory(dirname(to));
    if (made !== undefined) await flushDirectory(this.#directory);
  }
}

/** Puts the bytes in the place of those that have their name and are not whole: a backup may have lost some. */
async function mend(from: string, to: string): Promise<void> {
  const [whole, there] = await Promise.all([stat(from), stat(to)]);
  if (whole.size === there.size) return;
  await link(from, `${from}.mended`);
  await rename(`${from}.mended`, to);
}

/** Whether it is an error of the system's with this code. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
