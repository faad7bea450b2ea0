import type { DocumentId, PutOutBy } from "@quire/protocol";
import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";
import type { Principal } from "../store/store.ts";
import { emailKey } from "./email.ts";

/** Who lets somebody go, and from where: for the audit log. */
export interface By {
  readonly person: PersonRecord;
  readonly address: string;
}

/**
 * Deletes an account and all that is kept of it. To be called inside of a write. Documents that nobody else owns who can
 * sign in are handed to the heir: what is in them is other people's work as well. What the audit log says of them stays.
 */
export function removePerson(people: People, person: PersonRecord, heir: PersonRecord, by: By): void {
  const { store, audit } = people;
  for (const id of ownedAlone(people, person.id)) {
    store.shares.put([id, `person:${heir.id}`], { role: "own", by: by.person.id, at: people.now() });
    const subject = `person:${heir.id} own`;
    audit.add({ ...whoOf(by), action: "transfer", documentId: id, subject });
  }
  endWaysIn(people, person.id, "deleted");
  // They were for whom the account was: nobody comes back by one of them. To an address that was only typed they are another's.
  if (person.isEmailProved === true) people.invitations.takeFor(person.email);
  people.sessions.forget(person.id);
  people.providers.identities.forget(person.id);
  people.visits.forget(person.id);
  for (const key of store.shares.keysOf(principalOf(person.id))) store.shares.remove(key);
  for (const key of store.requests.keysOf(person.id)) store.requests.remove(key);
  for (const { key, value } of Array.from(store.groups.getRange()))
    if (value.members.includes(person.id))
      void store.groups.put(key, { ...value, members: value.members.filter((id) => id !== person.id) });
  void store.pictures.remove(person.id);
  void store.emails.remove(emailKey(person.email));
  void store.people.remove(person.id);
  audit.add({ ...whoOf(by), action: "person-delete", subject: person.id });
}

/**
 * Ends all by which the person is in, or could come in without their password or a provider; and what they let others in by. `by`: what
 * the browsers are told that were signed in.
 */
export function endWaysIn(people: People, personId: string, by?: PutOutBy): void {
  people.sessions.end(personId, undefined, by);
  people.resets.end(personId);
  people.emailChanges.end(personId);
  people.apiTokens.end(personId);
  people.passkeys.forget(personId);
  people.invitations.endBy(personId);
}

function whoOf({ person: { id, name }, address }: By) {
  return { personId: id, name, address } as const;
}

function principalOf(personId: string): Principal {
  return `person:${personId}`;
}

/** Where the rights of the documents stand that would be nobody's without the person. */
function ownedAlone({ documents, rights, store }: People, personId: string): DocumentId[] {
  const alone = new Set<DocumentId>();
  const given = new Set<string>(store.shares.keysOf(principalOf(personId)).map(([place]) => place));
  for (const { id, createdBy, rightsId = id } of documents.records()) {
    // Most documents are others', and need no closer look. Who made one anew did not make it.
    if (createdBy !== personId && rightsId === id && !given.has(id)) continue;
    const right = rights.of({ personId, links: [] }, id);
    // What is theirs by a document above it follows that one.
    const isTheirs = right?.role === "own" && right.at === id;
    if (isTheirs && !rights.hasOwnerBeside(personId, id)) alone.add(rights.placeOf(id));
  }
  return [...alone];
}
