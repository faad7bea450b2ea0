import { hash as digest } from "node:crypto";
import type { DocumentAccess, DocumentId } from "@quire/protocol";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AccountOf, addAccount, cookies, type Headers, newId } from "./accounts.ts";
import { memberVisitCookie, startWhole, visitCookie, type WholeServer } from "./whole-server.ts";

let server: WholeServer;
let ann: AccountOf;
let host: AccountOf;

beforeAll(async () => {
  server = await startWhole({ limits: false });
  [ann, host] = await server.people.store.write(() => [
    addAccount(server.people, "Ann"),
    addAccount(server.people, "Hal", "owner"),
  ]);
});
afterAll(() => server.remove());

const newAccount = (): Promise<AccountOf> => server.people.store.write(() => addAccount(server.people, "Mo"));

/** A document of Ann's with a file that no other has. */
interface Place {
  readonly id: DocumentId;
  readonly hash: string;
  readonly bytes: string;
}

async function place(): Promise<Place> {
  const { id } = (await asAnn("POST", "", {})).json<{ id: DocumentId }>();
  const bytes = `A file of ${id}.`;
  return { id, bytes, hash: (await upload(id, ann, bytes)).json<{ hash: string }>().hash };
}

function upload(id: string, { headers }: AccountOf, payload: string): Promise<LightMyRequestResponse> {
  const type = { "content-type": "application/octet-stream" };
  return server.ask({
    method: "POST",
    url: `/api/documents/${id}/files?name=a.txt`,
    headers: { ...headers, ...type },
    payload,
  });
}

async function asAnn(method: string, path: string, payload: object): Promise<LightMyRequestResponse> {
  const url = `/api/documents${path}`;
  const answer = await server.ask({ method, url, headers: ann.headers, payload });
  expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBeLessThan(300);
  return answer;
}

const give = ({ id }: Place, to: string, role: string) => asAnn("PUT", `/${id}/access/${to}`, { role });

/** A link into the document, and what somebody is known by who came by it. */
async function link({ id }: Place, terms: object, beside?: AccountOf) {
  const made = (await asAnn("POST", `/${id}/access/links`, terms)).json<DocumentAccess>();
  const { id: linkId, token } = made.links[0]!;
  const entered = await server.ask({
    method: "POST",
    url: "/api/links/enter",
    headers: beside?.headers ?? cookies({}),
    payload: { token, ...(beside === undefined && { name: "Gus" }) },
  });
  const name = beside === undefined ? visitCookie : memberVisitCookie;
  const visit = new RegExp(`${name}=[^;]+`).exec(String(entered.headers["set-cookie"]))?.[0];
  const cookie = [beside?.headers.cookie, visit].filter(Boolean).join("; ");
  return { linkId, token, headers: { ...cookies({}), cookie } };
}

/** Its time is over; nobody does anything. */
function endLink(token: string): Promise<unknown> {
  const { store } = server.people;
  const key = digest("sha256", token, "base64url");
  const over = { ...store.links.get(key)!, expiresAt: 1 };
  return store.write(() => store.links.put(key, over));
}

/** Somebody who reads the file, at which address if not the document's own, and what ends that. */
interface Reading {
  readonly headers: Headers;
  readonly address?: string;
  end(): Promise<unknown>;
}

