import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";

/** Where the system says which of its threads asks. */
const ownThread = "/proc/thread-self";

/** A third of the time of a thread of usual niceness, where both want the same core. */
const niceness = 5;

/**
 * Has the system prefer other threads to the one that calls: where server and workers share a core, a key does not wait until
 * a fold has had its turn. Linux alone has a niceness for a thread; elsewhere, and where it is forbidden, nothing changes.
 */
export function yieldToOthers(): void {
  try {
    setPriority(Number(readlinkSync(ownThread).split("/").at(-1)), niceness);
  } catch {
    // Only slower.
  }
}
