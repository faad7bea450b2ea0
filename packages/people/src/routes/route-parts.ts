import { type Account, cleanName, ErrorBody, objectShape, textShape } from "@quire/protocol";
import { fail } from "@quire/server";
import type { FastifyRequest } from "fastify";
import type { People, SignedIn } from "../people.ts";
import { personOf } from "../person-of.ts";
import { secondFactorOf } from "../sign-in/second-factor.ts";
import type { PersonRecord } from "../store/records.ts";

/** What every route may answer beside its own. */
export const errors = { "4xx": ErrorBody, "5xx": ErrorBody } as const;

/** An id in a path: looked up, and nothing else. */
export const PathId = textShape({ minLength: 1, maxLength: 128 });

/** The parameter of a route about one thing. */
export const idParams = objectShape({ id: PathId });

/** A name as it may be shown. Throws QUIRE_ERR_BAD_REQUEST where nothing is left of it. */
export function readName(given: string): string {
  const name = cleanName(given);
  if (name !== undefined) return name;
  throw fail("QUIRE_ERR_BAD_REQUEST", { problem: "the name has nothing in it that can be shown" });
}

/** Somebody's own account, as they are told of it. */
export function accountOf(record: PersonRecord): Account {
  const { email, isEmailProved = false, standing, password } = record;
  return {
    person: personOf(record),
    email,
    isEmailProved,
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
 * The same for what makes a way in: the session that asked is still there. Whoever was signed out by then has made nothing, nor
 * whose password is new: that ends all sessions. A hash says nothing of it: one is made anew of the same password as well.
 */
export function stillSignedIn(
  people: People,
  request: FastifyRequest,
  { person, session }: SignedIn,
): PersonRecord {
  const now = stillThere(people, person);
  if (people.session(request)?.session.id !== session.id) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
  return now;
}

/** An audit entry's part about who asks. */
export function whoAsks(request: FastifyRequest, { id, name }: PersonRecord) {
  return { personId: id, name, address: request.ip } as const;
}

/** Writes what somebody changes about people and rights, as often as they may. */
export async function writeChange<Answer>(
  { limits, store }: People,
  { id }: PersonRecord,
  change: () => Answer,
): Promise<Answer> {
  return await limits.change(id, () => store.write(change));
}

/** Puts down that somebody could not sign in, and by what; as nobody where it is at no account. */
export async function putDownRefusal(
  { store, audit }: People,
  { ip }: FastifyRequest,
  person: PersonRecord | undefined,
  subject: string,
): Promise<void> {
  const { id: personId = null, name = null } = person ?? {};
  await store.write(() => audit.add({ action: "sign-in-refused", personId, name, address: ip, subject }));
}
