import type { SessionStatus } from "@quire/client";
import { useEffect, useState } from "react";
import { useWords } from "../app-context.ts";
import { statusText } from "../status-words.ts";

/** How long "Saved" has to hold before it is said: between two keys it would only flicker. */
const settleMs = 300;

/** The one quiet word beside the title. It is never better than the truth, and never later with bad news. */
export function StatusWord({ status }: { readonly status: SessionStatus }) {
  const words = useWords();
  const shown = useSettled(status);
  const { tone, text } = statusText(words, shown);
  return (
    <p className={`status status-${tone}`} role="status" data-state={shown.state} title={text}>
      {text}
    </p>
  );
}

/** The status, but "saved" after "saving" only once it has held for a moment. */
function useSettled(status: SessionStatus): SessionStatus {
  const [settled, setSettled] = useState(status);
  const waits = status.state === "saved" && settled.state === "saving";
  if (!waits && settled !== status) setSettled(status);
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => setSettled(status), settleMs);
    return () => clearTimeout(timer);
  }, [waits, status]);
  return waits ? settled : status;
}
