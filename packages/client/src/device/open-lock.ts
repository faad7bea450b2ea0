/** The part of the browser's locks that is needed to know what is open. */
export type OpenLocks = Pick<LockManager, "request" | "query">;

/** What the name of such a lock begins with. */
export const openPrefix = "quire open ";

/**
 * Says to all tabs, for as long as this one lives, that a document is open here: nobody tidies it away meanwhile. Returns
 * what ends that. Pages without a secure connection have no locks; what is tidied away under them they write again.
 */
export function holdOpen(locks: OpenLocks | undefined, name: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  // Refused is only who has lost their page.
  locks?.request(openPrefix + name, { mode: "shared" }, () => promise).catch(() => undefined);
  return resolve;
}

/** The platform's own locks. */
export function platformLocks(): OpenLocks | undefined {
  return typeof navigator === "undefined" ? undefined : navigator.locks;
}
