import type { Session } from "@quire/client";
import { useEffect } from "react";
import { warnOf } from "./leaving.ts";

/** Asks before the page is left, only where words would be lost by it at that moment. */
export function useLeaveWarning(session: Session): void {
  useEffect(() => warnOf(session), [session]);
}
