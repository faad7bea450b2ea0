import { fail } from "../errors.ts";
import type { Jobs, Workshop } from "./jobs.ts";
import type { NewDocument, NewDocumentBody } from "./new-document.ts";
import { TooSlow, WorkerThread } from "./worker-thread.ts";

/** How long a job may take on a document that the gate let in, and a text of any kind, in milliseconds. */
const documentMs = 30_000;
const importMs = 10_000;

/** A worker's heap, in MiB. */
const heapMb = 512;

/** Bytes of long updates that wait to be judged, in all rooms. Whose would be more comes back with it later. */
const maxJudgedBytes = 64 * 1024 * 1024;

/**
 * The threads of one server. There are three: Markdown has texts that take quadratic time, up to the deadline, and nobody's
 * fold, export or rename may wait for somebody else's import, nor for the megabytes that somebody sends to be judged.
 */
export class Workers implements Workshop {
  readonly #documents = new WorkerThread({ deadlineMs: documentMs, heapMb });
  readonly #judges = new WorkerThread({ deadlineMs: documentMs, heapMb });
  readonly #imports: WorkerThread;
  #judgedBytes = 0;

  constructor(deadlineMs: number = importMs) {
    this.#imports = new WorkerThread({ deadlineMs, heapMb });
  }

  do<Name extends keyof Jobs>(name: Name, given: Jobs[Name]["given"]): Promise<Jobs[Name]["done"]> {
    return name === "judge" ? this.#judge(name, given, updateBytes(given)) : this.#documents.do(name, given);
  }

  /** Makes a document from what people import. Rejects with QUIRE_ERR_MARKDOWN_TOO_SLOW where that takes too long. */
  async create({ title, markdown, titleFromText, withoutBlock }: NewDocumentBody): Promise<NewDocument> {
    const given = {
      ...(title !== undefined && { title }),
      ...(markdown !== undefined && { markdown }),
      ...(titleFromText !== undefined && { titleFromText }),
      ...(withoutBlock !== undefined && { withoutBlock }),
    };
    // Without a text there is nothing to wait for.
    if (markdown === undefined) return await this.do("create", given);
    try {
      return await this.#imports.do("create", given);
    } catch (cause) {
      if (!(cause instanceof TooSlow)) throw cause;
      throw fail("QUIRE_ERR_MARKDOWN_TOO_SLOW", { seconds: this.#imports.deadlineMs / 1000 }, { cause });
    }
  }

  /** Ends the threads that were idle for a while. */
  beat(now: number): void {
    for (const thread of this.#threads) thread.beat(now);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  get #threads(): readonly WorkerThread[] {
    return [this.#documents, this.#judges, this.#imports];
  }

  async #judge<Name extends keyof Jobs>(
    name: Name,
    given: Jobs[Name]["given"],
    bytes: number,
  ): Promise<Jobs[Name]["done"]> {
    if (this.#judgedBytes + bytes > maxJudgedBytes)
      throw new Error(`updates of more than ${maxJudgedBytes} bytes wait to be judged`);
    this.#judgedBytes += bytes;
    try {
      return await this.#judges.do(name, given);
    } finally {
      this.#judgedBytes -= bytes;
    }
  }
}

/** How long the update is that is to be judged. */
function updateBytes(given: object): number {
  return "update" in given && given.update instanceof Uint8Array ? given.update.length : 0;
}
