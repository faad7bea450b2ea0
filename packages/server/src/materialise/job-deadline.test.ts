import type { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { type JobClock, watchDeadline } from "./job-deadline.ts";
import { TooSlow, WorkerThread } from "./worker-thread.ts";

/**
 * A clock of a machine on which a thread gets this share of the time. Time passes as fast as it is waited for: `stands` is
 * from when on it stands still.
 */
function machine(share: number, stands = Number.POSITIVE_INFINITY) {
  let now = 0;
  const looks: number[] = [];
  const waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  const goOn = (): void => {
    const next = waiting.toSorted((one, other) => one.until - other.until)[0];
    if (next === undefined || next.until > stands) return;
    waiting.splice(waiting.indexOf(next), 1);
    now = next.until;
    next.resolve();
  };
  const clock: JobClock = {
    async spentMs() {
      looks.push(now);
      return 700 + now * share;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        waiting.push({ until: now + ms, resolve });
        setImmediate(goOn);
      }),
  };
  return { clock, looks, now: () => now };
}

const worker = {} as Worker;
const { signal } = new AbortController();

it("T3 a job's deadline is of its own time: it passes as late as the machine is slow", async () => {
  for (const [share, wall] of [
    [1, 1_000],
    [0.5, 2_000],
    [0.25, 4_000],
  ] as const) {
    const { clock, now } = machine(share);
    expect(await watchDeadline(worker, 1_000, clock, signal)).toBe("overdue");
    expect(now()).toBeGreaterThanOrEqual(wall);
    expect(now()).toBeLessThan(wall + 100);
  }
});

it("T3 a job's deadline is never later than six times it, and is not looked at without end", async () => {
  const { clock, looks, now } = machine(0.001);
  expect(await watchDeadline(worker, 1_000, clock, signal)).toBe("overdue");
  expect(now()).toBe(6_000);
  expect(looks.length).toBeLessThan(20);
});

it("T3 nobody waits for the deadline of a job that is over", async () => {
  const over = new AbortController();
  const { clock } = machine(1, 0);
  const deadline = watchDeadline(worker, 1_000, clock, over.signal);
  over.abort();
  expect(await deadline).toBe("over");
});

it("T3 a small import is done on a machine that took longer than its deadline to begin with it", async () => {
  const { clock } = machine(0.01, 5_000);
  const thread = new WorkerThread({ deadlineMs: 1_000, heapMb: 512, clock });
  try {
    expect(await thread.do("create", { markdown: "# River\n" })).toMatchObject({ title: "River" });
  } finally {
    await thread.close();
  }
}, 60_000);

it("T3 an import that computes for longer than its deadline is given up", async () => {
  const thread = new WorkerThread({ deadlineMs: 1_000, heapMb: 512, clock: machine(1).clock });
  try {
    await expect(thread.do("create", { markdown: "# River\n" })).rejects.toBeInstanceOf(TooSlow);
  } finally {
    await thread.close();
  }
}, 60_000);
