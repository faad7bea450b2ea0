import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";

/** How time passes for a job; in a test, as the test says. */
export interface JobClock {
  /** How long the worker's thread has computed so far, in milliseconds. */
  spentMs(worker: Worker): Promise<number>;
  /** Resolves after so many milliseconds, rejects when the signal says that nobody waits any more. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** How many times its deadline a job may take by the wall's clock, where the machine has little time for it. */
const patience = 6;

/** Of a deadline, how much at least passes from one look to the next. */
const leastLook = 1 / 20;

/**
 * Resolves once a worker has computed for its deadline since now. A machine that is busy with other things takes longer for
 * the same work, which is not the job's fault; a thread's own start costs little of this time. Never later than six
 * deadlines from now, and at once when it is over.
 */
export async function watchDeadline(
  worker: Worker,
  deadlineMs: number,
  clock: JobClock,
  over: AbortSignal,
): Promise<"overdue" | "over"> {
  try {
    await Promise.race([computes(worker, deadlineMs, clock, over), clock.sleep(patience * deadlineMs, over)]);
    return "overdue";
  } catch (error) {
    if (over.aborted) return "over";
    throw error;
  }
}

async function computes(
  worker: Worker,
  deadlineMs: number,
  clock: JobClock,
  over: AbortSignal,
): Promise<void> {
  const before = await clock.spentMs(worker);
  for (let left = deadlineMs; left > 0; left = before + deadlineMs - (await clock.spentMs(worker)))
    await clock.sleep(Math.max(left, leastLook * deadlineMs), over);
}

/** The processor time of the thread. Node 22 does not tell it of another one: there it is the wall's clock. */
export const threadClock: JobClock = {
  async spentMs(worker) {
    if (typeof worker.cpuUsage !== "function") return performance.now();
    try {
      const { user, system } = await worker.cpuUsage();
      return (user + system) / 1_000;
    } catch {
      return 0; // it has not begun, or it has ended, and whoever waits for it hears of that
    }
  },
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};
