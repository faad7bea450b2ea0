import { readdirSync, readFileSync } from "node:fs";

/** Runs something while a process stands still, so that nothing of its files is written over while it is read. */
export function whileStill<Value>(pid: number, run: () => Value): Value {
  process.kill(pid, "SIGSTOP");
  try {
    // Whoever sends the signal comes back before all threads have heard of it.
    while (!threadsOf(pid).every(isStill));
    return run();
  } finally {
    process.kill(pid, "SIGCONT");
  }
}

function threadsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/stat`);
}

function isStill(stat: string): boolean {
  try {
    // The state stands behind the name, which may have brackets in it: stopped, traced, or gone.
    return /\) [TtZX] [^)]*$/.test(readFileSync(stat, "utf8"));
  } catch {
    return true; // ended since it was listed
  }
}
