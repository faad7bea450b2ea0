/** Takes what the next paint need not wait for. A task that is given again before it ran runs once. */
export type AfterPaint = (task: () => void) => void;

/** How long a frame is waited for. A window that is covered may be drawn no more, and does not say that it is hidden. */
const patienceMs = 100;

/**
 * Has a page paint first what was typed, then do the rest: the device's copy, counts, tools, presence.
 *
 *     given -> the next frame is painted -> what waited for that frame -> all that was given, in order
 *
 * A hidden page has no frames and waits for none; one that is left does at once what it still has.
 */
export function createAfterPaint(page: Window): AfterPaint {
  const { document } = page;
  const { port1, port2 } = new MessageChannel();
  const tasks = new Set<() => void>();
  let patience: number | undefined;

  const run = () => {
    // What a task gives has its turn now too: a Set goes on to what is added.
    for (const task of tasks) {
      tasks.delete(task);
      attempt(task);
    }
    page.clearTimeout(patience);
    patience = undefined;
  };
  // A frame's callbacks run before it is drawn, the first message after that, the second after what others do then.
  const painted = () => port2.postMessage("painted");
  port1.onmessage = ({ data }) => (data === "painted" ? port2.postMessage("run") : run());
  page.addEventListener("pagehide", run);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) run();
  });

  return (task) => {
    tasks.add(task);
    if (patience !== undefined) return;
    patience = page.setTimeout(run, patienceMs);
    if (document.hidden) painted();
    else page.requestAnimationFrame(painted);
  };
}

/** One that throws keeps none of the others from their turn. */
function attempt(task: () => void): void {
  try {
    task();
  } catch (error) {
    reportError(error);
  }
}
