import type { RunningServer } from "./running-server.ts";
import { pause } from "./wait.ts";

const lookMs = 500;
/** Three of the system's ticks of processor time: next to nothing. */
const idleSeconds = 0.03;

/** Waits until the server has had next to nothing to do for so many looks in a row, or until it has been long enough. */
export async function settle(server: RunningServer, { looks = 4, limitMs = 60_000 } = {}): Promise<void> {
  const end = performance.now() + limitMs;
  let idle = 0;
  let before = server.meter.cpuSeconds;
  while (idle < looks && performance.now() < end) {
    await pause(lookMs);
    const now = server.meter.cpuSeconds;
    // Where there is no /proc it is not known, and the looks are the wait.
    idle = now - before >= idleSeconds ? 0 : idle + 1;
    before = now;
  }
}
