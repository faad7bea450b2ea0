import {
  type DocumentAccess,
  type DocumentSummary,
  type Me,
  nobodysPage,
  pageOwnerHeader,
  pageOwnerParam,
  type SignInState,
} from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";
import { openSocket } from "./socket.ts";

let server: PeopleServer;
let ann: Member;
let ben: Member;
beforeEach(async () => {
  server = await startPeople();
  ann = await server.member("Ann");
  ben = await server.member("Ben");
});
afterEach(() => server.remove());

/** What a page says that is Ann's. */
const isAnns = () => ({ headers: { [pageOwnerHeader]: ann.id } });

it("B117 a page of somebody else than who is signed in is answered as nobody's, over requests, lines and sockets", async () => {
  const { browser } = ben;
  const made = await browser.post<DocumentSummary>("/api/documents", { title: "Ben's" });
  const { id } = made.body;
  expect(made.status).toBe(201);
  for (const path of [
    "/api/me",
    "/api/documents",
    `/api/documents/${id}`,
    "/api/account/sessions",
    "/api/people",
  ]) {
    expect((await browser.get(path)).status, path).toBe(200);
    expect((await browser.get(path, isAnns())).status, path).toBe(401);
  }
  expect((await browser.post("/api/documents", { title: "Ann's" }, isAnns())).status).toBe(401);
  const line = await browser.post(`/api/lines?${pageOwnerParam}=${ann.id}`, { document: id });
  expect(line.body).toMatchObject({ code: 4401 });
  for (const path of [`/sync/${id}`, "/api/events"]) {
    expect(await openSocket(browser, `${path}?${pageOwnerParam}=${ann.id}`).closed, path).toBe(4401);
    const own = openSocket(browser, `${path}?${pageOwnerParam}=${ben.id}`);
    await own.spoken;
    own.socket.close();
  }
});

it("B117 signing out of it leaves whoever has signed in since where they are", async () => {
  expect((await ben.browser.delete("/api/session", undefined, isAnns())).status).toBe(401);
  expect((await ben.browser.get<SignInState>("/api/session")).body.account?.person.id).toBe(ben.id);
});

it("B117 nobody becomes somebody by saying whose their page is", async () => {
  const nobody = server.browser();
  expect((await nobody.get("/api/me", isAnns())).status).toBe(401);
  expect((await ann.browser.get("/api/me", isAnns())).status).toBe(200);
  const twice = await ben.browser.get(`/api/me?${pageOwnerParam}=${ben.id}&${pageOwnerParam}=${ann.id}`);
  expect(twice.status).toBe(401);
});

