/** A browser's locks, for the tabs of a test: who asks waits until it is their turn. */
export function openLocks(): LockManager {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, work: () => Promise<unknown>) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return { request, query: async () => ({ held: [], pending: [] }) } as unknown as LockManager;
}
