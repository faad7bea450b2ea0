import {
  allows,
  CreateDocument,
  DocumentDetail,
  type DocumentId,
  DocumentList,
  DocumentListQuery,
  DocumentSummary,
  MoveDocument,
  maxImportBytes,
  maxTitleLength,
  nullShape,
  type Person,
  parseDocumentId,
  RenameDocument,
  ResetDocument,
} from "@quire/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Authorize, ask, requireRole } from "../access.ts";
import { teller } from "../action.ts";
import { fail } from "../errors.ts";
import { DocumentParams, errorResponses, type RouteContext, readDocumentId } from "./context.ts";
import type { Shapes } from "./validation.ts";

const defaultPageSize = 50;
const tags = ["documents"];

/** The documents: list, create, read, rename, move, delete, restore, reset. Every write answers after its flush. */
export function documentRoutes(app: FastifyInstance, context: RouteContext): void {
  collectionRoutes(app, context);
  documentRoute(app, context);
  moveRoute(app, context);
  resetRoute(app, context);
}

function collectionRoutes(app: FastifyInstance, { library, options }: RouteContext): void {
  const { authorize, onAction } = options;
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/documents",
    {
      schema: {
        summary: "List the documents, newest first",
        tags,
        querystring: DocumentListQuery,
        response: { 200: DocumentList, ...errorResponses },
      },
    },
    async (request) => {
      const { sees } = await requireRole(authorize, request, null, "view");
      const { limit = defaultPageSize, cursor } = request.query;
      return await library.list({ limit, ...(cursor && { cursor }), ...(sees && { sees }) });
    },
  );

  api.post(
    "/documents",
    {
      bodyLimit: maxImportBytes,
      schema: {
        summary: "Create a document, from Markdown or empty",
        tags,
        body: CreateDocument,
        response: { 201: DocumentSummary, ...errorResponses },
      },
    },
    async (request, reply) => {
      const { person } = await requireRole(authorize, request, null, "edit");
      if (request.body.title !== undefined) checkTitle(request.body.title);
      const checkStill = async (): Promise<void> => {
        await requireRole(authorize, request, null, "edit");
        await checkParent(authorize, request, request.body.parentId);
      };
      await checkParent(authorize, request, request.body.parentId);
      const done = teller(onAction, request, (documentId) => ({ kind: "create", documentId, person }));
      const document = await library.create(request.body, person, { before: checkStill, done });
      return reply.code(201).send(document);
    },
  );
}

/** A document comes below another by who may edit that one; whoever may not even see it is told what they are of one that is absent. */
async function checkParent(
  authorize: Authorize,
  request: FastifyRequest,
  named: string | null | undefined,
): Promise<void> {
  const id = parseDocumentId(named ?? "");
  if (id === undefined) return;
  const answer = await ask(authorize, { request, documentId: id });
  if ("refused" in answer) throw fail("QUIRE_ERR_PARENT_NOT_FOUND", {});
  if (!allows(answer.role, "edit")) throw fail("QUIRE_ERR_FORBIDDEN", { need: "edit" });
}

function moveRoute(app: FastifyInstance, { library, options }: RouteContext): void {
  const { authorize, beforeMove, onAction } = options;
  app.withTypeProvider<Shapes>().put(
    "/documents/:id/parent",
    {
      schema: {
        summary: "Put a document, with what is below it, below another one or below none",
        tags,
        params: DocumentParams,
        body: MoveDocument,
        response: { 200: DocumentSummary, ...errorResponses },
      },
    },
    async (request) => {
      const id = readDocumentId(request);
      const parentId = parseDocumentId(request.body.parentId ?? "") ?? null;
      const person = await checkMove(authorize, request, { id, parentId });
      const done = teller(onAction, request, (documentId) => ({
        kind: "move",
        documentId,
        person,
        ...(parentId !== null && { subject: parentId }),
      }));
      const before = async () => {
        await beforeMove?.(request, { documentId: id, parentId, person });
        // The host may have waited for its disk, and what they may be another thing since.
        await checkMove(authorize, request, { id, parentId });
      };
      return await library.move(id, parentId, { before, done });
    },
  );
}

