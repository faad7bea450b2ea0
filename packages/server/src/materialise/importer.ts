import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { CreateDocument } from "@quire/protocol";
import { fail } from "../errors.ts";
import { type NewDocument, newDocument } from "./new-document.ts";

/** Markdown of up to this length is read where it is: the worst of it takes less time than a worker takes to start. */
const smallMarkdown = 4 * 1024;

/** How long a text may take to read, and how long a worker is kept for the next one, in milliseconds. */
const defaultDeadlineMs = 10_000;
const keepMs = 30_000;

type Body = Pick<CreateDocument, "title" | "markdown">;
type Answer = { readonly document: NewDocument } | { readonly error: string };

/**
 * Makes documents from what people import, one at a time. A long text is read in a worker: Markdown has texts that take
 * quadratic time, and nobody else's words may wait for them.
 */
export class Importer {
  readonly #deadlineMs: number;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(deadlineMs: number = defaultDeadlineMs) {
    this.#deadlineMs = deadlineMs;
  }

  /** Rejects with QUIRE_ERR_MARKDOWN_TOO_SLOW where the text takes longer than the deadline. */
  make(body: Body): Promise<NewDocument> {
    if (body.markdown === undefined || body.markdown.length <= smallMarkdown) return newDocument(body);
    const made = this.#last.then(() => this.#makeInWorker(body));
    this.#last = made.catch(() => undefined);
    return made;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#drop();
  }

  async #makeInWorker(body: Body): Promise<NewDocument> {
    clearTimeout(this.#idle);
    this.#worker ??= startWorker();
    const worker = this.#worker;
    worker.postMessage({
      markdown: body.markdown,
      ...(body.title === undefined ? {} : { title: body.title }),
    });
    const deadline = AbortSignal.timeout(this.#deadlineMs);
    try {
      const [answer] = (await once(worker, "message", { signal: deadline })) as [Answer];
      if ("error" in answer) throw new Error(`the import failed: ${answer.error}`);
      this.#idle = setTimeout(() => void this.#drop(), keepMs).unref();
      return answer.document;
    } catch (error) {
      await this.#drop();
      if (!deadline.aborted) throw error;
      throw fail("QUIRE_ERR_MARKDOWN_TOO_SLOW", { seconds: this.#deadlineMs / 1000 }, { cause: error });
    }
  }

  async #drop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function startWorker(): Worker {
  // Beside this file: TypeScript in the workspace, JavaScript in a packed package.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./import-worker.${extension}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  worker.unref();
  return worker;
}
