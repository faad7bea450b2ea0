/** What `node:timers/promises` has under this name, by whichever clock is installed. */
export function setTimeout(
  ms: number,
  value?: unknown,
  { signal }: { signal?: AbortSignal } = {},
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Error("the wait was ended"));
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort, { once: true });
    globalThis.setTimeout(() => resolve(value), ms);
  });
}
