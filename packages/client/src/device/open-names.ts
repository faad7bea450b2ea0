import { type OpenLocks, olderPrefix, openPrefix } from "./open-lock.ts";

/**
 * Which documents a tab of this browser has open that keeps them in this database. One that a page of before has open (C27) is open for
 * everybody: nobody can tell whose it is.
 */
export async function openNames(
  locks: OpenLocks | undefined,
  database: string,
): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query()) ?? {};
  const prefix = openPrefix(database);
  return new Set(
    held.flatMap(({ name = "" }) => {
      if (name.startsWith(prefix)) return [name.slice(prefix.length)];
      return name.startsWith(olderPrefix) ? [name.slice(olderPrefix.length)] : [];
    }),
  );
}
