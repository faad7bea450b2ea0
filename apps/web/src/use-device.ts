import type { Session } from "@quire/client";
import { readTitle } from "@quire/schema";
import { useEffect } from "react";
import { useApp } from "./app-context.ts";

/** Has this device look after what an open document needs while the server cannot be reached. It is fetched once the page stands. */
export function useDevice(session: Session): void {
  const { loadDevice } = useApp();
  useEffect(() => {
    let isGone = false;
    let stop = (): void => {
      isGone = true;
    };
    loadDevice().then(
      (device) => {
        if (!isGone) stop = device.follow(session, () => readTitle(session.ydoc));
      },
      () => undefined,
    );
    return () => stop();
  }, [session, loadDevice]);
}
