import type { Session } from "@quire/client";
import { readTitle } from "@quire/schema";
import { useEffect } from "react";
import { useApp } from "./app-context.ts";

/**
 * Has this device look after what an open document needs while the server cannot be reached. It is fetched once the page
 * stands; where it cannot be had the page says so, works without it, and asks again when the network is back.
 */
export function useDevice(session: Session): void {
  const { loadDevice, filesLeft, messages, words } = useApp();
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const open = () =>
      loadDevice().then((device) => {
        if (signal.aborted) return;
        removeEventListener("online", again);
        signal.addEventListener(
          "abort",
          device.follow(session, () => readTitle(session.ydoc)),
        );
      });
    const again = () => void open().catch(() => undefined);
    open().catch(async () => {
      addEventListener("online", again, { signal });
      // Nobody can look whether a file waits, and words are not to wait for it.
      filesLeft.become((_, __, coming) => (coming === 0 ? "" : undefined));
      const text = await words.loadTools().then(
        ({ device }) => device.notFetched,
        () => words.failure.notLoaded,
      );
      messages.add({ weight: "standing", text, about: "device" });
    });
    return () => ended.abort();
  }, [session, loadDevice]);
}
