import { Account, ChangeAccount, Confirm, nullShape, SessionList } from "@quire/protocol";
import type { Shapes } from "@quire/server";
import type { FastifyInstance } from "fastify";
import type { People, SignedIn } from "../people.ts";
import { personOf } from "../person-of.ts";
import { confirm } from "../sign-in/confirm-fresh.ts";
import { activeOwners, checkOwnerLeft } from "../sign-in/owners.ts";
import { removePerson } from "../sign-in/remove-person.ts";
import type { PersonRecord, SessionRecord } from "../store/records.ts";
import { accountOf, errors, idParams, readName, requireSession, stillThere, whoAsks } from "./route-parts.ts";

const tags = ["account"];

/** One's own account. */
export function accountRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.patch(
    "/account",
    {
      schema: {
        summary: "Change my name or colour",
        tags,
        body: ChangeAccount,
        response: { 200: Account, ...errors },
      },
    },
    async (request) => {
      const { person } = requireSession(people, request);
      const { hue, name: given } = request.body;
      const name = given === undefined ? undefined : readName(given);
      const changed = await people.store.write(() => {
        const now = stillThere(people, person);
        const record = { ...now, ...(name !== undefined && { name }), ...(hue !== undefined && { hue }) };
        void people.store.people.put(now.id, record);
        return record;
      });
      people.documents.renamePerson(personOf(changed));
      return accountOf(changed);
    },
  );

  api.delete(
    "/account",
    {
      schema: { summary: "Delete my account", tags, body: Confirm, response: { 204: nullShape, ...errors } },
    },
    async (request, reply) => {
      const { person } = requireSession(people, request);
      await confirm(people, request, person, request.body.password);
      await people.store.write(() => {
        const now = stillThere(people, person);
        checkOwnerLeft(people.store, now.id);
        const heir = activeOwners(people.store).find(({ id }) => id !== now.id) as PersonRecord;
        removePerson(people, now, heir, { person: now, address: request.ip });
      });
      people.documents.recheck();
      people.documents.forgetPerson(person.id);
      people.sessionCookie.leave(reply);
      people.memberVisitCookie.clear(reply);
      return reply.code(204).send(null);
    },
  );

  sessionListRoutes(app, people);
}

/** The browsers that somebody is signed in with. */
function sessionListRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/account/sessions",
    {
      schema: { summary: "Where I am signed in", tags, response: { 200: SessionList, ...errors } },
    },
    (request) => ({ sessions: sessionsOf(people, requireSession(people, request)) }),
  );

  api.delete(
    "/account/sessions",
    {
      schema: { summary: "Sign me out everywhere else", tags, response: { 204: nullShape, ...errors } },
    },
    async (request, reply) => {
      const { person, session } = requireSession(people, request);
      const ended = await people.store.write(() => {
        const count = people.sessions.end(person.id, ({ id }) => id !== session.id, "elsewhere");
        if (count > 0)
          people.audit.add({ action: "sign-out", ...whoAsks(request, person), subject: "everywhere else" });
        return count;
      });
      // Everybody who is connected is asked about: not for nothing.
      if (ended > 0) people.documents.recheck();
      return reply.code(204).send(null);
    },
  );

  api.delete(
    "/account/sessions/:id",
    {
      schema: {
        summary: "Sign me out there",
        tags,
        params: idParams,
        response: { 204: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      const { person, session } = requireSession(people, request);
      const { id } = request.params;
      // One that is over is as signed out as it was asked to be; another person's is none of the asker's.
      const isMeant = (one: SessionRecord): boolean => one.id === id;
      const ended = await people.store.write(() => {
        const count = people.sessions.end(person.id, isMeant, "elsewhere");
        if (count > 0) people.audit.add({ action: "sign-out", ...whoAsks(request, person), subject: id });
        return count;
      });
      if (ended > 0) people.documents.recheck();
      if (session.id === id) people.sessionCookie.clear(reply);
      return reply.code(204).send(null);
    },
  );
}

/** The sessions of who asks, as they are told of them. */
export function sessionsOf(people: People, { person, session }: SignedIn) {
  return people.sessions.of(person.id).map(({ id, createdAt, seenAt, address, agent }) => ({
    id,
    createdAt,
    seenAt,
    address,
    agent,
    isThis: id === session.id,
  }));
}
