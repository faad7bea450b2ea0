import {
  booleanShape,
  type ContentFormat,
  contentFormats,
  objectShape,
  textShape,
  wordShape,
} from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { requireRole } from "../access.ts";
import { disposition, fileName } from "../files/file-name.ts";
import { stillPolicy } from "../still-policy.ts";
import { DocumentParams, errorResponses, type RouteContext, readDocumentId } from "./context.ts";
import type { Shapes } from "./validation.ts";

const ContentQuery = objectShape(
  {},
  {
    format: wordShape(contentFormats),
    /** `1`: a file to keep, named for the title, instead of something to look at. */
    download: booleanShape,
    /** `1`: the title stands before the text as a level-1 heading, so that an import finds it there. */
    titled: booleanShape,
  },
);

const files: Record<ContentFormat, { readonly type: string; readonly extension: string }> = {
  markdown: { type: "text/markdown; charset=utf-8", extension: "md" },
  html: { type: "text/html; charset=utf-8", extension: "html" },
  text: { type: "text/plain; charset=utf-8", extension: "txt" },
  json: { type: "application/json; charset=utf-8", extension: "json" },
};

/** The answers' types as OpenAPI lists them. */
const contents = Object.fromEntries(
  Object.values(files).map(({ type }) => [type.split(";", 1)[0] ?? type, { schema: textShape() }]),
);

/** A document's text is somebody else's: no script, no form, no request leaves the page that shows it. */
const contentPolicy = `sandbox; default-src 'none'; style-src 'unsafe-inline'; ${stillPolicy}`;

/** A document's text, as Markdown unless another format is asked for. All that was acknowledged is in it. */
export function contentRoutes(app: FastifyInstance, { library, options }: RouteContext): void {
  const { authorize, onAction } = options;
  app.withTypeProvider<Shapes>().get(
    "/documents/:id/content",
    {
      schema: {
        summary: "The text of a document",
        tags: ["documents"],
        params: DocumentParams,
        querystring: ContentQuery,
        response: {
          200: { description: "The text, in the format asked for", content: contents },
          ...errorResponses,
        },
      },
    },
    async (request, reply) => {
      const id = readDocumentId(request);
      const { person } = await requireRole(authorize, request, id, "view");
      const { format = "markdown", download = false, titled = false } = request.query;
      const { type, extension } = files[format];
      const { title, text } = await library.content(id, format, titled);
      await onAction?.(request, { kind: "export", documentId: id, person, subject: format });
      reply.header("content-security-policy", contentPolicy).type(type);
      if (download) {
        const name = `${fileName(title, "Untitled")}.${extension}`;
        reply.header("content-disposition", disposition("attachment", name));
      }
      return reply.send(text);
    },
  );
}
