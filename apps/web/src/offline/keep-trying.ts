/** How long it is waited before the next try: longer each time. By chance, so that not all pages of a server come at once. */
const [leastMs, mostMs] = [10_000, 15 * 60_000];

/** A thing that is tried until it is done. */
export interface Trying {
  /** There is something to do: at once, and then until it is done. */
  begin(): void;
  /** It is not tried any more. */
  end(): void;
}

/**
 * Tries a thing until it answers that it is done: again at once when the network is back or when somebody looks at the page
 * again, else after waits that grow. Never twice at the same time, and not each time that somebody looks away and back.
 */
export function keepTrying(page: Window, attempt: () => Promise<boolean>): Trying {
  let isDone = true;
  let isUnderWay = false;
  let isWanted = false;
  let failures = 0;
  let endedAt = 0;
  let timer: number | undefined;
  const ended = new AbortController();
  const on = { signal: ended.signal };

  async function go(): Promise<void> {
    page.clearTimeout(timer);
    if (isUnderWay) {
      isWanted = true;
      return;
    }
    isUnderWay = true;
    do {
      isWanted = false;
      isDone = await attempt().catch(() => false);
    } while (isWanted);
    isUnderWay = false;
    endedAt = page.performance.now();
    if (isDone || ended.signal.aborted) return;
    const waitMs = Math.min(mostMs, leastMs * 2 ** failures++);
    timer = page.setTimeout(go, waitMs * (0.5 + Math.random() / 2));
  }

  function again(): void {
    if (isDone) return;
    failures = 0;
    // One that is under way is as good.
    if (!isUnderWay) void go();
  }

  function turned(): void {
    const isLongAgo = page.performance.now() - endedAt > leastMs;
    if (!page.document.hidden && isLongAgo) again();
  }

  page.addEventListener("online", again, on);
  page.document.addEventListener("visibilitychange", turned, on);
  return {
    begin: () => {
      failures = 0;
      void go();
    },
    end: () => {
      ended.abort();
      page.clearTimeout(timer);
    },
  };
}
