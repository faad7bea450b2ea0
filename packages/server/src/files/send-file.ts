import { Readable } from "node:stream";
import type { DocumentId } from "@quire/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import { stillPdfPolicy, stillPolicy } from "../still-policy.ts";
import { type ByteRange, parseRange } from "./byte-range.ts";
import { disposition } from "./file-name.ts";
import { isShown } from "./file-type.ts";
import type { Files, StoredFile } from "./files.ts";

/** Nothing runs, asks, or is asked for, beside the file itself. */
const quiet = `default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'`;
const policy = `sandbox; ${quiet}; ${stillPolicy}`;
/** Browsers show no PDF in a sandbox. Their viewers run apart from the page's origin, and what a PDF asks for is not theirs to get. */
const pdfPolicy = `${quiet}; object-src 'self'; ${stillPdfPolicy}`;

const cachings = {
  /** By the browser of who asked and nobody between, and only for who they are now. */
  "for ever": { "cache-control": "private, max-age=31536000, immutable", vary: "cookie, authorization" },
  /** For what may be taken away from everybody: it is asked about each time. */
  "no-cache": { "cache-control": "private, no-cache" },
};

/** Of what a page shows where it stands and its address says the bytes of; never of what can hold a script. */
export const shownForEver = { ...cachings["for ever"], "content-security-policy": policy } as const;

/** How a file is handed out. */
interface Handing {
  readonly isDownload: boolean;
  readonly caching: keyof typeof cachings;
}

/** A file of a document. */
export interface FileAt {
  readonly id: DocumentId;
  readonly hash: string;
  /** To be kept, also where a page could show it. */
  readonly isDownload: boolean;
}

interface Answering {
  readonly files: Files;
  readonly stallMs: number;
}

/** Answers with a file, or the range of it that is asked for. Whoever calls this has seen that who asks may have it. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { files, stallMs }: Answering,
  { id, hash, ...how }: FileAt & Handing,
): Promise<FastifyReply> {
  const file = files.find(id, hash);
  if (isKnown(request, file)) return describe(reply, file, how).code(304).send();
  const range = rangeOf(request, reply, file);
  // Who reads nothing for so long is gone; the file must not stay open for them.
  reply.raw.setTimeout(stallMs, () => reply.raw.destroy());
  const body = request.method === "HEAD" ? Readable.from([]) : await files.read(file, range);
  const answer = describe(reply, file, how);
  answer.header("content-length", range === undefined ? file.size : range.last - range.first + 1);
  if (range !== undefined) {
    answer.code(206).header("content-range", `bytes ${range.first}-${range.last}/${file.size}`);
  }
  return answer.send(body);
}

function describe(
  reply: FastifyReply,
  { hash, name, type }: StoredFile,
  { isDownload, caching }: Handing,
): FastifyReply {
  const isInline = isShown(type) && !isDownload;
  return reply
    .headers(cachings[caching])
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
