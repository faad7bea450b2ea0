import type { Session } from "@quire/client";
import type { UploadWatch } from "@quire/editor";

/** Why nothing was sent: nobody answered, or not for now. The message is a sentence for people. */
export class Unanswered extends Error {}

/** How one hears of the line to the server. */
export interface Line {
  readonly session: Pick<Session, "status" | "subscribe">;
  /** Where the browser says that it has a network again. */
  readonly page: EventTarget;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Sends, and where nobody answers, sends again when the line is there again, until it is wanted no more: also after longer and longer
 * waits, since the line need not have been gone.
 */
export async function sendAgain<Sent>(
  send: () => Promise<Sent>,
  watch: Pick<UploadWatch, "signal" | "onProgress" | "onWaiting">,
  line: Line,
): Promise<Sent> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      watch.onWaiting?.(error.message);
      await lineIsBack(line, watch.signal, waitMs);
      watch.signal.throwIfAborted();
      watch.onProgress(0);
    }
  }
}

/** The document's own connection notices sooner or later that it was gone, and comes back by itself. One that is there is waited for so long. */
function lineIsBack({ session, page }: Line, signal: AbortSignal, waitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let wasGone = !isUp(session);
  const end = session.subscribe(() => {
    if (!isUp(session)) wasGone = true;
    else if (wasGone) resolve();
  });
  const back = () => resolve();
  const timer = setTimeout(() => session.status.state !== "offline" && resolve(), waitMs);
  page.addEventListener("online", back);
  signal.addEventListener("abort", back);
  return promise.finally(() => {
    end();
    clearTimeout(timer);
    page.removeEventListener("online", back);
    signal.removeEventListener("abort", back);
  });
}

function isUp({ status }: Line["session"]): boolean {
  return status.state === "saved" || status.state === "saving";
}
