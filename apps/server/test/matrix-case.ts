import type { Account, DocumentAccess, DocumentId } from "@quire/protocol";
import type { InjectOptions } from "fastify";
import type { AccountOf } from "./accounts.ts";
import { type Actor, Cast } from "./matrix-actors.ts";
import { pixel } from "./pixel.ts";
import type { WholeServer } from "./whole-server.ts";

/** One document with one of everything that belongs to it, and everybody there can be about it. */
export interface Case {
  readonly document: DocumentId;
  /** Somebody whom things are done to: they see the document, have it open, and ask for more. */
  readonly person: string;
  readonly email: string;
  /** Of their picture. */
  readonly version: string;
  /** By which they have the document open. */
  readonly line: string;
  readonly group: string;
  /** A link that shows the document to everybody: its id, and what stands in its address. */
  readonly link: string;
  readonly token: string;
  /** What stands in the address of one by which people come in. */
  readonly entry: string;
  /** Somebody's to the server. */
  readonly invitation: string;
  /** Somebody is invited to the document by an address. */
  readonly invited: string;
  /** The document's file, which no other has, and what is in it. */
  readonly hash: string;
  readonly file: Buffer;
  readonly actors: readonly Actor[];
  /** Puts back what somebody took away of it: the next is to find it too. */
  putBack(): Promise<void>;
}

/** Makes a document below another and everybody who has something in it, in each way, and who has nothing. */
export async function makeCase(server: WholeServer): Promise<Case> {
  const { people } = server;
  const cast = new Cast(people);
  const [maker, spare, host] = await people.store.write(() => [
    cast.account("maker"),
    cast.account("spare"),
    // Nobody of the actors: what they do to their sessions is nothing to it.
    cast.account("host", "owner"),
  ]);
  const create = async (payload: object) =>
    (await ask<{ id: DocumentId }>(server, maker, { url: "/api/documents", payload })).id;
  const above = await create({});
  const document = await create({ parentId: above });
  const { token: entry } = await people.store.write(() => {
    cast.add("who made it", maker.headers, { role: "own" });
    cast.fill(above, document);
    cast.share(document, `person:${spare.id}`, "view");
    cast.share(document, `person:${host.id}`, "own");
    return cast.link(document, {});
  });
  const at = `/api/documents/${document}`;
  const file = Buffer.from(`a file of ${document}`);
  const { hash } = await ask<{ hash: string }>(server, maker, {
    url: `${at}/files?name=a.txt`,
    headers: { "content-type": "application/octet-stream" },
    payload: file,
  });
  const published = { url: `${at}/access/links`, payload: { role: "view", isPublic: true } };
  const { links } = await ask<DocumentAccess>(server, maker, published);
  const { id: link, token } = links.find(({ isPublic }) => isPublic)!;
  const toServer = { url: "/api/invitations", payload: { standing: "member" } };
  const { id: invitation } = await ask<{ id: string }>(server, host, toServer);
  const toDocument = { email: `new.${document}@example.org`.toLowerCase(), role: "view" };
  await ask(server, maker, { url: `${at}/access/invitations`, payload: toDocument });
  const [invited] = people.invitations.into(document).map(({ id }) => id);
  const { person } = await ask<Account>(server, spare, {
    method: "PUT",
    url: "/api/account/picture",
    headers: { "content-type": "image/png" },
    payload: pixel,
  });
  const { line } = await ask<{ line: string }>(server, spare, { url: "/api/lines", payload: { document } });
  await ask(server, spare, { url: `${at}/access/requests`, payload: { role: "edit" } });
  const { store, limits } = people;
  const [key, record] = people.links.ofDocument(document, link)!;
  const [inviting = ""] = store.invitations.keysOf(`document:${document}`);
  const invitedThen = store.invitations.get(inviting)!;
  const request = store.requests.get([document, spare.id])!;
  return {
    document,
    person: spare.id,
    email: spare.email,
    version: person.picture ?? "",
    line,
    group: cast.group,
    link,
    token,
    entry,
    invitation,
    invited: invited ?? "",
    hash,
    file,
    actors: cast.actors,
    async putBack() {
      limits.accounts.forget(spare.email.toLowerCase());
      await store.write(() => {
        void store.links.put(key, record);
        void store.linksOf.put([document, key], true);
        store.requests.put([document, spare.id], request);
        store.invitations.put(inviting, invitedThen);
        cast.addGroup();
      });
      await ask(server, host, { url: `${at}/restore`, payload: {} });
    },
  };
}

/** What is answered to somebody who may. */
export async function ask<Body>(
  server: WholeServer,
  { headers }: AccountOf,
  { headers: more, ...request }: InjectOptions,
): Promise<Body> {
  const answer = await server.ask({ method: "POST", ...request, headers: { ...headers, ...more } });
  if (answer.statusCode >= 300) throw new Error(`${answer.statusCode}: ${answer.body}`);
  return answer.body === "" ? (undefined as Body) : answer.json<Body>();
}
