import { setImmediate } from "node:timers/promises";
import { AccountExport, type AuditEntry } from "@quire/protocol";
import { type Shapes, typeOf } from "@quire/server";
import type { FastifyInstance } from "fastify";
import { linkShown } from "../access/links.ts";
import type { People } from "../people.ts";
import { takeTry } from "../sign-in/limits.ts";
import type { Principal } from "../store/store.ts";
import { sessionsOf } from "./account.ts";
import { ownParts } from "./export-parts.ts";
import { accountOf, errors, requireSession, whoAsks } from "./route-parts.ts";

/** How many entries of the audit log are read at once; others have their turn in between. */
const entriesAtOnce = 1_000;

/** How long documents are gone over before others have their turn. */
const turnMs = 5;

/** One's own data, to take along. */
export function exportRoutes(app: FastifyInstance, people: People): void {
  app.withTypeProvider<Shapes>().get(
    "/account/export",
    {
      schema: {
        summary: "All that is kept of me",
        tags: ["account"],
        response: { 200: AccountExport, ...errors },
      },
    },
    async (request, reply): Promise<AccountExport> => {
      const signedIn = requireSession(people, request);
      const { person } = signedIn;
      takeTry(people.limits.exports, person.id);
      const entry = { action: "export", ...whoAsks(request, person), subject: "account" } as const;
      await people.store.write(() => people.audit.add(entry));
      reply.header("content-disposition", 'attachment; filename="quire-account.json"');
      const audit = await auditOf(people, person.id);
      const ofDocuments = await documentsOf(people, person.id);
      return {
        account: accountOf(person),
        createdAt: person.createdAt,
        picture: pictureOf(people, person.id),
        sessions: sessionsOf(people, signedIn),
        ...ownParts(people, person),
        ...ofDocuments,
        audit,
      };
    },
  );
}

function pictureOf({ store }: People, personId: string): AccountExport["picture"] {
  const bytes = store.pictures.get(personId);
  return bytes === undefined ? null : { type: typeOf(bytes), data: bytes.toString("base64") };
}

/** What was given to the person, what they own, and the links that they made. Of what they may not see the title is not theirs to take. */
async function documentsOf(
  people: People,
  personId: string,
): Promise<Pick<AccountExport, "shares" | "documents" | "links">> {
  const shares: AccountExport["shares"] = [];
  const documents: AccountExport["documents"] = [];
  const links: AccountExport["links"] = [];
  const principal: Principal = `person:${personId}`;
  const ids = Array.from(people.documents.records(), ({ id }) => id);
  let began = performance.now();
  for (const id of ids) {
    if (performance.now() - began > turnMs) {
      await setImmediate();
      began = performance.now();
    }
    // It may be gone since.
    const document = people.documents.document(id);
    if (document === undefined) continue;
    const { title } = document;
    const share = people.store.shares.get([id, principal]);
    if (share !== undefined && share.role !== "none")
      shares.push({ documentId: id, title, role: share.role, at: share.at });
    for (const [, link] of people.store.linksInto(id))
      if (link.by === personId) links.push({ ...linkShown(link), documentId: link.documentId });
    const right = people.rights.of({ personId, links: [] }, id);
    if (right?.role === "own" && right.by !== "group") documents.push({ id, title });
  }
  return { shares, documents, links };
}

async function auditOf(people: People, person: string): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  let after: string | undefined;
  do {
    const { entries, next } = people.audit.read({ person }, { limit: entriesAtOnce, after });
    found.push(...entries);
    after = next ?? undefined;
    await setImmediate();
  } while (after !== undefined);
  return found;
}
