import { Group, GroupList, nullShape, WriteGroup } from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { requireOwner } from "../access/require-owner.ts";
import type { People } from "../people.ts";
import { newId } from "../secrets.ts";
import { stillOwner } from "../sign-in/owners.ts";
import type { GroupRecord, PersonRecord } from "../store/records.ts";
import type { Principal } from "../store/store.ts";
import { errors, idParams, readName, whoAsks, writeChange } from "./route-parts.ts";

const tags = ["groups"];

/** How many people one entry of the audit log names: as many as somebody reads at a look, and a page of entries stays small. */
const mostNamed = 100;

/** People who are given something together: read by who has signed in, written by owners of the server. */
export function groupRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/groups",
    { schema: { summary: "The groups", tags, response: { 200: GroupList, ...errors } } },
    (request): GroupList => {
      if (people.signedIn(request) === undefined) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
      const groups = Array.from(people.store.groups.getRange(), ({ value }) => groupOf(value));
      return { groups: groups.sort((one, other) => one.name.localeCompare(other.name)) };
    },
  );

  api.post(
    "/groups",
    { schema: { summary: "Make a group", tags, body: WriteGroup, response: { 201: Group, ...errors } } },
    async (request, reply) => {
      const owner = requireOwner(people, request);
      const made = await writeChange(people, owner, () => put(request, people, owner, newId(), request.body));
      return reply.code(201).send(groupOf(made));
    },
  );

  api.put(
    "/groups/:id",
    {
      schema: {
        summary: "Change a group",
        tags,
        params: idParams,
        body: WriteGroup,
        response: { 200: Group, ...errors },
      },
    },
    async (request) => {
      const owner = requireOwner(people, request);
      const { id } = request.params;
      const changed = await writeChange(people, owner, () => {
        if (people.store.groups.get(id) === undefined) throw fail("QUIRE_ERR_GROUP_NOT_FOUND", {});
        return put(request, people, owner, id, request.body);
      });
      people.documents.recheck();
      return groupOf(changed);
    },
  );

  api.delete(
    "/groups/:id",
    {
      schema: { summary: "Delete a group", tags, params: idParams, response: { 204: nullShape, ...errors } },
    },
    async (request, reply) => {
      const owner = requireOwner(people, request);
      await writeChange(people, owner, () => remove(request, people, owner, request.params.id));
      people.documents.recheck();
      return reply.code(204).send(null);
    },
  );
}

/** To be called inside of a write. */
function put(
  request: FastifyRequest,
  people: People,
  owner: PersonRecord,
  id: string,
  { name: given, members }: WriteGroup,
): GroupRecord {
  stillOwner(people.store, owner);
  const name = readName(given);
  const once = [...new Set(members)];
  if (once.some((member) => people.store.people.get(member) === undefined))
    throw fail("QUIRE_ERR_PERSON_NOT_FOUND", {});
  // What others keep with a group stays: a provider may be where its members come from.
  const before = people.store.groups.get(id);
  const record = { ...before, id, name, members: once };
  void people.store.groups.put(id, record);
  people.invitations.endLost();
  putDown(request, people, owner, {
    what: `${id} ${JSON.stringify(name)} ${once.length}`,
    came: without(once, before?.members),
    left: without(before?.members, once),
  });
  return record;
}

/** With it goes what it was given. To be called inside of a write. */
function remove(request: FastifyRequest, people: People, owner: PersonRecord, id: string): void {
  stillOwner(people.store, owner);
  const group = people.store.groups.get(id);
  if (group === undefined) throw fail("QUIRE_ERR_GROUP_NOT_FOUND", {});
  const principal: Principal = `group:${id}`;
  for (const key of people.store.shares.keysOf(principal)) people.store.shares.remove(key);
  void people.store.groups.remove(id);
  people.invitations.endLost();
  const what = `${id} ${JSON.stringify(group.name)} deleted`;
  putDown(request, people, owner, { what, came: [], left: group.members });
}

/** What became of a group, and who came in and left by it. */
interface GroupChange {
  readonly what: string;
  readonly came: readonly string[];
  readonly left: readonly string[];
}

/**
 * A change is an entry, whoever it brings in or puts out: these are named in it, since with a group they have, or lose, what it was
 * given. Of more than one entry names there are further ones.
 */
function putDown(
  request: FastifyRequest,
  { audit }: People,
  owner: PersonRecord,
  { what, came, left }: GroupChange,
): void {
  const moved = [...came.map((id) => ["came in", id] as const), ...left.map((id) => ["left", id] as const)];
  do {
    const named = moved.splice(0, mostNamed);
    const said = ["came in", "left"].flatMap((how) => {
      const ids = named.flatMap(([which, id]) => (which === how ? [id] : []));
      return ids.length === 0 ? [] : `${how} ${ids.join(" ")}`;
    });
    const subject = `${what}${said.length === 0 ? "" : `: ${said.join(", ")}`}`;
    audit.add({ action: "group-change", ...whoAsks(request, owner), subject });
  } while (moved.length > 0);
}

function without(members: readonly string[] = [], others: readonly string[] = []): string[] {
  const left = new Set(others);
  return members.filter((member) => !left.has(member));
}

function groupOf({ id, name, members }: GroupRecord): Group {
  return { id, name, members: [...members] };
}
