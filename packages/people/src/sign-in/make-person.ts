import { fail } from "@quire/server";
import { hueOf } from "../hue-of.ts";
import { newId } from "../secrets.ts";
import type { PersonRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import { emailKey } from "./email.ts";

/** Makes an account. To be called inside of a write. Throws QUIRE_ERR_EMAIL_TAKEN. */
export function makePerson(
  store: PeopleStore,
  { email, ...given }: Pick<PersonRecord, "email" | "isEmailProved" | "name" | "password" | "standing">,
  now: number,
): PersonRecord {
  const key = emailKey(email);
  if (store.emails.get(key) !== undefined) throw fail("QUIRE_ERR_EMAIL_TAKEN", {});
  const id = newId();
  const own = { id, email: email.trim(), hue: hueOf(id, peopleOf(store)), createdAt: now, disabledAt: null };
  const person: PersonRecord = { ...given, ...own };
  void store.people.put(id, person);
  void store.emails.put(key, id);
  return person;
}

function* peopleOf(store: PeopleStore): Iterable<PersonRecord> {
  for (const { value } of store.people.getRange()) yield value;
}
