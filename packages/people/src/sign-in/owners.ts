import { fail } from "@quire/server";
import type { PersonRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";

/** The owners of the server who may come in, those first who were there first. */
export function activeOwners(store: PeopleStore): PersonRecord[] {
  const owners: PersonRecord[] = [];
  for (const { value } of store.people.getRange())
    if (value.standing === "owner" && value.disabledAt === null) owners.push(value);
  return owners.sort((one, other) => one.createdAt - other.createdAt);
}

/** Throws QUIRE_ERR_LAST_OWNER where nobody would own the server without the person. To be called inside of a write. */
export function checkOwnerLeft(store: PeopleStore, personId: string): void {
  if (!activeOwners(store).some(({ id }) => id !== personId)) throw fail("QUIRE_ERR_LAST_OWNER", {});
}

/** The person as they are now, if they still own the server. To be called inside of a write, by what they asked for before it. */
export function stillOwner(store: PeopleStore, { id }: PersonRecord): PersonRecord {
  const person = store.people.get(id);
  if (person === undefined || person.disabledAt !== null) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
  if (person.standing !== "owner") throw fail("QUIRE_ERR_OWNERS_ONLY", {});
  return person;
}
