import type { People } from "../people.ts";
import { newId } from "../secrets.ts";
import { activeOwners } from "../sign-in/owners.ts";
import type { GroupRecord, PersonRecord } from "../store/records.ts";
import type { Admitted } from "./admit.ts";
import type { Profile } from "./profile.ts";
import type { ProviderSettings } from "./settings.ts";

/**
 * Puts the person into those of the mapped groups that the provider says, takes them out of the others, and likewise with
 * being an owner, which is taken back only where the provider gave it, and never from the last one. What is not mapped stays
 * as it is. Who becomes an owner so has no session from before. To be called inside of a write. Answers with what changed, in words for the audit log.
 */
export function syncGroups(
  people: People,
  settings: ProviderSettings,
  { person, identity }: Admitted,
  { groups }: Profile,
): readonly string[] {
  const meant = groups.flatMap((group) => settings.groups.get(group) ?? []);
  const changes = [...settings.groups.values()]
    .filter((target) => typeof target === "string")
    // Two groups there may be one here.
    .filter((name, index, names) => names.indexOf(name) === index)
    .flatMap((name) => setMembership(people, person.id, name, meant.includes(name)) ?? []);
  if (changes.length > 0) people.invitations.endLost();
  const isOwner = meant.some((target) => typeof target !== "string");
  if (isOwner && person.standing !== "owner") {
    void people.store.people.put(person.id, { ...person, standing: "owner" });
    people.providers.identities.put({ ...identity, gaveStanding: true });
    // What was a member's session is no owner's.
    people.sessions.end(person.id, undefined, "owner");
    return [...changes, "owner by its groups"];
  }
  if (!isOwner && identity.gaveStanding && person.standing === "owner" && hasOtherOwner(people, person)) {
    void people.store.people.put(person.id, { ...person, standing: "member" });
    people.providers.identities.put({ ...identity, gaveStanding: false });
    // Whom a former owner invited they let in as one.
    people.invitations.endBy(person.id);
    return [...changes, "no owner any more by its groups"];
  }
  return changes;
}

function setMembership(people: People, personId: string, name: string, isIn: boolean): string | undefined {
  const group = findGroup(people, name);
  if ((group?.members.includes(personId) ?? false) === isIn) return undefined;
  const { id, members } = group ?? { id: newId(), members: [] };
  const others = members.filter((member) => member !== personId);
  void people.store.groups.put(id, { ...group, id, name, members: isIn ? [...others, personId] : others });
  return `${isIn ? "into" : "out of"} the group ${id}`;
}

function findGroup(people: People, name: string): GroupRecord | undefined {
  for (const { value } of people.store.groups.getRange()) if (value.name === name) return value;
  return undefined;
}

function hasOtherOwner(people: People, person: PersonRecord): boolean {
  return activeOwners(people.store).some(({ id }) => id !== person.id);
}
