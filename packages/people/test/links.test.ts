import type {
  ColleagueList,
  DocumentAccess,
  DocumentId,
  DocumentSummary,
  Entered,
  LinkAccess,
  Me,
  ShareLookedAt,
} from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";
import { openSocket } from "./socket.ts";

describe("links", () => {
  let server: PeopleServer;
  let ann: Member;
  let bob: Member;

  beforeAll(async () => {
    server = await startPeople();
    ann = await server.member("Ann");
    bob = await server.member("Bob");
  });
  afterAll(() => server.remove());

  async function create(body: object = {}): Promise<string> {
    return (await ann.browser.post<DocumentSummary>("/api/documents", body)).body.id;
  }
  /** Makes a link; answers with it, last made first. */
  async function link(id: string, terms: object): Promise<LinkAccess> {
    const before = (await ann.browser.get<DocumentAccess>(`/api/documents/${id}/access`)).body.links;
    const path = `/api/documents/${id}/access/links`;
    const { status, body } = await ann.browser.post<DocumentAccess>(path, terms);
    expect(status).toBe(200);
    return body.links.find((one) => !before.some((other) => other.id === one.id))!;
  }
  const enter = (browser: Browser, token: string, body: object = { name: "Gus" }) =>
    browser.post<Entered>("/api/links/enter", { token, ...body });
  const statusOf = async (browser: Browser, id: string) => (await browser.get(`/api/documents/${id}`)).status;
  const hueOf = async (browser: Browser) => (await browser.get<Me>("/api/me")).body.person.hue;
  const newMinute = () => {
    server.clock.now += 60_000;
  };

  it("B112 a guest has a hue that nobody has of those who have the document open, and keeps it", async () => {
    const id = await create();
    const { token } = await link(id, { role: "view" });
    const present = [ann.browser];
    const sockets = [openSocket(ann.browser, `/sync/${id}`)];
    for (let count = 0; count < 7; count++) {
      await Promise.all(sockets.map(({ spoken }) => spoken));
      const gus = server.browser();
      await enter(gus, token);
      present.push(gus);
      sockets.push(openSocket(gus, `/sync/${id}`));
    }
    const hues = await Promise.all(present.map(hueOf));
    expect(new Set(hues)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
    const other = await link(await create(), { role: "view" });
    await enter(present[1]!, other.token, {});
    expect(await hueOf(present[1]!)).toBe(hues[1]);
    for (const { socket } of sockets) socket.close();
    newMinute();
  });

  it("B112 people who make an account have other hues than those who are there, as long as there are any", async () => {
    const { body } = await ann.browser.get<ColleagueList>("/api/people");
    const hues = body.people.map(({ person }) => person.hue);
    expect(new Set(hues).size).toBe(hues.length);
  });

  it("B50 a guest gives a name, has the documents of their links and what is below, and nothing else", async () => {
    const id = await create({ title: "Shared" });
    const below = await create({ parentId: id });
    const other = await create({ title: "Canary of another" });
    const { token } = await link(id, { role: "comment" });
    const gus = server.browser();
    expect((await gus.post<ShareLookedAt>("/api/links/look", { token })).body).toEqual({
      role: "comment",
      needsPassword: false,
      needsName: true,
    });
    expect((await enter(gus, token, {})).status).toBe(400);
    expect((await enter(gus, token)).body).toEqual({ documentId: id, role: "comment" });
    expect((await gus.get<Me>("/api/me")).body).toMatchObject({ person: { name: "Gus", isGuest: true } });
    expect([await statusOf(gus, id), await statusOf(gus, below), await statusOf(gus, other)]).toEqual([
      200, 200, 403,
    ]);
    const { body: list } = await gus.get<{ documents: { id: string }[] }>("/api/documents");
    expect(list.documents.map((document) => document.id).toSorted()).toEqual([id, below].toSorted());
    expect((await gus.post("/api/documents", {})).status).toBe(403);
    expect((await gus.post("/api/documents", { parentId: id })).status).toBe(403);
    expect((await gus.get("/api/people")).status).toBe(401);
    expect((await gus.get("/api/groups")).status).toBe(401);
    expect((await gus.get<DocumentAccess>(`/api/documents/${id}/access`)).body).toEqual({
      role: "comment",
      people: [],
      groups: [],
      links: [],
      requests: [],
      invitations: [],
      inherits: null,
    });
    expect((await gus.post(`/api/documents/${id}/access/requests`, { role: "edit" })).status).toBe(401);
    await gus.patch("/api/me", { name: "Gustav" });
    expect((await gus.get<Me>("/api/me")).body).toMatchObject({ person: { name: "Gustav", isGuest: true } });
    expect((await gus.post<ShareLookedAt>("/api/links/look", { token })).body.needsName).toBe(false);
  });

  it("B51 who is signed in stays who they are, and has by the link what they had not, in this browser and as themselves", async () => {
    const id = await create();
    const { token } = await link(id, { role: "edit" });
    expect((await bob.browser.post<ShareLookedAt>("/api/links/look", { token })).body.needsName).toBe(false);
    expect((await enter(bob.browser, token, {})).status).toBe(200);
    expect((await bob.browser.get<Me>("/api/me")).body).toMatchObject({
      person: { id: bob.id, isGuest: false },
    });
    expect(await statusOf(bob.browser, id)).toBe(200);
    const signedOut = bob.browser.copy();
    signedOut.cookies.delete("quire-session");
    expect(await statusOf(signedOut, id)).toBe(401);
    const another = ann.browser.copy();
    another.cookies.set("quire-member-visit", bob.browser.cookies.get("quire-member-visit")!);
    const unshared = (await bob.browser.post<DocumentSummary>("/api/documents", {})).body.id;
    expect(await statusOf(another, unshared)).toBe(403);
  });

  it("threat A15 a visit that somebody put into a browser opens nothing that comes later", async () => {
    const [one, two] = [await create(), await create()];
    const thief = server.browser();
    await enter(thief, (await link(one, { role: "view" })).token, { name: "Thief" });
    const victim = server.browser();
    victim.cookies.set("quire-visit", thief.cookies.get("quire-visit")!);
    await enter(victim, (await link(two, { role: "view" })).token, { name: "Vic" });
    expect(victim.cookies.get("quire-visit")).not.toBe(thief.cookies.get("quire-visit"));
    expect([await statusOf(victim, two), await statusOf(thief, two)]).toEqual([200, 403]);
  });

  it("B52 a link asks for its password, five times a minute and no more, whoever guesses", async () => {
    newMinute();
    const id = await create();
    const { token, hasPassword } = await link(id, { role: "view", password: "open sesame" });
    expect(hasPassword).toBe(true);
    const gus = server.browser();
    const wrong = { status: 401, body: { code: "QUIRE_ERR_LINK_PASSWORD" } };
    expect(await enter(gus, token)).toMatchObject(wrong);
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, n) => enter(gus, token, { name: "Gus", password: `guess ${n}` })),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(15);
    const password = "open sesame";
    expect((await enter(gus, token, { name: "Gus", password })).status).toBe(429);
    newMinute();
    expect((await enter(gus, token, { name: "Gus", password })).status).toBe(200);
    // Who knew it does not use up the tries of others.
    for (let count = 0; count < 6; count++)
      expect((await enter(server.browser(), token, { name: "Gus", password })).status).toBe(200);
  });

  it("B52 links are given twenty passwords a minute by one person, and none beyond the most links", async () => {
    newMinute();
    const id = await create();
    const path = `/api/documents/${id}/access/links`;
    const one = await link(id, { role: "view" });
    const { passwords } = server.people;
    const before = passwords.made;
    const change = () => ann.browser.patch(`${path}/${one.id}`, { password: "open sesame" });
    for (let count = 0; count < 20; count++) expect((await change()).status).toBe(200);
    expect((await change()).status).toBe(429);
    expect((await ann.browser.post(path, { role: "view", password: "open sesame" })).status).toBe(429);
    expect(passwords.made - before).toBe(20);
    newMinute();
    for (let count = 1; count < 100; count++) await ann.browser.post(path, { role: "view" });
    expect((await ann.browser.post(path, { role: "view", password: "open sesame" })).status).toBe(400);
    expect(passwords.made - before).toBe(20);
  });

  it("threat A17 links that never were, have ended, are over, or lead to nothing answer the same", async () => {
    newMinute();
    const [over, gone, deleted] = [await create(), await create(), await create()];
    const ended = await link(gone, { role: "view" });
    const late = await link(over, { role: "view", expiresAt: server.clock.now + 1_000 });
    const lost = await link(deleted, { role: "view" });
    await ann.browser.delete(`/api/documents/${gone}/access/links/${ended.id}`);
    await ann.browser.delete(`/api/documents/${deleted}`);
    newMinute();
    const answers = [];
    for (const token of ["A".repeat(43), ended.token, late.token, lost.token])
      for (const path of ["look", "enter"]) {
        const { status, body, headers } = await server.browser().post(`/api/links/${path}`, {
          token,
          ...(path === "enter" && { name: "Gus" }),
        });
        const { date: _, ...rest } = Object.fromEntries(headers);
        answers.push(JSON.stringify({ status, body, rest }));
      }
    expect(answers[0]).toContain('"status":404');
    expect(new Set(answers).size).toBe(1);
  });

  it("threat A17 an address that guesses is told to wait after thirty in a minute", async () => {
    newMinute();
    const look = () => server.browser().post("/api/links/look", { token: "B".repeat(43) });
    for (let count = 0; count < 30; count++) expect((await look()).status).toBe(404);
    expect((await look()).status).toBe(429);
    newMinute();
    expect((await look()).status).toBe(404);
  });

  it("threat A17 a token has 256 random bits", async () => {
    const id = await create();
    const tokens = [];
    for (let count = 0; count < 20; count++) tokens.push((await link(id, { role: "view" })).token);
    expect(new Set(tokens).size).toBe(20);
    for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32);
  });

  it("B53 whoever came by a link is out when it ends, when it is over, and when its password changes", async () => {
    newMinute();
    const id = await create();
    for (const end of [
      (one: LinkAccess) => ann.browser.delete(`/api/documents/${id}/access/links/${one.id}`),
      (one: LinkAccess) =>
        ann.browser.patch(`/api/documents/${id}/access/links/${one.id}`, { password: "another" }),
    ]) {
      const made = await link(id, { role: "edit" });
      const gus = server.browser();
      await enter(gus, made.token);
      const { spoken, closed } = openSocket(gus, `/sync/${id}`);
      await spoken;
      expect((await end(made)).status).toBe(200);
      expect(await closed).toBe(4401);
      expect(await statusOf(gus, id)).toBe(401);
    }
    const late = await link(id, { role: "edit", expiresAt: server.clock.now + 1_000 });
    const gus = server.browser();
    await enter(gus, late.token);
    expect(await statusOf(gus, id)).toBe(200);
    newMinute();
    expect(await statusOf(gus, id)).toBe(401);
  });

  it("B53 a link's power is what it says now", async () => {
    const id = await create();
    const made = await link(id, { role: "view" });
    const gus = server.browser();
    await enter(gus, made.token);
    const rename = () => gus.patch(`/api/documents/${id}`, { title: "By a guest" });
    expect((await rename()).status).toBe(403);
    await ann.browser.patch(`/api/documents/${id}/access/links/${made.id}`, { role: "edit" });
    expect((await rename()).status).toBe(200);
  });

  it("B54 a public page is for viewing, without a password, and found by its token only", async () => {
    const id = await create({ markdown: "words" });
    const links = `/api/documents/${id}/access/links`;
    expect((await ann.browser.post(links, { role: "edit", isPublic: true })).status).toBe(400);
    expect((await ann.browser.post(links, { role: "view", isPublic: true, password: "x" })).status).toBe(400);
    const made = await link(id, { role: "view", isPublic: true, isListed: true });
    const shown = { isListed: true, hasPreview: false };
    expect(server.people.publicLink(made.token)).toEqual({ documentId: id, ...shown });
    expect((await ann.browser.patch(`${links}/${made.id}`, { role: "edit" })).status).toBe(400);
    expect((await ann.browser.patch(`${links}/${made.id}`, { password: "x" })).status).toBe(400);
    const plain = await link(id, { role: "view" });
    expect(server.people.publicLink(plain.token)).toBeUndefined();
    const again = (await ann.browser.post<DocumentSummary>(`/api/documents/${id}/reset`, {})).body.id;
    expect(server.people.publicLink(made.token)).toEqual({ documentId: again, ...shown });
    await ann.browser.delete(`/api/documents/${again}`);
    expect(server.people.publicLink(made.token)).toBeUndefined();
  });

  it("B105 a public page's link says whether others show what it is about: not until its owner says so, and no other link does", async () => {
    const id = await create();
    const made = await link(id, { role: "view", isPublic: true });
    const change = (hasPreview: boolean, token = made.id) =>
      ann.browser.patch<DocumentAccess>(`/api/documents/${id}/access/links/${token}`, { hasPreview });
    const previewOf = (answer: { body: DocumentAccess }) =>
      answer.body.links.find(({ id: found }) => found === made.id)?.hasPreview;
    expect(made.hasPreview).toBe(false);
    expect(previewOf(await change(true))).toBe(true);
    expect(server.people.publicLink(made.token)).toMatchObject({ isListed: false, hasPreview: true });
    expect(previewOf(await change(false))).toBe(false);
    const plain = await link(id, { role: "view", hasPreview: true });
    expect(plain.hasPreview).toBe(false);
    await change(true, plain.id);
    expect(server.people.links.find(plain.token)?.hasPreview).toBe(false);
    expect(
      (await bob.browser.patch(`/api/documents/${id}/access/links/${made.id}`, { hasPreview: true })).status,
    ).toBe(403);
  });

  it("B105 a link that was kept before this was asked has none, and is listed and taken along like others", async () => {
    const id = await create();
    const { token } = await link(id, { role: "view", isPublic: true });
    const { store } = server.people;
    const [key, { hasPreview: _, ...old }] = [...store.linksInto(id as DocumentId)][0]!;
    await store.write(() => void store.links.put(key, old));
    const { status, body } = await ann.browser.get<DocumentAccess>(`/api/documents/${id}/access`);
    expect([status, body.links.map(({ hasPreview }) => hasPreview)]).toEqual([200, [false]]);
    expect((await ann.browser.get("/api/account/export")).status).toBe(200);
    expect(server.people.publicLink(token)?.hasPreview).toBe(false);
  });

  it("threat D18 a link of another document has no name below this one", async () => {
    const [mine, other] = [await create(), await create()];
    const made = await link(mine, { role: "view" });
    const path = `/api/documents/${other}/access/links/${made.id}`;
    expect((await ann.browser.patch(path, { role: "edit" })).status).toBe(404);
    expect((await ann.browser.delete(path)).status).toBe(404);
    expect(server.people.links.find(made.token)?.role).toBe("view");
  });

  it("threat D18 who owns what is below is not shown the links of what is above", async () => {
    const above = await create();
    await link(above, { role: "edit" });
    const below = await create({ parentId: above });
    await ann.browser.put(`/api/documents/${below}/access/people/${bob.id}`, { role: "own" });
    const path = `/api/documents/${below}/access`;
    expect((await bob.browser.get<DocumentAccess>(path)).body.links).toEqual([]);
    expect((await ann.browser.get<DocumentAccess>(path)).body.links).toHaveLength(1);
  });

  it("B49 what is done with links is put down, without their tokens", async () => {
    newMinute();
    const id = await create();
    const made = await link(id, { role: "view" });
    await ann.browser.patch(`/api/documents/${id}/access/links/${made.id}`, { role: "edit" });
    await enter(server.browser(), made.token);
    await ann.browser.delete(`/api/documents/${id}/access/links/${made.id}`);
    const { browser } = await server.owner();
    const { body } = await browser.get<{ entries: { action: string }[] }>(`/api/audit?document=${id}`);
    const actions = body.entries.map(({ action }) => action).toReversed();
    expect(actions).toEqual(["document-create", "link-make", "link-change", "link-enter", "link-end"]);
    expect(JSON.stringify(body)).not.toContain(made.token);
    expect(server.log.join("")).not.toContain(made.token);
  });

  it("threat A19 a visit's cookie is read by no script, and over https bound to the host", async () => {
    newMinute();
    const id = await create();
    const gus = server.browser();
    await enter(gus, (await link(id, { role: "view" })).token);
    expect(gus.setCookies[0]).toMatch(
      /^quire-visit=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });
});
