import { openSession, type Session, type SessionStatus } from "@quire/client";
import { schemaVersion } from "@quire/schema";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useApp } from "./app-context.ts";

/** A document's session for as long as the page shows it; null for the moment before. `reopen` begins a new one. */
export function useSession(id: string): { readonly session: Session | null; readonly reopen: () => void } {
  const { socketOrigin } = useApp();
  const [session, setSession] = useState<Session | null>(null);
  const [opening, setOpening] = useState(0);
  useEffect(() => {
    const opened = openSession({ url: `${socketOrigin}/sync`, id, schemaVersion });
    setSession(opened);
    return () => {
      setSession(null);
      void opened.close();
    };
  }, [socketOrigin, id, opening]);
  return { session, reopen: () => setOpening((count) => count + 1) };
}

/** How the session stands with the server. */
export function useStatus(session: Session): SessionStatus {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.status,
  );
}

/** Whether the document's text is here. */
export function useIsLoaded(session: Session): boolean {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.isLoaded,
  );
}
