import type { AuditAction, AuditPage, DocumentAccess, DocumentSummary } from "@quire/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

const hourMs = 60 * 60_000;

let server: PeopleServer;
let owner: Member;
let documentId: string;

beforeEach(async () => {
  server = await startPeople();
  owner = await server.owner();
  documentId = (await owner.browser.post<DocumentSummary>("/api/documents", {})).body.id;
});

afterEach(() => server.remove());

/** What the log says of one thing, the oldest first. */
async function logged(action: string): Promise<AuditPage["entries"]> {
  const { body } = await owner.browser.get<AuditPage>(`/api/audit?action=${action}&limit=200`);
  return body.entries.toReversed();
}

/** Comes in by the link, as a page does that is loaded again and again: a second apart. */
async function enter(browser: Browser, token: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    server.clock.now += 1_000;
    expect((await browser.post("/api/links/enter", { token, name: "Gus" })).status).toBe(200);
  }
}

test("B180 what is changed about rights is refused beyond three hundred an hour by one person, and nothing of it is left out", async () => {
  const { id: mo } = await server.member("Mo");
  const links = `/api/documents/${documentId}/access/links`;
  const share = (role: string) =>
    owner.browser.put(`/api/documents/${documentId}/access/people/${mo}`, { role });
  for (let n = 0; n < 298; n++) expect((await share(n % 2 === 0 ? "view" : "edit")).status).toBe(200);
  const made = await owner.browser.post<DocumentAccess>(links, { role: "view" });
  const link = `${links}/${made.body.links[0]!.id}`;
  // What came to nothing is not counted.
  expect((await owner.browser.delete(`${links}/nothing-of-this`)).status).toBe(404);
  expect((await owner.browser.patch(link, { role: "edit" })).status).toBe(200);
  const before = (await owner.browser.get<DocumentAccess>(`/api/documents/${documentId}/access`)).body;
  const message =
    "You may change people, rights and tokens, and move documents, 300 times an hour. Wait 12 seconds, and go on.";
  for (const refused of [await share("own"), await owner.browser.delete(link)]) {
    expect(refused).toMatchObject({ status: 429, body: { code: "QUIRE_ERR_TOO_MANY_CHANGES", message } });
    expect(refused.headers.get("retry-after")).toBe("12");
  }
  const { body } = await owner.browser.get<DocumentAccess>(`/api/documents/${documentId}/access`);
  expect(body).toEqual(before);
  server.clock.now += hourMs / 300;
  expect((await owner.browser.delete(link)).status).toBe(200);
  const counts = await Promise.all(["share", "link-make", "link-change", "link-end"].map(logged));
  expect(counts.slice(1).map(({ length }) => length)).toEqual([1, 1, 1]);
  const { body: first } = await owner.browser.get<AuditPage>("/api/audit?action=share&limit=200");
  const { body: rest } = await owner.browser.get<AuditPage>(
    `/api/audit?action=share&limit=200&cursor=${first.next}`,
  );
  expect(first.entries.length + rest.entries.length).toBe(298);
});

test("B180 how many an hour is a setting, and what is refused names it and when to go on", async () => {
  const few = await startPeople({ changesPerHour: 3 });
  const { browser } = await few.owner();
  const invite = () => browser.post<{ message: string }>("/api/invitations", { standing: "member" });
  expect([await invite(), await invite(), await invite()].map(({ status }) => status)).toEqual([
    201, 201, 201,
  ]);
  const refused = await invite();
  expect(refused.status).toBe(429);
  expect(refused.body.message).toContain("3 times an hour. Wait 1200 seconds");
  few.clock.now += 1_000 * Number(refused.headers.get("retry-after"));
  expect((await invite()).status).toBe(201);
  await few.remove();
});

test("B224 a move is one of the changes that are counted, and what is refused is where it was", async () => {
  const few = await startPeople({ changesPerHour: 2 });
  const { browser } = await few.owner();
  const create = async () => (await browser.post<DocumentSummary>("/api/documents", {})).body.id;
  const [id, place] = [await create(), await create()];
  const move = async (parentId: string | null) =>
    (await browser.put(`/api/documents/${id}/parent`, { parentId })).status;
  // What is there already is no move.
  expect([await move(place), await move(place), await move(null), await move(place)]).toEqual([
    200, 200, 200, 429,
  ]);
  expect((await browser.get<DocumentSummary>(`/api/documents/${id}`)).body.parentId).toBeNull();
  few.clock.now += hourMs / 2;
  expect(await move(place)).toBe(200);
  await few.remove();
});

