import { type DocumentAccess, type DocumentId, parseDocumentId, type Role } from "@quire/protocol";
import { fail, requireRole } from "@quire/server";
import type { FastifyRequest } from "fastify";
import { accessOf } from "../access/access-list.ts";
import type { AuditEntry } from "../audit/audit.ts";
import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";

export const accessTags = ["access"];

type DocumentRequest = FastifyRequest<{ Params: { id: string } }>;

/** The document that the path names, whatever there is. */
export function documentIdOf({ params }: DocumentRequest): DocumentId {
  const id = parseDocumentId(params.id);
  if (id !== undefined) return id;
  throw fail("QUIRE_ERR_BAD_REQUEST", { problem: "a document's id is 16 to 64 letters, digits, - or _" });
}

/** The document that the path names, for who has the role there. Throws the coded error for who has not, and where it is deleted. */
export async function openDocument(
  request: DocumentRequest,
  people: People,
  need: Role,
): Promise<DocumentId> {
  const id = documentIdOf(request);
  await requireRole(people.authorize, request, id, need);
  const document = people.documents.document(id);
  if (document?.deletedAt === null) return id;
  const replacedBy = document?.replacedBy;
  if (replacedBy === undefined) throw fail("QUIRE_ERR_DOCUMENT_DELETED", { id });
  throw fail("QUIRE_ERR_DOCUMENT_REPLACED", { id, replacedBy });
}

/** Who may do what, as whoever asks may see it now. */
export function showAccess(request: DocumentRequest, people: People, id: DocumentId): DocumentAccess {
  const who = people.who(request);
  const right = who && people.rights.of(who, id);
  if (who === undefined || right === undefined) throw fail("QUIRE_ERR_FORBIDDEN", { need: "view" });
  return accessOf(id, who, right.role, people);
}

/**
 * What an owner does: decided, done and put down in one write, and everybody's connections are asked about again; as often
 * as they may.
 */
export async function asOwner(
  request: DocumentRequest,
  people: People,
  change: (id: DocumentId, owner: PersonRecord) => Pick<AuditEntry, "action" | "subject">,
): Promise<DocumentId> {
  const id = await openDocument(request, people, "own");
  const personId = ownerId(request, people);
  const write = (): Promise<void> =>
    people.store.write(() => {
      // They may have lost it since they asked.
      const owner = people.sharing.owner(id, personId);
      const { name } = owner;
      people.audit.add({ personId, name, address: request.ip, documentId: id, ...change(id, owner) });
      people.invitations.endLost();
    });
  await people.limits.change(personId, write);
  people.documents.recheck();
  return id;
}

/** Who does what owners do: somebody with an account. */
export function ownerId(request: FastifyRequest, people: People): string {
  const personId = people.who(request)?.personId;
  if (personId === undefined) throw fail("QUIRE_ERR_FORBIDDEN", { need: "own" });
  return personId;
}
