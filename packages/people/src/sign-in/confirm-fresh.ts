import { fail } from "@quire/server";
import type { FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";
import { confirmPassword } from "./check-password.ts";

/** For so long after signing in, it is taken to be them who did. */
const freshMs = 10 * 60_000;

/**
 * Whether it is still the person themselves, before another way into their account is made: they signed in a moment ago, or
 * say their password now. Throws QUIRE_ERR_CONFIRM_NEEDED where they did neither.
 */
export async function confirmFresh(
  people: People,
  request: FastifyRequest,
  person: PersonRecord,
  password: string | undefined,
): Promise<void> {
  const session = people.sessions.find(people.sessionCookie.read(request) ?? "");
  if (session !== undefined && people.now() - session.createdAt < freshMs) return;
  if (password === undefined || person.password === null) throw fail("QUIRE_ERR_CONFIRM_NEEDED", {});
  await confirmPassword(people, person, password);
}

/**
 * The same by the password alone, before something of the account is taken away or changed for good. Who has none signed in a
 * moment ago: a browser that was left open is not enough.
 */
export async function confirm(
  people: People,
  request: FastifyRequest,
  person: PersonRecord,
  password: string | undefined,
): Promise<void> {
  if (person.password === null) await confirmFresh(people, request, person, undefined);
  else await confirmPassword(people, person, password);
}
