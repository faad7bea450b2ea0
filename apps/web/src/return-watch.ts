import type { Session } from "@quire/client";
import type * as Y from "yjs";
import { Arrivals, type Arrived } from "./arrivals.ts";

/** What there is to say when a page is back with the server. */
export interface Returned {
  /** Null where nothing came. */
  readonly arrived: Arrived | null;
  /** Edits of this page waited, and are on the server's disk now. */
  readonly hasOwn: boolean;
}

/** The part of a session that is watched. */
export type WatchedSession = Pick<Session, "ydoc" | "status" | "subscribe">;

/** Without a connection for longer than this is worth a word. */
const longMs = 10_000;

interface Absence {
  readonly since: number;
  readonly arrivals: Arrivals;
  hasOwn: boolean;
}

/**
 * Tells once all of a page's own edits are saved after it was without a connection: of what others wrote meanwhile, if that
 * took long or edits of its own waited; of its own alone, if it took long. Returns what ends the watch.
 */
export function watchReturn(
  session: WatchedSession,
  onReturn: (returned: Returned) => void,
  now: () => number = Date.now,
): () => void {
  let absence: Absence | undefined;
  const look = () => {
    const { status } = session;
    if (status.state === "offline") {
      absence ??= { since: now(), arrivals: new Arrivals(), hasOwn: false };
      absence.hasOwn ||= status.unsent;
    } else if (status.state === "refused") {
      absence = undefined;
    } else if (status.state === "saved" && absence !== undefined) {
      const returned = whatToSay(absence, now() - absence.since > longMs);
      absence = undefined;
      if (returned !== null) onReturn(returned);
    }
  };
  const ended = (transaction: Y.Transaction) => {
    // Without a line it is another tab's.
    if (!transaction.local && session.status.state !== "offline") absence?.arrivals.add(transaction);
  };
  look();
  const unsubscribe = session.subscribe(look);
  session.ydoc.on("afterTransaction", ended);
  return () => {
    unsubscribe();
    session.ydoc.off("afterTransaction", ended);
  };
}

function whatToSay({ arrivals, hasOwn }: Absence, wasLong: boolean): Returned | null {
  const arrived = arrivals.get();
  if (arrived.changes > 0) return hasOwn || wasLong ? { arrived, hasOwn } : null;
  return hasOwn && wasLong ? { arrived: null, hasOwn } : null;
}
