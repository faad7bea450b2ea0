import type { Session } from "@quire/client";
import { wouldLoseWords } from "./status-words.ts";

/** Sessions that nobody shows any more, each with what looks whether it can go, or has it taken back. */
const left = new Map<Session, (isTakenBack?: boolean) => void>();
/** Those that something needs, shown or not; each as often as that. */
const held: Session[] = [];

/**
 * Asks before the page is left, only where a document's words, or what else is looked for, would be lost by it at that moment, and
 * answers who looks for such documents (only-here.ts). Returns what ends that.
 */
export function warnOf(session: Session, isLost: () => boolean = () => wouldLose(session)): () => void {
  const warn = (event: Event): void => {
    if (!isLost()) return;
    event.preventDefault();
    (event as CustomEvent<Set<Session> | undefined>).detail?.add(session);
  };
  const events = ["beforeunload", "quire-only-here"];
  for (const event of events) window.addEventListener(event, warn);
  return () => {
    for (const event of events) window.removeEventListener(event, warn);
  };
}

/** Has a session stay open, as for a file on its way that it will name, until what this returns is called, once. */
export function holdOpen(session: Session): () => void {
  held.push(session);
  return () => {
    held.splice(held.indexOf(session), 1);
    left.get(session)?.();
  };
}

/**
 * Closes a session that nobody shows any more, once nothing holds it open and its words are on the server or on this device: until
 * then they are in this page alone. Resolves when it is closed; never, where it was taken back.
 */
export function letGo(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const look = (isTakenBack?: boolean) => {
      if (!isTakenBack && (wouldLose(session) || held.includes(session))) return;
      for (const end of ends) end();
      left.delete(session);
      if (!isTakenBack) resolve(session.close());
    };
    const ends = [warnOf(session), session.subscribe(look)];
    left.set(session, look);
    look();
  });
}

/** The session of that document that was left and is still open, with words or files on their way that only it has: whoever takes it closes it. */
export function takeBack(id: string): Session | undefined {
  for (const [session, look] of left) {
    // One that was refused for good is only asked for again where it has something.
    if (session.id !== id || (session.status.state === "refused" && !wouldLose(session))) continue;
    look(true);
    return session;
  }
  return undefined;
}

/** Whether the session has words that are in this page alone. */
export function wouldLose({ status, isKept }: Session): boolean {
  return wouldLoseWords(status, isKept);
}
