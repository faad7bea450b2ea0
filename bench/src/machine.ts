import { spawnSync } from "node:child_process";
import { availableParallelism, cpus, totalmem } from "node:os";
import { busySeconds, ownSeconds } from "./meter.ts";
import { pause } from "./wait.ts";

/** Which core is whose; undefined where nothing can be pinned. */
export interface Cores {
  readonly server: number | undefined;
  readonly load: number | undefined;
}

const loose: Cores = { server: undefined, load: undefined };

/** Takes one core for ourselves and leaves another to the servers, where there are two and `taskset` is there. */
export function takeCores(): Cores {
  if (availableParallelism() < 2) return loose;
  const { status } = spawnSync("taskset", ["-a", "-c", "-p", "1", String(process.pid)], { stdio: "ignore" });
  return status === 0 ? { server: 0, load: 1 } : loose;
}

/** Gives up what was taken, and with it whatever is started from now on: the answer says who has which core then. */
export function leaveCores(cores: Cores): Cores {
  if (cores.load === undefined) return cores;
  const all = `0-${cpus().length - 1}`;
  spawnSync("taskset", ["-a", "-c", "-p", all, String(process.pid)], { stdio: "ignore" });
  return loose;
}

/** The command, bound to a core. */
export function pinned(
  core: number | undefined,
  command: readonly [string, ...string[]],
): [string, ...string[]] {
  return core === undefined ? [...command] : ["taskset", "-c", String(core), ...command];
}

/** The machine in a few words. */
export function describeMachine(cores: Cores): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const pins =
    cores.server === undefined ? "not pinned" : `server on core ${cores.server}, load on core ${cores.load}`;
  return `${cpus().length} x ${first?.model.trim() ?? "unknown processor"}, ${memory}, ${process.platform}, ${pins}`;
}

/** Waits, for a bounded time, until the rest of the machine uses little of a core. */
export async function waitForQuiet(limitMs: number, percent = 15): Promise<void> {
  const end = performance.now() + limitMs;
  const windowMs = 400;
  for (let noise = Number.POSITIVE_INFINITY; noise > percent && performance.now() < end; ) {
    const busy = busySeconds();
    const own = ownSeconds();
    await pause(windowMs);
    noise = ((busySeconds() - busy - (ownSeconds() - own)) / windowMs) * 100_000;
  }
}
