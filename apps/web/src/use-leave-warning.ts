import type { SessionStatus } from "@quire/client";
import { useEffect } from "react";
import { wouldLoseWords } from "./status-words.ts";

/** Asks before the page is left, only where words would be lost by it. */
export function useLeaveWarning(status: SessionStatus): void {
  const isRisky = wouldLoseWords(status, "indexedDB" in globalThis);
  useEffect(() => {
    if (!isRisky) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isRisky]);
}
