import { useEffect, useState } from "react";
import { readTexts } from "./device/read-texts.ts";
import { useShelf } from "./use-shelf.ts";

type Texts = ReadonlyMap<string, string>;

const none: Texts = new Map();

/** What the documents on this device say, folded, by their ids: read while somebody searches, and let go of after that. */
export function useTextsHere(isSearching: boolean): Texts {
  const shelf = useShelf();
  const [texts, setTexts] = useState(none);
  useEffect(() => {
    if (!isSearching || shelf === undefined) return;
    const ended = new AbortController();
    // What cannot be read is not found: titles and first words are, all the same.
    readTexts(shelf, ended.signal, setTexts).catch(() => undefined);
    return () => {
      ended.abort();
      setTexts(none);
    };
  }, [shelf, isSearching]);
  return texts;
}
