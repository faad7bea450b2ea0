import type { Account, SignInState } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { type PeopleServerOptions, password, startPeople } from "./people-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: PeopleServerOptions = {}) {
  const server = await startPeople(options);
  undo.push(() => server.remove());
  return server;
}

describe("signing in", () => {
  it("is by e-mail address, in any case, and password", async () => {
    const server = await start();
    const { email } = await server.owner();
    const browser = server.browser();
    const answer = await browser.post<Account>("/api/session", { email: email.toUpperCase(), password });
    expect(answer).toMatchObject({ status: 200, body: { email, standing: "owner" } });
    const state = await browser.get<SignInState>("/api/session");
    expect(state.body).toMatchObject({ isNew: false, account: answer.body });
    expect((await browser.delete("/api/session")).status).toBe(204);
    expect((await browser.get<SignInState>("/api/session")).body.account).toBeNull();
  });

  it("threat D23 tells the pages in a cookie whose session it is, and takes that back with it", async () => {
    const server = await start();
    const owner = await server.owner();
    const { id } = owner;
    const browser = server.browser();
    await browser.post("/api/session", { email: owner.email, password });
    expect(browser.cookies.get("quire-person")).toBe(id);
    const said = browser.setCookies.find((cookie) => cookie.startsWith("quire-person="));
    expect(said).toMatch(/; SameSite=Lax/);
    expect(said).not.toMatch(/HttpOnly/i);
    await browser.delete("/api/session");
    expect([...browser.cookies.keys()]).toEqual([]);
    // It is nobody's word but the server's: no request is believed for it.
    browser.cookies.set("quire-person", id);
    expect((await browser.get("/api/me")).status).toBe(401);
  });
});
