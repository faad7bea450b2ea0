import type { IncomingMessage } from "node:http";
import {
  CopyFile,
  DocumentFile,
  type DocumentId,
  FileSpace,
  type Person,
  parseDocumentId,
  RemoteFile,
  UploadQuery,
} from "@quire/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { requireRole } from "../access.ts";
import { fail } from "../errors.ts";
import { isImage } from "../files/file-type.ts";
import type { StoredFile } from "../files/files.ts";
import { drain, type Pace, steadySource } from "../files/steady-source.ts";
import { DocumentParams, errorResponses, type RouteContext, readDocumentId } from "./context.ts";
import type { Shapes } from "./validation.ts";

const tags = ["files"];
const response = { 201: DocumentFile, ...errorResponses };

/** The type of a file's body: whatever it is, its sender's word for it is not asked. Another site's form cannot send it. */
const bodyType = "application/octet-stream";

/** A file comes with 256 kbit a second, or not at all: 25 MiB take 14 minutes then. */
const leastBytesPerSecond = 32 * 1024;

/** Files come into documents: from a device, from another server, from another document. Each answers when it is on disk. */
export function fileRoutes(app: FastifyInstance, context: RouteContext): void {
  // A scope of its own, so that no other route takes such a body.
  void app.register(async (scope) => uploadRoute(scope, context));
  remoteRoute(app, context);
  copyRoute(app, context);
  spaceRoute(app, context);
}

function uploadRoute(app: FastifyInstance, context: RouteContext): void {
  const { files, options } = context;
  const pace: Pace = { everyMs: options.stallMs, bytes: (leastBytesPerSecond * options.stallMs) / 1000 };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(bodyType, (_, payload, done) => done(null, payload));
  app.addContentTypeParser("*", ({ headers }, _, done) => done(wrongType(headers["content-type"])));
  app.addHook("onResponse", ({ raw }, _, done) => {
    drain(raw);
    done();
  });
  app.withTypeProvider<Shapes>().post(
    "/documents/:id/files",
    {
      schema: {
        summary: "Upload a file: the body as it is",
        tags,
        consumes: [bodyType],
        params: DocumentParams,
        querystring: UploadQuery,
        response,
      },
    },
    async (request, reply) => {
      const id = readDocumentId(request);
      const person = await mayAdd(context, request, id);
      if (request.headers["content-type"] === undefined) throw wrongType(undefined);
      const file = await files.add(id, {
        personId: person.id,
        begin: () => ({
          source: steadySource(request.raw, pace),
          declaredBytes: declaredBytes(request.raw),
          name: request.query.name ?? "",
        }),
        mayStill: async () => void (await mayAdd(context, request, id)),
      });
      return reply.code(201).send(answer(app, id, file));
    },
  );
}

/** Who adds a file to the document, which has to be there. Asked when it begins to come, and when it has. */
async function mayAdd(
  { library, options: { authorize } }: RouteContext,
  request: FastifyRequest,
  id: DocumentId,
): Promise<Person> {
  const { person } = await requireRole(authorize, request, id, "edit");
  library.get(id);
  return person;
}

function remoteRoute(app: FastifyInstance, context: RouteContext): void {
  const { files, fetchImage } = context;
  app.withTypeProvider<Shapes>().post(
    "/documents/:id/files/remote",
    {
      schema: {
        summary: "Get an image from another server",
        tags,
        params: DocumentParams,
        body: RemoteFile,
        response,
      },
    },
    async (request, reply) => {
      const id = readDocumentId(request);
      const person = await mayAdd(context, request, id);
      if (fetchImage === undefined) throw fail("QUIRE_ERR_REMOTE_OFF", {});
      const { url, name } = request.body;
      const gone = new AbortController();
      reply.raw.once("close", () => gone.abort());
      const file = await files.add(id, {
        personId: person.id,
        begin: async () => {
          const image = await fetchImage(url, gone.signal);
          return name === undefined ? image : { ...image, name };
        },
        accept: (type) => {
          if (!isImage(type)) throw fail("QUIRE_ERR_REMOTE_NOT_IMAGE", { url });
        },
        mayStill: async () => void (await mayAdd(context, request, id)),
      });
      return reply.code(201).send(answer(app, id, file));
    },
  );
}

function copyRoute(app: FastifyInstance, { library, files, options: { authorize } }: RouteContext): void {
  app.withTypeProvider<Shapes>().post(
    "/documents/:id/files/copy",
    {
      schema: {
        summary: "Take a file over from another document",
        tags,
        params: DocumentParams,
        body: CopyFile,
        response,
      },
    },
    async (request, reply) => {
      const id = readDocumentId(request);
      const from = parseDocumentId(request.body.documentId) ?? id;
      const { person } = await requireRole(authorize, request, id, "edit");
      await requireRole(authorize, request, from, "view");
      for (const document of [id, from]) library.get(document);
      const file = await files.copy(from, request.body.hash, id, person.id);
      return reply.code(201).send(answer(app, id, file));
    },
  );
}

function spaceRoute(app: FastifyInstance, { library, files, options: { authorize } }: RouteContext): void {
  app.withTypeProvider<Shapes>().get(
    "/documents/:id/files",
    {
      schema: {
        summary: "What a file may have, and how much room there is",
        tags,
        params: DocumentParams,
        response: { 200: FileSpace, ...errorResponses },
      },
    },
    async (request) => {
      const id = readDocumentId(request);
      await requireRole(authorize, request, id, "view");
      library.get(id);
      return files.space(id);
    },
  );
}

function answer(
  { prefix }: FastifyInstance,
  id: string,
  { hash, name, type, size }: StoredFile,
): DocumentFile {
  return { hash, url: `${prefix}/documents/${id}/files/${hash}`, name, type, size };
}

function wrongType(type: string | undefined): Error {
  return fail("QUIRE_ERR_UNSUPPORTED_TYPE", { type, wanted: bodyType });
}

function declaredBytes({ headers }: IncomingMessage): number | undefined {
  const length = headers["content-length"];
  return length === undefined ? undefined : Number(length);
}
