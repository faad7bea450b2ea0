import { useEffect, useState, useSyncExternalStore } from "react";
import { useApp } from "./app-context.ts";
import { openLibraryEvents } from "./library-events.ts";
import { type LibraryState, libraryOf } from "./library-store.ts";
import { ownQuery } from "./own-fetch.ts";
import { wakeOnReturn } from "./wake-on-return.ts";

/** The list, and how it stands with the server. */
export interface ShownLibrary extends LibraryState {
  /** The stream of events is heard, or not yet tried. */
  readonly isLive: boolean;
  /** The server does not answer: what is shown is what this device knows. */
  readonly isOffline: boolean;
}

/** The list of documents, live while the page is shown; where the server cannot be reached, as this device knows it. */
export function useLibrary(): ShownLibrary {
  const app = useApp();
  const { socketOrigin, loadDevice } = app;
  const library = libraryOf(app);
  const [isLive, setLive] = useState(true);
  const state = useSyncExternalStore(library.subscribe, library.getSnapshot);
  useEffect(() => {
    // At once, not only when the stream is ready: a list without news is better than none.
    void library.refresh();
    const events = openLibraryEvents({
      url: `${socketOrigin}/api/events${ownQuery()}`,
      onEvent: (event) => library.apply(event),
      onLine: (isOpen) => {
        setLive(isOpen);
        // Whether only the stream is gone, or the server.
        if (!isOpen) void library.refresh();
      },
    });
    // Without it the list is as before: there is none while nobody answers.
    void loadDevice().then(
      (device) => device.lookHere(),
      () => undefined,
    );
    const stop = wakeOnReturn(events.wake);
    return () => {
      stop();
      events.close();
    };
  }, [library, socketOrigin, loadDevice]);
  return { ...state, isLive, isOffline: state.error !== undefined || state.source === "device" };
}

/** Whether a document cannot be opened now: nobody answers, and its text is not on this device. */
export function isOutOfReach({ isOffline, here }: ShownLibrary, id: string): boolean {
  return isOffline && here !== null && !here.has(id);
}
