/** What a page notes of itself while it is measured. Times are milliseconds since 1970, alike in all pages of a machine. */
export interface Watch {
  /** When each key went down that writes the letter. */
  readonly keys: number[];
  /** When each of those letters was painted, whoever wrote it; NaN for one that was painted together with the next. */
  readonly paints: number[];
  /** When a task began that held the page up, and how long it took. */
  readonly longTasks: { readonly at: number; readonly ms: number }[];
  /** What came over the page's sockets. */
  readonly arrivals: { readonly at: number; readonly bytes: number }[];
  /** When the first screen of the text was painted. */
  firstScreenAt?: number;
}

export interface WatchOptions {
  /** The letter that is typed; nothing else in the first block may hold it. */
  readonly letter: string;
  /** How many lines make a screen. */
  readonly screenLines: number;
}

declare global {
  interface Window {
    quireBench?: Watch;
  }
}

/** Begins to watch. Runs in the page, before anything of its own does. */
export function beginWatch({ letter, screenLines }: WatchOptions): void {
  const watch: Watch = { keys: [], paints: [], longTasks: [], arrivals: [] };
  window.quireBench = watch;
  const now = () => performance.timeOrigin + performance.now();
  // The event's own time: a key waits where the page is busy.
  const noteKey = ({ key, timeStamp }: KeyboardEvent) => {
    if (key === letter) watch.keys.push(performance.timeOrigin + timeStamp);
  };
  window.addEventListener("keydown", noteKey, true);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      watch.longTasks.push({ at: performance.timeOrigin + startTime, ms: duration });
  }).observe({ type: "longtask" });
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        const bytes = data instanceof ArrayBuffer ? data.byteLength : String(data).length;
        watch.arrivals.push({ at: now(), bytes });
      });
    }
  };
  const look = () => {
    const lines = [...document.querySelectorAll(".ProseMirror p")];
    if (!lines.slice(screenLines - 1).some((line) => line.textContent)) return requestAnimationFrame(look);
    // What is there before a frame is painted by it; a task after it comes when that is done.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      watch.firstScreenAt = now();
    };
    return port2.postMessage(null);
  };
  requestAnimationFrame(look);
}

/** Notes, from now on, when letters in the first block are painted. Runs in the page, once its text is there. */
export function watchLetters(letter: string): void {
  const watch = window.quireBench;
  const root = document.querySelector(".ProseMirror");
  if (!watch || !root) throw new Error("the page has no text to watch");
  const lettersIn = (element: Element | null) => (element?.textContent ?? "").split(letter).length - 1;
  // Others' names, at their carets, are no part of the text.
  const written = () => {
    const first = root.firstElementChild;
    const beside = [...(first?.querySelectorAll(".ProseMirror-widget") ?? [])];
    return beside.reduce((count, element) => count - lettersIn(element), lettersIn(first));
  };
  let seen = written();
  const notice = () => {
    const count = written();
    if (count <= seen) return;
    while (++seen < count) watch.paints.push(Number.NaN);
    const index = watch.paints.push(Number.NaN) - 1;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        watch.paints[index] = performance.timeOrigin + performance.now();
      };
      port2.postMessage(null);
    });
  };
  new MutationObserver(notice).observe(root, { childList: true, characterData: true, subtree: true });
}

/** Tells the watch that so many bytes of a document are there, where they come over no socket. */
export function noteArrival(bytes: number): void {
  window.quireBench?.arrivals.push({ at: performance.timeOrigin + performance.now(), bytes });
}
