import { fail } from "@quire/server";
import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";
import { emailKey } from "./email.ts";
import { proveEmail } from "./give-invited.ts";
import type { By } from "./remove-person.ts";

/** Whether somebody else has an account with the address. */
export function isTaken({ store }: People, email: string, personId: string): boolean {
  return ![undefined, personId].includes(store.emails.get(emailKey(email)));
}

/**
 * Gives an account another address to sign in with, which was shown to be its person's or is by an owner's word, and what waits for it.
 * Whoever has the old one now has no word in it any more, and no other address is waited for. To be called inside of a write. Throws QUIRE_ERR_EMAIL_TAKEN. Answers with the account as it is then.
 */
export function changeEmail(people: People, person: PersonRecord, email: string, by: By): PersonRecord {
  if (isTaken(people, email, person.id)) throw fail("QUIRE_ERR_EMAIL_TAKEN", {});
  const { store } = people;
  const changed = { ...person, email: email.trim() };
  void store.emails.remove(emailKey(person.email));
  void store.emails.put(emailKey(email), person.id);
  people.resets.end(person.id);
  people.emailChanges.end(person.id);
  return proveEmail(people, changed, by);
}
