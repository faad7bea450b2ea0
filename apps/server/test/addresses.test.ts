import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, type Belongings, makeBelongings } from "./belongings.ts";
import { application, comersTo } from "./matrix-applications.ts";
import { openEvents, openHocuspocus, say } from "./matrix-sockets.ts";
import {
  memberVisitCookie,
  origin,
  sessionCookie,
  startWhole,
  visitCookie,
  type WholeServer,
} from "./whole-server.ts";

let server: WholeServer;
let mine: Belongings;
/** Everything that lets somebody in where it belongs, by what an address could call it. */
let queries: readonly string[];

beforeAll(async () => {
  server = await startWhole({ limits: false, tokens: application });
  mine = await makeBelongings(server);
  const { apiTokens, store } = server.people;
  const plan = { personId: mine.owner.id, name: "T", documentId: null, expiresAt: null } as const;
  const { said } = await store.write(() => apiTokens.make({ ...plan, scope: "write" }));
  const jwt = comersTo(mine.document as never).find(({ isKnown, role }) => isKnown && role === "own")!.token;
  const session = mine.owner.headers.cookie!.split("=")[1]!;
  const visit = await comeByLink();
  const named = [
    "token",
    "access_token",
    "jwt",
    "auth",
    "authorization",
    "ticket",
    "bearer",
    "api_key",
    "key",
    "id_token",
  ];
  queries = [
    ...[jwt, said, session, mine.token, mine.entry].flatMap((secret) =>
      named.map((name) => [name, secret] as const),
    ),
    ["authorization", `Bearer ${jwt}`] as const,
    ["authorization", `Bearer ${said}`] as const,
    ...[sessionCookie, "session", "sid", "quire-session"].map((name) => [name, session] as const),
    ...[visitCookie, memberVisitCookie, "quire-visit", "visit"].map((name) => [name, visit] as const),
  ].map(([name, secret]) => `${encodeURIComponent(name)}=${encodeURIComponent(secret)}`);
});
afterAll(() => server.remove());

/** What a guest's browser has in its cookie: by it, they are somebody. */
async function comeByLink(): Promise<string> {
  const payload = { token: mine.entry, name: "Gus" };
  const headers = { origin };
  const entered = await server.ask({ method: "POST", url: "/api/links/enter", headers, payload });
  const [, visit = ""] =
    new RegExp(`${visitCookie}=([^;]+)`).exec(String(entered.headers["set-cookie"])) ?? [];
  const asked = await server.ask({ url: "/api/me", headers: { cookie: `${visitCookie}=${visit}` } });
  expect(asked.json()).toMatchObject({ person: { name: "Gus" } });
  return visit;
}

describe("threat A10 there is nothing that lets anybody in by an address", () => {
  it("on no route: what stands in a query is no session, no token and no link, and is not repeated", async () => {
    const reading = server.routes.filter(({ method }) => method === "GET");
    expect(reading.length).toBeGreaterThan(40);
    for (const { path } of reading) {
      const url = addressOf(path, mine);
      const plain = await server.ask({ url });
      for (const query of queries) {
        const { statusCode, headers, body } = await server.ask({ url: `${url}?${query}` });
        const said = `${path} with ${query.slice(0, 40)}: ${statusCode}`;
        // A query that a route does not know may be a bad request; it is never more than none.
        expect([plain.statusCode, 400], said).toContain(statusCode);
        const secret = decodeURIComponent(query.slice(query.indexOf("=") + 1)).replace("Bearer ", "");
        const all = JSON.stringify(headers) + body;
        // What it is the address of has its own token in it.
        if (!url.includes(secret)) expect(all.includes(secret), said).toBe(false);
        expect(headers["set-cookie"], said).toEqual(plain.headers["set-cookie"]);
        expect(headers["referrer-policy"], said).toBe("no-referrer");
      }
    }
  });

  it("on no route that writes", async () => {
    const writing = server.routes.filter(({ method }) => method !== "GET" && method !== "HEAD");
    const headers = { origin, "content-type": "application/json" };
    for (const { method, path } of writing) {
      const url = addressOf(path, mine);
      const request = { method: method as "POST", headers, payload: "{}" };
      const plain = await server.ask({ ...request, url });
      for (const query of queries.filter((_, n) => n % 7 === 0)) {
        const { statusCode } = await server.ask({ ...request, url: `${url}?${query}` });
        expect([plain.statusCode, 400], `${method} ${path} with ${query.slice(0, 40)}`).toContain(statusCode);
      }
    }
  });

  it("on no socket", async () => {
    const port = await server.listen();
    for (const query of queries) {
      const caller = { port, headers: { origin } };
      const sync = await say(caller, `${mine.document}?${query}&x=`, { type: "query-awareness" });
      sync.end();
      expect([query.slice(0, 40), sync.outcome]).toEqual([query.slice(0, 40), 4401]);
      expect([query.slice(0, 40), await openEvents(caller, `?${query}`)]).toEqual([query.slice(0, 40), 4401]);
      const { isIn } = await openHocuspocus(caller, mine.document, `?${query}`);
      expect([query.slice(0, 40), isIn]).toEqual([query.slice(0, 40), false]);
    }
  });
});
