import { join } from "node:path";
import type {
  Account,
  AccountExport,
  DocumentAccess,
  DocumentId,
  DocumentSummary,
  ShapeOf,
  Trash,
} from "@quire/protocol";
import { open } from "lmdb";
import { afterEach, describe, expect, it } from "vitest";
import { password, startPeople } from "./people-server.ts";

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

  it("B14 has a part for every table in which somebody is named, and each part says something", async () => {
    const server = await start();
    const olga = await server.owner();
    const { store, ...people } = server.people;
    const { id, browser } = await server.member("Ann", "owner");
    const made = await browser.post<DocumentSummary>("/api/documents", { title: "Mine" });
    const documentId = made.body.id as DocumentId;
    const path = `/api/documents/${documentId}/access/links`;
    const [link] = (await browser.post<DocumentAccess>(path, { role: "view" })).body.links;
    const other = (await olga.browser.post<DocumentSummary>("/api/documents", {})).body.id;
    await browser.post(`/api/documents/${other}/access/requests`, { role: "view" });
    await olga.browser.put(`/api/documents/${documentId}/access/people/${id}`, { role: "own" });
    await browser.post("/api/links/enter", { token: link!.token });
    await browser.put(`/api/documents/${documentId}/access/people/${olga.id}`, { role: "edit" });
    await store.write(() => {
      const person = store.people.get(id)!;
      const secondFactor = { secret: "canary-app", confirmedAt: 5, lastStep: 0, spares: ["canary-spare"] };
      void store.people.put(id, { ...person, secondFactor });
      store.shares.put([other, `person:${id}`], { role: "edit", by: olga.id, at: 1 });
      store.invitations.put("canary-key", {
        id: "invitation",
        email: "canary@example.org",
        standing: "member",
        by: id,
        createdAt: 1,
        expiresAt: server.clock.now + 1,
      });
      void store.groups.put("g", { id: "g", name: "Team", members: [id] });
      void store.pictures.put(id, Buffer.from("89504e470d0a1a0a", "hex"));
      people.resets.make(id, { by: null });
      people.emailChanges.make(id, "another@example.org");
      people.apiTokens.make({ personId: id, name: "T", scope: "read", documentId: null, expiresAt: null });
      const key = { personId: id, name: "K", credential: "canary-credential", publicKey: "canary-public" };
      people.passkeys.add({ ...key, counter: 0, transports: [] });
      const identity = {
        personId: id,
        issuer: "https://id.example.org",
        subject: "s",
        email: null,
        name: null,
      };
      people.providers.identities.put({ ...identity, gaveStanding: false, linkedAt: 1 });
    });
    // A table that this list lacks fails the test: say which part its rows are in, or why they are nobody's.
    const partOf: Readonly<Record<string, keyof AccountExport | "nobody's">> = {
      people: "account",
      emails: "account",
      pictures: "picture",
      sessions: "sessions",
      "sessions-of": "sessions",
      // The hash of a secret that opens nothing any more, and why.
      "ended-sessions": "nobody's",
      seen: "seenAt",
      passkeys: "passkeys",
      "passkeys-of": "passkeys",
      tokens: "tokens",
      "tokens-of": "tokens",
      resets: "passwordLinks",
      "resets-of": "passwordLinks",
      "email-changes": "emailChanges",
      "email-changes-of": "emailChanges",
      identities: "identities",
      "identities-of": "identities",
      groups: "groups",
      shares: "shares",
      "shares-of": "shares",
      requests: "requests",
      "requests-of": "requests",
      links: "links",
      "links-of": "nobody's",
      visits: "visits",
      "visits-of": "visits",
      invitations: "invitations",
      "invitations-of": "invitations",
      rights: "nobody's",
      audit: "audit",
    };
    const { body } = await browser.get<AccountExport>("/api/account/export");
    await server.app.close();
    const root = open<unknown, string>({
      path: join(server.dataDir, "people.mdb"),
      noSubdir: true,
      maxDbs: 64,
      encoding: "json",
    });
    undo.push(() => root.close());
    const names = [...root.getKeys()].filter((key) => key !== "format" && !key.startsWith("indexed "));
    expect(names.toSorted()).toEqual(Object.keys(partOf).toSorted());
    for (const [table, part] of Object.entries(partOf)) {
      const rows =
        table === "pictures" ? [id] : [...root.openDB({ name: table, encoding: "json" }).getRange()];
      const namesAnn = JSON.stringify(rows).includes(id);
      expect([table, namesAnn]).toEqual([table, part !== "nobody's"]);
      if (part === "nobody's") continue;
      const said = body[part];
      expect([table, said === null || (Array.isArray(said) && said.length === 0)]).toEqual([table, false]);
    }
    expect(body).toMatchObject({
      secondFactor: { confirmedAt: 5, spareCodesLeft: 1 },
      passkeys: [{ name: "K" }],
      tokens: [{ name: "T", scope: "read" }],
      requests: [{ documentId: other, role: "view" }],
      links: [{ id: link!.id, documentId, role: "view" }],
      visits: [{ documentIds: [documentId] }],
      invitations: [{ id: "invitation", standing: "member" }],
    });
    const text = JSON.stringify(body);
    expect(text).not.toContain("canary");
    expect(text).not.toContain(link!.token);
  });

  it("H18 B10 is named in the trash as it is called now, and not once it is gone", async () => {
    const server = await start();
    const { browser: olga } = await server.owner();
    const ann = await server.member("Ann");
    const { id } = (await olga.post<ShapeOf<typeof DocumentSummary>>("/api/documents", { title: "Plan" }))
      .body;
    const given = { role: "own", by: "x", at: 0 } as const;
    await server.people.store.write(() => server.people.store.shares.put([id, `person:${ann.id}`], given));
    expect((await ann.browser.delete(`/api/documents/${id}`)).status).toBe(204);
    const deletedBy = async () =>
      (await olga.get<Trash>("/api/trash")).body.documents.map((one) => one.deletedBy);
    expect(await deletedBy()).toEqual(["Ann"]);
    await ann.browser.patch("/api/account", { name: "Ann B." });
    expect(await deletedBy()).toEqual(["Ann B."]);
    expect((await ann.browser.delete("/api/account", { password })).status).toBe(204);
    expect(await deletedBy()).toEqual([null]);
    expect(JSON.stringify(server.documents.document(id as DocumentId))).not.toContain("Ann");
  });
});
