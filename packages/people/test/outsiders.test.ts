import type { DocumentSummary } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MailServer, startMailServer } from "../../../trouble/mail-server.ts";
import { type Member, type PeopleServer, type Route, startPeople } from "./people-server.ts";

/** Nothing that an outsider is told may hold one of these. */
const canaries = {
  title: "Canary-title-7f31",
  text: "Canary-text-b90c",
  name: "Canary-name-55da",
  group: "Canary-group-e812",
} as const;

const view = { role: "view" };

/** A body that gets past the shape of each route below a document that takes one: what answers is the right. */
const bodies: Readonly<Record<string, object>> = {
  "PATCH ": { title: "Renamed" },
  "PUT /parent": { parentId: null },
  "POST /reset": {},
  "POST /files/remote": { url: "https://example.org/x.png" },
  "POST /files/copy": { documentId: "abcdefghijklmnop", hash: "a".repeat(64) },
  "PUT /access/people/:person": view,
  "PUT /access/groups/:group": view,
  "POST /access/invitations": { email: "nobody@example.org", role: "view" },
  "PATCH /access/invitations/:invitation": view,
  "PUT /access/inherits": { inherits: true },
  "POST /access/transfer": { person: "x" },
  "POST /access/requests": view,
  "POST /access/links": view,
  "PATCH /access/links/:link": view,
};

/** One that asks is told the same whatever there is; all others need something there. */
const forEverybody = ["POST /access/requests"];

describe("outsiders", () => {
  let server: PeopleServer;
  let mail: MailServer;
  let insider: Member;
  let id: string;
  let hash: string;

  beforeAll(async () => {
    mail = await startMailServer();
    server = await startPeople({ mail: { url: mail.url, from: "quire@example.org" } });
    insider = await server.member(canaries.name);
    const { browser } = insider;
    const body = { title: canaries.title, markdown: `# ${canaries.title}\n\n${canaries.text}` };
    id = (await browser.post<DocumentSummary>("/api/documents", body)).body.id;
    const bytes = { headers: { "content-type": "application/octet-stream" }, text: canaries.text };
    const path = `/api/documents/${id}/files?name=${canaries.title}.txt`;
    hash = (await browser.send<{ hash: string }>("POST", path, undefined, bytes)).body.hash;
    await server.people.store.write(() => {
      const group = { id: "secret-group", name: canaries.group, members: [insider.id] };
      void server.people.store.groups.put(group.id, group);
    });
    await browser.put(`/api/documents/${id}/access/groups/secret-group`, { role: "view" });
    await browser.post(`/api/documents/${id}/access/links`, { role: "view" });
  });
  afterAll(async () => {
    await server.remove();
    await mail.close();
  });

  /** What every route that only reads answers, with the ids that an outsider may have come by. */
  async function readAll(outsider: Member["browser"]): Promise<string> {
    const values: Record<string, string> = { hash, person: insider.id, group: "secret-group" };
    const answers: string[] = [];
    for (const { method, path } of server.routes) {
      if (method !== "GET") continue;
      for (const about of [id, insider.id, "secret-group"]) {
        const address = path.replace(/:(\w+)|\*/g, (_, name) =>
          name === "id" ? about : (values[name] ?? id),
        );
        const { headers, body } = await outsider.get(address);
        answers.push(address, JSON.stringify([...headers]), JSON.stringify(body ?? null));
      }
    }
    return answers.join("\n");
  }

  it("threat D19 a guest of another document reads nothing of what is private, and no name or address", async () => {
    const other = await server.member("Otto");
    const shared = (await other.browser.post<DocumentSummary>("/api/documents", {})).body.id;
    const { body } = await other.browser.post<{ links: { token: string }[] }>(
      `/api/documents/${shared}/access/links`,
      { role: "edit" },
    );
    const gus = server.browser();
    await gus.post("/api/links/enter", { token: body.links[0]!.token, name: "Gus" });
    const heard = await readAll(gus);
    for (const canary of [...Object.values(canaries), insider.email, other.email])
      expect(heard).not.toContain(canary);
    expect(heard).toContain("QUIRE_ERR_FORBIDDEN");
  });

  it("threat D19 who is invited to a document, or asks for a password, is mailed nothing of what is in it, and no address", async () => {
    const { browser } = insider;
    const stan = await server.member("Stefan");
    const invited = { email: "new@example.org", role: "view" };
    expect((await browser.post(`/api/documents/${id}/access/invitations`, invited)).status).toBe(200);
    await server.browser().post("/api/password/forgot", { email: stan.email });
    await expect.poll(() => mail.received.length).toBe(2);
    for (const { headers, body } of mail.received)
      for (const canary of [canaries.title, canaries.text, canaries.group, id, insider.email])
        expect(`${headers}\n${body}`).not.toContain(canary);
  });

  it("threat D19 nobody reads nothing at all", async () => {
    const heard = await readAll(server.browser());
    for (const canary of [...Object.values(canaries), insider.email]) expect(heard).not.toContain(canary);
  });

  it("threat D19 somebody with an account reads no title, no text and no address of what is not theirs", async () => {
    const { browser } = await server.member("Stan");
    const heard = await readAll(browser);
    // People and groups of the server are shown by name to who has an account.
    for (const canary of [canaries.title, canaries.text, insider.email]) expect(heard).not.toContain(canary);
  });

  it("threat D19 what is absent, forbidden and deleted is answered alike", async () => {
    const { browser: mine } = insider;
    const deleted = (await mine.post<DocumentSummary>("/api/documents", {})).body.id;
    await mine.delete(`/api/documents/${deleted}`);
    const { browser } = await server.member("Stella");
    const below = "/api/documents/:id";
    const routes = server.routes.filter(({ method, path }) => path.startsWith(below) && method !== "HEAD");
    const taking = routes.filter(({ body }) => body !== undefined);
    const nameOf = ({ method, path }: Route) => `${method} ${path.slice(below.length)}`;
    expect(taking.map(nameOf).toSorted()).toEqual(Object.keys(bodies).toSorted());
    for (const route of routes) {
      const { method, path } = route;
      const body = bodies[nameOf(route)];
      const isUpload = method === "POST" && path === `${below}/files`;
      const bytes = { headers: { "content-type": "application/octet-stream" }, text: "words" };
      const answers = [];
      for (const about of [id, deleted, "0123456789abcdef0123"]) {
        const address = path.replace(":id", about).replace(":hash", hash).replace(/:\w+/g, "x");
        const answer = await browser.send<{ code?: string }>(method, address, body, isUpload ? bytes : {});
        const { status, headers } = answer;
        const { date: _, ...rest } = Object.fromEntries(headers);
        const isHeard = forEverybody.includes(nameOf(route));
        expect([method, path, isHeard ? status : answer.body.code]).toEqual([
          method,
          path,
          isHeard ? 202 : "QUIRE_ERR_FORBIDDEN",
        ]);
        answers.push(JSON.stringify({ status, body: answer.body, rest }));
      }
      expect(new Set(answers).size, `${method} ${path}`).toBe(1);
    }
  });
});
