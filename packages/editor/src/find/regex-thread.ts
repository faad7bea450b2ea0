import { ownScript } from "./own-script.ts";
import type { RegexAnswer, RegexQuestion } from "./regex-answer.ts";

/** Why there is no answer: it took too long, or no thread could be had, or the thread could not do it. */
export type RegexFailure = "slow" | "failed";

/** Somebody who tries regular expressions. */
export interface RegexThread {
  /** One question at a time. */
  ask(question: RegexQuestion): Promise<RegexAnswer | RegexFailure>;
  close(): void;
}

/** As long as an answer may take. Few expressions take longer than a hundredth of it; some take years. */
const usualPatienceMs = 2_000;

/** A thread that starts with its first question, and is ended and begun anew where an answer takes too long. */
export function createRegexThread(
  startWorker: () => Worker = start,
  patienceMs = usualPatienceMs,
): RegexThread {
  let worker: Worker | undefined;
  let end: ((answer: RegexAnswer | RegexFailure) => void) | undefined;
  const drop = () => {
    worker?.terminate();
    worker = undefined;
  };
  const begin = () => {
    const begun = startWorker();
    begun.addEventListener("message", ({ data }: MessageEvent<RegexAnswer>) => end?.(data));
    begun.addEventListener("error", () => end?.("failed"));
    return begun;
  };
  return {
    ask: (question) =>
      new Promise((resolve) => {
        const patience = setTimeout(() => end?.("slow"), patienceMs);
        end = (answer) => {
          end = undefined;
          clearTimeout(patience);
          if (typeof answer === "string") drop();
          resolve(answer);
        };
        try {
          worker ??= begin();
          worker.postMessage(question);
        } catch {
          end("failed"); // the page's policy forbids it
        }
      }),
    close: () => {
      end?.("failed");
      drop();
    },
  };
}

function start(): globalThis.Worker {
  // By this name and in these words bundlers find the script of a worker.
  class Worker extends globalThis.Worker {
    constructor(url: URL, options: WorkerOptions) {
      super(ownScript(url), options);
    }
  }
  return new Worker(new URL("./regex-worker.ts", import.meta.url), { type: "module" });
}
