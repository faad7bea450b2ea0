import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Bytes that V8's nursery may always grow to. */
const smallBytes = 8 * 1024 * 1024;

/** Of what a collection of the nursery looks at, the share that lives on, from which on a larger one does no good. */
const livingShare = 0.05;

/**
 * Lets V8's nursery grow while that does good. V8 grows it when much in it lives on, for garbage to have time to die; but
 * what a crowd of sockets leaves there (a tenth) lives on however large it is, and the nursery was half of the 22 KiB of memory
 * that each needed. Where people type, a fiftieth lives on: there a larger one saves a seventh of the processor.
 */
export function letNurseryGrow(): void {
  let before = bytesIn("old_space");
  let mayGrow: boolean | undefined;
  const decide = (collections: number): void => {
    const nursery = bytesIn("new_space");
    const old = bytesIn("old_space");
    const lived = (old - before) / (collections * nursery);
    before = old;
    const isUseful = nursery < smallBytes || lived < livingShare;
    if (isUseful === mayGrow) return;
    mayGrow = isUseful;
    setFlagsFromString(`--semi-space-growth-factor=${isUseful ? 2 : 1}`);
  };
  decide(1);
  // It grows, and is given back, at collections.
  new PerformanceObserver((list) => decide(list.getEntries().length)).observe({ entryTypes: ["gc"] });
}

/** What a space of V8's heap has: the nursery however full it is, the old space what is in use. */
function bytesIn(name: "new_space" | "old_space"): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === name);
  return (name === "new_space" ? space?.space_size : space?.space_used_size) ?? 0;
}
