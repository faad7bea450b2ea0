import type { Account, AccountExport, DocumentSummary, ShapeOf } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { startPeople } from "./people-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start() {
  const server = await startPeople();
  undo.push(() => server.remove());
  return server;
}

describe("one's own account", () => {
  it("has a name and a hue that may be changed, and shown", async () => {
    const server = await start();
    const { browser } = await server.member("Ann");
    const changed = await browser.patch<Account>("/api/account", { name: " Ann\u202e\r\nB. ", hue: 7 });
    expect(changed).toMatchObject({ status: 200, body: { person: { name: "Ann B.", hue: 7 } } });
    expect((await browser.get<{ person: unknown }>("/api/me")).body.person).toMatchObject({
      name: "Ann B.",
      hue: 7,
    });
    for (const body of [{ name: "\u200e" }, { hue: 0 }, { hue: 9 }, { hue: 1.5 }, { name: "" }])
      expect((await browser.patch("/api/account", body)).status).toBe(400);
    expect((await server.browser().patch("/api/account", { hue: 1 })).status).toBe(401);
  });

  it("B14 is taken along whole, with no secret in it and nothing that is another's", async () => {
    const server = await start();
    const olga = await server.owner();
    const ann = await server.member("Ann");
    const create = async (by: typeof ann, title: string) =>
      (await by.browser.post<ShapeOf<typeof DocumentSummary>>("/api/documents", { title })).body.id;
    const [mine, given, foreign] = [
      await create(ann, "Mine"),
      await create(olga, "Given"),
      await create(olga, "Foreign"),
    ];
    const { store } = server.people;
    await store.write(() => {
      store.shares.put([given, `person:${ann.id}`], { role: "edit", by: olga.id, at: 5 });
      store.shares.put([foreign, `person:${ann.id}`], { role: "none", by: olga.id, at: 5 });
      void store.groups.put("g", { id: "g", name: "Team", members: [ann.id] });
    });
    const { status, headers, body } = await ann.browser.get<AccountExport>("/api/account/export");
    expect([status, headers.get("content-disposition"), headers.get("cache-control")]).toEqual([
      200,
      'attachment; filename="quire-account.json"',
      "no-store",
    ]);
    expect(body).toMatchObject({
      account: { email: ann.email, person: { id: ann.id } },
      groups: [{ id: "g", name: "Team" }],
      shares: [{ documentId: given, title: "Given", role: "edit", at: 5 }],
      documents: [{ id: mine, title: "Mine" }],
    });
    expect(body.sessions).toHaveLength(1);
    expect(body.audit.map(({ action, personId }) => [action, personId])).toContainEqual(["join", ann.id]);
    expect(body.audit.every(({ personId }) => personId === ann.id)).toBe(true);
    const text = JSON.stringify(body);
    for (const secret of ["argon2", ann.browser.cookies.get("quire-session")!, "Foreign", olga.email])
      expect(text).not.toContain(secret);
    expect((await server.browser().get("/api/account/export")).status).toBe(401);
    for (let n = 1; n < 6; n++) expect((await ann.browser.get("/api/account/export")).status).toBe(200);
    expect((await ann.browser.get("/api/account/export")).status).toBe(429);
  });
});
