import { hash } from "node:crypto";
import { hueCount } from "@quire/protocol";
import { fail } from "@quire/server";
import { newId } from "../secrets.ts";
import type { PersonRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import { emailKey } from "./email.ts";

/** Makes an account. To be called inside of a write. Throws QUIRE_ERR_EMAIL_TAKEN. */
export function makePerson(
  store: PeopleStore,
  { email, ...given }: Pick<PersonRecord, "email" | "name" | "password" | "standing">,
  now: number,
): PersonRecord {
  const key = emailKey(email);
  if (store.emails.get(key) !== undefined) throw fail("QUIRE_ERR_EMAIL_TAKEN", {});
  const id = newId();
  const hue = 1 + (hash("sha256", id, "buffer").readUInt16BE(0) % hueCount);
  const person: PersonRecord = { ...given, id, email: email.trim(), hue, createdAt: now, disabledAt: null };
  void store.people.put(id, person);
  void store.emails.put(key, id);
  return person;
}
