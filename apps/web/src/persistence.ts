/** What the browser says of the space that this site has. */
export interface StorageState {
  /** Null where it does not say. */
  readonly space: { readonly used: number; readonly quota: number } | null;
  /** It clears nothing of it by itself. */
  readonly isPersistent: boolean;
}

/** The part of the browser that is asked. */
export type SiteStorage = Pick<StorageManager, "estimate" | "persist" | "persisted">;

/** Pages without a secure connection are told nothing. */
export function siteStorage(): SiteStorage | undefined {
  return navigator.storage;
}

/** How the browser's storage stands. */
export async function readStorage(storage: SiteStorage | undefined): Promise<StorageState> {
  const [estimate, isPersistent] = await Promise.all([
    storage?.estimate().catch(() => undefined),
    storage?.persisted().catch(() => false),
  ]);
  const { usage, quota } = estimate ?? {};
  const space = usage === undefined || quota === undefined ? null : { used: usage, quota };
  return { space, isPersistent: isPersistent === true };
}

/** Asks the browser to clear nothing by itself, unless it has promised so. Says whether it does. */
export async function askPersistence(storage: SiteStorage | undefined): Promise<boolean> {
  try {
    return (await storage?.persisted()) === true || (await storage?.persist()) === true;
  } catch {
    return false;
  }
}
