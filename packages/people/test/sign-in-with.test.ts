import type { SignInState } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import type { ProviderSettings } from "../src/index.ts";
import { type PeopleServerOptions, startPeople } from "./people-server.ts";
import { accountOf } from "./provider-servers.ts";
import { comeBack, quireUrl, setOut, signInThere } from "./provider-trip.ts";
import { type Accounts, startRealProvider } from "./real-provider.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const ada = { name: "Ada Lovelace", email: "ada@example.com", email_verified: true };

async function start(
  accounts: Accounts,
  given: Partial<ProviderSettings> = {},
  options: PeopleServerOptions = {},
) {
  const provider = await startRealProvider(accounts, given);
  undo.push(() => provider.close());
  const server = await startPeople({ url: quireUrl, providers: [provider.settings], ...options });
  undo.push(() => server.remove());
  await server.owner();
  return { provider, server };
}

describe("signing in with another server", () => {
  it("SH-6 OIDC with PKCE: somebody new comes in by oidc-provider, and is the same person the next time", async () => {
    const { server } = await start({ ada });
    const browser = server.browser();
    const before = await browser.get<SignInState>("/api/session");
    expect(before.body.providers).toEqual([{ id: "idp", name: "Example" }]);
    const there = await setOut(browser, "idp", "?returnTo=/account");
    expect(there.searchParams.get("code_challenge_method")).toBe("S256");
    expect(there.searchParams.get("code_challenge")).toMatch(/^[\w-]{43}$/);
    expect(await comeBack(browser, await signInThere(there, "ada"))).toBe("/account");
    const { body } = await browser.get<SignInState>("/api/session");
    expect(body.account).toMatchObject({
      person: { name: "Ada Lovelace" },
      email: "ada@example.com",
      standing: "member",
      hasPassword: false,
    });
    const again = server.browser();
    expect(await comeBack(again, await signInThere(await setOut(again), "ada"))).toBe("/");
    expect((await again.get<SignInState>("/api/session")).body.account).toEqual(body.account);
    expect(server.log.join("")).not.toMatch(/secret|ada@/i);
  });

  it("SH-6 takes the groups that oidc-provider tells for a scope of theirs", async () => {
    const { server } = await start(
      { ada: { ...ada, groups: ["/it", "/all"] } },
      { scopes: ["openid", "email", "profile", "groups"], groups: new Map([["/it", "Technicians"]]) },
    );
    const browser = server.browser();
    expect(await comeBack(browser, await signInThere(await setOut(browser), "ada"))).toBe("/");
    const [group] = [...server.people.store.groups.getRange()];
    const me = await accountOf(browser);
    expect(group?.value).toMatchObject({ name: "Technicians", members: [me?.person.id] });
  });

  it("SH-6 comes back from who said no at oidc-provider, and from a secret that it does not know", async () => {
    const { provider, server } = await start({ ada });
    const browser = server.browser();
    expect(await comeBack(browser, await signInThere(await setOut(browser), undefined))).toBe(
      "/sign-in?problem=provider-cancelled",
    );
    const settings = { ...provider.settings, clientSecret: "wrong" };
    const other = await startPeople({ url: quireUrl, providers: [settings] });
    undo.push(() => other.remove());
    await other.owner();
    const there = other.browser();
    expect(await comeBack(there, await signInThere(await setOut(there), "ada"))).toBe(
      "/sign-in?problem=provider-failed",
    );
    expect(other.log.join("")).toContain("CHALLENGE, 401");
    expect(await accountOf(there)).toBeNull();
  });
});
