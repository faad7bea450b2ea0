import type { DocumentAccess, DocumentSummary } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

const dayMs = 24 * 60 * 60_000;

describe("what is over", () => {
  let server: PeopleServer;
  let ann: Member;
  let id: string;

  beforeEach(async () => {
    server = await startPeople();
    ann = await server.member("Ann");
    ({ id } = (await ann.browser.post<DocumentSummary>("/api/documents", {})).body);
  });
  afterEach(() => server.remove());

  async function link(terms: object): Promise<string> {
    const path = `/api/documents/${id}/access/links`;
    const { body } = await ann.browser.post<DocumentAccess>(path, { role: "view", ...terms });
    return body.links.toSorted((one, other) => one.createdAt - other.createdAt).at(-1)!.token;
  }
  const enter = (browser = server.browser(), token: string, name = "Gus") =>
    browser.post("/api/links/enter", { token, name });
  const names = () => Array.from(server.people.store.visits.getRange(), ({ value }) => value.name);
  const count = (table: string) => server.people.store.table<unknown>(table).getKeysCount();

  it("B53 leaves the disk: links, and the names of who came by them and by no other", async () => {
    const late = await link({ expiresAt: server.clock.now + 1_000 });
    await enter(undefined, late, "Late");
    server.clock.now += 500;
    await enter(undefined, await link({}), "Stays");
    server.clock.now += 500;
    await server.restart();
    await expect.poll(() => names().toSorted()).toEqual(["", "Stays"]);
    expect([count("links"), count("links-of")]).toEqual([1, 1]);
    server.clock.now += 400 * dayMs;
    await server.restart();
    await expect.poll(names).toEqual([]);
    expect(count("links")).toBe(1);
  });

  it("B36 leaves the disk: tokens of programs", async () => {
    const { store, apiTokens } = server.people;
    const plan = { personId: ann.id, name: "x", scope: "read", documentId: null } as const;
    const { said } = await store.write(() => {
      apiTokens.make({ ...plan, expiresAt: server.clock.now + 1_000 });
      return apiTokens.make({ ...plan, expiresAt: null });
    });
    server.clock.now += 1_000;
    await server.restart();
    await expect.poll(() => [count("tokens"), count("tokens-of")]).toEqual([1, 1]);
    expect(server.people.apiTokens.find(said)).toMatchObject({ personId: ann.id });
  });

  it("B10 of an account that goes, no visit stays", async () => {
    const token = await link({});
    const ben = await server.member("Ben");
    await enter(ben.browser, token);
    await enter(undefined, token, "Guest");
    expect(names().toSorted()).toEqual(["Ben", "Guest"]);
    const { browser } = await server.owner();
    expect((await browser.delete(`/api/people/${ben.id}`, { password })).status).toBe(204);
    expect(names()).toEqual(["Guest"]);
  });
});
