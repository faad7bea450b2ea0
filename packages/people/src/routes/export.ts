import { setImmediate } from "node:timers/promises";
import { AccountExport, type AuditEntry, type DocumentId } from "@quire/protocol";
import type { Shapes } from "@quire/server";
import type { FastifyInstance } from "fastify";
import type { People } from "../people.ts";
import type { Principal } from "../store/store.ts";
import { sessionsOf } from "./account.ts";
import { accountOf, errors, requireSession } from "./route-parts.ts";

/** How many entries of the audit log are read at once; others have their turn in between. */
const entriesAtOnce = 1_000;

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
      reply.header("content-disposition", 'attachment; filename="quire-account.json"');
      const audit = await auditOf(people, person.id);
      return {
        account: accountOf(person),
        createdAt: person.createdAt,
        sessions: sessionsOf(people, signedIn),
        identities: people.providers.identities
          .of(person.id)
          .map(({ issuer, subject, email, name, linkedAt }) => ({ issuer, subject, email, name, linkedAt })),
        groups: groupsOf(people, person.id),
        shares: sharesOf(people, person.id),
        documents: documentsOf(people, person.id),
        audit,
      };
    },
  );
}

function groupsOf(people: People, personId: string): AccountExport["groups"] {
  const groups: AccountExport["groups"] = [];
  for (const { value } of people.store.groups.getRange())
    if (value.members.includes(personId)) groups.push({ id: value.id, name: value.name });
  return groups;
}

/** What was given to the person. Of what they may not see the title is not theirs to take. */
function sharesOf(people: People, personId: string): AccountExport["shares"] {
  const shares: AccountExport["shares"] = [];
  const principal: Principal = `person:${personId}`;
  for (const { id, title } of people.documents.records()) {
    const share = people.store.shares.get([id, principal]);
    if (share === undefined || share.role === "none") continue;
    shares.push({ documentId: id, title, role: share.role, at: share.at });
  }
  return shares;
}

function documentsOf(people: People, personId: string): AccountExport["documents"] {
  const isTheirs = (id: DocumentId): boolean => {
    const right = people.rights.of({ personId, links: [] }, id);
    return right?.role === "own" && right.by !== "group";
  };
  return [...people.documents.records()]
    .filter(({ id }) => isTheirs(id))
    .map(({ id, title }) => ({ id, title }));
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
