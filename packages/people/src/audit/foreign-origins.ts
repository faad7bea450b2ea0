import type { FastifyRequest } from "fastify";
import { Buckets } from "../sign-in/tries.ts";
import type { PersonRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import type { Audit } from "./audit.ts";

/** So often an hour it is put down for one person: a page that goes on trying says nothing new, and the log is for more than that. */
const entriesAnHour = 5;
const hourMs = 60 * 60_000;

interface Asking {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Who is signed in by the request; undefined for nobody. */
  readonly signedIn: (request: FastifyRequest) => PersonRecord | undefined;
}

/**
 * Puts down that somebody's cookie came with a request of another site's page, or of none. Strangers without a good one put nothing
 * down. The request was refused before, and waits for none of this: what is to be waited for is the answer, undefined for nothing.
 */
export function auditForeignOrigins(
  store: PeopleStore,
  audit: Audit,
  { now, signedIn }: Asking,
): (request: FastifyRequest) => Promise<void> | undefined {
  const perPerson = new Buckets({ now, tries: entriesAnHour, perMs: hourMs });
  return (request) => {
    const person = signedIn(request);
    if (person === undefined || perPerson.take(person.id) > 0) return undefined;
    const { id: personId, name } = person;
    const subject = nameOf(request.headers.origin);
    const entry = { action: "foreign-origin", personId, name, address: request.ip, subject } as const;
    const { log } = request;
    return store
      .write(() => audit.add(entry))
      .catch((err: unknown) => log.error({ err }, "a foreign page's request was not put down"));
  };
}

/** The Origin as a browser writes it; of what is none, nothing is repeated. */
function nameOf(origin: string | undefined): string {
  if (origin === undefined) return "no Origin";
  if (origin === "null") return origin;
  const named = URL.parse(origin)?.origin ?? "null";
  return named === "null" || named.length > 200 ? "no Origin of the web" : named;
}
