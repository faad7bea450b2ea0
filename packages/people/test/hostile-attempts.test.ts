import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import { startFakeProvider } from "./fake-provider.ts";
import { startPeople } from "./people-server.ts";
import { accountOf, signInBy, startWithFake, whenOver } from "./provider-servers.ts";
import { comeBack, quireUrl, setOut, visit } from "./provider-trip.ts";

const over = "/sign-in?problem=attempt-over";

function changed(back: URL, parameters: Record<string, string | null>): URL {
  const other = new URL(back);
  for (const [name, value] of Object.entries(parameters))
    if (value === null) other.searchParams.delete(name);
    else other.searchParams.set(name, value);
  return other;
}

function cookieOf(browser: Browser): string {
  return browser.cookies.get("__Host-quire-attempt") ?? "";
}

describe("threat A20 somebody who comes back", () => {
  it.each<[string, Record<string, string | null>]>([
    ["with another state", { state: "another" }],
    ["with an empty state", { state: "" }],
    ["without a state", { state: null }],
  ])("%s is not let in, and can come back with their own", async (_, parameters) => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    expect(await comeBack(browser, changed(back, parameters))).toBe(over);
    expect(await accountOf(browser)).toBeNull();
    expect(fake.asked.get("/token")).toBeUndefined();
    expect(await comeBack(browser, back)).toBe("/");
  });

  it("by an address that somebody else set out for (login CSRF) is not signed in as them", async () => {
    const { fake, server } = await startWithFake();
    const thief = fake.signIn(await setOut(server.browser()));
    const nobody = server.browser();
    expect(await comeBack(nobody, thief)).toBe(over);
    const victim = server.browser();
    await setOut(victim);
    expect(await comeBack(victim, thief)).toBe(over);
    expect([await accountOf(nobody), await accountOf(victim)]).toEqual([null, null]);
  });

  it("a second time, with all cookies as they were, is not let in again", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    const copy = browser.copy();
    expect(await comeBack(browser, back)).toBe("/");
    expect(await comeBack(copy, back)).toBe(over);
    expect(await accountOf(copy)).toBeNull();
    expect(await comeBack(browser, back)).toBe(over);
  });

  it("B70 a hundred times at once is let in once", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    const copies = Array.from({ length: 100 }, () => browser.copy());
    const pages = await Promise.all(copies.map((copy) => comeBack(copy, back)));
    expect(pages.filter((page) => page === "/")).toHaveLength(1);
    expect(fake.asked.get("/token")).toBe(1);
  });

  it("to no effect too often is told to wait a minute, while who is let in does not count", async () => {
    const { fake, server } = await startWithFake();
    for (let n = 0; n < 5; n++) expect(await signInBy(fake, server.browser())).toBe("/");
    const junk = async () => comeBack(browser, changed(fake.signIn(await setOut(browser)), { code: "junk" }));
    const browser = server.browser();
    for (let n = 0; n < 120; n++) expect(await junk()).toBe("/sign-in?problem=provider-failed");
    expect(await junk()).toBe("/sign-in?problem=too-often");
    expect(fake.asked.get("/token")).toBe(125);
    server.clock.now += 60_000;
    expect(await signInBy(fake, browser)).toBe("/");
  });

  it("with a code that was used, or is another's, is not let in: PKCE binds it to who set out", async () => {
    const { fake, server } = await startWithFake();
    const stolen = fake.signIn(await setOut(server.browser())).searchParams.get("code");
    const thief = server.browser();
    const back = fake.signIn(await setOut(thief));
    expect(await comeBack(thief, changed(back, { code: stolen }))).toBe("/sign-in?problem=provider-failed");
    const again = server.browser();
    const used = fake.signIn(await setOut(again));
    expect(await comeBack(again, used)).toBe("/");
    const other = fake.signIn(await setOut(again));
    const replay = changed(other, { code: used.searchParams.get("code") });
    expect(await comeBack(again, replay)).toBe("/sign-in?problem=provider-failed");
  });

  it("after ten minutes is told to begin anew", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    server.clock.now += 10 * 60_000;
    expect(await comeBack(browser, back)).toBe(over);
  });

  it("after a restart of the server is told to begin anew", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    await server.restart();
    expect(await comeBack(browser, back)).toBe(over);
  });

  it("with a cookie that was made up, cut or changed is not let in", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    const cookie = cookieOf(browser);
    const seal = Buffer.from(cookie, "base64url");
    const flipped = Array.from(seal.keys(), (index) => {
      const bytes = Buffer.from(seal);
      bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
      return bytes.toString("base64url");
    });
    const cuts = [0, 1, 11, 12, 27, 28, 29, seal.length - 1].map((end) => seal.toString("base64url", 0, end));
    const others = [randomBytes(400).toString("base64url"), "{}", "..", "%", "A".repeat(4_000)];
    for (const value of [...flipped, ...cuts, ...others]) {
      browser.cookies.set("__Host-quire-attempt", value);
      expect(await comeBack(browser, back)).toBe(over);
    }
    browser.cookies.set("__Host-quire-attempt", cookie);
    expect(await comeBack(browser, back)).toBe("/");
  });

  it.each<[string, Record<string, string | null>]>([
    ["another iss", { iss: "https://accounts.google.com" }],
    ["no iss where the provider promised one", { iss: null }],
    ["no code", { code: null }],
  ])("with %s is not let in", async (_, parameters) => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    expect(await comeBack(browser, changed(back, parameters))).toBe("/sign-in?problem=provider-failed");
    expect(fake.asked.get("/token")).toBeUndefined();
  });

  it("with parameters that are there twice is not let in", async () => {
    const { fake, server } = await startWithFake();
    for (const name of ["state", "code", "iss"]) {
      const browser = server.browser();
      const back = fake.signIn(await setOut(browser));
      back.searchParams.append(name, back.searchParams.get(name) ?? "");
      expect(await comeBack(browser, back)).toBe("/sign-in?problem=provider-failed");
      expect(await accountOf(browser)).toBeNull();
    }
  });

  it("who said no there is told so", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    const no = { code: null, error: "access_denied", error_description: "<b>no</b>\r\nx: y" };
    expect(await comeBack(browser, changed(back, no))).toBe("/sign-in?problem=provider-cancelled");
  });
});