describe("B117 where one of the two has no account", () => {
  let id: string;
  let token: string;
  beforeEach(async () => {
    id = await makeDocument("A plan");
    token = await makeLink();
  });

  async function makeDocument(title: string): Promise<string> {
    return (await ann.browser.post<DocumentSummary>("/api/documents", { title })).body.id;
  }
  async function makeLink({ document = id } = {}): Promise<string> {
    const path = `/api/documents/${document}/access/links`;
    server.clock.now += 1;
    const { body } = await ann.browser.post<DocumentAccess>(path, { role: "edit" });
    return body.links.find(({ createdAt }) => createdAt === server.clock.now)!.token;
  }
  /** Somebody comes by a link in the browser, as its page does it. Answers with who they are. */
  async function enter(browser: Browser, name: string, by = token): Promise<string> {
    expect((await browser.post("/api/links/enter", { token: by, name })).status).toBe(200);
    return (await browser.get<Me>("/api/me")).body.person.id;
  }
  /** What a page that is opened now says of itself, by the cookies that scripts read. */
  const newPageOf = ({ cookies }: Browser) =>
    cookies.get("quire-person") ?? cookies.get("quire-visitor") ?? nobodysPage;

  async function expectNobody(browser: Browser, owner: string): Promise<void> {
    const headers = { [pageOwnerHeader]: owner };
    for (const path of ["/api/me", "/api/documents", `/api/documents/${id}`])
      expect((await browser.get(path, { headers })).status, `${path} for a page of ${owner}`).toBe(401);
    expect((await browser.patch("/api/me", { name: "Somebody else" }, { headers })).status).toBe(401);
    const line = await browser.post(`/api/lines?${pageOwnerParam}=${owner}`, { document: id });
    expect(line.body).toMatchObject({ code: 4401 });
    for (const path of [`/sync/${id}`, "/api/events"])
      expect(await openSocket(browser, `${path}?${pageOwnerParam}=${owner}`).closed, path).toBe(4401);
  }
  async function expectOwn(browser: Browser, owner: string): Promise<void> {
    expect(newPageOf(browser)).toBe(owner);
    const me = await browser.get<Me>("/api/me", { headers: { [pageOwnerHeader]: owner } });
    expect(me.body).toMatchObject({ person: { id: owner } });
    const own = openSocket(browser, `/sync/${id}?${pageOwnerParam}=${owner}`);
    await own.spoken;
    own.socket.close();
  }

  it("a member's page is nobody's once a guest has come, and the guest's own is theirs", async () => {
    const { browser } = ann;
    await browser.delete("/api/session", undefined, isAnns());
    const gus = await enter(browser, "Gus");
    await expectOwn(browser, gus);
    await expectNobody(browser, ann.id);
    await expectOwn(browser, gus);
  });

  it("B122 a page of somebody whose session has ended leaves their browser to its guest when they sign out there", async () => {
    const { browser } = ann;
    await browser.delete("/api/session");
    const gus = await enter(browser, "Gus");
    await browser.post("/api/session", { email: ann.email, password });
    server.clock.now += 31 * 24 * 60 * 60_000;
    expect(newPageOf(browser)).toBe(ann.id);
    const left = await browser.delete("/api/session", undefined, isAnns());
    expect([left.status, left.headers.get("clear-site-data")]).toEqual([204, '"cache"']);
    await expectOwn(browser, gus);
  });

  it("a member's page is nobody's once their session has ended by itself, and a guest has come", async () => {
    const { browser } = ann;
    server.clock.now += 31 * 24 * 60 * 60_000;
    const gus = await enter(browser, "Gus");
    await expectOwn(browser, gus);
    await expectNobody(browser, ann.id);
  });

  it("a guest's page is nobody's once a member has signed in, and the guest's again when they have gone", async () => {
    const { browser } = ben;
    await browser.delete("/api/session");
    const gus = await enter(browser, "Gus");
    expect((await browser.post("/api/session", { email: ann.email, password })).status).toBe(200);
    await expectOwn(browser, ann.id);
    await expectNobody(browser, gus);
    await browser.delete("/api/session", undefined, isAnns());
    await expectOwn(browser, gus);
  });

  it("a guest's page is nobody's once another has come in their place", async () => {
    const browser = server.browser();
    const gus = await enter(browser, "Gus");
    await expectOwn(browser, gus);
    browser.cookies.delete("quire-visit");
    const gil = await enter(browser, "Gil");
    expect(gil).not.toBe(gus);
    await expectOwn(browser, gil);
    await expectNobody(browser, gus);
  });

  it("a guest who comes by one more link is who they were, and so are their pages", async () => {
    const browser = server.browser();
    const gus = await enter(browser, "Gus");
    expect(await enter(browser, "Gus", await makeLink())).toBe(gus);
    await expectOwn(browser, gus);
  });

  it("a page that was nobody's stays so, whoever comes", async () => {
    const browser = server.browser();
    expect(newPageOf(browser)).toBe(nobodysPage);
    await enter(browser, "Gus");
    await expectNobody(browser, nobodysPage);
    await expectNobody(ben.browser, nobodysPage);
    const leaving = { headers: { [pageOwnerHeader]: nobodysPage } };
    expect((await ben.browser.delete("/api/session", undefined, leaving)).status).toBe(401);
    expect((await ben.browser.get("/api/me")).status).toBe(200);
  });

  it("a member who comes by a link in a guest's browser leaves it to the guest when they sign out", async () => {
    const browser = server.browser();
    const gus = await enter(browser, "Gus");
    await browser.post("/api/session", { email: ben.email, password });
    await enter(browser, "Gus", await makeLink());
    await enter(browser, "Gus", await makeLink());
    await expectOwn(browser, ben.id);
    await expectNobody(browser, gus);
    await browser.delete("/api/session");
    await expectOwn(browser, gus);
    expect((await browser.patch("/api/me", { name: "Guz" })).status).toBe(200);
    expect((await browser.get<Me>("/api/me")).body.person).toMatchObject({ id: gus, name: "Guz" });
    expect(await enter(browser, "Gus", await makeLink())).toBe(gus);
  });

  it("what a member came by in a guest's browser is not the guest's", async () => {
    const other = await makeDocument("Another");
    const browser = server.browser();
    await enter(browser, "Gus");
    await browser.post("/api/session", { email: ben.email, password });
    await enter(browser, "Gus", await makeLink({ document: other }));
    expect((await browser.get(`/api/documents/${other}`)).status).toBe(200);
    await browser.delete("/api/session");
    expect((await browser.get(`/api/documents/${other}`)).status).toBe(403);
  });

  it("what a guest came by is a member's only while the browser is that guest's", async () => {
    const other = await makeDocument("Another");
    const browser = server.browser();
    await enter(browser, "Gus");
    await browser.post("/api/session", { email: ben.email, password });
    await enter(browser, "Ben", await makeLink({ document: other }));
    const statuses = async () => [
      (await browser.get(`/api/documents/${id}`)).status,
      (await browser.get(`/api/documents/${other}`)).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    browser.cookies.delete("quire-visit");
    expect(await statuses()).toEqual([403, 200]);
  });

  it("a member has what they came by there, and what the guest did since, when they sign in again", async () => {
    const other = await makeDocument("Another");
    const browser = server.browser();
    await browser.post("/api/session", { email: ben.email, password });
    await enter(browser, "Ben", await makeLink({ document: other }));
    await browser.delete("/api/session");
    expect((await browser.get(`/api/documents/${other}`)).status).toBe(401);
    await enter(browser, "Gus");
    await browser.post("/api/session", { email: ben.email, password });
    for (const at of [id, other]) expect((await browser.get(`/api/documents/${at}`)).status).toBe(200);
    await expectOwn(browser, ben.id);
  });

  it("a member who comes by a link in a browser without a guest leaves it to nobody", async () => {
    const browser = server.browser();
    await browser.post("/api/session", { email: ben.email, password });
    await enter(browser, "Gus", await makeLink());
    await browser.delete("/api/session");
    expect(newPageOf(browser)).toBe(nobodysPage);
    expect((await browser.get("/api/me")).status).toBe(401);
  });
});
