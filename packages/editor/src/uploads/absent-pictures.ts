import type { EditorWords } from "../words.ts";
import { englishMediaWords } from "./media-words.ts";
import type { Uploads } from "./uploads.ts";

/** Pictures whose address has none: somebody has put them in who could not send them yet. */
export interface AbsentPictures {
  /** A picture could not be loaded. It becomes one from this device, or a quiet place that looks again until it is there. */
  add(image: HTMLImageElement): void;
}

interface Options {
  readonly uploads: Uploads;
  readonly words: EditorWords;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What is known of one. */
interface Absent {
  /** Where it will be. */
  readonly address: string;
  tries: number;
  /** Where this device shows it from. */
  here?: string;
  /** What this device has cannot be shown. */
  isHereBad: boolean;
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** Looks after the absent pictures of one editor. */
export function openAbsentPictures({ uploads, words, signal }: Options): AbsentPictures {
  const { notHereYet } = words.media ?? englishMediaWords;
  const known = new WeakMap<HTMLImageElement, Absent>();
  const waiting = new Map<HTMLImageElement, ReturnType<typeof setTimeout>>();

  const look = (image: HTMLImageElement, { address }: Absent) => {
    waiting.delete(image);
    if (image.isConnected && image.getAttribute("src") === address) image.src = address;
  };
  const wait = (image: HTMLImageElement, absent: Absent) => {
    if (signal.aborted) return;
    const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** absent.tries++);
    clearTimeout(waiting.get(image));
    waiting.set(
      image,
      setTimeout(() => look(image, absent), longest * (0.5 + Math.random() / 2)),
    );
  };
  const lookNow = () => {
    for (const [image, timer] of waiting) {
      clearTimeout(timer);
      const absent = known.get(image);
      if (absent) look(image, absent);
    }
  };
  window.addEventListener("online", lookNow, { signal });
  signal.addEventListener("abort", () => {
    for (const timer of waiting.values()) clearTimeout(timer);
  });

  return {
    add(image) {
      const src = image.getAttribute("src") ?? "";
      const before = known.get(image);
      if (before?.here === src) {
        before.isHereBad = true;
        image.src = before.address;
        return;
      }
      const absent = before?.address === src ? before : { address: src, tries: 0, isHereBad: false };
      known.set(image, absent);
      void findHere(absent).then((here) => {
        if (signal.aborted || image.getAttribute("src") !== src) return;
        if (here === undefined) {
          showAbsent(image, notHereYet);
          return wait(image, absent);
        }
        absent.here = here;
        image.src = here;
      });
    },
  };

  async function findHere({ address, isHereBad }: Absent): Promise<string | undefined> {
    if (isHereBad) return undefined;
    try {
      return await uploads.findHere?.(address);
    } catch {
      return undefined;
    }
  }
}

/** A quiet place that says what it is, until the picture is there. */
function showAbsent(image: HTMLImageElement, words: string): void {
  if (image.classList.contains("quire-absent")) return;
  image.classList.add("quire-absent");
  image.title = words;
  const shown = () => {
    image.classList.remove("quire-absent");
    image.removeAttribute("title");
  };
  image.addEventListener("load", shown, { once: true });
}
