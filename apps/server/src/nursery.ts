import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * Bytes of V8's nursery from which on it does not grow. With V8's own 32 MiB a crowd of sockets took twice the memory
 * each (22 KiB instead of 11), since what lived long enough to be copied once was copied into a nursery twice as large;
 * with half of this, busy documents needed a tenth more of the processor.
 */
const largestBytes = 16 * 1024 * 1024;

/** Lets V8's nursery grow as it does, but not for ever: it keeps what it grew to. */
export function letNurseryGrow(): void {
  let mayGrow: boolean | undefined;
  const decide = (): void => {
    const isSmall = nurseryBytes() < largestBytes;
    if (isSmall === mayGrow) return;
    mayGrow = isSmall;
    setFlagsFromString(`--semi-space-growth-factor=${isSmall ? 2 : 1}`);
  };
  decide();
  // It grows, and is given back, at collections.
  new PerformanceObserver(decide).observe({ entryTypes: ["gc"] });
}

function nurseryBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? 0;
}
