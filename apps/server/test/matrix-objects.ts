import type { DocumentAccess, DocumentId, Role } from "@quire/protocol";
import type { InjectOptions } from "fastify";
import { newId, newSecret } from "./accounts.ts";
import { expectedObjects, type ObjectKind, type Way } from "./fixtures/expected-objects.ts";
import { type Actor, bearer, Cast, type Known, nobody } from "./matrix-actors.ts";
import { signedFor } from "./matrix-applications.ts";
import { ask } from "./matrix-case.ts";
import type { WholeServer } from "./whole-server.ts";

/** A document, or what is left of one, with what belongs to it. */
export interface Thing {
  readonly kind: ObjectKind;
  readonly document: DocumentId;
  /** Told to nobody who may not read it. */
  readonly title: string;
  readonly hash: string;
  /** A public link: its id, and what stands in its address. */
  readonly link: string;
  readonly token: string;
  /** What stands in the address of a link by which people come in. */
  readonly entry: string;
  /** Somebody is invited to it by an address. */
  readonly invitation: string;
}

/** Somebody, and what they were given in all things of a scene, in one way. */
export interface Comer {
  readonly actor: Actor;
  readonly way?: Way;
  readonly role?: Role;
}

/** One thing of each kind, and who comes to them. */
export interface Scene {
  readonly things: readonly Thing[];
  readonly comers: readonly Comer[];
  /** Somebody whom things are done to, and a group. */
  readonly person: string;
  readonly group: string;
  /** Puts back what somebody took away of a thing, or of who may what with it. */
  putBack(thing: Thing): Promise<void>;
}

/** What the comer is to the thing, if the ways count there that the table says. */
export function actorAt({ actor, way, role }: Comer, { kind }: Thing): Actor {
  const counts: readonly Way[] = expectedObjects[kind].counts;
  return { ...actor, role: way !== undefined && counts.includes(way) ? role : undefined };
}

/** Where things were given: at each of them, and two above each. Rights of one that was begun anew stand where it began. */
interface Places {
  readonly here: readonly DocumentId[];
  readonly above: readonly DocumentId[];
  /** Not among them. */
  readonly elsewhere: DocumentId;
  readonly things: readonly Thing[];
}

type Giving = (cast: Cast, places: Places) => Comer[];

/** A program: it has what it may open, and nothing else. */
const program: Known = { isSomebody: false, hasAccount: false };

/** To people and to groups of theirs, by links and by tokens. */
export const givenToSome: Giving = (cast, places) => {
  const { here, above, things } = places;
  const excepted = cast.account("x");
  for (const id of above) cast.share(id, `person:${excepted.id}`, "edit");
  for (const id of here) cast.share(id, `person:${excepted.id}`, "none");
  const gone = things.filter(({ kind }) => kind === "in the trash").map(({ document }) => document);
  const owner = cast.account("t");
  for (const id of here) cast.share(id, `person:${owner.id}`, "own");
  const token = cast.token(owner.id, "write", { documentId: above[0] });
  const before = things.find(({ kind }) => kind === "by its id of before");
  const narrow = cast.token(owner.id, "write", { documentId: before?.document });
  const all = things.map(({ document }) => document);
  const role = "edit";
  return [
    { actor: cast.known("anonymous", {}, nobody) },
    { actor: cast.known("a stranger", cast.account("s").headers) },
    { actor: cast.known("an owner of the server", cast.account("o", "owner").headers, { ownsServer: true }) },
    ...byShares(cast, "here", here),
    ...byShares(cast, "above", above),
    ...byLinks(cast, "here", here),
    ...byLinks(cast, "above", above),
    { actor: cast.known("somebody with edit above, and none here", excepted.headers) },
    {
      actor: cast.known(
        "guest of what is in the trash",
        cast.visit(gone.map((id) => cast.link(id, {}))),
        nobody,
      ),
    },
    {
      actor: cast.known(
        "who once came in by public pages here and above",
        cast.visit([...here, ...above].map((id) => cast.link(id, { isPublic: true }))),
        nobody,
      ),
    },
    {
      actor: cast.known("a token for what is above", token, program),
      way: "token for what is above",
      role,
    },
    {
      actor: cast.known("a token for what was begun anew", narrow, program),
      way: "token for what was begun anew",
      role,
    },
    {
      actor: cast.known("an application's token", bearer(signedFor(all, role)), program),
      way: "application's token",
      role,
    },
  ];
};

type Where = "here" | "above";

function byShares(cast: Cast, where: Where, at: readonly DocumentId[]): Comer[] {
  return (["view", "edit", "own"] as const).flatMap((role): Comer[] => {
    const [person, member, group] = [cast.account("p"), cast.account("m"), newId()];
    cast.addGroup(group, [member.id]);
    for (const id of at) {
      cast.share(id, `person:${person.id}`, role);
      cast.share(id, `group:${group}`, role);
    }
    return [
      { actor: cast.known(`${role} ${where}`, person.headers), way: `person ${where}`, role },
      { actor: cast.known(`${role} ${where} by a group`, member.headers), way: `group ${where}`, role },
    ];
  });
}

function byLinks(cast: Cast, where: Where, at: readonly DocumentId[]): Comer[] {
  return (["view", "edit"] as const).flatMap((role): Comer[] => {
    const links = at.map((id) => cast.link(id, { role }));
    const said = `by links to ${role} ${where}`;
    const way = `link ${where}` as const;
    return [
      { actor: cast.known(`guest ${said}`, cast.visit(links), { hasAccount: false }), way, role },
      { actor: cast.known(`an account ${said}`, cast.visit(links, cast.account("l"))), way, role },
    ];
  });
}

