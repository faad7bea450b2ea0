import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { type ContentFormat, contentFormats } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { requireRole } from "../access.ts";
import { DocumentParams, errorResponses, type RouteContext, readDocumentId } from "./context.ts";

const ContentQuery = Type.Object(
  {
    format: Type.Optional(Type.Enum([...contentFormats])),
    /** `1`: a file to keep, named for the title, instead of something to look at. */
    download: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const files: Record<ContentFormat, { readonly type: string; readonly extension: string }> = {
  markdown: { type: "text/markdown; charset=utf-8", extension: "md" },
  html: { type: "text/html; charset=utf-8", extension: "html" },
  text: { type: "text/plain; charset=utf-8", extension: "txt" },
  json: { type: "application/json; charset=utf-8", extension: "json" },
};

/** The answers' types as OpenAPI lists them. */
const contents = Object.fromEntries(
  Object.values(files).map(({ type }) => [type.split(";", 1)[0] ?? type, { schema: Type.String() }]),
);

/** A document's text is somebody else's: no script, no form, no request leaves the page that shows it. */
const contentPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

/** A document's text, as Markdown unless another format is asked for. All that was acknowledged is in it. */
export function contentRoutes(app: FastifyInstance, { library, options: { authorize } }: RouteContext): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
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
      await requireRole(authorize, request, id, "view");
      const { format = "markdown", download = false } = request.query;
      const { type, extension } = files[format];
      const { title, text } = await library.content(id, format);
      reply.header("content-security-policy", contentPolicy).type(type);
      if (download) reply.header("content-disposition", attachment(`${fileName(title)}.${extension}`));
      return reply.send(text);
    },
  );
}

/** Characters of a title that a file's name keeps. */
const maxFileName = 100;

/** The title as a name that every file system takes. */
function fileName(title: string): string {
  const name = title
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029/\\:*?"<>|]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+/, "")
    .slice(0, maxFileName)
    .replace(/[\uD800-\uDBFF]$/, "")
    .replace(/[. ]+$/, "");
  return name === "" ? "Untitled" : name;
}

/** RFC 6266: a plain name for old readers, the true one in UTF-8. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
