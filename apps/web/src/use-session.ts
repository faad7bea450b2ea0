import { openSession, type Session, type SessionStatus } from "@quire/client";
import { CloseCode, mayOnlyRead } from "@quire/protocol";
import { schemaVersion } from "@quire/schema";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useApp } from "./app-context.ts";
import { letGo, takeBack } from "./leaving.ts";

/** How a session stands that the server has closed for good. */
export type Refusal = Extract<SessionStatus, { readonly state: "refused" }>;

/** Gives what only the first one has to the second. */
type HandOver = (from: Session, to: Session) => void;

/** Begins a new session, with what the one before has and no other. */
export type Reopen = (handOver: HandOver) => void;

/** A document's session for as long as the page shows it; null for the moment before. */
export function useSession(id: string): { readonly session: Session | null; readonly reopen: Reopen } {
  const { socketOrigin, afterPaint, loadDevice } = useApp();
  const [session, setSession] = useState<Session | null>(null);
  const [opening, setOpening] = useState(0);
  const handOver = useRef<HandOver>(undefined);
  useEffect(() => {
    const url = `${socketOrigin}/sync`;
    // A document that was made here is not asked for before it is at the server.
    const beforeLine = async () => (await loadDevice()).made(id);
    const before = takeBack(id);
    // One that was refused is shown again with its words, until somebody asks for another try.
    const give = handOver.current;
    handOver.current = undefined;
    const opened = (!give && before) || openSession({ url, id, schemaVersion, afterPaint, beforeLine });
    if (before) give?.(before, opened);
    setSession(opened);
    return () => {
      setSession(null);
      // What it could not send the device sends, as soon as the server is there.
      void letGo(opened).then(async () => (await loadDevice()).wake(), ignore);
    };
  }, [socketOrigin, afterPaint, loadDevice, id, opening]);
  const reopen = (give: HandOver) => {
    handOver.current = give;
    setOpening((count) => count + 1);
  };
  return { session, reopen };
}

/** Why the server has closed the session for good; null while it has not. No other status draws the page anew. */
export function useRefusal(session: Session): Refusal | null {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => (session.status.state === "refused" ? session.status : null),
  );
}

/** Whether the document was taken from my sight: its text goes, but not before what I wrote last is kept elsewhere. */
export function isTakenAway({ code, reason, unsent, kept }: Refusal): boolean {
  const isForMeNoMore = code === CloseCode.forbidden || code === CloseCode.unauthenticated;
  return isForMeNoMore && reason !== mayOnlyRead && (kept || !unsent);
}

/** Whether the server cannot be reached. */
export function useIsOffline(session: Session): boolean {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.status.state === "offline",
  );
}

/** Whether the document's text is here. */
export function useIsLoaded(session: Session): boolean {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.isLoaded,
  );
}

/** A device that cannot be opened keeps nothing. */
function ignore(): void {
  return undefined;
}
