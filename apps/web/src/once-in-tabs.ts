/** How long tabs that come to it later find it done: they do not all come back at once, and nobody is told all the time. */
const holdMs = 120_000;

/** A tab that nobody looks at lets the others go first. */
const yieldMs = 500;

/**
 * Does something in one of the tabs that come to it within two minutes: in the one that somebody looks at, or in the first,
 * once somebody looks at it. Where the browser has no locks, each tab does it.
 */
export async function onceInTabs(name: string, act: () => void, page: Document = document): Promise<void> {
  if (page.hidden) await later(yieldMs);
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return whenSeen(page, act);
  await locks.request(`quire once ${name}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    whenSeen(page, act);
    await later(holdMs);
  });
}

function whenSeen(page: Document, act: () => void): void {
  if (!page.hidden) return act();
  page.addEventListener("visibilitychange", () => whenSeen(page, act), { once: true });
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
