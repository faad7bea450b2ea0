import { type Account, ErrorBody, objectShape, textShape } from "@quire/protocol";
import { fail } from "@quire/server";
import type { FastifyRequest } from "fastify";
import type { People, SignedIn } from "../people.ts";
import { personOf } from "../person-of.ts";
import { secondFactorOf } from "../sign-in/second-factor.ts";
import type { PersonRecord } from "../store/records.ts";

/** What every route may answer beside its own. */
export const errors = { "4xx": ErrorBody, "5xx": ErrorBody } as const;

/** The parameter of a route about one thing. */
export const idParams = objectShape({ id: textShape({ minLength: 1, maxLength: 128 }) });

/** Somebody's own account, as they are told of it. */
export function accountOf(record: PersonRecord): Account {
  const { email, standing, password } = record;
  return {
    person: personOf(record),
    email,
    standing,
    hasPassword: password !== null,
    hasSecondFactor: secondFactorOf(record) !== undefined,
  };
}

/** Who is signed in with this browser. Throws QUIRE_ERR_UNAUTHENTICATED; what an account is changed by is no token. */
export function requireSession(people: People, request: FastifyRequest): SignedIn {
  const found = people.session(request);
  if (found === undefined) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
  return found;
}

/** The account as it is now. To be called inside of a write, by who asked for it before. */
export function stillThere(people: People, { id }: PersonRecord): PersonRecord {
  const person = people.store.people.get(id);
  if (person === undefined || person.disabledAt !== null) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
  return person;
}

/**
 * The same for what makes a way in: the session that asked is still there, and the password what it was when that was looked at.
 * Whoever was signed out by then, or by a new password, has made nothing.
 */
export function stillSignedIn(
  people: People,
  request: FastifyRequest,
  { person, session }: SignedIn,
): PersonRecord {
  const now = stillThere(people, person);
  if (people.session(request)?.session.id !== session.id || now.password !== person.password)
    throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
  return now;
}

/** An audit entry's part about who asks. */
export function whoAsks(request: FastifyRequest, { id, name }: PersonRecord) {
  return { personId: id, name, address: request.ip } as const;
}
