import { useEffect } from "react";
import { useApp } from "../app-context.ts";
import { openLibraryEvents } from "../library-events.ts";
import { ownQuery } from "../own-fetch.ts";
import { wakeOnReturn } from "../wake-on-return.ts";

/**
 * Calls `read` whenever it may be news: when the server is heard, when it says that what people may see is another, and when
 * somebody comes back to the page. It should stay the same function from one drawing to the next.
 */
export function useAccessNews(read: () => void): void {
  const { socketOrigin } = useApp();
  useEffect(() => {
    const events = openLibraryEvents({
      url: `${socketOrigin}/api/events${ownQuery()}`,
      onEvent: ({ type }) => type === "ready" && read(),
      onLine: () => undefined,
    });
    const stop = wakeOnReturn(events.wake);
    // Also where a proxy lets no stream through.
    window.addEventListener("focus", read);
    return () => {
      stop();
      window.removeEventListener("focus", read);
      events.close();
    };
  }, [read, socketOrigin]);
}
