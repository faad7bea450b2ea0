import { useMemo } from "react";
import { useWords } from "./app-context.ts";
import { createEnglishLibrary, type LibraryWords } from "./words/en-library.ts";

/** The words that only the library says: who opens a document does not wait for them. */
export function useLibraryWords(): LibraryWords {
  const { format } = useWords();
  return useMemo(() => createEnglishLibrary(format), [format]);
}