/** Each way in which a right ends. */
const endings: Readonly<Record<string, (at: Place) => Promise<Reading>>> = {
  "what they were given is taken back": async (at) => {
    const { id, headers } = await newAccount();
    await give(at, `people/${id}`, "edit");
    return { headers, end: () => asAnn("DELETE", `/${at.id}/access/people/${id}`, {}) };
  },
  "an exception is made of them": async (at) => {
    const { id, headers } = await newAccount();
    await give(at, "groups/everyone", "view");
    return { headers, end: () => give(at, `people/${id}`, "none") };
  },
  "they are taken out of a group": async (at) => {
    const { id, headers } = await newAccount();
    const group = newId();
    const members = (ids: readonly string[]) =>
      server.people.store.write(
        () => void server.people.store.groups.put(group, { id: group, name: "Team", members: [...ids] }),
      );
    await members([id]);
    await give(at, `groups/${group}`, "view");
    const payload = { name: "Team", members: [] };
    const url = `/api/groups/${group}`;
    return { headers, end: () => server.ask({ method: "PUT", url, headers: host.headers, payload }) };
  },
  "it keeps to itself": async (at) => {
    const { id, headers } = await newAccount();
    const above = await place();
    await asAnn("POST", "", { parentId: above.id });
    await give(above, `people/${id}`, "view");
    const below = (await asAnn("POST", "", { parentId: above.id })).json<{ id: DocumentId }>().id;
    await asAnn("POST", `/${below}/files/copy`, { documentId: at.id, hash: at.hash });
    const address = `/api/documents/${below}/files/${at.hash}`;
    return { headers, address, end: () => asAnn("PUT", `/${below}/access/inherits`, { inherits: false }) };
  },
  "their link ends": async (at) => {
    const { linkId, headers } = await link(at, { role: "view" });
    return { headers, end: () => asAnn("DELETE", `/${at.id}/access/links/${linkId}`, {}) };
  },
  "their link ends, who are signed in": async (at) => {
    const { linkId, headers } = await link(at, { role: "view" }, await newAccount());
    return { headers, end: () => asAnn("DELETE", `/${at.id}/access/links/${linkId}`, {}) };
  },
  "their link gets a password": async (at) => {
    const { linkId, headers } = await link(at, { role: "view" });
    return {
      headers,
      end: () => asAnn("PATCH", `/${at.id}/access/links/${linkId}`, { password: "another word" }),
    };
  },
  "the link of a public page ends": async (at) => {
    const { linkId, token } = await link(at, { role: "view", isPublic: true });
    return {
      headers: {},
      address: `/p/${token}/files/${at.hash}`,
      end: () => asAnn("DELETE", `/${at.id}/access/links/${linkId}`, {}),
    };
  },
  "the document of a public page is deleted": async (at) => {
    const { token } = await link(at, { role: "view", isPublic: true });
    return {
      headers: {},
      address: `/p/${token}/files/${at.hash}`,
      end: () => asAnn("DELETE", `/${at.id}`, {}),
    };
  },
  "they are signed out": async (at) => {
    const { id, headers } = await newAccount();
    await give(at, `people/${id}`, "view");
    return { headers, end: () => server.ask({ method: "DELETE", url: "/api/session", headers }) };
  },
  "they are shut out": async (at) => {
    const { id, headers } = await newAccount();
    await give(at, `people/${id}`, "view");
    const [url, payload] = [`/api/people/${id}`, { isDisabled: true }];
    return { headers, end: () => server.ask({ method: "PATCH", url, headers: host.headers, payload }) };
  },
  "their token is taken back": async (at) => {
    const { people } = server;
    const plan = { personId: ann.id, name: "T", scope: "read", documentId: at.id, expiresAt: null } as const;
    const { said, token } = await people.store.write(() => people.apiTokens.make(plan));
    const [method, url] = ["DELETE", `/api/account/tokens/${token.id}`] as const;
    const end = () => server.ask({ method, url, headers: ann.headers });
    return { headers: { authorization: `Bearer ${said}` }, end };
  },
  "their link is over": async (at) => {
    const { token, headers } = await link(at, { role: "view" });
    return { headers, end: () => endLink(token) };
  },
  "their link is over, who are signed in": async (at) => {
    const { token, headers } = await link(at, { role: "view" }, await newAccount());
    return { headers, end: () => endLink(token) };
  },
  "the link of a public page is over": async (at) => {
    const { token } = await link(at, { role: "view", isPublic: true });
    return { headers: {}, address: `/p/${token}/files/${at.hash}`, end: () => endLink(token) };
  },
  "their session is over": async (at) => {
    const { id, headers } = await newAccount();
    await give(at, `people/${id}`, "view");
    const { store } = server.people;
    const [key] = store.sessionsOfPerson(id);
    const over = { ...store.sessions.get(key!)!, expiresAt: 1 };
    return { headers, end: () => store.write(() => store.sessions.put(key!, over)) };
  },
  "the document is deleted": async (at) => {
    const { id, headers } = await newAccount();
    await give(at, `people/${id}`, "own");
    return { headers, end: () => asAnn("DELETE", `/${at.id}`, {}) };
  },
  "the document is begun anew": async (at) => {
    const { id, headers } = await newAccount();
    await give(at, `people/${id}`, "own");
    return { headers, end: () => asAnn("POST", `/${at.id}/reset`, {}) };
  },
};

