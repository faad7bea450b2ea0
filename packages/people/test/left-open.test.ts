import { type DocumentSummary, pageOwnerHeader, pageOwnerParam, type SignInState } from "@quire/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";
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
