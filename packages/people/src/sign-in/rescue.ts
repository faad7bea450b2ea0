import type { AuditEntry } from "../audit/audit.ts";
import type { People } from "../people.ts";
import { emailKey } from "./email.ts";

/** Whoever can read and write the data directory, for the audit log: they are let in by that, not by an account. */
const operator = {
  personId: null,
  name: null,
  address: "this machine",
} as const satisfies Partial<AuditEntry>;

/** The secret of a link that makes another owner: for who runs the server, when no owner can come in. */
export async function rescueOwner(people: People): Promise<string> {
  const secret = await people.invitations.forFirstOwner();
  await people.store.write(() =>
    people.audit.add({ ...operator, action: "invite", subject: "owner, by command" }),
  );
  return secret;
}

/**
 * The secret of a link for a new password of who has the address, which switches their second factor off; undefined where
 * nobody may come in by it. For who runs the server.
 */
export async function rescuePassword(people: People, email: string): Promise<string | undefined> {
  const { store, resets, audit } = people;
  return await store.write(() => {
    const person = store.people.get(store.emails.get(emailKey(email)) ?? "");
    if (person === undefined || person.disabledAt !== null) return undefined;
    resets.end(person.id);
    audit.addEach({ ...operator, action: "password-change", subject: `${person.id} link, by command` });
    return resets.make(person.id, { by: "operator" }).secret;
  });
}
