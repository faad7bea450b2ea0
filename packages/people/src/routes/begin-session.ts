import { fail } from "@quire/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import type { Whereabouts } from "../sign-in/sessions.ts";
import type { PersonRecord } from "../store/records.ts";

/** More of how somebody comes in. */
export interface Coming {
  /** Runs inside of the write, on the account as it is then; throws where they may not come in after all. */
  readonly check?: (person: PersonRecord) => void;
  /** By what, for the audit log. */
  readonly by?: string;
}

/** Signs the request's browser in, under a cookie that nobody had before; what it was signed in by is over. */
export async function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  personId: string,
  { check, by = "password" }: Coming = {},
): Promise<PersonRecord> {
  const before = people.sessionCookie.read(request);
  const old = before === undefined ? undefined : people.sessions.find(before);
  const [secret, person, ended] = await people.store.write(() => {
    // What was looked at before may have changed while a password was hashed.
    const found = people.store.people.get(personId);
    if (found === undefined || found.disabledAt !== null) throw fail("QUIRE_ERR_SIGN_IN_FAILED", {});
    check?.(found);
    const endedOld = old === undefined ? 0 : people.sessions.end(old.personId, ({ id }) => id === old.id);
    const ended = endedOld + people.sessions.makeRoom(personId);
    const { id, name } = found;
    people.audit.add({ action: "sign-in", personId: id, name, address: request.ip, subject: by });
    return [people.sessions.begin(personId, whereabouts(request)), found, ended] as const;
  });
  people.sessionCookie.begin(reply, secret, person.id);
  if (ended > 0) people.documents.recheck();
  return person;
}

/** Where a request comes from, for the list of sessions. */
export function whereabouts({ ip, headers }: FastifyRequest): Whereabouts {
  return { address: ip, agent: headers["user-agent"] ?? "" };
}
