import type { Session, SessionStatus } from "@quire/client";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useApp } from "../app-context.ts";
import { opensOffline } from "../offline/opens-offline.ts";
import { followsKeys, type ShownStatus, statusHint, statusText, withFilesLeft } from "../status-words.ts";
import { useDelayed } from "../use-delayed.ts";

/** How long words are kept by no one before that is read out: each key is, for a moment. */
const lastsMs = 1_500;
/** How long "Saved" has to hold before it is said: between two keys it would only flicker. */
const settleMs = 300;

/** The one quiet word beside the title. It is never better than the truth, and never later with bad news. */
export function StatusWord({ session }: { readonly session: Session }) {
  const { words, filesLeft } = useApp();
  const shown = useSettledStatus(session);
  const files = useSyncExternalStore(filesLeft.subscribe, () => filesLeft.of(session.id, shown));
  const { tone, text } = withFilesLeft(words, statusText(words, shown), files);
  const subscribe = (listener: () => void) => session.subscribe(listener);
  const progress = useSyncExternalStore(subscribe, () => session.progress);
  const coming = useSyncExternalStore(subscribe, () => session.coming);
  const part = progress ? words.status.part(progress) : coming !== undefined && words.status.coming(coming);
  const { isOwnHand, saidAgain } = useOwnHand(shown, tone === "bad");
  const hint = statusHint(words, shown, text, opensOffline(navigator));
  return (
    <p
      className={`status status-${tone}`}
      role="status"
      aria-live={isOwnHand ? "off" : "polite"}
      data-state={shown.state}
      title={hint}
    >
      {/* Put there anew, it is read out though it says what it said. */}
      <span key={saidAgain}>{text}</span>
      {part && (
        // For the eye: a screen reader would read each step of it out.
        <span aria-hidden="true"> {part}</span>
      )}
    </p>
  );
}

interface Said extends ShownStatus {
  /** How often a word was put there anew, since it is read out after all. */
  readonly saidAgain: number;
}

/** Whether the word only follows one's own keys, and is not read out. One that is bad is, where it lasts, and so is what ends it. */
function useOwnHand(status: SessionStatus, isBad: boolean): Said {
  const said = useRef<Said>({ status, isOwnHand: false, saidAgain: 0 });
  const before = said.current;
  if (before.status !== status) said.current = { ...before, status, isOwnHand: followsKeys(before, status) };
  if (useDelayed(isBad && said.current.isOwnHand, lastsMs)) {
    said.current = { status, isOwnHand: false, saidAgain: before.saidAgain + 1 };
  }
  return said.current;
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
