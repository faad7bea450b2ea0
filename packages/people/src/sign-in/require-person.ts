import { fail } from "@quire/server";
import type { FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";

/** Whoever is signed in. Throws QUIRE_ERR_UNAUTHENTICATED for nobody. */
export function requirePerson(people: People, request: FastifyRequest): PersonRecord {
  const person = people.signedIn(request);
  if (person === undefined) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
  return person;
}