/** What else is one person's change, each asked for by an owner of the server about somebody. */
const changes: readonly (readonly [what: string, ask: (browser: Browser, id: string) => Promise<object>])[] =
  [
    ["a group that is made", (browser) => browser.post("/api/groups", { name: "Team", members: [] })],
    ["a group", (browser, id) => browser.put("/api/groups/none", { name: "Team", members: [id] })],
    ["a group's end", (browser) => browser.delete("/api/groups/none")],
    ["what somebody is", (browser, id) => browser.patch(`/api/people/${id}`, { isDisabled: true })],
    ["another's address", (browser, id) => browser.patch(`/api/people/${id}`, { email: "m@example.org" })],
    ["another's account", (browser, id) => browser.delete(`/api/people/${id}`, { password })],
    ["another's password", (browser, id) => browser.post(`/api/people/${id}/password-link`, {})],
    ["an invitation", (browser) => browser.post("/api/invitations", { standing: "member" })],
    ["an invitation's end", (browser) => browser.delete("/api/invitations/none")],
    ["a token", (browser) => browser.post("/api/account/tokens", { name: "Backup", scope: "read" })],
    ["the name of a passkey", (browser) => browser.patch("/api/account/passkeys/none", { name: "Phone" })],
  ];

test("B180 groups, accounts, invitations, tokens and the names of passkeys are refused likewise, and are as they were", async () => {
  const { id } = await server.member("Mo");
  const entries = async () => (await owner.browser.get<AuditPage>("/api/audit?limit=200")).body.entries;
  const before = await entries();
  for (let n = 0; n < 300; n++) server.people.limits.changes.take(owner.id);
  for (const [what, ask] of changes) {
    const refused = { status: 429, body: { code: "QUIRE_ERR_TOO_MANY_CHANGES" } };
    expect([what, await ask(owner.browser, id)]).toMatchObject([what, refused]);
  }
  expect(await entries()).toEqual(before);
});

/** What has been put down for them this hour, so that the test does not take it: as much as is put down, but five. */
async function nearly(action: AuditAction, personId: string | null, into?: string): Promise<void> {
  const { audit, store } = server.people;
  const entry = { action, personId, name: "Earlier", address: "127.0.0.1", subject: "earlier" };
  await store.write(() => {
    for (let n = 0; n < 295; n++) audit.add({ ...entry, ...(into !== undefined && { documentId: into }) });
  });
}

test("B181 who comes in by links over and over takes three hundred entries an hour, and one that counts the rest", async () => {
  const made = await owner.browser.post<DocumentAccess>(`/api/documents/${documentId}/access/links`, {
    role: "view",
  });
  const { id, token } = made.body.links[0]!;
  const mo = await server.member("Mo");
  await nearly("link-enter", mo.id, documentId);
  await enter(mo.browser, token, 15);
  const members = (await logged("link-enter")).slice(-6);
  await nearly("link-enter", null, documentId);
  // Guests of one address count together, however many they say they are.
  for (let n = 0; n < 15; n++) await enter(server.browser(), token, 1);
  const guests = (await logged("link-enter")).slice(-6);
  const subject = `link ${id} view`;
  for (const [whose, personId] of [[members, mo.id] as const, [guests, null] as const]) {
    for (const entry of whose.slice(0, 5)) expect(entry).toMatchObject({ personId, subject, documentId });
    expect(whose[5]).toMatchObject({
      personId,
      subject: "10 more times within the hour",
      documentId,
      address: "127.0.0.1",
    });
  }
  expect([members[5]?.name, guests[5]?.name]).toEqual(["Mo", null]);
  server.clock.now += hourMs;
  await enter(mo.browser, token, 1);
  expect((await logged("link-enter")).at(-1)).toMatchObject({ personId: mo.id, subject });
});

test("B181 who signs in and out over and over does so as well", async () => {
  const { email, id } = owner;
  const browser = server.browser();
  for (const action of ["sign-in", "sign-out"] as const) await nearly(action, id);
  for (let n = 0; n < 7; n++) {
    expect((await browser.post("/api/session", { email, password })).status).toBe(200);
    await browser.delete("/api/session");
  }
  // Making the account was a sign-in as well.
  for (const [action, more] of [["sign-in", "3 more times"] as const, ["sign-out", "2 more times"] as const])
    expect((await logged(action)).at(-1)?.subject).toBe(`${more} within the hour`);
});

test("B183 whom an owner made a link for a new password, or gave an address, is in the log whatever was put down before", async () => {
  const { id: mo } = await server.member("Mo");
  for (const action of ["password-change", "email-change"] as const)
    for (let n = 0; n < 2; n++) await nearly(action, owner.id);
  expect((await owner.browser.post(`/api/people/${mo}/password-link`, {})).status).toBe(201);
  const email = "another@example.org";
  expect((await owner.browser.patch(`/api/people/${mo}`, { email })).status).toBe(200);
  expect((await logged("password-change")).at(-1)).toMatchObject({
    personId: owner.id,
    subject: `${mo} link`,
  });
  expect((await logged("email-change")).at(-1)).toMatchObject({ personId: owner.id, subject: mo });
});
