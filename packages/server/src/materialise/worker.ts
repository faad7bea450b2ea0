import { parentPort } from "node:worker_threads";
import { yieldToOthers } from "./background.ts";
import { doJob } from "./do-job.ts";
import type { Jobs } from "./jobs.ts";

/** One job, as `WorkerThread` sends it. */
export interface Task<Name extends keyof Jobs = keyof Jobs> {
  readonly name: Name;
  readonly given: Jobs[Name]["given"];
}

/** What comes back. */
export type Outcome<Done = unknown> = { readonly done: Done } | { readonly error: string };

yieldToOthers();

// The other end of `WorkerThread`: one job in, one outcome out.
parentPort?.on("message", (task: Task) => {
  void outcomeOf(task).then((outcome) => parentPort?.postMessage(outcome));
});

async function outcomeOf({ name, given }: Task): Promise<Outcome> {
  try {
    return { done: await doJob(name, given) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
