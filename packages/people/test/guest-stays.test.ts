import {
  type DocumentAccess,
  type DocumentSummary,
  type LinkAccess,
  type Me,
  pageOwnerHeader,
  type ShareLookedAt,
} from "@quire/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { mostIdle } from "../src/access/visits.ts";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";
import { openSocket } from "./socket.ts";

const dayMs = 24 * 60 * 60_000;

let server: PeopleServer;
let ann: Member;
let path: string;
beforeEach(async () => {
  server = await startPeople();
  ann = await server.member("Ann");
  const { body } = await ann.browser.post<DocumentSummary>("/api/documents", { title: "A plan" });
  path = `/api/documents/${body.id}/access/links`;
});
afterEach(() => server.remove());

async function makeLink(terms: object = {}): Promise<LinkAccess> {
  server.clock.now += 1;
  const { body } = await ann.browser.post<DocumentAccess>(path, { role: "edit", ...terms });
  return body.links.find(({ createdAt }) => createdAt === server.clock.now)!;
}
const end = ({ id }: LinkAccess) => ann.browser.delete(`${path}/${id}`);
const look = async (browser: Browser, { token }: LinkAccess) =>
  (await browser.post<ShareLookedAt>("/api/links/look", { token })).body;
/** Comes by a link. Answers with who they are. */
async function enter(browser: Browser, { token }: LinkAccess, more: object = {}): Promise<string> {
  const said = { token, name: "Gus", ...more };
  expect((await browser.post("/api/links/enter", said)).status).toBe(200);
  return (await browser.get<Me>("/api/me")).body.person.id;
}
/** A browser of a guest, Gus, in which a member, Ben, is signed in and came by a link of their own. */
async function guestAndMember() {
  const links = [await makeLink(), await makeLink()] as const;
  const ben = await server.member("Ben");
  const browser = server.browser();
  const gus = await enter(browser, links[0]);
  await browser.post("/api/session", { email: ben.email, password });
  expect(await enter(browser, links[1])).toBe(ben.id);
  return { browser, gus, ben, links };
}
const visits = () => Array.from(server.people.store.visits.getRange(), ({ value }) => value);
async function sweep(): Promise<void> {
  await server.people.store.write(() => server.people.links.sweep());
  await server.people.visits.sweep();
}

it.each([
  ["its owner ended", {}, end],
  ["was for a time", { expiresAt: Date.UTC(2100, 0, 1) }, undefined],
])(
  "B117 a guest whose link %s is who they were when they come by another, and opens nothing until then",
  async (_, terms, endIt) => {
    const over = { ...terms, ...("expiresAt" in terms && { expiresAt: server.clock.now + 10_000 }) };
    const link = await makeLink(over);
    const browser = server.browser();
    const gus = await enter(browser, link);
    await endIt?.(link);
    server.clock.now += 20_000;
    await sweep();
    await sweep();
    expect((await browser.get("/api/me")).status).toBe(401);
    expect((await browser.get(path.replace("/access/links", ""))).status).toBe(401);
    expect(await openSocket(browser, `/sync/${path.split("/")[3]}`).closed).toBe(4401);
    expect(await openSocket(browser, "/api/events").closed).toBe(4401);
    expect((await browser.patch("/api/me", { name: "Guz" })).status).toBe(401);
    expect(browser.cookies.get("quire-visitor")).toBe(gus);
    const another = await makeLink();
    expect(await look(browser, another)).toMatchObject({ needsName: true });
    expect((await browser.post("/api/links/enter", { token: another.token })).status).toBe(400);
    const isTheirs = { headers: { [pageOwnerHeader]: gus } };
    const { status } = await browser.post(
      "/api/links/enter",
      { token: another.token, name: "Gus" },
      isTheirs,
    );
    expect(status).toBe(200);
    expect((await browser.get<Me>("/api/me", isTheirs)).body.person).toMatchObject({ id: gus, name: "Gus" });
  },
);

it("B53 of a guest whose links have ended no name is kept, and nothing after 400 days", async () => {
  const link = await makeLink();
  await enter(server.browser(), link);
  await end(link);
  await expect.poll(visits).toMatchObject([{ name: "", links: [] }]);
  server.clock.now += 400 * dayMs;
  await sweep();
  expect(visits()).toEqual([]);
});

it("B53 of a guest who came by several links one number is kept", async () => {
  const links = [await makeLink(), await makeLink(), await makeLink()];
  const browser = server.browser();
  const ids = new Set<string>();
  for (const link of links) {
    ids.add(await enter(browser, link));
    server.clock.now += 1;
  }
  expect([visits().length, ids.size]).toEqual([3, 1]);
  for (const link of links) await end(link);
  await sweep();
  expect(visits()).toMatchObject([{ id: [...ids][0], name: "", links: [] }]);
  expect(await enter(browser, await makeLink())).toBe([...ids][0]);
});

it("B53 a guest who is let in again after a new password gives it, and is who they were", async () => {
  const link = await makeLink();
  const browser = server.browser();
  const gus = await enter(browser, link);
  await ann.browser.patch(`${path}/${link.id}`, { password: "open sesame" });
  await sweep();
  expect(await look(browser, link)).toMatchObject({ needsPassword: true, needsName: true });
  expect((await browser.post("/api/links/enter", { token: link.token, name: "Gus" })).status).toBe(401);
  expect(await enter(browser, link, { password: "open sesame" })).toBe(gus);
});

it("B53 of guests who open nothing only so many are kept, the newest", async () => {
  const { store } = server.people;
  await store.write(() => {
    for (let n = 0; n < mostIdle; n++)
      store.visits.put(`v${n}`, {
        id: `g${n}`,
        personId: null,
        name: "",
        hue: 1,
        links: [],
        createdAt: server.clock.now + n,
      });
  });
  const link = await makeLink();
  server.clock.now += mostIdle;
  const gus = await enter(server.browser(), link);
  await end(link);
  await sweep();
  expect(visits()).toHaveLength(mostIdle);
  expect(visits().some(({ id }) => id === gus)).toBe(true);
  expect(store.visits.get("v0")).toBeUndefined();
});

it("B117 a guest is who they were also when the links of a member who came in their browser have ended", async () => {
  const { browser, gus, links } = await guestAndMember();
  for (const link of links) await end(link);
  await sweep();
  expect(visits()).toMatchObject([{ id: gus, personId: null, name: "", links: [] }]);
  await browser.delete("/api/session");
  expect(browser.cookies.get("quire-visitor")).toBe(gus);
  expect((await browser.get("/api/me")).status).toBe(401);
  expect(await enter(browser, await makeLink())).toBe(gus);
});

it("B117 a guest is who they were when the account is gone of a member who came in their browser", async () => {
  const { browser, gus, ben } = await guestAndMember();
  await browser.delete("/api/session");
  const owner = (await server.owner()).browser;
  expect((await owner.delete(`/api/people/${ben.id}`, { password })).status).toBe(204);
  expect(visits().every(({ personId }) => personId === null)).toBe(true);
  expect((await browser.get<Me>("/api/me")).body.person).toMatchObject({ id: gus, name: "Gus" });
});
