import type { Session, SessionStatus } from "@quire/client";
import { useEffect, useState } from "react";
import { useWords } from "../app-context.ts";
import { statusText } from "../status-words.ts";

/** How long "Saved" has to hold before it is said: between two keys it would only flicker. */
const settleMs = 300;

/** The one quiet word beside the title. It is never better than the truth, and never later with bad news. */
export function StatusWord({ session }: { readonly session: Session }) {
  const words = useWords();
  const shown = useSettledStatus(session);
  const { tone, text } = statusText(words, shown);
  return (
    <p className={`status status-${tone}`} role="status" data-state={shown.state} title={text}>
      {text}
    </p>
  );
}

/** The status, but "saved" after "saving" only once it has held for a moment: while somebody types nothing is drawn. */
function useSettledStatus(session: Session): SessionStatus {
  const [settled, setSettled] = useState(session.status);
  useEffect(() => {
    let shown = session.status;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      clearTimeout(timer);
      timer = undefined;
      shown = session.status;
      setSettled(shown);
    };
    const look = () => {
      const waits = session.status.state === "saved" && shown.state === "saving";
      if (!waits) show();
      else timer ??= setTimeout(show, settleMs);
    };
    show();
    const unsubscribe = session.subscribe(look);
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [session]);
  return settled;
}
