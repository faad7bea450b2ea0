import type { Session } from "@quire/client";
import { wouldLoseWords } from "./status-words.ts";

/** Sessions that nobody shows any more, each with what ends that it is looked after. */
const left = new Map<Session, () => void>();

/**
 * Asks before the page is left, only where a document's words would be lost by it at that moment, and answers who looks for such
 * (only-here.ts). Returns what ends that.
 */
export function warnOf(session: Session): () => void {
  const warn = (event: Event): void => {
    if (!wouldLose(session)) return;
    event.preventDefault();
    (event as CustomEvent<Set<Session> | undefined>).detail?.add(session);
  };
  const events = ["beforeunload", "quire-only-here"];
  for (const event of events) window.addEventListener(event, warn);
  return () => {
    for (const event of events) window.removeEventListener(event, warn);
  };
}

/**
 * Closes a session that nobody shows any more, once its words are on the server or on this device: until then they are in this page
 * alone. Resolves when it is closed; never, where it was taken back.
 */
export function letGo(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (wouldLose(session)) return;
      end();
      resolve(session.close());
    };
    const ends = [warnOf(session), session.subscribe(look)];
    const end = () => {
      for (const each of ends) each();
      left.delete(session);
    };
    left.set(session, end);
    look();
  });
}

/** The session of that document that was left and is still open, with words that only it has: whoever takes it closes it. */
export function takeBack(id: string): Session | undefined {
  for (const [session, end] of left) {
    if (session.id !== id) continue;
    end();
    return session;
  }
  return undefined;
}

function wouldLose({ status, isKept }: Session): boolean {
  return wouldLoseWords(status, isKept);
}
