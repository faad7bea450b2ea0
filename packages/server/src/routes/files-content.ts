import { FileQuery, fileHashPattern, objectShape, textShape } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { requireRole } from "../access.ts";
import { anyFile } from "../files/file-type.ts";
import { sendFile } from "../files/send-file.ts";
import { errorResponses, type RouteContext, readDocumentId } from "./context.ts";
import type { Shapes } from "./validation.ts";

const FileParams = objectShape({ id: textShape(), hash: textShape({ pattern: fileHashPattern }) });

/** A document's file, for who may read the document. */
export function fileContentRoutes(app: FastifyInstance, { library, files, options }: RouteContext): void {
  app.withTypeProvider<Shapes>().get(
    "/documents/:id/files/:hash",
    {
      schema: {
        summary: "A file of a document",
        tags: ["files"],
        params: FileParams,
        querystring: FileQuery,
        response: {
          200: { description: "The file", content: { [anyFile]: { schema: textShape() } } },
          206: {
            description: "The range of it that was asked for",
            content: { [anyFile]: { schema: textShape() } },
          },
          304: { description: "It is what you have", type: "null" },
          ...errorResponses,
        },
      },
    },
    async (request, reply) => {
      const id = readDocumentId(request);
      await requireRole(options.authorize, request, id, "view");
      library.get(id);
      const { hash } = request.params;
      const isDownload = request.query.download ?? false;
      const { stallMs } = options;
      return await sendFile(
        request,
        reply,
        { files, stallMs },
        { id, hash, isDownload, caching: "for ever" },
      );
    },
  );
}
