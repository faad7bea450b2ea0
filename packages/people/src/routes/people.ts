import { ChangeColleague, Colleague, ColleagueList, DeleteColleague, nullShape } from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { requireOwner } from "../access/require-owner.ts";
import type { People } from "../people.ts";
import { personOf } from "../person-of.ts";
import { changeEmail } from "../sign-in/change-email.ts";
import { confirm } from "../sign-in/confirm-fresh.ts";
import { emailKey } from "../sign-in/email.ts";
import { checkOwnerLeft, stillOwner } from "../sign-in/owners.ts";
import { endWaysIn, removePerson } from "../sign-in/remove-person.ts";
import type { PersonRecord } from "../store/records.ts";
import { tellOldAddress } from "./email.ts";
import { errors, idParams, whoAsks, writeChange } from "./route-parts.ts";

const tags = ["people"];

/** The people of the server: their names for who has signed in, the rest for its owners. */
export function colleagueRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/people",
    { schema: { summary: "Who is here", tags, response: { 200: ColleagueList, ...errors } } },
    (request): ColleagueList => {
      const person = people.signedIn(request);
      if (person === undefined) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
      return { people: colleagues(people, person.standing === "owner") };
    },
  );

  api.patch(
    "/people/:id",
    {
      schema: {
        summary: "Change what somebody is here",
        tags,
        params: idParams,
        body: ChangeColleague,
        response: { 200: Colleague, ...errors },
      },
    },
    async (request) => {
      const owner = requireOwner(people, request);
      const [before, changed] = await writeChange(people, owner, () =>
        change(request, people, owner, request.params.id, request.body),
      );
      people.documents.recheck();
      if (emailKey(before.email) !== emailKey(changed.email)) tellOldAddress(request, people, before.email);
      return wholeColleague(people, changed);
    },
  );

  deletionRoute(app, people);
}

function deletionRoute(app: FastifyInstance, people: People): void {
  app.withTypeProvider<Shapes>().delete(
    "/people/:id",
    {
      schema: {
        summary: "Delete somebody's account",
        tags,
        params: idParams,
        body: DeleteColleague,
        response: { 204: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      const owner = requireOwner(people, request);
      const { id } = request.params;
      const { password, heir } = request.body;
      if (id === owner.id)
        throw fail("QUIRE_ERR_BAD_REQUEST", {
          problem: "your own account is deleted at DELETE /api/account",
        });
      await confirm(people, request, owner, password);
      await writeChange(people, owner, () => {
        // Who asks stays an owner, so that no server is left without one.
        const by = { person: stillOwner(people.store, owner), address: request.ip };
        const person = personNamed(people, id);
        removePerson(people, person, heir === undefined ? by.person : heirOf(people, person, heir), by);
      });
      people.documents.recheck();
      people.documents.forgetPerson(id);
      return reply.code(204).send(null);
    },
  );
}

function colleagues(people: People, isForOwner: boolean): Colleague[] {
  const list: Colleague[] = [];
  for (const { value } of people.store.people.getRange()) {
    if (isForOwner) list.push(wholeColleague(people, value));
    else if (value.disabledAt === null) list.push({ person: personOf(value) });
  }
  return list.sort((one, other) => one.person.name.localeCompare(other.person.name));
}

function wholeColleague(people: People, record: PersonRecord): Colleague {
  const { id, email, isEmailProved = false, standing, createdAt, disabledAt } = record;
  return {
    person: personOf(record),
    email,
    isEmailProved,
    standing,
    createdAt,
    seenAt: people.sessions.lastSeen(id),
    isDisabled: disabledAt !== null,
  };
}

function personNamed(people: People, id: string): PersonRecord {
  const person = people.store.people.get(id);
  if (person === undefined) throw fail("QUIRE_ERR_PERSON_NOT_FOUND", {});
  return person;
}

/** Who is given what somebody leaves behind: another one, who can sign in. */
function heirOf(people: People, person: PersonRecord, id: string): PersonRecord {
  const heir = personNamed(people, id);
  if (heir.id === person.id || heir.disabledAt !== null) throw fail("QUIRE_ERR_PERSON_NOT_FOUND", {});
  return heir;
}

/** To be called inside of a write: who asks may have stopped being an owner by what the other one asked. */
function change(
  request: FastifyRequest,
  people: People,
  owner: PersonRecord,
  id: string,
  { standing, isDisabled, email }: ChangeColleague,
): readonly [before: PersonRecord, after: PersonRecord] {
  stillOwner(people.store, owner);
  const before = personNamed(people, id);
  // By its address an account is come into: an owner's is nobody else's to take over.
  if (email !== undefined && before.standing === "owner") throw fail("QUIRE_ERR_OWNER_PASSWORD", {});
  const by = { person: owner, address: request.ip };
  const readdressed = email === undefined ? before : changeEmail(people, before, email, by);
  const disabledAt = !(isDisabled ?? before.disabledAt !== null) ? null : (before.disabledAt ?? people.now());
  const after = { ...readdressed, standing: standing ?? before.standing, disabledAt };
  if (after.standing !== "owner" || disabledAt !== null) checkOwnerLeft(people.store, id);
  void people.store.people.put(id, after);
  if (disabledAt !== null) endWaysIn(people, id, "shut-out");
  // Whom a former owner invited they let in as one.
  else if (after.standing !== "owner") people.invitations.endBy(id);
  // What was a member's session is no owner's: whoever has a copy of it would be one as well.
  else if (before.standing !== "owner") people.sessions.end(id, undefined, "owner");
  const words = [
    standing !== undefined && standing !== before.standing ? standing : "",
    (disabledAt === null) === (before.disabledAt === null) ? "" : disabledAt === null ? "let in" : "shut out",
  ].filter((word) => word !== "");
  if (words.length > 0)
    people.audit.add({
      action: "person-change",
      ...whoAsks(request, owner),
      subject: `${id} ${words.join(", ")}`,
    });
  if (email !== undefined)
    people.audit.addEach({
      action: "email-change",
      ...whoAsks(request, owner),
      subject: emailKey(email) === emailKey(before.email) ? `${id} confirmed` : id,
    });
  return [before, after];
}
