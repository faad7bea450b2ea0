import {
  type ApiToken,
  ApiTokenList,
  type DocumentId,
  MakeApiToken,
  NewApiToken,
  nullShape,
  parseDocumentId,
} from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import { confirmFresh } from "../sign-in/confirm-fresh.ts";
import type { ApiTokenPlan, ApiTokenRecord } from "../tokens/api-tokens.ts";
import { errors, idParams, readName, requireSession, stillSignedIn, writeChange } from "./route-parts.ts";

const tags = ["account"];

/** My tokens, by which programs come in as me. */
export function tokenRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/account/tokens",
    { schema: { summary: "My tokens for programs", tags, response: { 200: ApiTokenList, ...errors } } },
    (request) => ({ tokens: people.apiTokens.of(requireSession(people, request).person.id).map(tokenShown) }),
  );

  api.post(
    "/account/tokens",
    {
      schema: {
        summary: "Make a token for a program; it is told once",
        tags,
        body: MakeApiToken,
        response: { 201: NewApiToken, ...errors },
      },
    },
    async (request, reply) => {
      const signedIn = requireSession(people, request);
      const { person } = signedIn;
      await confirmFresh(people, request, person, request.body.password);
      const plan = readPlan(people, person.id, request.body);
      const { said, token } = await writeChange(people, person, () => {
        stillSignedIn(people, request, signedIn);
        const made = people.apiTokens.make(plan);
        putDown(people, request, made.token, "made");
        return made;
      });
      return reply.code(201).send({ ...tokenShown(token), secret: said });
    },
  );

  api.delete(
    "/account/tokens/:id",
    { schema: { summary: "End a token", tags, params: idParams, response: { 204: nullShape, ...errors } } },
    async (request, reply) => {
      const person = requireSession(people, request).person;
      await people.store.write(() => {
        const [token] = people.apiTokens.end(person.id, ({ id }) => id === request.params.id);
        if (token === undefined) throw fail("QUIRE_ERR_TOKEN_NOT_FOUND", {});
        putDown(people, request, token, "ended");
      });
      people.documents.recheck();
      return reply.code(204).send(null);
    },
  );
}

/** What the body asks for. A document that they may not open is none, so that nobody learns which there are. */
function readPlan(people: People, personId: string, body: MakeApiToken): ApiTokenPlan {
  const { scope, documentId = null, expiresAt = null } = body;
  const name = readName(body.name);
  if (expiresAt !== null && expiresAt <= people.now())
    throw fail("QUIRE_ERR_BAD_REQUEST", { problem: "the token would be over already" });
  return { personId, name, scope, expiresAt, documentId: readDocument(people, personId, documentId) };
}

function readDocument(people: People, personId: string, documentId: string | null): DocumentId | null {
  if (documentId === null) return null;
  const id = parseDocumentId(documentId);
  if (id === undefined || people.rights.of({ personId, links: [] }, id) === undefined)
    throw fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id: documentId });
  return id;
}

function putDown(people: People, request: FastifyRequest, token: ApiTokenRecord, what: string): void {
  const { personId, scope, documentId } = token;
  people.audit.add({
    action: "token",
    personId,
    name: people.store.people.get(personId)?.name ?? null,
    address: request.ip,
    ...(documentId !== null && { documentId }),
    subject: `${what}: ${token.id}, ${scope}`,
  });
}

export function tokenShown({
  id,
  name,
  scope,
  documentId,
  createdAt,
  expiresAt,
  seenAt,
}: ApiTokenRecord): ApiToken {
  return { id, name, scope, documentId, createdAt, expiresAt, seenAt };
}
