import { allows, type DocumentId, type Person, type Role } from "@quire/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fail, type QuireError } from "./errors.ts";

/** Who asks, and what they may do. */
export interface Grant {
  readonly person: Person;
  readonly role: Role;
  /** When it is to be asked again, in milliseconds since 1970; an answer that ends of itself, as a token does. */
  readonly until?: number;
}

/** Why somebody may not. `not-found` hides that a document exists. */
export interface Refusal {
  readonly refused: "unauthenticated" | "forbidden" | "not-found";
}

/**
 * The one question that the plugin asks its host: who is this, and what may they do with this document? `null` is the
 * library itself. `token` is what a hocuspocus provider was given to say for this document; others say nothing beside
 * their request.
 */
export type Authorize = (
  request: FastifyRequest,
  documentId: DocumentId | null,
  token?: string,
) => Grant | Refusal | Promise<Grant | Refusal>;

/** Keeps the new name of whoever asks (the reply is there for a cookie) and answers with the person as they are from now on. */
export type Rename = (request: FastifyRequest, reply: FastifyReply, name: string) => Person | Promise<Person>;

/** For open rooms without a host's answer: everybody is the same nameless guest and may do everything. */
export const authorizeAnybody: Authorize = () => ({
  person: { id: "guest", name: "Guest", hue: 1 },
  role: "own",
});

/** The host's answer. One in JavaScript may say anything: what is neither a role nor a refusal of ours is a no. */
export async function askHost(
  authorize: Authorize,
  request: FastifyRequest,
  documentId: DocumentId | null,
  token?: string,
): Promise<Grant | Refusal> {
  const answer = await authorize(request, documentId, token);
  if ("refused" in answer) return refusals.has(answer.refused) ? answer : { refused: "forbidden" };
  return allows(answer.role, "view") ? answer : { refused: "forbidden" };
}

const refusals: ReadonlySet<string> = new Set<Refusal["refused"]>([
  "unauthenticated",
  "forbidden",
  "not-found",
]);

/** The grant of whoever asks; throws the coded error of a refusal, or of a role that is less than needed. */
export async function requireRole(
  authorize: Authorize,
  request: FastifyRequest,
  documentId: DocumentId | null,
  need: Role,
): Promise<Grant> {
  const answer = await askHost(authorize, request, documentId);
  if ("refused" in answer) throw refusalError(answer, request, documentId);
  if (!allows(answer.role, need)) throw fail("QUIRE_ERR_FORBIDDEN", { need });
  return answer;
}

function refusalError({ refused }: Refusal, request: FastifyRequest, id: DocumentId | null): QuireError {
  switch (refused) {
    case "unauthenticated":
      return fail("QUIRE_ERR_UNAUTHENTICATED", {});
    case "forbidden":
      return fail("QUIRE_ERR_FORBIDDEN", { need: "view" });
    case "not-found":
      if (id !== null) return fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id });
      return fail("QUIRE_ERR_NOT_FOUND", { method: request.method, path: request.url });
    default:
      return refused satisfies never;
  }
}
