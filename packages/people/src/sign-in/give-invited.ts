import type { People } from "../people.ts";
import type { InvitationRecord, PersonRecord } from "../store/records.ts";
import type { By } from "./remove-person.ts";

/** Gives somebody what invitations to them brought along, the newest first, and puts it down. To be called inside of a write. */
export function giveInvited(
  { sharing, audit }: People,
  invitations: readonly InvitationRecord[],
  { id }: PersonRecord,
  { person: { id: personId, name }, address }: By,
): void {
  for (const invitation of invitations) {
    const given = sharing.giveInvited(invitation, id);
    if (given === undefined) continue;
    const { documentId, role } = given;
    const subject = `person ${id} ${role}, by invitation of ${invitation.by}`;
    audit.add({ action: "share", personId, name, address, documentId, subject });
  }
}

/**
 * Says that the account's address is shown to be its person's, and gives them all that waits for it: an address that was only typed may
 * be anybody's. To be called inside of a write. Answers with the account as it is then.
 */
export function proveEmail(people: People, person: PersonRecord, by: By): PersonRecord {
  const proved = { ...person, isEmailProved: true };
  void people.store.people.put(person.id, proved);
  giveInvited(people, people.invitations.takeFor(person.email), proved, by);
  return proved;
}
