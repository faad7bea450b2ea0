import { Worker } from "node:worker_threads";
import { type JobClock, threadClock, watchDeadline } from "./job-deadline.ts";
import type { Jobs, Workshop } from "./jobs.ts";
import type { Outcome } from "./worker.ts";

/** How long a worker is kept for the next job, in milliseconds: shorter than an empty room is. */
const keepMs = 10_000;

/** Jobs that nobody waits for; those that somebody waits for go before them. */
const isPatient: ReadonlySet<keyof Jobs> = new Set(["fold", "summarise"]);

export interface WorkerOptions {
  /** How long a job may compute, in milliseconds. */
  readonly deadlineMs: number;
  /** The worker's heap. */
  readonly heapMb: number;
  /** Default: the time of the worker's thread. */
  readonly clock?: JobClock;
}

/** A job took longer than it may. */
export class TooSlow extends Error {
  override readonly name = "TooSlow";
}

interface Waiting {
  readonly name: keyof Jobs;
  run(): Promise<void>;
  refuse(error: Error): void;
}

/**
 * A thread that does one job after another. It starts with the first, and so do the modules that it needs; it is ended when
 * it was idle for a while, when it takes too long, and when it needs too much memory. The next job starts another one.
 */
export class WorkerThread implements Workshop {
  readonly #options: WorkerOptions;
  #waiting: Waiting[] = [];
  #isBusy = false;
  #worker: Worker | undefined;
  /** When `beat` first saw it idle. */
  #idleSince: number | undefined;
  #isClosed = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  get deadlineMs(): number {
    return this.#options.deadlineMs;
  }

  /** Whether there is a thread. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  do<Name extends keyof Jobs>(name: Name, given: Jobs[Name]["given"]): Promise<Jobs[Name]["done"]> {
    return new Promise((resolve, reject) => {
      const run = (): Promise<void> => this.#do<Jobs[Name]["done"]>(name, given).then(resolve, reject);
      this.#waiting.push({ name, run, refuse: reject });
      void this.#next();
    });
  }

  /** Ends a thread that has had nothing to do for a while; `now` in milliseconds of `performance.now()`. */
  beat(now: number): void {
    if (this.#isBusy || this.#worker === undefined) {
      this.#idleSince = undefined;
      return;
    }
    this.#idleSince ??= now;
    if (now - this.#idleSince >= keepMs) void this.#drop();
  }

  /** Ends the thread. Jobs that are not done reject. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(closed());
    await this.#drop();
  }

  async #next(): Promise<void> {
    if (this.#isBusy) return;
    const asked = this.#waiting.findIndex(({ name }) => !isPatient.has(name));
    const [next] = this.#waiting.splice(Math.max(asked, 0), 1);
    if (next === undefined) return;
    this.#isBusy = true;
    await next.run();
    this.#isBusy = false;
    void this.#next();
  }

  async #do<Done>(name: keyof Jobs, given: unknown): Promise<Done> {
    if (this.#isClosed) throw closed();
    this.#idleSince = undefined;
    this.#worker ??= this.#start();
    const worker = this.#worker;
    // The process does not end while a job is under way.
    worker.ref();
    const over = new AbortController();
    const { deadlineMs, clock = threadClock } = this.#options;
    const deadline = watchDeadline(worker, deadlineMs, clock, over.signal);
    worker.postMessage({ name, given });
    try {
      const outcome = await Promise.race([outcomeOf<Done>(worker), deadline]);
      if (typeof outcome === "string") return await this.#giveUp(name);
      if ("error" in outcome) throw new Error(`the job "${name}" failed: ${outcome.error}`);
      return outcome.done;
    } finally {
      over.abort();
      worker.unref();
    }
  }

  async #giveUp(name: keyof Jobs): Promise<never> {
    await this.#drop();
    throw new TooSlow(`the job "${name}" took longer than ${this.#options.deadlineMs} ms`);
  }

  #start(): Worker {
    // Beside this file: TypeScript in the workspace, JavaScript in a packed package.
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), {
      // The host's own flags, `--eval` and its like, are for its own program.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#options.heapMb },
    });
    // It ends by itself where it needs too much memory; whoever waits hears of it below.
    worker.on("error", () => this.#forget(worker));
    worker.on("exit", () => this.#forget(worker));
    return worker;
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
  }

  async #drop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

/**
 * What the worker says to the job that it was given; rejects where it ends before it says anything. Node itself says things on
 * the same channel: what was imported, where it watches the program's files.
 */
function outcomeOf<Done>(worker: Worker): Promise<Outcome<Done>> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome<Done>>();
  const heard = (message: unknown): void => {
    if (isOutcome<Done>(message)) resolve(message);
  };
  const ended = (): void => reject(new Error("the worker ended before its job was done"));
  worker.on("message", heard);
  worker.on("exit", ended);
  return promise.finally(() => {
    worker.off("message", heard);
    worker.off("exit", ended);
  });
}

function isOutcome<Done>(message: unknown): message is Outcome<Done> {
  return typeof message === "object" && message !== null && ("done" in message || "error" in message);
}

function closed(): Error {
  return new Error("the server is closing: no more jobs are done");
}