describe("threat A20 two providers", () => {
  it("cannot be taken for each other (mix-up): neither path nor issuer of one goes with the other's attempt", async () => {
    const one = await startFakeProvider({ id: "one" });
    const two = await startFakeProvider({ id: "two" });
    for (const fake of [one, two]) whenOver(() => fake.close());
    const server = await startPeople({ url: quireUrl, providers: [one.settings, two.settings] });
    whenOver(() => server.remove());
    await server.owner();
    const browser = server.browser();
    const atTwo = two.signIn(await setOut(browser, "one"));
    expect(atTwo.pathname).toBe("/api/session/providers/one/callback");
    expect(await comeBack(browser, atTwo)).toBe("/sign-in?problem=provider-failed");
    expect([one.asked.get("/token"), two.asked.get("/token")]).toEqual([undefined, undefined]);
    const atOne = one.signIn(await setOut(browser, "one"));
    atOne.pathname = "/api/session/providers/two/callback";
    expect(await comeBack(browser, atOne)).toBe(over);
    expect(await signInBy(one, browser)).toBe("/");
    const first = await accountOf(browser);
    two.person = { ...two.person, email: "another@example.com" };
    expect(await signInBy(two, browser)).toBe("/");
    expect((await accountOf(browser))?.person.id).not.toBe(first?.person.id);
  });
});

describe("threat A20 the way back", () => {
  it.each([
    ["/"],
    ["/account"],
    ["/d/AAAAAAAAAAAAAAAA"],
    ["/d/AAAAAAAAAAAAAAAA#block-1"],
    [`/s/${"a".repeat(43)}`],
  ])("goes on to %s", async (page) => {
    const { fake, server } = await startWithFake();
    expect(await signInBy(fake, server.browser(), `?returnTo=${encodeURIComponent(page)}`)).toBe(page);
  });

  it("is not lost where somebody is not let in at first", async () => {
    const { fake, server } = await startWithFake();
    fake.person = { ...fake.person, email_verified: false };
    expect(await signInBy(fake, server.browser(), "?returnTo=/d/AAAAAAAAAAAAAAAA")).toBe(
      "/sign-in?problem=email-unverified&returnTo=%2Fd%2FAAAAAAAAAAAAAAAA",
    );
  });

  it("goes nowhere else", async () => {
    const { fake, server } = await startWithFake();
    const elsewhere = [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "/%2f/evil.example",
      "javascript:alert(1)",
      "/d/../../evil",
      "/d/AAAAAAAAAAAAAAAA\r\nSet-Cookie: a=b",
      "/d/AAAAAAAAAAAAAAAA/../x",
      "/d/AAAAAAAAAAAAAAAA?x=//evil",
      "/d/AAAAAAAAAAAAAAAA#//evil.example",
      "/d/AAAAAAAAAAAAAAA#AAAAAAAAAAAA",
      "/account/",
      "/account\n",
      "/Account",
      "/api/session/providers/idp",
      "account",
      "",
      " /",
      "/s/short",
      "https://docs.example.org/account",
      "/@evil.example",
      ".evil.example",
    ];
    for (const page of elsewhere)
      expect(await signInBy(fake, server.browser(), `?returnTo=${encodeURIComponent(page)}`)).toBe("/");
  });

  it("is no matter of a query that is long, there twice or unknown", async () => {
    const { server } = await startWithFake();
    for (const query of [
      `returnTo=/${"a".repeat(3_000)}`,
      "returnTo=/account&returnTo=//evil",
      "next=//evil",
    ]) {
      const answer = await visit(server.browser(), `/api/session/providers/idp?${query}`);
      expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
    }
  });

  it("to a provider that is not there goes to the page that says so", async () => {
    const { server } = await startWithFake();
    for (const id of ["other", "__proto__", "constructor", "%00", "..%2f", "%F0%9F%98%80"])
      for (const path of ["", "/callback?code=a&state=b"]) {
        const answer = await visit(server.browser(), `/api/session/providers/${id}${path}`);
        expect(answer.headers.get("location")).toBe("/sign-in?problem=provider-unknown");
      }
  });
});

describe("threat A19 the cookie of an attempt", () => {
  it("is the host's, of no script's concern, of this site's and of its links, and goes when it was used", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const [set = "", gone = ""] = browser.setCookies.filter((cookie) => cookie.includes("quire-attempt"));
    expect(set).toMatch(
      /^__Host-quire-attempt=[\w-]{200,1500}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(gone).toMatch(/^__Host-quire-attempt=; /);
    expect(browser.cookies.has("__Host-quire-attempt")).toBe(false);
  });
});

describe("threat A15 a session", () => {
  it("begins anew with signing in by a provider: the one that was there before is over", async () => {
    const { fake, server } = await startWithFake();
    const { browser } = await server.member("Mia");
    const old = browser.copy();
    expect(await signInBy(fake, browser)).toBe("/");
    expect(browser.cookies).not.toEqual(old.cookies);
    expect((await accountOf(browser))?.email).toBe("ada@example.com");
    expect(await accountOf(old)).toBeNull();
  });
});
