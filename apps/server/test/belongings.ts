import type { DocumentId } from "@quire/protocol";
import type { InjectOptions } from "fastify";
import { type AccountOf, addAccount, newId, newSecret } from "./accounts.ts";
import type { WholeServer } from "./whole-server.ts";

/** Somebody with a document, and one of everything that belongs to it and to them: the ids and the secrets of each. */
export interface Belongings {
  readonly owner: AccountOf;
  readonly document: string;
  /** Somebody to whom, and a group to which, the document was given. */
  readonly person: string;
  readonly email: string;
  readonly group: string;
  /** Somebody who asks to be let in. */
  readonly asker: string;
  /** Somebody is invited to the document by an address. */
  readonly invitation: string;
  /** A link for everybody: its id, and what stands in its address. */
  readonly link: string;
  readonly token: string;
  /** What stands in the address of one by which people come in. */
  readonly entry: string;
  /** A file's. */
  readonly hash: string;
  /** A line over HTTP into the document. */
  readonly line: string;
  readonly session: string;
  readonly apiToken: string;
  readonly passkey: string;
}

/** Makes them. The owner owns the server too. */
export async function makeBelongings(server: WholeServer): Promise<Belongings> {
  const { people } = server;
  const { store } = people;
  const owner = await store.write(() => addAccount(people, "Olga", "owner"));
  const ask = async <Body>(request: InjectOptions & { readonly url: string }): Promise<Body> => {
    const answer = await server.ask({ ...request, headers: { ...owner.headers, ...request.headers } });
    if (answer.statusCode !== 201)
      throw new Error(`${request.url} said ${answer.statusCode}: ${answer.body}`);
    return answer.json<Body>();
  };
  const { id: document } = await ask<{ id: string }>({
    method: "POST",
    url: "/api/documents",
    payload: { title: "Theirs" },
  });
  const { hash } = await ask<{ hash: string }>({
    method: "POST",
    url: `/api/documents/${document}/files?name=a.txt`,
    headers: { "content-type": "application/octet-stream" },
    payload: `a file of ${document}`,
  });
  const { line } = await ask<{ line: string }>({ method: "POST", url: "/api/lines", payload: { document } });
  const made = await store.write(() => {
    const [person, asker] = [addAccount(people, "Pia"), addAccount(people, "Asta")];
    const group = newId();
    const given = { role: "view", by: owner.id, at: 0 } as const;
    void store.groups.put(group, { id: group, name: "Group", members: [] });
    store.shares.put([document, `person:${person.id}`], given);
    store.shares.put([document, `group:${group}`], given);
    store.requests.put([document, asker.id], { personId: asker.id, role: "view", at: people.now() });
    const terms = {
      role: "view",
      password: null,
      expiresAt: null,
      isListed: false,
      hasPreview: false,
    } as const;
    const [link, entry] = [true, false].map((isPublic) =>
      people.links.make(document as DocumentId, owner.id, { ...terms, isPublic }),
    );
    const share = { documentId: document as DocumentId, role: "view" } as const;
    const to = { email: `new.${newId()}@example.org`, standing: "member", by: owner.id } as const;
    people.invitations.make({ ...to, share });
    const [invited] = people.invitations.into(share.documentId);
    const plan = { personId: owner.id, name: "T", documentId: null, expiresAt: null };
    const passkey = people.passkeys.add({
      personId: owner.id,
      name: "Key",
      credential: newSecret(),
      publicKey: "",
      counter: 0,
      transports: [],
    });
    const [session] = [...store.sessionsOfPerson(owner.id)].flatMap((key) => store.sessions.get(key) ?? []);
    return {
      person: person.id,
      email: person.email,
      asker: asker.id,
      group,
      invitation: invited?.id ?? "",
      link: link?.id ?? "",
      token: link?.token ?? "",
      entry: entry?.token ?? "",
      apiToken: people.apiTokens.make({ ...plan, scope: "read" }).token.id,
      passkey: passkey.id,
      session: session?.id ?? "",
    };
  });
  return { owner, document, hash, line, ...made };
}

/** What is known by an id or a secret. */
export type Belonging = Exclude<keyof Belongings, "owner">;

/** What the ids are of that stand in addresses under a name of many meanings. */
const idsOf: Readonly<Record<string, Belonging>> = {
  "/api/documents/:id": "document",
  "/d/:id": "document",
  "/api/people/:id": "person",
  "/api/groups/:id": "group",
  "/api/account/sessions/:id": "session",
  "/api/account/tokens/:id": "apiToken",
  "/api/account/passkeys/:id": "passkey",
};

/** Parts of addresses that are nobody's. */
const fixed: Readonly<Record<string, string>> = {
  number: "1",
  version: "0".repeat(16),
  id: "nothing-of-that-name",
};

/** A part of an address that is not fixed, and whose it is: null for nobody's. */
export interface Part {
  /** As it stands in the address: `:id`, `*`. */
  readonly text: string;
  readonly of: Belonging | null;
}

/** The parts of a route's address. Throws for one that nobody has thought of. */
export function partsOf(path: string): Part[] {
  return [...path.matchAll(/:(\w+)|\*/g)].map(([text, name = "document"]) => ({
    text,
    of: ownerOf(path, name),
  }));
}

function ownerOf(path: string, name: string): Part["of"] {
  if (name === "id")
    return (
      Object.entries(idsOf).find(([start]) => path === start || path.startsWith(`${start}/`))?.[1] ?? null
    );
  if (name === "person") return path.includes("/requests/") ? "asker" : "person";
  if (name in fixed) return null;
  const known: readonly Belonging[] = ["document", "group", "invitation", "link", "token", "hash", "line"];
  const kind = known.find((each) => each === name);
  if (kind !== undefined) return kind;
  throw new Error(`say in apps/server/test/belongings.ts what :${name} of ${path} stands for`);
}

/** The address of a route about these, or where said otherwise, about others. */
export function addressOf(path: string, belongings: Belongings, others: Partial<Belongings> = {}): string {
  const all = { ...belongings, ...others };
  return partsOf(path).reduce((address, { text, of }) => {
    const value = of === null ? (fixed[text.slice(1)] ?? "") : all[of];
    return address.replace(text, value);
  }, path);
}
