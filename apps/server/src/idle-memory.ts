import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How often is looked, in milliseconds, and which share of a processor an idle server needs at most. */
const usualLookMs = 5_000;
const idleShare = 0.02;

/** What is not worth the work. */
const leastSpareBytes = 16 * 1024 * 1024;

/**
 * Gives back what a busy time left behind. V8 collects when something is allocated, so a server that has gone quiet would
 * keep the garbage of its last rush, and a nursery grown for it, until the next.
 */
export function giveIdleMemoryBack(lookMs: number = usualLookMs): void {
  let processor = process.cpuUsage();
  // What starting left behind is the first to go.
  let kept = 0;
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(processor);
    processor = process.cpuUsage();
    const isIdle = user + system < lookMs * 1_000 * idleShare;
    if (!isIdle || physicalBytes() < kept + leastSpareBytes) return;
    collect();
    kept = physicalBytes();
  }, lookMs);
  timer.unref();
}

function physicalBytes(): number {
  return getHeapStatistics().total_physical_size;
}

let gc: NodeJS.GCFunction | undefined;

function collect(): void {
  if (gc === undefined) {
    setFlagsFromString("--expose-gc");
    gc = runInNewContext("gc") as NodeJS.GCFunction;
  }
  gc({ type: "major", execution: "sync" });
}
