import {
  AuditDownloadQuery,
  type AuditEntry,
  AuditPage,
  AuditQuery,
  auditPageSize,
  type DocumentId,
  ErrorBody,
  textShape,
} from "@quire/protocol";
import type { Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply } from "fastify";
import { requireOwner } from "../access/require-owner.ts";
import { type AuditFileFormat, auditFile, auditFileFormats } from "../audit/audit-file.ts";
import type { People } from "../people.ts";

const tags = ["audit"];
const errors = { "4xx": ErrorBody, "5xx": ErrorBody } as const;

/** Reading who did what, for the owners of the server. */
export function auditRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/audit",
    {
      schema: {
        summary: "Who did what, newest first",
        tags,
        querystring: AuditQuery,
        response: { 200: AuditPage, ...errors },
      },
    },
    (request): AuditPage => {
      const { id } = requireOwner(people, request);
      const { limit = auditPageSize.usual, cursor, ...filter } = request.query;
      const { entries, next } = people.audit.read(filter, { limit, after: cursor });
      return { entries: entries.map((entry) => titled(entry, people, id)), next };
    },
  );

  api.get(
    "/audit/download",
    {
      schema: {
        summary: "Who did what, as a file",
        tags,
        querystring: AuditDownloadQuery,
        response: { 200: { description: "The log", content: downloads }, ...errors },
      },
    },
    async (request, reply) => {
      const { id, name } = requireOwner(people, request);
      const { format: asked = "csv", ...filter } = request.query;
      const format = auditFileFormats[asked];
      const entry = { action: "audit-download", personId: id, name, address: request.ip } as const;
      await people.store.write(() => people.audit.add({ ...entry, subject: asked }));
      return asFile(reply, people.now(), format).send(auditFile(people.audit, filter, format));
    },
  );
}

/** The entry with its document's title, where the reader may open that by themselves. Whoever owns the server sees no more than others. */
function titled(entry: AuditEntry, { rights, documents }: People, personId: string): AuditEntry {
  const id = entry.documentId as DocumentId | null;
  const document = id === null ? undefined : documents.document(id);
  if (id === null || document === undefined || document.deletedAt !== null) return entry;
  const right = rights.of({ personId, links: [] }, id);
  return right === undefined ? entry : { ...entry, documentTitle: document.title };
}

function asFile(reply: FastifyReply, now: number, { type, extension }: AuditFileFormat): FastifyReply {
  const day = new Date(now).toISOString().slice(0, 10);
  return reply
    .type(type)
    .header("content-disposition", `attachment; filename="quire-audit-${day}.${extension}"`);
}

/** The answers' types as OpenAPI lists them. */
const downloads = Object.fromEntries(
  Object.values(auditFileFormats).map(({ type }) => [type.split(";", 1)[0] ?? type, { schema: textShape() }]),
);
