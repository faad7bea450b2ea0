import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { Said } from "../../../trouble/fake-provider.ts";
import { startPeople } from "./people-server.ts";
import { accountOf, signInBy, startWithFake, whenOver } from "./provider-servers.ts";
import { settingsOf } from "./provider-settings.ts";
import { comeBack, quireUrl, setOut, visit } from "./provider-trip.ts";

const down = "/sign-in?problem=provider-down";
const failed = "/sign-in?problem=provider-failed";
/** What answers at all has all the time that it takes on a busy machine. */
const patience = { providerPatienceMs: 1_500 };

const json = (body: unknown, status = 200): Said => ({ status, body: JSON.stringify(body) });
const huge = JSON.stringify({ issuer: "a".repeat(2 * 1024 * 1024) });

/** What a provider may answer that is of no use, whatever was asked. */
const useless: [string, Said][] = [
  ["500", json({}, 500)],
  ["a page", { status: 200, type: "text/html", body: "<h1>Sign in</h1>" }],
  ["nothing", { status: 200, body: "" }],
  ["what is no JSON", { status: 200, body: '{"access_token": "canary' }],
  ["null", json(null)],
  ["a list", json([])],
  ["two megabytes", { status: 200, body: huge }],
  ["a redirect to itself", { status: 302, headers: { location: "?" }, body: "" }],
  ["a redirect to elsewhere", { status: 307, headers: { location: "http://127.0.0.1:1/" }, body: "" }],
];

describe("B77 a provider that is down keeps nobody else out, and is asked again:", () => {
  it.each<[string, Said]>([...useless, ["silence", "silence"]])(
    "about itself it answers %s",
    async (_, said) => {
      const { fake, server } = await startWithFake({}, said === "silence" ? patience : {});
      fake.instead = (path) => (path.startsWith("/.well-known") ? said : undefined);
      const browser = server.browser();
      expect((await visit(browser, "/api/session/providers/idp")).headers.get("location")).toBe(down);
      expect(browser.cookies.size).toBe(0);
      expect((await browser.get("/api/session")).status).toBe(200);
      fake.instead = () => undefined;
      expect(await signInBy(fake, browser)).toBe("/");
    },
  );

  it("nobody listens at its address", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const issuer = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await new Promise((resolve) => silent.close(resolve));
    const server = await startPeople({ url: quireUrl, providers: [settingsOf(issuer)] });
    whenOver(() => server.remove());
    expect((await visit(server.browser(), "/api/session/providers/idp")).headers.get("location")).toBe(down);
    expect(server.log.join("")).toContain("ECONNREFUSED");
  });

  it("a hundred who ask at once ask it once", async () => {
    const { fake, server } = await startWithFake();
    await Promise.all(Array.from({ length: 100 }, () => setOut(server.browser())));
    expect(fake.asked.get("/.well-known/openid-configuration")).toBe(1);
    server.clock.now += 60 * 60_000;
    await setOut(server.browser());
    expect(fake.asked.get("/.well-known/openid-configuration")).toBe(2);
  });

  it("threat A6 it says to be another issuer", async () => {
    const { fake, server } = await startWithFake();
    for (const issuer of ["https://accounts.google.com", `${fake.issuer}/evil`, "", 1, undefined]) {
      fake.instead = (path, honest) =>
        path.startsWith("/.well-known") ? json({ ...(honest as object), issuer }) : undefined;
      const { headers } = await visit(server.browser(), "/api/session/providers/idp");
      expect(headers.get("location")).toMatch(/^\/sign-in\?problem=provider-(down|failed)$/);
    }
  });

  it("threat A20 it says that its pages are at an address that is none of the web", async () => {
    const { fake, server } = await startWithFake();
    for (const page of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/authorize", 1]) {
      fake.instead = (path, honest) =>
        path.startsWith("/.well-known")
          ? json({ ...(honest as object), authorization_endpoint: page })
          : undefined;
      server.clock.now += 60 * 60_000;
      const { headers } = await visit(server.browser(), "/api/session/providers/idp");
      expect(headers.get("location")).toBe(failed);
    }
  });
});

describe("B71 a provider that brings nobody in, when somebody comes back:", () => {
  const askedThere = ["/token", "/keys"].flatMap((path) =>
    useless.map(([name, said]) => [path, name, said] as const),
  );

  it.each(askedThere)("at %s it answers %s", async (path, _, said) => {
    const { fake, server } = await startWithFake({}, patience);
    fake.instead = (asked) => (asked === path ? said : undefined);
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe(failed);
    expect(await accountOf(browser)).toBeNull();
    expect(server.log.join("")).not.toContain("canary");
    fake.instead = () => undefined;
    expect(await signInBy(fake, browser)).toBe("/");
  });

  it.each(["/token", "/keys"])("at %s it answers nothing at all", async (path) => {
    const { fake, server } = await startWithFake({}, patience);
    const browser = server.browser();
    const back = fake.signIn(await setOut(browser));
    fake.instead = (asked) => (asked === path ? "silence" : undefined);
    expect(await comeBack(browser, back)).toBe(down);
    expect(await accountOf(browser)).toBeNull();
  });

  it.each<[string, unknown]>([
    ["no ID token", { id_token: undefined }],
    ["an ID token that is a number", { id_token: 1 }],
    ["no access token", { access_token: undefined }],
    ["a type of token that nobody knows", { token_type: "mac" }],
  ])("at /token it answers with %s", async (_, changed) => {
    const { fake, server } = await startWithFake();
    fake.instead = (path, honest) =>
      path === "/token" ? json({ ...(honest as object), ...(changed as object) }) : undefined;
    expect(await signInBy(fake, server.browser())).toBe(failed);
  });
});
