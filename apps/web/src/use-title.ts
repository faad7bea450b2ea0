import { readTitle, titleName } from "@quire/schema";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { useWords } from "./app-context.ts";
import { documentName } from "./document-name.ts";

/** The document's title as it is now, whoever writes it. Each of its letters draws what asks for it. */
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

/** Names the browser's tab after the document; after the product alone where there is none. Draws nothing. */
export function usePageName(ydoc: Y.Doc, isEmpty: boolean): void {
  const words = useWords();
  useEffect(() => {
    const { product } = words.common;
    const tell = () => {
      document.title = isEmpty ? product : `${documentName(words, readTitle(ydoc))} · ${product}`;
    };
    tell();
    const text = ydoc.getText(titleName);
    text.observe(tell);
    return () => text.unobserve(tell);
  }, [ydoc, isEmpty, words]);
}
