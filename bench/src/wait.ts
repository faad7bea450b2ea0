import { setTimeout as pause } from "node:timers/promises";

export { pause };

/** Looks every few milliseconds; answers whether it became so in time. */
export async function waitUntil(isSo: () => boolean, limitMs: number, stepMs = 5): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > end) return false;
    await pause(stepMs);
  }
  return true;
}

/**
 * Calls `act` for 0, 1, 2, … at so many a second, whatever the answers are: who falls behind is not waited for. `stop`
 * answers with how many calls there were.
 */
export function startPace(perSecond: number, act: (index: number) => void): { stop(): number } {
  const startedAt = performance.now();
  let done = 0;
  const tick = (): void => {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1_000);
    while (done < due) act(done++);
  };
  const timer = setInterval(tick, 1);
  return {
    stop() {
      clearInterval(timer);
      return done;
    },
  };
}