/** To everybody who signs in. */
export function givenToEveryone(where: Where, role: Role): Giving {
  return (cast, places) => {
    for (const id of places[where]) cast.share(id, "group:everyone", role);
    const excepted = cast.account("x");
    for (const id of places.here) cast.share(id, `person:${excepted.id}`, "none");
    const elsewhere = cast.link(places.elsewhere, {});
    const given = `where everybody may ${role} ${where}`;
    return [
      { actor: cast.known(`a stranger ${given}`, cast.account("e").headers), way: `everyone ${where}`, role },
      { actor: cast.known(`anonymous ${given}`, {}, nobody) },
      { actor: cast.known(`somebody excepted ${given}`, excepted.headers) },
      // Who came by a link has not signed in.
      {
        actor: cast.known(`guest of something else ${given}`, cast.visit([elsewhere]), { hasAccount: false }),
      },
    ];
  };
}

/** Makes the things and what they are, and gives them. */
export async function makeScene(server: WholeServer, give: Giving): Promise<Scene> {
  const { people } = server;
  const cast = new Cast(people);
  const [maker, spare] = await people.store.write(() => [cast.account("maker"), cast.account("spare")]);
  const as = <Body>(request: InjectOptions) => ask<Body>(server, maker, request);
  const create = async (parentId: string | null, title = "") =>
    (await as<{ id: DocumentId }>({ url: "/api/documents", payload: { parentId, title } })).id;
  const [above, lost, elsewhere] = [await create(null), await create(null), await create(null)];
  const [between, betweenLost] = [await create(above), await create(lost)];
  const thing = async (kind: ObjectKind): Promise<Thing> => {
    const title = `Canary ${newId()}`;
    const document = await create(kind === "below what is in the trash" ? betweenLost : between, title);
    const at = `/api/documents/${document}`;
    const { hash } = await as<{ hash: string }>({
      url: `${at}/files?name=a.txt`,
      headers: { "content-type": "application/octet-stream" },
      payload: `a file of ${document}`,
    });
    const published = { url: `${at}/access/links`, payload: { role: "view", isPublic: true } };
    await as<DocumentAccess>(published);
    const { links } = await as<DocumentAccess>({ ...published, payload: { role: "view" } });
    const to = { email: `new.${newId()}@example.org`, role: "view" };
    await as({ url: `${at}/access/invitations`, payload: to });
    const [invitation] = people.invitations.into(document).map(({ id }) => id);
    const { id: link, token } = links.find(({ isPublic }) => isPublic)!;
    const { token: entry } = links.find(({ isPublic }) => !isPublic)!;
    return { kind, document, title, hash, link, token, entry, invitation: invitation ?? "" };
  };
  const [nested, alone, below] = [
    await thing("below a shared one"),
    await thing("that keeps to itself"),
    await thing("below what is in the trash"),
  ];
  const [before, gone] = [await thing("by its id of before"), await thing("in the trash")];
  const at = ({ document }: Thing) => `/api/documents/${document}`;
  await as({ method: "PUT", url: `${at(alone)}/access/inherits`, payload: { inherits: false } });
  const { id } = await as<{ id: DocumentId }>({ url: `${at(before)}/reset`, payload: {} });
  for (const path of [at(gone), `/api/documents/${lost}`]) await as({ method: "DELETE", url: path });
  const [title, link, invitation] = [newId(), newId(), newId()];
  const absent = {
    document: newId() as DocumentId,
    title,
    link,
    invitation,
    token: newSecret(),
    entry: newSecret(),
  };
  const things: readonly Thing[] = [
    nested,
    alone,
    below,
    { ...before, kind: "begun anew", document: id },
    before,
    gone,
    { ...absent, kind: "absent", hash: "f".repeat(64) },
  ];
  const here = [nested, alone, below, before, gone].map(({ document }) => document);
  const { store } = people;
  const given = await people.store.write(() => {
    cast.addGroup();
    const comers = give(cast, { here, above: [above, lost], elsewhere, things });
    for (const each of here) {
      cast.share(each, `person:${spare.id}`, "view");
      store.requests.put([each, spare.id], { personId: spare.id, role: "edit", at: 0 });
    }
    return comers;
  });
  const kept = new Map(
    here.map((each) => [
      each,
      {
        shares: [...store.shares.getRange({ start: [each, ""], end: [each, "\uffff"] })],
        links: [...store.linksInto(each)],
        invitations: store.invitations
          .keysOf(`document:${each}`)
          .map((key) => [key, store.invitations.get(key)!] as const),
      },
    ]),
  );
  return {
    things,
    comers: given,
    person: spare.id,
    group: cast.group,
    async putBack({ document }) {
      const place = people.rights.placeOf(document);
      const { shares = [], links: had = [], invitations = [] } = kept.get(place) ?? {};
      await store.write(() => {
        for (const { key } of Array.from(
          store.shares.getRange({ start: [place, ""], end: [place, "\uffff"] }),
        ))
          store.shares.remove(key);
        for (const { key, value } of shares) store.shares.put(key, value);
        for (const [key, invited] of invitations) store.invitations.put(key, invited);
        for (const [key, link] of had) {
          void store.links.put(key, link);
          void store.linksOf.put([place, key], true);
        }
        store.requests.put([place, spare.id], { personId: spare.id, role: "edit", at: 0 });
      });
      await as({ url: `/api/documents/${document}/restore`, payload: {} });
    },
  };
}
