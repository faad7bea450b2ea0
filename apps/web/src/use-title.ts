import { readTitle, titleName } from "@quire/schema";
import { useCallback, useSyncExternalStore } from "react";
import type * as Y from "yjs";

/** The document's title as it is now, whoever writes it. */
export function useTitle(ydoc: Y.Doc): string {
  const subscribe = useCallback(
    (listener: () => void) => {
      const text = ydoc.getText(titleName);
      text.observe(listener);
      return () => text.unobserve(listener);
    },
    [ydoc],
  );
  return useSyncExternalStore(subscribe, () => readTitle(ydoc));
}
