import { fail } from "../errors.ts";
import type { StoreListener } from "./commits.ts";

/** What of a store says whether it takes writes. */
interface Watched {
  readonly failure: Error | undefined;
  subscribe(listener: StoreListener): () => void;
}

/** Throws QUIRE_ERR_STORE_FAILED while the store takes no writes. */
export function checkStore({ failure }: Watched): void {
  if (failure !== undefined) throw fail("QUIRE_ERR_STORE_FAILED", {}, { cause: failure });
}

/**
 * Waits for the disk; a store that begins to fail meanwhile is an answer too: what was given is written when it can be. `onLate` is
 * told of what fails after that answer.
 */
export async function durable<T>(
  store: Watched,
  written: Promise<T>,
  onLate?: (error: unknown) => void,
): Promise<T> {
  const failed = Promise.withResolvers<never>();
  let isAnswered = false;
  written.catch((error: unknown) => {
    if (isAnswered) onLate?.(error);
  });
  const unsubscribe = store.subscribe((failure) => {
    if (failure !== undefined) failed.reject(fail("QUIRE_ERR_STORE_FAILED", {}, { cause: failure }));
  });
  try {
    return await Promise.race([written, failed.promise]);
  } finally {
    isAnswered = true;
    unsubscribe();
  }
}
