import {
  AskForAccess,
  DocumentAccess,
  type DocumentId,
  everyone,
  GiveAccess,
  nullShape,
  objectShape,
  SetInherits,
  TransferDocument,
} from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { nothingOf } from "../access/access-list.ts";
import type { People } from "../people.ts";
import { takeTry } from "../sign-in/limits.ts";
import { Buckets } from "../sign-in/tries.ts";
import type { Principal } from "../store/store.ts";
import { asOwner, documentIdOf, openDocument, showAccess, accessTags as tags } from "./access-context.ts";
import { documentInvitationRoutes } from "./document-invitations.ts";
import { documentLinkRoutes } from "./document-links.ts";
import { errors, idParams, PathId } from "./route-parts.ts";

const hourMs = 60 * 60_000;
/** What one person may ask of others: each sends something to somebody. */
const asksAnHour = 20;

const response = { 200: DocumentAccess, ...errors };

/** Who may do what with a document: shown to who may read it, changed by who owns it. */
export function accessRoutes(app: FastifyInstance, people: People): void {
  app
    .withTypeProvider<Shapes>()
    .get(
      "/documents/:id/access",
      { schema: { summary: "Who may do what with a document", tags, params: idParams, response } },
      async (request) => showAccess(request, people, await openDocument(request, people, "view")),
    );
  personRoutes(app, people);
  groupRoutes(app, people);
  documentInvitationRoutes(app, people);
  ownershipRoutes(app, people);
  requestRoutes(app, people);
  documentLinkRoutes(app, people);
}

function personRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();
  const params = objectShape({ id: PathId, person: PathId });

  api.put(
    "/documents/:id/access/people/:person",
    { schema: { summary: "Give somebody a role", tags, params, body: GiveAccess, response } },
    async (request) => {
      const { params: given, body } = request;
      const id = await asOwner(request, people, (document, { id: by }) => {
        if (people.store.people.get(given.person) === undefined) throw fail("QUIRE_ERR_PERSON_NOT_FOUND", {});
        people.sharing.give(document, `person:${given.person}`, { role: body.role, by });
        return { action: "share", subject: `person ${given.person} ${body.role}` };
      });
      return showAccess(request, people, id);
    },
  );

  api.delete(
    "/documents/:id/access/people/:person",
    { schema: { summary: "Take back what somebody was given", tags, params, response } },
    async (request) => {
      const { person } = request.params;
      const id = await asOwner(request, people, (document, { id: by }) => {
        if (people.store.people.get(person) === undefined) throw fail("QUIRE_ERR_PERSON_NOT_FOUND", {});
        people.sharing.take(document, `person:${person}`, by);
        return { action: "unshare", subject: `person ${person}` };
      });
      return showAfter(request, people, id);
    },
  );
}

function groupRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();
  const params = objectShape({ id: PathId, group: PathId });

  api.put(
    "/documents/:id/access/groups/:group",
    { schema: { summary: "Give a group a role", tags, params, body: GiveAccess, response } },
    async (request) => {
      const { params: given, body } = request;
      const id = await asOwner(request, people, (document, { id: by }) => {
        people.sharing.give(document, groupOf(people, given.group), { role: body.role, by });
        return { action: "share", subject: `group ${given.group} ${body.role}` };
      });
      return showAccess(request, people, id);
    },
  );

  api.delete(
    "/documents/:id/access/groups/:group",
    { schema: { summary: "Take back what a group was given", tags, params, response } },
    async (request) => {
      const { group } = request.params;
      const id = await asOwner(request, people, (document, { id: by }) => {
        people.sharing.take(document, groupOf(people, group), by);
        return { action: "unshare", subject: `group ${group}` };
      });
      return showAfter(request, people, id);
    },
  );
}

function ownershipRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.put(
    "/documents/:id/access/inherits",
    {
      schema: {
        summary: "Say whether what stands at its parent holds for it",
        tags,
        params: idParams,
        body: SetInherits,
        response,
      },
    },
    async (request) => {
      const { inherits } = request.body;
      const id = await asOwner(request, people, (document, { id: by }) => {
        people.sharing.setInherits(document, inherits, by);
        return { action: "inherits", subject: String(inherits) };
      });
      return showAccess(request, people, id);
    },
  );

  api.post(
    "/documents/:id/access/transfer",
    {
      schema: {
        summary: "Have somebody else own it",
        tags,
        params: idParams,
        body: TransferDocument,
        response,
      },
    },
    async (request) => {
      const { person } = request.body;
      const id = await asOwner(request, people, (document, { id: from }) => {
        if (people.store.people.get(person)?.disabledAt !== null)
          throw fail("QUIRE_ERR_PERSON_NOT_FOUND", {});
        people.sharing.transfer(document, from, person);
        return { action: "transfer", subject: `person ${person}` };
      });
      return showAfter(request, people, id);
    },
  );
}

function requestRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();
  const perPerson = new Buckets({ now: people.now, tries: asksAnHour, perMs: hourMs });

  api.post(
    "/documents/:id/access/requests",
    {
      schema: {
        summary: "Ask to be let in",
        tags,
        params: idParams,
        body: AskForAccess,
        response: { 202: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      const id = documentIdOf(request);
      const person = people.signedIn(request);
      if (person === undefined) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
      takeTry(perPerson, person.id);
      // The same answer after the same work, whatever there is.
      await people.store.write(() => {
        people.sharing.ask(id, person.id, request.body.role);
        const { id: personId, name } = person;
        const subject = request.body.role;
        people.audit.add({ action: "request", personId, name, address: request.ip, documentId: id, subject });
      });
      // Owners who look at who has access see it: whatever there is, so that nobody learns more by it.
      people.documents.recheck();
      return reply.code(202).send(null);
    },
  );

  api.delete(
    "/documents/:id/access/requests/:person",
    {
      schema: {
        summary: "Decline somebody who asks to be let in",
        tags,
        params: objectShape({ id: PathId, person: PathId }),
        response,
      },
    },
    async (request) => {
      const { person } = request.params;
      const id = await asOwner(request, people, (document) => {
        people.sharing.decline(document, person);
        return { action: "request", subject: `declined person ${person}` };
      });
      return showAccess(request, people, id);
    },
  );
}

/** Who has taken from themselves what they had may not see it any more: what they did is done all the same. */
function showAfter(
  request: FastifyRequest<{ Params: { id: string } }>,
  people: People,
  id: DocumentId,
): DocumentAccess {
  const who = people.who(request);
  if (who !== undefined && people.rights.of(who, id) === undefined) return nothingOf("view");
  return showAccess(request, people, id);
}

function groupOf({ store }: People, group: string): Principal {
  if (group !== everyone && store.groups.get(group) === undefined)
    throw fail("QUIRE_ERR_GROUP_NOT_FOUND", {});
  return `group:${group}`;
}
