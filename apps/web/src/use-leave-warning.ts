import type { Session } from "@quire/client";
import { useEffect } from "react";
import { wouldLoseWords } from "./status-words.ts";

/** Asks before the page is left, only where words would be lost by it at that moment. */
export function useLeaveWarning(session: Session): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (wouldLoseWords(session.status, session.isKept)) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [session]);
}
