import type { DocumentId, Person } from "@quire/protocol";
import type { Audit } from "../audit/audit.ts";
import { activeOwners } from "../sign-in/owners.ts";
import type { PeopleStore } from "../store/store.ts";
import type { Rights } from "./rights.ts";

interface Parts {
  readonly store: PeopleStore;
  readonly audit: Audit;
  readonly rights: Rights;
  readonly now: () => number;
}

/** A document that is there by now, who made it, and from where. */
interface Made {
  readonly documentId: DocumentId;
  readonly person: Person;
  readonly address: string;
}

/**
 * Gives a document to the oldest owner of the server whose maker's account was deleted while it came to be: what they left was handed over
 * by then, and nobody would ever see it. To be called inside of a write. People of applications have no account here that could go.
 */
export function adopt({ store, audit, rights, now }: Parts, { documentId, person, address }: Made): void {
  const { id: personId, name } = person;
  if (personId.includes(":") || store.people.get(personId) !== undefined || rights.isOwned(documentId))
    return;
  const [heir] = activeOwners(store);
  if (heir === undefined) return;
  store.shares.put([rights.placeOf(documentId), `person:${heir.id}`], {
    role: "own",
    by: personId,
    at: now(),
  });
  audit.add({ action: "transfer", personId, name, address, documentId, subject: `person:${heir.id} own` });
}
