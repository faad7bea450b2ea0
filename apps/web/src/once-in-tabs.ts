/** How long other tabs find it done: they do not all come to it at once, those that nobody looks at a minute later. */
const holdMs = 120_000;

/** What this tab has done, and holds: it does it again when it comes to it again. */
const held = new Set<string>();

/** A tab that nobody looks at lets the others go first. */
const yieldMs = 500;

/**
 * Does something in one of the tabs that come to it within two minutes: in the one that somebody looks at, or in the first,
 * once somebody looks at it. That one does it each time. Where the browser has no locks, each tab does it.
 */
export async function onceInTabs(name: string, act: () => void, page: Document = document): Promise<void> {
  if (held.has(name)) return whenSeen(page, act);
  if (page.hidden) await later(yieldMs);
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return whenSeen(page, act);
  await locks.request(`quire once ${name}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    held.add(name);
    whenSeen(page, act);
    await later(holdMs);
    held.delete(name);
  });
}

function whenSeen(page: Document, act: () => void): void {
  if (!page.hidden) return act();
  page.addEventListener("visibilitychange", () => whenSeen(page, act), { once: true });
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
