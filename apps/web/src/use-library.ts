import { useEffect, useState, useSyncExternalStore } from "react";
import { useApp } from "./app-context.ts";
import { openLibraryEvents } from "./library-events.ts";
import type { LibraryState } from "./library-store.ts";

/** The list of documents, live while the page is shown. `isLive`: the stream of events is heard, or not yet tried. */
export function useLibrary(): LibraryState & { readonly isLive: boolean } {
  const { library, socketOrigin } = useApp();
  const [isLive, setLive] = useState(true);
  const state = useSyncExternalStore(library.subscribe, library.getSnapshot);
  useEffect(() => {
    // At once, not only when the stream is ready: a list without news is better than none.
    void library.refresh();
    const events = openLibraryEvents({
      url: `${socketOrigin}/api/events`,
      onEvent: (event) => library.apply(event),
      onLine: setLive,
    });
    const stop = wakeOnReturn(events.wake);
    return () => {
      stop();
      events.close();
    };
  }, [library, socketOrigin]);
  return { ...state, isLive };
}

/** A line may have died unheard in a page that was hidden longer than this. */
const longHiddenMs = 30_000;

/** Calls back when the network returns, or the page after a long while out of sight. */
function wakeOnReturn(wake: () => void): () => void {
  let hiddenAt = 0;
  const turned = () => {
    if (document.visibilityState === "hidden") hiddenAt = performance.now();
    else if (performance.now() - hiddenAt > longHiddenMs) wake();
  };
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", turned);
  return () => {
    window.removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", turned);
  };
}
