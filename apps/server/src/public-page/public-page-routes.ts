import { hash } from "node:crypto";
import { type DocumentId, fileHashPattern } from "@quire/protocol";
import { type Quire, QuireError } from "@quire/server";
import type { FastifyInstance, FastifyReply } from "fastify";
import { sendPlainPage } from "../pages.ts";
import { publicPageHtml, robotsOf, unlisted } from "./public-page-html.ts";

/** A link that shows its document to everybody. */
interface PublicLink {
  readonly documentId: DocumentId;
  readonly isListed: boolean;
  readonly hasPreview: boolean;
}

export interface PublicPagesOptions {
  /** The link of a token, as long as it holds; asked with every request. */
  readonly findLink: (token: string) => PublicLink | undefined;
  /** Counts a token that shows nothing, by the address that asks. Throws where it has asked for too many. */
  readonly countMiss: (address: string) => void;
  readonly documents: Pick<Quire, "has" | "page" | "sendFile">;
  /** The address that people use, where the server knows it. */
  readonly url: string | undefined;
  readonly stylesheet: string | undefined;
}

/** It reads, and that is all. */
const policy =
  "default-src 'none';style-src 'self';img-src 'self';font-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'";

/** Kept by the reader's own browser, which asks each time whether the page is still there: a link that ends ends at once. */
const caching = "private, no-cache";

const hashForm = new RegExp(fileHashPattern);

/** Documents that are shown to everybody, as pages that are read without a script, and their files. */
export function publicPageRoutes(app: FastifyInstance, options: PublicPagesOptions): void {
  const { findLink, countMiss, documents, stylesheet } = options;

  app.get<{ Params: { token: string } }>("/p/:token", (request, reply) => {
    const { token } = request.params;
    const link = findLink(token);
    if (link === undefined) {
      countMiss(request.ip);
      return sendNothing(reply, stylesheet);
    }
    return orNothing(reply, stylesheet, async () => {
      const { isListed, hasPreview } = link;
      const text = await documents.page(link.documentId, `/p/${token}/files/`);
      const url = options.url && `${options.url}/p/${token}`;
      const page = publicPageHtml({ text, url, stylesheet, isListed, hasPreview });
      const tag = `"${hash("sha256", page, "base64url")}"`;
      reply.header("cache-control", caching).header("etag", tag).header("content-security-policy", policy);
      const robots = robotsOf(link);
      if (robots !== undefined) reply.header("x-robots-tag", robots);
      if (request.headers["if-none-match"]?.includes(tag) === true) return reply.code(304).send();
      return reply.type("text/html; charset=utf-8").send(page);
    });
  });

  app.get<{ Params: { token: string; hash: string } }>("/p/:token/files/:hash", (request, reply) => {
    const link = findLink(request.params.token);
    if (link === undefined) countMiss(request.ip);
    const isThere = link !== undefined && documents.has(link.documentId);
    if (!isThere || !hashForm.test(request.params.hash)) return sendNothing(reply, stylesheet);
    if (!link.isListed) reply.header("x-robots-tag", unlisted);
    const file = { id: link.documentId, hash: request.params.hash, isDownload: false };
    return orNothing(reply, stylesheet, () => documents.sendFile(request, reply, file));
  });
}

/** What is not there, or not any more, is the same page for everybody: nobody who reads is told which. */
async function orNothing(
  reply: FastifyReply,
  stylesheet: string | undefined,
  answer: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof QuireError && (error.statusCode === 404 || error.statusCode === 410))
      return sendNothing(reply, stylesheet);
    throw error;
  }
}

/** The same for a link that ended, one that never was, and a document that is gone. */
function sendNothing(reply: FastifyReply, stylesheet: string | undefined): FastifyReply {
  return sendPlainPage(reply.header("x-robots-tag", unlisted), 404, {
    title: "There is no page here",
    sentence: "Perhaps it is not shared any more, or the address is not whole. Ask who sent it to you.",
    stylesheet,
  });
}
