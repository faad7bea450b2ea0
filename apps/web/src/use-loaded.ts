import { useEffect, useState } from "react";

/**
 * A part of the page whose code is fetched once it is wanted. Null until it is here; where it cannot be had, `onFailure`
 * is told, and the next time that it is wanted it is fetched again.
 */
export function useLoaded<Part>(
  load: () => Promise<Part>,
  isWanted: boolean,
  onFailure: () => void,
): Part | null {
  const [part, setPart] = useState<{ readonly value: Part } | null>(null);
  const isMissing = isWanted && part === null;
  useEffect(() => {
    if (!isMissing) return;
    let isGone = false;
    load().then(
      (value) => isGone || setPart({ value }),
      () => isGone || onFailure(),
    );
    return () => {
      isGone = true;
    };
  }, [load, isMissing]);
  return part === null ? null : part.value;
}

/** Loads at the first call, and again at the one after a failure. */
export function once<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let loading: Promise<Part> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** Fetches code ahead. Only a head start: whoever needs it asks again and hears of a failure. */
export function preload(load: () => Promise<unknown>): void {
  load().catch(() => undefined);
}

/** Fetches code while nobody waits for anything. */
export function usePreload(load: () => Promise<unknown>, delayMs: number): void {
  useEffect(() => {
    const timer = setTimeout(preload, delayMs, load);
    return () => clearTimeout(timer);
  }, [load, delayMs]);
}
