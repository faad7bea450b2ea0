import type { CopyPlace } from "./bell.ts";

/** The part of the browser's locks that is needed to know what is open. */
export type OpenLocks = Pick<LockManager, "request" | "query">;

/** What the name of such a lock begins with. */
export const openPrefix = (database: string) => `quire open in ${database}: `;

/**
 * What it begins with in a page of before (C27), which does not say in which database. Such a page does not know the newer name: what
 * it sends too arrives once, and what it tidies away under an open page is written again by that (C26).
 */
export const olderPrefix = "quire open ";

/**
 * Says to all tabs, for as long as this one lives, that a document's copy is open here: nobody tidies it away meanwhile. Returns
 * what ends that. Pages without a secure connection have no locks; what is tidied away under them they write again.
 */
export function holdOpen(locks: OpenLocks | undefined, { name, database }: CopyPlace): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  // Refused is only who has lost their page.
  locks?.request(openPrefix(database) + name, { mode: "shared" }, () => promise).catch(() => undefined);
  return resolve;
}

/** The platform's own locks. */
export function platformLocks(): OpenLocks | undefined {
  return typeof navigator === "undefined" ? undefined : navigator.locks;
}
