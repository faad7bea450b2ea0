import { allows, CloseCode, type DocumentId, type Person, type Role } from "@quire/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fail, type QuireError } from "./errors.ts";
import { pathOf } from "./http-errors.ts";

/** Who asks, and what they may do. */
export interface Grant {
  readonly person: Person;
  readonly role: Role;
  /** When it ends by itself, in milliseconds since 1970, as a token does. What is open then is asked about again. */
  readonly until?: number;
  /**
   * Which documents the library shows them, in lists and in its stream; without it, all. Where it answers with a role, these
   * say that as well. Asked of the library alone.
   */
  readonly sees?: (id: DocumentId) => boolean | Role;
}

/** Why somebody may not. `not-found` hides that a document exists. */
export interface Refusal {
  readonly refused: "unauthenticated" | "forbidden" | "not-found";
}

/**
 * The one question that the plugin asks its host: who is this, and what may they do with this document? `null` is the
 * library itself. `token` is what a hocuspocus provider was given to say for this document, or a newer token that came on an
 * open line; others say nothing beside their request.
 */
export type Authorize = (
  request: FastifyRequest,
  documentId: DocumentId | null,
  token?: string,
) => Grant | Refusal | Promise<Grant | Refusal>;

/** Keeps the new name of whoever asks (the reply is there for a cookie) and answers with the person as they are from now on. */
export type Rename = (request: FastifyRequest, reply: FastifyReply, name: string) => Person | Promise<Person>;

/** What somebody is called now: null for who is gone, undefined for who is none of the host's; their name is kept where they did something. */
export type NameOf = (personId: string) => string | null | undefined;

/** For open rooms without a host's answer: everybody is the same nameless guest and may do everything. */
export const authorizeAnybody: Authorize = () => ({
  person: { id: "guest", name: "Guest", hue: 1 },
  role: "own",
});

/** Who is asked about: with which request they came, and what they want to open. */
export interface Question {
  readonly request: FastifyRequest;
  readonly documentId: DocumentId | null;
  readonly token?: string | undefined;
}

/** The host's answer; at once where the host answers at once. Throws, or rejects, as the host does. */
export function ask(
  authorize: Authorize,
  { request, documentId, token }: Question,
): Grant | Refusal | Promise<Grant | Refusal> {
  const answer = authorize(request, documentId, token);
  return "then" in answer ? answer.then(checked) : checked(answer);
}

/** One in JavaScript may say anything: what is neither a grant nor a refusal of ours is a no. */
function checked(answer: Grant | Refusal): Grant | Refusal {
  if ("refused" in answer) return refusals.has(answer.refused) ? answer : { refused: "forbidden" };
  const { role, until = 0, sees } = answer;
  const isGrant = allows(role, "view") && typeof until === "number" && !Number.isNaN(until);
  return isGrant && (sees === undefined || typeof sees === "function") ? answer : { refused: "forbidden" };
}

const refusals: ReadonlySet<string> = new Set<Refusal["refused"]>([
  "unauthenticated",
  "forbidden",
  "not-found",
]);

/** What lists say of a document beside what stands in its record: what whoever reads them may do with it, where that is known. */
export interface Seen {
  readonly role?: Role;
}

/**
 * How the library shows the document to whoever has this grant; undefined where it does not. A host in JavaScript may answer with a
 * promise, or a word that is no role: that is a no.
 */
export function seenBy(sees: Grant["sees"], id: DocumentId): Seen | undefined {
  const answer = sees === undefined || sees(id);
  if (answer === true) return {};
  return typeof answer === "string" && allows(answer, "view") ? { role: answer } : undefined;
}

/** The grant of whoever asks; throws the coded error of a refusal, or of a role that is less than needed. */
export async function requireRole(
  authorize: Authorize,
  request: FastifyRequest,
  documentId: DocumentId | null,
  need: Role,
): Promise<Grant> {
  const answer = await ask(authorize, { request, documentId });
  if ("refused" in answer) throw refusalError(answer, request, documentId);
  if (!allows(answer.role, need)) throw fail("QUIRE_ERR_FORBIDDEN", { need });
  return answer;
}

/** Why somebody may not come in, or not stay, as a close code says it. */
export interface Refused {
  readonly code: CloseCode;
  readonly reason: string;
}

/** A host's refusal as a close code: a browser shows its page no HTTP status of a refused upgrade. */
export const refusalCodes: Record<Refusal["refused"], Refused> = {
  unauthenticated: { code: CloseCode.unauthenticated, reason: "this server does not know who you are" },
  forbidden: { code: CloseCode.forbidden, reason: "you may not open this document" },
  "not-found": { code: CloseCode.notFound, reason: "there is no such document" },
};

function refusalError({ refused }: Refusal, request: FastifyRequest, id: DocumentId | null): QuireError {
  switch (refused) {
    case "unauthenticated":
      return fail("QUIRE_ERR_UNAUTHENTICATED", {});
    case "forbidden":
      return fail("QUIRE_ERR_FORBIDDEN", { need: "view" });
    case "not-found":
      if (id !== null) return fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id });
      return fail("QUIRE_ERR_NOT_FOUND", { method: request.method, path: pathOf(request) });
    default:
      return refused satisfies never;
  }
}
