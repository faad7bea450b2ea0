import type { Random } from "../../../../trouble/random.ts";
import { doJob } from "../../src/materialise/do-job.ts";
import type { Jobs, Workshop } from "../../src/materialise/jobs.ts";
import { setTimeout as delay } from "./delay.ts";

/** What a job fails with under which the worker ended. */
export class WorkerEnded extends Error {}

/** The worker for what needs a whole document: it does one job after another, on copies, in its own time, and ends now and then. */
export class Worker implements Workshop {
  /** Jobs that were done, by their names. */
  readonly done = new Map<keyof Jobs, number>();
  readonly #random: Random;
  #last: Promise<unknown> = Promise.resolve();

  constructor(random: Random) {
    this.#random = random;
  }

  do<Name extends keyof Jobs>(name: Name, given: Jobs[Name]["given"]): Promise<Jobs[Name]["done"]> {
    const copy = structuredClone(given);
    const done = this.#last.then(() => this.#do(name, copy));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #do<Name extends keyof Jobs>(name: Name, given: Jobs[Name]["given"]): Promise<Jobs[Name]["done"]> {
    const random = this.#random;
    await delay(random.below(random.chance(0.95) ? 60 : 2_000));
    if (random.chance(0.01)) throw new WorkerEnded(`the worker ended while it did the job ${name}`);
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
    return structuredClone(await doJob(name, given));
  }
}