/** Each way to ask for a file. */
const askings = (etag: string): readonly [what: string, request: InjectOptions, status: number][] => [
  ["", {}, 200],
  [" and nothing of it", { method: "HEAD" }, 200],
  [" unless it is what they have", { headers: { "if-none-match": etag } }, 304],
  [" unless they have anything", { headers: { "if-none-match": "*" } }, 304],
  [" from its first byte to its fourth", { headers: { range: "bytes=0-3" } }, 206],
  [" from where they stopped", { headers: { range: "bytes=4-", "if-range": etag } }, 206],
  [" to keep", { query: { download: "true" } }, 200],
];

describe("threat E4 a file's address", () => {
  it("is of its bytes, so that whoever has them knows it: it is no secret, and opens nothing", async () => {
    const at = await place();
    expect(at.hash).toBe(digest("sha256", at.bytes));
    const url = (hash: string) => `/api/documents/${at.id}/files/${hash}`;
    const { headers } = await newAccount();
    for (const by of [headers, {}]) {
      const [known, guessed] = await Promise.all(
        [at.hash, "f".repeat(64)].map((hash) => server.ask({ url: url(hash), headers: by })),
      );
      expect([known!.statusCode, known!.body]).toEqual([guessed!.statusCode, guessed!.body]);
      expect([401, 403]).toContain(known!.statusCode);
    }
  });

  it("says nothing of other documents to who puts the same bytes into their own, or asks for it there", async () => {
    const at = await place();
    const mo = await newAccount();
    const create = { method: "POST", url: "/api/documents", headers: mo.headers, payload: {} } as const;
    const { id } = (await server.ask(create)).json<{ id: DocumentId }>();
    const url = `/api/documents/${id}/files/${at.hash}`;
    for (const [what, request] of askings(`"${at.hash}"`)) {
      const answer = await server.ask({ ...request, url, headers: { ...mo.headers, ...request.headers } });
      expect(answer.statusCode, what).toBe(404);
    }
    const [known, fresh] = [await upload(id, mo, at.bytes), await upload(id, mo, `New to ${id}.`)];
    const shape = ({ statusCode, body }: LightMyRequestResponse) => [
      statusCode,
      Object.keys(JSON.parse(body) as object),
    ];
    expect(shape(known)).toEqual(shape(fresh));
    expect((await server.ask({ url, headers: mo.headers })).body).toBe(at.bytes);
    // Theirs stays when the other goes.
    await asAnn("DELETE", `/${at.id}`, {});
    expect((await server.ask({ url, headers: mo.headers })).body).toBe(at.bytes);
  });

  it.each(Object.keys(endings))("hands out nothing from the moment on that %s", async (what) => {
    const at = await place();
    const { headers, address = `/api/documents/${at.id}/files/${at.hash}`, end } = await endings[what]!(at);
    // Each from elsewhere: too many misses are told to wait.
    const remoteAddress = `192.0.2.${Object.keys(endings).indexOf(what) + 2}`;
    const ask = (request: InjectOptions, url = address) =>
      server.ask({ ...request, url, remoteAddress, headers: { ...headers, ...request.headers } });
    for (const [how, request, status] of askings(`"${at.hash}"`))
      expect((await ask(request)).statusCode, `before${how}`).toBe(status);
    await end();
    for (const [how, request] of askings(`"${at.hash}"`)) {
      const answer = await ask(request);
      const never = await ask(request, address.replace(at.hash, "f".repeat(64)));
      expect([401, 403, 404, 410], `after${how}`).toContain(answer.statusCode);
      expect(answer.headers, how).not.toHaveProperty("etag");
      expect(answer.headers, how).not.toHaveProperty("content-range");
      expect(answer.headers, how).not.toHaveProperty("content-disposition");
      expect(answer.body, how).not.toContain(at.bytes.slice(0, 4));
      expect([answer.statusCode, answer.body], how).toEqual([never.statusCode, never.body]);
    }
  });
});
