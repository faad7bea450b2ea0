import { readTitle, titleName } from "@quire/schema";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { type AppContext, useWords } from "./app-context.ts";
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

/** What the library, if it was shown, calls a document whose text is not here; "" where nobody knows. */
export function knownName(
  { late, words }: Pick<AppContext, "late" | "words">,
  id: string,
  isGone: boolean,
): string {
  const known = isGone ? undefined : late.library?.known.find((each) => each.id === id);
  return known ? documentName(words, known.title) : "";
}

/**
 * Names the browser's tab after the document: by `name` until its text is here, or for good where there is none; after the
 * product alone if that is empty. Draws nothing.
 */
export function usePageName(ydoc: Y.Doc, name: string | undefined): void {
  const words = useWords();
  useEffect(() => {
    const { product } = words.common;
    const tell = () => {
      const shown = name ?? documentName(words, readTitle(ydoc));
      document.title = shown === "" ? product : `${shown} · ${product}`;
    };
    tell();
    const text = ydoc.getText(titleName);
    text.observe(tell);
    return () => text.unobserve(tell);
  }, [ydoc, name, words]);
}
