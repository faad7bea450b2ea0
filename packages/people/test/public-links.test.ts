import type { AccountExport, DocumentAccess, DocumentId, DocumentList, LinkAccess } from "@quire/protocol";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { newSecret } from "../src/secrets.ts";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";
import { openSocket } from "./socket.ts";

let server: PeopleServer;
let ann: Member;
let bob: Member;
/** Ann's, and below it one more; the address of its public page, and a plain link. */
let above: DocumentId;
let below: DocumentId;
let page: LinkAccess;
let plain: LinkAccess;

beforeAll(async () => {
  server = await startPeople();
  [ann, bob] = [await server.member("Ann"), await server.member("Bob")];
  [above] = [await create({ title: "Shown" })];
  below = await create({ title: "Canary below", parentId: above });
  const links = `/api/documents/${above}/access/links`;
  await ann.browser.post(links, { role: "view", isPublic: true });
  const { body } = await ann.browser.post<DocumentAccess>(links, { role: "edit" });
  page = body.links.find(({ isPublic }) => isPublic)!;
  plain = body.links.find(({ isPublic }) => !isPublic)!;
});
afterAll(() => server.remove());
beforeEach(() => {
  server.clock.now += 60_000;
});

async function create(body: object): Promise<DocumentId> {
  return (await ann.browser.post<{ id: DocumentId }>("/api/documents", body)).body.id;
}
const look = (browser: Browser, token: string) => browser.post("/api/links/look", { token });
const enter = (browser: Browser, token: string) => browser.post("/api/links/enter", { token, name: "Gus" });
const statusOf = async (browser: Browser, id: string) => (await browser.get(`/api/documents/${id}`)).status;
const closing = (browser: Browser, path: string) => openSocket(browser, path).closed;

/** What a browser has that came by the links when public ones still let in: one after the other, as who is signed in or a guest. */
async function cameBy(links: readonly LinkAccess[], member?: Member): Promise<Browser> {
  const { visits, store, links: all } = server.people;
  const browser = member?.browser.copy() ?? server.browser();
  const [cookie, personId] = member === undefined ? ["quire-visit", null] : ["quire-member-visit", member.id];
  await store.write(() => {
    let secret: string | undefined;
    for (const { id } of links) {
      const [, link] = all.ofDocument(above, id)!;
      const before =
        personId === null ? visits.find(secret, undefined) : visits.ofMember(secret, undefined, personId);
      ({ secret } = visits.enter(link, { before, personId, name: "Gus", present: [] }));
    }
    browser.cookies.set(cookie, secret!);
  });
  return browser;
}

it("B227 B67 threat D19 the address of a public page lets nobody in as a guest: it is no link, and is counted as one that never was", async () => {
  const gus = server.browser();
  for (const ask of [look, enter])
    for (const browser of [gus, bob.browser]) {
      const [never, answer] = [await ask(browser, newSecret()), await ask(browser, page.token)];
      expect([answer.status, answer.body]).toEqual([404, never.body]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  expect([...gus.cookies]).toEqual([]);
  for (let n = 8; n < 30; n++) expect((await look(gus, page.token)).status).toBe(404);
  expect([(await look(gus, page.token)).status, (await enter(gus, page.token)).status]).toEqual([429, 429]);
});

it("B227 B67 threat D19 who came in by it before has nothing: what is below, who is there and its lines stay closed", async () => {
  const gus = await cameBy([page]);
  for (const path of ["/api/documents", "/api/me", `/api/documents/${below}/content`])
    expect([path, (await gus.get(path)).status]).toEqual([path, 401]);
  for (const id of [above, below]) {
    expect(await statusOf(gus, id)).toBe(401);
    expect(await closing(gus, `/sync/${id}`)).toBe(4401);
  }
  expect(await closing(gus, "/api/events")).toBe(4401);
  expect((await gus.patch("/api/me", { name: "Guz" })).status).toBe(401);

  const bobs = await cameBy([page], bob);
  expect([await statusOf(bobs, above), await statusOf(bobs, below)]).toEqual([403, 403]);
  expect(await closing(bobs, `/sync/${below}`)).toBe(4403);
  expect((await bobs.get<DocumentList>("/api/documents")).body.documents).toEqual([]);
  const { visits } = (await bobs.get<AccountExport>("/api/account/export")).body;
  expect(visits.flatMap(({ documentIds }) => documentIds)).toEqual([]);
});

it("B227 a plain link beside it lets in as always, also who came by both, and its page is shown to everybody", async () => {
  const gus = server.browser();
  expect((await look(gus, plain.token)).body).toMatchObject({ role: "edit", needsName: true });
  expect((await enter(gus, plain.token)).status).toBe(200);
  expect((await look(gus, page.token)).status).toBe(404);
  const both = await cameBy([plain, page]);
  for (const browser of [gus, both]) expect(await statusOf(browser, below)).toBe(200);
  expect(server.people.publicLink(page.token)?.documentId).toBe(above);
  await ann.browser.delete(`/api/documents/${above}/access/links/${plain.id}`);
  for (const browser of [gus, both]) expect(await statusOf(browser, below)).toBe(401);
  expect(server.people.publicLink(page.token)?.documentId).toBe(above);
  expect(server.people.publicLink(plain.token)).toBeUndefined();
});
