import type { ApiToken, ApiTokenList, DocumentDetail, DocumentList, NewApiToken } from "@quire/protocol";
import { protocolsFor } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

const minuteMs = 60_000;

let server: PeopleServer;
let mona: Member;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  server = await startPeople();
  mona = await server.member("Mona");
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await server.remove();
});

async function make(body: object = {}, member: Member = mona): Promise<NewApiToken> {
  const answer = await member.browser.post<NewApiToken>("/api/account/tokens", {
    name: "A program",
    scope: "write",
    ...body,
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** A program's request: no cookie, no Origin. */
function ask<Body = unknown>(
  secret: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer<Body>> {
  const program = server.browser();
  return program.send(method, path, body, { headers: { origin: null, authorization: `Bearer ${secret}` } });
}

async function createDocument(member: Member = mona, body: object = {}): Promise<string> {
  const answer = await member.browser.post<DocumentDetail>("/api/documents", body);
  expect(answer.status).toBe(201);
  return answer.body.id;
}

/** Whether a document lets the token in by a WebSocket: the code that it is closed with, or that something was heard. */
async function connect(secret: string, id: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/sync/${id}`, protocolsFor(secret));
  sockets.push(socket);
  const end = await new Promise<number | "heard">((resolve) => {
    socket.addEventListener("close", ({ code }) => resolve(code));
    socket.addEventListener("message", () => resolve("heard"));
  });
  return { socket, end };
}

describe("B34 a token lets a program in as its person", () => {
  test("and is theirs to make, see and end", async () => {
    const made = await make({ expiresAt: server.clock.now + minuteMs });
    expect(made.secret).toMatch(/^quire_[\w-]{43}$/);
    const { secret, ...token } = made;
    const list = async () => (await mona.browser.get<ApiTokenList>("/api/account/tokens")).body.tokens;
    expect(await list()).toEqual([token]);
    const other = await server.member("Otto");
    expect((await other.browser.get<ApiTokenList>("/api/account/tokens")).body.tokens).toEqual([]);
    expect((await other.browser.delete(`/api/account/tokens/${token.id}`)).status).toBe(404);
    expect((await ask(secret, "GET", "/api/documents")).status).toBe(200);
    expect((await mona.browser.delete(`/api/account/tokens/${token.id}`)).status).toBe(204);
    expect(await list()).toEqual([]);
    expect((await ask(secret, "GET", "/api/documents")).status).toBe(401);
    expect((await mona.browser.delete(`/api/account/tokens/${token.id}`)).status).toBe(404);
  });

  test("B134 whose list says of no document more than its scope allows", async () => {
    await createDocument();
    const roles: unknown[] = [];
    for (const scope of ["read", "write"]) {
      const { secret } = await make({ scope });
      const { documents } = (await ask<DocumentList>(secret, "GET", "/api/documents")).body;
      roles.push(documents.map(({ role }) => role));
    }
    expect(roles).toEqual([["view"], ["edit"]]);
  });

  test("to what they may, and to nobody else's documents", async () => {
    const { secret } = await make();
    const created = await ask<DocumentDetail>(secret, "POST", "/api/documents", { title: "By a program" });
    expect(created.status).toBe(201);
    expect((await mona.browser.get<DocumentDetail>(`/api/documents/${created.body.id}`)).body.role).toBe(
      "own",
    );
    expect((await ask<DocumentList>(secret, "GET", "/api/documents")).body.documents.length).toBe(1);
    const foreign = await createDocument(await server.member("Otto"));
    expect((await ask(secret, "GET", `/api/documents/${foreign}`)).status).toBe(403);
    expect((await connect(secret, foreign)).end).toBe(4403);
    expect((await connect(secret, created.body.id)).end).toBe("heard");
  });

  test("no further than its scope", async () => {
    const id = await createDocument();
    const [reads, writes] = [await make({ scope: "read" }), await make()];
    const role = async (secret: string) =>
      (await ask<DocumentDetail>(secret, "GET", `/api/documents/${id}`)).body.role;
    expect([await role(reads.secret), await role(writes.secret)]).toEqual(["view", "edit"]);
    const rename = (secret: string) => ask(secret, "PATCH", `/api/documents/${id}`, { title: "New" });
    expect([(await rename(reads.secret)).status, (await rename(writes.secret)).status]).toEqual([403, 200]);
    expect((await ask(reads.secret, "POST", "/api/documents", {})).status).toBe(403);
    expect((await ask(writes.secret, "DELETE", `/api/documents/${id}`)).status).toBe(403);
  });

  test("to one document and what is below, where it is for that", async () => {
    const [top, other] = [await createDocument(), await createDocument()];
    const below = await createDocument(mona, { parentId: top });
    const deepest = await createDocument(mona, { parentId: below });
    const { secret } = await make({ documentId: below });
    const statuses = [top, below, deepest, other].map(
      async (id) => (await ask(secret, "GET", `/api/documents/${id}`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([403, 200, 200, 403]);
    expect((await ask(secret, "POST", "/api/documents", {})).status).toBe(403);
    const foreign = await createDocument(await server.member("Otto"));
    for (const documentId of [foreign, "there-is-no-such-one"])
      expect(
        (await mona.browser.post("/api/account/tokens", { name: "x", scope: "read", documentId })).status,
      ).toBe(404);
  });

  test("until it ends, also where it is open", async () => {
    const id = await createDocument();
    const { secret } = await make({ expiresAt: server.clock.now + minuteMs });
    expect((await connect(secret, id)).end).toBe("heard");
    server.clock.now += minuteMs;
    expect((await ask(secret, "GET", `/api/documents/${id}`)).status).toBe(401);
    expect((await connect(secret, id)).end).toBe(4401);
    const late = { name: "x", scope: "read", expiresAt: server.clock.now };
    expect((await mona.browser.post("/api/account/tokens", late)).status).toBe(400);
  });

  test("and dies with them, and with their being shut out", async () => {
    const { secret } = await make();
    const { store } = server.people;
    const record = store.people.get(mona.id)!;
    await store.write(() => void store.people.put(mona.id, { ...record, disabledAt: server.clock.now }));
    expect((await ask(secret, "GET", "/api/documents")).status).toBe(401);
    await store.write(() => void store.people.put(mona.id, record));
    expect((await ask(secret, "GET", "/api/documents")).status).toBe(200);
    await store.write(() => void store.people.remove(mona.id));
    expect((await ask(secret, "GET", "/api/documents")).status).toBe(401);
  });

  test("and says when it was used last, to the minute", async () => {
    const { secret } = await make();
    const seenAt = async () =>
      (await mona.browser.get<ApiTokenList>("/api/account/tokens")).body.tokens[0]?.seenAt;
    expect(await seenAt()).toBeNull();
    const first = server.clock.now;
    await ask(secret, "GET", "/api/documents");
    await server.people.store.write(() => undefined);
    expect(await seenAt()).toBe(first);
    server.clock.now += minuteMs - 1;
    await ask(secret, "GET", "/api/documents");
    await server.people.store.write(() => undefined);
    expect(await seenAt()).toBe(first);
    server.clock.now += 1;
    await ask(secret, "GET", "/api/documents");
    await server.people.store.write(() => undefined);
    expect(await seenAt()).toBe(first + minuteMs);
  });
});

describe("B35 what is about people is for browsers", () => {
  test("a token reaches none of those routes, whatever else comes with it", async () => {
    const { secret } = await make({}, await server.owner());
    const { browser } = await server.owner();
    const own = new Set([
      "/api/documents",
      "/api/trash",
      "/api/me",
      "/api/events",
      "/api/lines",
      "/api/openapi.json",
    ]);
    const about = server.routes.filter(
      ({ path, method }) =>
        path.startsWith("/api/") &&
        method !== "HEAD" &&
        (![...own].some((mine) => path === mine || path.startsWith(`${mine}/`)) || path.includes("/access")),
    );
    expect(about.length).toBeGreaterThan(10);
    for (const { method, path } of about) {
      const address = path.replaceAll(/:\w+/g, "a-document-of-nobody");
      const answer = await browser.send(method, address, method === "GET" ? undefined : {}, {
        headers: { authorization: `Bearer ${secret}` },
      });
      expect([method, path, answer.status, answer.body]).toEqual([
        method,
        path,
        403,
        expect.objectContaining({ code: "QUIRE_ERR_BROWSER_ONLY" }),
      ]);
    }
    expect((await ask(secret, "PATCH", "/api/me", { name: "Mallory" })).status).toBe(403);
  });

  test("threat A3 a token decides alone: a good cookie beside a bad one opens nothing", async () => {
    const id = await createDocument();
    const read = (authorization: string) =>
      mona.browser.get<DocumentDetail>(`/api/documents/${id}`, { headers: { authorization } });
    const { secret } = await make({ scope: "read" });
    expect((await read(`Bearer ${secret}`)).body.role).toBe("view");
    expect((await read("Bearer quire_none")).status).toBe(401);
    expect((await read("Bearer")).status).toBe(401);
    // A proxy's own password is no token.
    expect((await read("Basic bW9uYTpwYXNz")).status).toBe(200);
  });

  test("making one takes having signed in a moment ago, or the password", async () => {
    server.clock.now += 10 * minuteMs;
    const again = (body: object) =>
      mona.browser.post<{ code: string }>("/api/account/tokens", { name: "x", scope: "read", ...body });
    expect((await again({})).body.code).toBe("QUIRE_ERR_CONFIRM_NEEDED");
    expect((await again({ password: "wrong wrong wrong" })).body.code).toBe("QUIRE_ERR_PASSWORD_WRONG");
    expect((await again({ password })).status).toBe(201);
    expect((await server.browser().post("/api/account/tokens", { name: "x", scope: "read" })).status).toBe(
      401,
    );
  });
});

describe("B36 a token is told once, and nobody guesses one", () => {
  test("nothing that is kept or logged has it", async () => {
    const { secret, id } = await make();
    await ask(secret, "GET", "/api/documents");
    await ask(`${secret}x`, "GET", "/api/documents");
    const bare = secret.slice("quire_".length);
    const kept = [...server.people.store.table<ApiToken>("tokens").getRange()];
    expect(kept.length).toBe(1);
    expect(JSON.stringify(kept)).toContain(id);
    expect(JSON.stringify(kept)).not.toContain(bare);
    expect(server.log.join("")).not.toContain(bare);
    const { browser } = await server.owner();
    const audit = await browser.get("/api/audit?action=token");
    expect(JSON.stringify(audit.body)).toContain(`made: ${id}, write`);
    expect(JSON.stringify(audit.body)).not.toContain(bare);
  });

  test("threat A17 more than thirty misses a minute are told to wait, and a good one is not", async () => {
    const { secret } = await make();
    const statuses = new Map<number, number>();
    for (let at = 0; at < 40; at++) {
      const { status } = await ask(`quire_${"x".repeat(41)}${10 + at}`, "GET", "/api/documents");
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [401, 30],
      [429, 10],
    ]);
    expect((await ask(secret, "GET", "/api/documents")).status).toBe(200);
    server.clock.now += minuteMs;
    expect((await ask("quire_x", "GET", "/api/documents")).status).toBe(401);
  });

  test("an account has a hundred at most", async () => {
    const { apiTokens, store } = server.people;
    const plan = { personId: mona.id, name: "x", scope: "read", documentId: null, expiresAt: null } as const;
    for (let at = 0; at < 10; at++)
      await store.write(() => {
        for (let more = 0; more < 10; more++) apiTokens.make(plan);
      });
    expect((await mona.browser.post("/api/account/tokens", { name: "x", scope: "read" })).status).toBe(409);
  });
});