/** Answers with who moves it: they own it, and may edit where it goes. */
async function checkMove(
  authorize: Authorize,
  request: FastifyRequest,
  { id, parentId }: { readonly id: DocumentId; readonly parentId: DocumentId | null },
): Promise<Person> {
  const { person } = await requireRole(authorize, request, id, "own");
  // It is as if it were made there.
  if (parentId === null) await requireRole(authorize, request, null, "edit");
  else await checkParent(authorize, request, parentId);
  return person;
}

function resetRoute(app: FastifyInstance, { library, options: { authorize, onAction } }: RouteContext): void {
  app.withTypeProvider<Shapes>().post(
    "/documents/:id/reset",
    {
      bodyLimit: maxImportBytes,
      schema: {
        summary: "Begin a document anew under a new id, which its old one names from then on",
        tags,
        params: DocumentParams,
        body: ResetDocument,
        response: { 201: DocumentSummary, ...errorResponses },
      },
    },
    async (request, reply) => {
      const id = readDocumentId(request);
      const { person } = await requireRole(authorize, request, id, "own");
      const done = teller(onAction, request, (subject) => ({
        kind: "reset",
        documentId: id,
        person,
        subject,
      }));
      const checkStill = () => requireRole(authorize, request, id, "own");
      const document = await library.reset(id, request.body, person, { before: checkStill, done });
      return reply.code(201).send(document);
    },
  );
}

function documentRoute(app: FastifyInstance, { library, options }: RouteContext): void {
  const { authorize, onAction } = options;
  const api = app.withTypeProvider<Shapes>();
  const params = DocumentParams;

  api.get(
    "/documents/:id",
    {
      schema: {
        summary: "One document, with my role in it",
        tags,
        params,
        response: { 200: DocumentDetail, ...errorResponses },
      },
    },
    async (request) => {
      const id = readDocumentId(request);
      const { role } = await requireRole(authorize, request, id, "view");
      return { ...library.get(id), role };
    },
  );

  api.patch(
    "/documents/:id",
    {
      schema: {
        summary: "Rename a document",
        tags,
        params,
        body: RenameDocument,
        response: { 200: DocumentDetail, ...errorResponses },
      },
    },
    async (request) => {
      const id = readDocumentId(request);
      const { person, role } = await requireRole(authorize, request, id, "edit");
      checkTitle(request.body.title);
      return { ...(await library.rename(id, request.body.title, person)), role };
    },
  );

  api.delete(
    "/documents/:id",
    {
      schema: {
        summary: "Delete a document; restore brings it back",
        tags,
        params,
        response: { 204: nullShape, ...errorResponses },
      },
    },
    async (request, reply) => {
      const id = readDocumentId(request);
      const { person } = await requireRole(authorize, request, id, "own");
      const done = teller(onAction, request, (documentId) => ({ kind: "delete", documentId, person }));
      await library.delete(id, person, done);
      return reply.code(204).send(null);
    },
  );

  api.post(
    "/documents/:id/restore",
    {
      schema: {
        summary: "Restore a deleted document",
        tags,
        params,
        response: { 200: DocumentSummary, ...errorResponses },
      },
    },
    async (request) => {
      const id = readDocumentId(request);
      const { person } = await requireRole(authorize, request, id, "own");
      const done = teller(onAction, request, (documentId) => ({ kind: "restore", documentId, person }));
      return await library.restore(id, done);
    },
  );
}

/** JSON Schema counts what a reader sees as one character; the title's own limit is in UTF-16 code units. */
function checkTitle(title: string): void {
  if (title.length <= maxTitleLength) return;
  throw fail("QUIRE_ERR_BAD_REQUEST", {
    problem: `the title may have ${maxTitleLength} characters and has ${title.length}`,
  });
}
