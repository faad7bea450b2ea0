/** Who are you, too slow, another server, too early, too often. */
const passing: ReadonlySet<number> = new Set([401, 408, 421, 425, 429]);

/** Whether what was answered so may be done when it is asked again. */
export function isPassing(status: number): boolean {
  return status >= 500 || passing.has(status);
}
