import { type OpenLocks, openPrefix } from "./open-lock.ts";

/** Which documents a tab of this browser has open. */
export async function openNames(locks: OpenLocks | undefined): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query()) ?? {};
  const names = held.map(({ name = "" }) => name).filter((name) => name.startsWith(openPrefix));
  return new Set(names.map((name) => name.slice(openPrefix.length)));
}
