import type { Session, SessionStatus } from "@quire/client";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useApp } from "../app-context.ts";
import { opensOffline } from "../offline/opens-offline.ts";
import { statusHint, statusText, withFilesLeft } from "../status-words.ts";

/** How long "Saved" has to hold before it is said: between two keys it would only flicker. */
const settleMs = 300;

/** The one quiet word beside the title. It is never better than the truth, and never later with bad news. */
export function StatusWord({ session }: { readonly session: Session }) {
  const { words, filesLeft } = useApp();
  const shown = useSettledStatus(session);
  const files = useSyncExternalStore(filesLeft.subscribe, () => filesLeft.of(session.id));
  const { tone, text } = withFilesLeft(words, statusText(words, shown), files);
  const subscribe = (listener: () => void) => session.subscribe(listener);
  const progress = useSyncExternalStore(subscribe, () => session.progress);
  const coming = useSyncExternalStore(subscribe, () => session.coming);
  const part = progress ? words.status.part(progress) : coming !== undefined && words.status.coming(coming);
  const isOwnHand = useIsOwnHand(shown);
  const hint = statusHint(words, shown, text, opensOffline(navigator));
  return (
    <p
      className={`status status-${tone}`}
      role="status"
      aria-live={isOwnHand ? "off" : "polite"}
      data-state={shown.state}
      title={hint}
    >
      {text}
      {part && (
        // For the eye: a screen reader would read each step of it out.
        <span aria-hidden="true"> {part}</span>
      )}
    </p>
  );
}

/** Whether the word follows one's own keys, from Saved to Saving… and back: read out each time, it would talk into what is typed. */
function useIsOwnHand({ state }: SessionStatus): boolean {
  const before = useRef<{ state: SessionStatus["state"]; isOwnHand: boolean }>({ state, isOwnHand: false });
  if (before.current.state !== state) {
    const isOwnHand =
      (state === "saving" && before.current.state === "saved") ||
      (state === "saved" && before.current.state === "saving" && before.current.isOwnHand);
    before.current = { state, isOwnHand };
  }
  return before.current.isOwnHand;
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
