import { busySeconds, familySeconds, ownSeconds } from "./meter.ts";
import type { RunningServer } from "./running-server.ts";

/** What was used in a stretch of time. */
export interface Usage {
  readonly seconds: number;
  /** Processor seconds of the server. */
  readonly server: number;
  /** Processor seconds of what makes the load. */
  readonly load: number;
  /** What everything else on the machine used meanwhile, in percent of one core. */
  readonly noise: number;
}

/** Begins to measure; the answer ends it and says what was used. */
export function beginStretch(server: RunningServer): () => Usage {
  const at = {
    clock: performance.now(),
    server: server.meter.cpuSeconds,
    load: ownSeconds(),
    busy: busySeconds(),
  };
  return () => {
    const seconds = (performance.now() - at.clock) / 1_000;
    const used = server.meter.cpuSeconds - at.server;
    const load = ownSeconds() - at.load;
    const others = busySeconds() - at.busy - used - load;
    return { seconds, server: used, load, noise: (Math.max(0, others) / seconds) * 100 };
  };
}

/**
 * Begins to watch the machine where all that is measured was started by us, browsers too; the answer ends it and says what
 * everything else used, in percent of one core.
 */
export function beginNoise(): () => number {
  const at = { clock: performance.now(), busy: busySeconds(), ours: familySeconds() };
  return () => {
    const seconds = (performance.now() - at.clock) / 1_000;
    const others = busySeconds() - at.busy - (familySeconds() - at.ours);
    return (Math.max(0, others) / seconds) * 100;
  };
}
