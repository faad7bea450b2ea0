import { describe, expect, it } from "vitest";
import type { Said } from "../../../trouble/fake-provider.ts";
import type { FakeProvider } from "./fake-provider.ts";
import { accountOf, signInBy, startWithFake } from "./provider-servers.ts";

const json = (body: unknown, status = 200): Said => ({ status, body: JSON.stringify(body) });

/** Has the provider tell this at its UserInfo address, and no more than the subject and `token` in its tokens. */
function tellApart(fake: FakeProvider, token: object, said: Said): void {
  fake.person = { sub: "ada", ...token };
  fake.instead = (path, honest) => {
    if (path === "/userinfo") return said;
    if (!path.startsWith("/.well-known")) return undefined;
    return json({ ...(honest as object), userinfo_endpoint: `${fake.issuer}/userinfo` });
  };
}

const ada = { sub: "ada", name: "Ada", email: "ada@example.com", email_verified: true };

describe("B71 what a provider tells beside its token", () => {
  it("counts where the token leaves it out", async () => {
    const groups = new Map([["it", "Technicians"]]);
    const { fake, server } = await startWithFake({ groups });
    tellApart(fake, {}, json({ ...ada, groups: ["it"] }));
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe("/");
    expect(await accountOf(browser)).toMatchObject({ person: { name: "Ada" }, email: ada.email });
    expect([...server.people.store.groups.getRange()].map(({ value }) => value.name)).toEqual([
      "Technicians",
    ]);
  });

  it("does not count where the token says it", async () => {
    const groups = new Map([["it", "Technicians"]]);
    const { fake, server } = await startWithFake({ groups });
    tellApart(fake, { name: "Ada King", groups: [] }, json({ ...ada, groups: ["it"] }));
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe("/");
    expect((await accountOf(browser))?.person.name).toBe("Ada King");
    expect(server.people.store.groups.getKeysCount()).toBe(0);
  });

  it("is not asked for where the token says all", async () => {
    const { fake, server } = await startWithFake();
    tellApart(fake, { ...ada, groups: [] }, json({}, 500));
    expect(await signInBy(fake, server.browser())).toBe("/");
    expect(fake.asked.has("/userinfo")).toBe(false);
  });

  it("threat A7 does not vouch for an address of the token's, nor the token for one of its", async () => {
    const { fake, server } = await startWithFake();
    tellApart(fake, { email: "olga@example.org" }, json(ada));
    expect(await signInBy(fake, server.browser())).toBe("/sign-in?problem=email-unverified");
    tellApart(fake, { email_verified: true }, json({ ...ada, email_verified: undefined }));
    expect(await signInBy(fake, server.browser())).toBe("/sign-in?problem=email-unverified");
  });

  it.each<[string, Said]>([
    ["of somebody else", json({ ...ada, sub: "olga" })],
    ["of nobody", json({ ...ada, sub: undefined })],
    ["of a subject in a list", json({ ...ada, sub: ["ada"] })],
    ["not at all", json({}, 500)],
    ["as a page", { status: 200, type: "text/html", body: "<h1>Ada</h1>" }],
    ["that access is denied", json({ error: "access_denied" }, 403)],
  ])("threat A6 brings nobody in where it tells %s", async (_, said) => {
    const { fake, server } = await startWithFake();
    tellApart(fake, {}, said);
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toMatch(/^\/sign-in\?problem=provider-(failed|cancelled)$/);
    expect(await accountOf(browser)).toBeNull();
  });
});
