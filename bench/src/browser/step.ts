/** What makes a step that is timed: a key pastes, a button replaces. */
export type StepEvent = "paste" | "click";

/** One step of somebody's. Times are milliseconds since 1970, alike in all pages of a machine. */
export interface WatchedStep {
  /** When its event was made; NaN where it is somebody else's. */
  at: number;
  /** When the whole of it was painted; NaN until then. */
  painted: number;
}

export interface StepOptions {
  readonly event: StepEvent;
  /** What the last block says once the whole step is there. */
  readonly last: string;
}

declare global {
  interface Window {
    quireBenchStep?: WatchedStep;
  }
}

/** Notes, from now on, when the step's event comes and when its last block is painted. Runs in the page. */
export function watchStep({ event, last }: StepOptions): void {
  const root = document.querySelector(".ProseMirror");
  if (!root) throw new Error("the page has no text to watch");
  const step: WatchedStep = { at: Number.NaN, painted: Number.NaN };
  window.quireBenchStep = step;
  const note = ({ timeStamp }: Event) => {
    step.at = performance.timeOrigin + timeStamp;
  };
  window.addEventListener(event, note, { capture: true, once: true });
  const changes = new MutationObserver(() => {
    // Beside it may stand another's name, at their caret.
    if (!root.lastElementChild?.textContent.includes(last)) return;
    changes.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        step.painted = performance.timeOrigin + performance.now();
      };
      port2.postMessage(null);
    });
  });
  changes.observe(root, { childList: true, characterData: true, subtree: true });
}
