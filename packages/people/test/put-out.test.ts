import type {
  DocumentAccess,
  DocumentSummary,
  SecondFactorOffer,
  SessionList,
  SignInState,
} from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeAt, fromBase32 } from "../src/sign-in/totp.ts";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

const dayMs = 24 * 60 * 60_000;

describe("who is put out", () => {
  let server: PeopleServer;
  let olga: Member;
  let mo: Member;

  beforeEach(async () => {
    server = await startPeople();
    olga = await server.owner();
    mo = await server.member("Mo");
  });
  afterEach(() => server.remove());

  const told = async (browser: Browser) => (await browser.get<SignInState>("/api/session")).body.putOutBy;
  async function elsewhere(): Promise<Browser> {
    const browser = server.browser();
    await browser.post("/api/session", { email: mo.email, password });
    return browser;
  }

  /** Has codes of an app asked for from now on, which that browser stays signed in through. */
  async function turnOnSecondFactor(browser: Browser): Promise<{ readonly status: number }> {
    const path = "/api/account/second-factor";
    const { body } = await browser.post<SecondFactorOffer>(path, { password });
    const code = codeAt(fromBase32(body.secret), Math.floor(server.clock.now / 30_000));
    const answer = await browser.put(path, { code });
    expect(await told(browser)).toBeUndefined();
    return answer;
  }

  it.each<[by: string, put: (other: Browser) => Promise<{ readonly status: number }>]>([
    ["elsewhere", (other) => other.delete("/api/account/sessions")],
    [
      "elsewhere",
      async (other) => {
        const { body } = await other.get<SessionList>("/api/account/sessions");
        return await other.delete(`/api/account/sessions/${body.sessions.find((one) => !one.isThis)?.id}`);
      },
    ],
    [
      "password",
      (other) => other.put("/api/account/password", { current: password, password: `another ${password}` }),
    ],
    ["second-factor", turnOnSecondFactor],
    ["owner", () => olga.browser.patch(`/api/people/${mo.id}`, { standing: "owner" })],
    ["shut-out", () => olga.browser.patch(`/api/people/${mo.id}`, { isDisabled: true })],
    ["deleted", () => olga.browser.delete(`/api/people/${mo.id}`, { password })],
  ])("B135 is told why by the cookie that was theirs, and nobody else is: %s", async (by, put) => {
    const other = await elsewhere();
    expect(await told(mo.browser)).toBeUndefined();
    expect((await put(other)).status).toBeLessThan(300);
    expect(await told(mo.browser)).toBe(by);
    expect(await told(server.browser())).toBeUndefined();
    // It stands there no longer than a session does, and is over for who signs in again, or out.
    server.clock.now += 30 * dayMs;
    await server.restart();
    await expect.poll(() => told(mo.browser)).toBeUndefined();
  });

  it("B135 is not told it any more once they have signed in again, or have signed out themselves", async () => {
    const other = await elsewhere();
    await other.delete("/api/account/sessions");
    await mo.browser.post("/api/session", { email: mo.email, password });
    expect(await told(mo.browser)).toBeUndefined();
    await mo.browser.delete("/api/session");
    expect(await told(mo.browser)).toBeUndefined();
    await mo.browser.delete("/api/session");
    expect(await told(other)).toBeUndefined();
  });

  it("B135 is told it as the guest of a link that was switched off", async () => {
    const { id } = (await olga.browser.post<DocumentSummary>("/api/documents", {})).body;
    const links = `/api/documents/${id}/access/links`;
    const { body } = await olga.browser.post<DocumentAccess>(links, { role: "view" });
    const gus = server.browser();
    await gus.post("/api/links/enter", { token: body.links[0]!.token, name: "Gus" });
    expect(await told(gus)).toBeUndefined();
    await olga.browser.delete(`${links}/${body.links[0]!.id}`);
    expect(await told(gus)).toBe("link-over");
  });
});
