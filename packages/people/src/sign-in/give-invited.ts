import type { People } from "../people.ts";
import type { InvitationRecord } from "../store/records.ts";
import type { By } from "./remove-person.ts";

/** Gives who comes by invitations what those brought along, and puts it down. To be called inside of a write. */
export function giveInvited(
  { sharing, audit }: People,
  invitations: readonly InvitationRecord[],
  { person: { id: personId, name }, address }: By,
): void {
  for (const invitation of invitations) {
    const given = sharing.giveInvited(invitation, personId);
    if (given === undefined) continue;
    const { documentId, role } = given;
    const subject = `person ${personId} ${role}, by invitation of ${invitation.by}`;
    audit.add({ action: "share", personId, name, address, documentId, subject });
  }
}
