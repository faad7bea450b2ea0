import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";

/** Whether there is a way left for the person to sign in. What was taken away in the same write counts no more. */
export function hasWayIn({ passkeys, providers }: People, { id, password }: PersonRecord): boolean {
  if (password !== null || passkeys.of(id).length > 0) return true;
  return providers.identities.of(id).some(({ issuer }) => providers.isOffered(issuer));
}
