import { fail } from "@quire/server";
import type { FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";

/** Whoever is signed in, who is an owner of the server. Throws the coded error where that is not so. */
export function requireOwner(people: People, request: FastifyRequest): PersonRecord {
  const person = people.signedIn(request);
  if (person === undefined) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
  if (person.standing !== "owner") throw fail("QUIRE_ERR_OWNERS_ONLY", {});
  return person;
}
