import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";

/** Whether there is a way left for the person to sign in. What was taken away in the same write counts no more. */
export function hasWayIn({ providers }: People, { id, password }: PersonRecord): boolean {
  return password !== null || providers.identities.of(id).some(({ issuer }) => providers.isOffered(issuer));
}
