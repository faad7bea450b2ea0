import { useMemo } from "react";
import { useWords } from "../app-context.ts";
import { createEnglishSharing, type SharingWords } from "../words/en-sharing.ts";

/** The words of sharing: fetched with what says them. */
export function useSharingWords(): SharingWords {
  const { format } = useWords();
  return useMemo(() => createEnglishSharing(format), [format]);
}
