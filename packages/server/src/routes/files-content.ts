import { Readable } from "node:stream";
import { FileQuery, fileHashPattern, objectShape, textShape } from "@quire/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { requireRole } from "../access.ts";
import { fail } from "../errors.ts";
import { type ByteRange, parseRange } from "../files/byte-range.ts";
import { disposition } from "../files/file-name.ts";
import { anyFile, isShown } from "../files/file-type.ts";
import type { StoredFile } from "../files/files.ts";
import { errorResponses, type RouteContext, readDocumentId } from "./context.ts";
import type { Shapes } from "./validation.ts";

const FileParams = objectShape({ id: textShape(), hash: textShape({ pattern: fileHashPattern }) });

/** Nothing runs, asks, or is asked for, beside the file itself. */
const quiet = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";
const policy = `sandbox; ${quiet}`;
/** Browsers show no PDF in a sandbox. Their viewers run apart from the page's origin, and what a PDF asks for is not theirs to get. */
const pdfPolicy = `${quiet}; object-src 'self'`;

/** What may be kept for ever, by the browser of who asked and nobody between, and only for who they are now. */
const caching = { "cache-control": "private, max-age=31536000, immutable", vary: "cookie, authorization" };

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
      const file = files.find(id, request.params.hash);
      const isDownload = request.query.download ?? false;
      if (isKnown(request, file)) return describe(reply, file, isDownload).code(304).send();
      const range = rangeOf(request, reply, file);
      // Who reads nothing for so long is gone; the file must not stay open for them.
      reply.raw.setTimeout(options.stallMs, () => reply.raw.destroy());
      const body = request.method === "HEAD" ? Readable.from([]) : await files.read(file, range);
      const answer = describe(reply, file, isDownload);
      answer.header("content-length", range === undefined ? file.size : range.last - range.first + 1);
      if (range !== undefined) {
        answer.code(206).header("content-range", `bytes ${range.first}-${range.last}/${file.size}`);
      }
      return answer.send(body);
    },
  );
}

function describe(reply: FastifyReply, { hash, name, type }: StoredFile, isDownload: boolean): FastifyReply {
  const isInline = isShown(type) && !isDownload;
  return reply
    .headers(caching)
    .header("etag", `"${hash}"`)
    .header("accept-ranges", "bytes")
    .header("content-security-policy", type === "application/pdf" ? pdfPolicy : policy)
    .header("content-disposition", disposition(isInline ? "inline" : "attachment", name))
    .type(type);
}

/** Whether who asks says that they have it. */
function isKnown({ headers }: FastifyRequest, { hash }: StoredFile): boolean {
  const tags = headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return tags.includes("*") || tags.includes(`"${hash}"`);
}

function rangeOf(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { hash, size }: StoredFile,
): ByteRange | undefined {
  const condition = headers["if-range"];
  if (condition !== undefined && condition !== `"${hash}"`) return undefined;
  const range = parseRange(headers.range, size);
  if (range !== "unsatisfiable") return range;
  reply.header("content-range", `bytes */${size}`);
  throw fail("QUIRE_ERR_RANGE_NOT_SATISFIABLE", { range: headers.range ?? "", size });
}
