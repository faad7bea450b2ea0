import { useMemo } from "react";
import { useWords } from "../app-context.ts";
import { useLoaded, usePreload } from "../use-loaded.ts";
import type { Refusal } from "../use-session.ts";
import { useToast } from "../use-toast.ts";
import type { Words } from "../words/en.ts";
import type { RefusalProps } from "./refusal-notice.tsx";

interface PlaceProps extends Omit<RefusalProps, "status"> {
  readonly refusal: Refusal | null;
}

const preloadMs = 3_000;

/** Where it is said why the server closed for good; what says it is fetched while it may still be had. */
export function RefusalPlace({ refusal, ...props }: PlaceProps) {
  const words = useWords();
  const { fail } = useToast();
  const load = useMemo(() => () => lateNotice(words), [words]);
  const part = useLoaded(load, refusal !== null, () => fail(words.failure.notLoaded));
  usePreload(load, preloadMs);
  if (refusal === null || part === null) return null;
  return <part.RefusalNotice {...props} status={refusal} words={part.words} />;
}

async function lateNotice(words: Words) {
  const [{ RefusalNotice }, toolWords] = await Promise.all([
    import("./refusal-notice.tsx"),
    words.loadTools(),
  ]);
  return { RefusalNotice, words: toolWords };
}
