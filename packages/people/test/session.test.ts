import type { Account, SessionList, SignInState } from "@quire/protocol";
import { fail } from "@quire/server";
import { afterEach, describe, expect, it } from "vitest";
import { cookieFault } from "../../../trouble/cookie-fault.ts";
import type { Answer } from "./browser.ts";
import { type PeopleServer, type PeopleServerOptions, password, startPeople } from "./people-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: PeopleServerOptions = {}) {
  const server = await startPeople(options);
  undo.push(() => server.remove());
  return server;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const wrong = "a wrong password of some length";

function isIn({ status, body }: Answer<SignInState>): boolean {
  return status === 200 && body.account !== null;
}

function signIn(server: PeopleServer, email: string, typed: string, address?: string) {
  const browser = server.browser();
  if (address !== undefined) browser.headers["x-forwarded-for"] = address;
  return browser.post<{ code: string }>("/api/session", { email, password: typed });
}

describe("signing in", () => {
  it("is by e-mail address, in any case, and password", async () => {
    const server = await start();
    const { email } = await server.owner();
    const browser = server.browser();
    const answer = await browser.post<Account>("/api/session", { email: email.toUpperCase(), password });
    expect(answer).toMatchObject({ status: 200, body: { email, standing: "owner" } });
    const state = await browser.get<SignInState>("/api/session");
    expect(state.body).toMatchObject({ isNew: false, hasMail: false, account: answer.body });
    expect((await browser.delete("/api/session")).status).toBe(204);
    expect((await browser.get<SignInState>("/api/session")).body.account).toBeNull();
  });

  it("threat A18 says and does the same for a wrong password, nobody, somebody shut out and somebody without one", async () => {
    const server = await start();
    const { people } = server;
    await server.owner();
    const known = await server.member("Ann");
    const shutOut = await server.member("Ben");
    const passwordless = await server.member("Cleo");
    await people.store.write(() => {
      const { store } = people;
      void store.people.put(shutOut.id, { ...store.people.get(shutOut.id)!, disabledAt: 1 });
      void store.people.put(passwordless.id, { ...store.people.get(passwordless.id)!, password: null });
    });
    const emails = [known.email, "nobody@example.org", shutOut.email, passwordless.email];
    const told = new Set<string>();
    for (let n = 0; n < 200; n++) {
      // The right password of who is shut out is no more worth than a wrong one.
      const typed = emails[n % 4] === shutOut.email ? password : wrong;
      const before = people.passwords.made;
      const { status, headers, body } = await signIn(server, emails[n % 4]!, typed);
      expect(people.passwords.made - before).toBe(1);
      told.add(JSON.stringify([status, body, [...headers.keys()].filter((name) => name !== "date")]));
      server.clock.now += 31 * minuteMs;
    }
    expect(told.size).toBe(1);
    expect([...told][0]).toContain("QUIRE_ERR_SIGN_IN_FAILED");
  });

  it("B1 tells nobody whether it was the password, and comes to nothing for who is shut out", async () => {
    const server = await start();
    const { browser: owner } = await server.owner();
    const ann = await server.member("Ann");
    const known = await signIn(server, ann.email, wrong);
    const unknown = await signIn(server, "nobody@example.org", wrong);
    await owner.patch(`/api/people/${ann.id}`, { isDisabled: true });
    const shutOut = await signIn(server, ann.email, password);
    expect(known).toMatchObject({ status: 401, body: { code: "QUIRE_ERR_SIGN_IN_FAILED" } });
    for (const other of [unknown, shutOut])
      expect([other.status, other.body]).toEqual([known.status, known.body]);
    const { entries } = server.people.audit.read({ action: "sign-in-refused" }, { limit: 9 });
    expect(entries.map(({ personId }) => personId)).toEqual([ann.id, null, ann.id]);
  });

  it("threat A15 gives an id that nobody had before, whatever cookie there was", async () => {
    const server = await start();
    const { email } = await server.owner();
    const name = "quire-session";
    const planted = "A".repeat(43);
    const browser = server.browser();
    browser.cookies.set(name, planted);
    await browser.post("/api/session", { email, password });
    const first = browser.cookies.get(name);
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(first).not.toBe(planted);
    const copied = server.browser();
    copied.cookies.set(name, planted);
    expect(isIn(await copied.get<SignInState>("/api/session"))).toBe(false);
  });

  it("B122 who leaves a browser has it let go of the pictures and answers that it keeps; others do not", async () => {
    const server = await start();
    const { browser, email } = await server.owner();
    const cleared = async (answer: Promise<{ readonly headers: Headers }>) =>
      (await answer).headers.get("clear-site-data");
    const another = server.browser();
    expect(await cleared(another.post("/api/session", { email, password }))).toBeNull();
    const [mine] = (await browser.get<SessionList>("/api/account/sessions")).body.sessions.filter(
      ({ isThis }) => isThis,
    );
    expect(await cleared(another.get("/api/session"))).toBeNull();
    expect(await cleared(another.delete("/api/session"))).toBe('"cache"');
    expect(await cleared(another.delete("/api/session"))).toBe('"cache"');
    expect(await cleared(browser.delete("/api/account/sessions"))).toBeNull();
    expect(await cleared(browser.delete(`/api/account/sessions/${mine?.id}`))).toBe('"cache"');
    const { browser: gone } = await server.member("Mo");
    expect(await cleared(gone.delete("/api/account", { password }))).toBe('"cache"');
  });

  it("B3 ends the session that the browser had before, and a new password those of all others", async () => {
    const server = await start();
    const { email, browser } = await server.owner();
    const name = "quire-session";
    const first = browser.cookies.get(name);
    const thief = browser.copy();
    await browser.post("/api/session", { email, password });
    expect(browser.cookies.get(name)).not.toBe(first);
    expect(isIn(await thief.get<SignInState>("/api/session"))).toBe(false);
    expect(isIn(await browser.get<SignInState>("/api/session"))).toBe(true);
    const other = browser.copy();
    const next = "another password of mine";
    expect((await browser.put("/api/account/password", { current: password, password: next })).status).toBe(
      204,
    );
    expect(isIn(await other.get<SignInState>("/api/session"))).toBe(false);
    expect(isIn(await browser.get<SignInState>("/api/session"))).toBe(true);
  });

  it("threat A17 has 256 random bits in each cookie, kept as a hash", async () => {
    const server = await start();
    const { email } = await server.owner();
    const seen = new Set<string>();
    for (let n = 0; n < 50; n++) {
      const browser = server.browser();
      await browser.post("/api/session", { email, password });
      seen.add(browser.cookies.get("quire-session")!);
    }
    expect(seen.size).toBe(50);
    const bits = [...seen].map((secret) => Buffer.from(secret, "base64url"));
    for (const bytes of bits) expect(bytes).toHaveLength(32);
    // Of 50 x 256 fair coins half are heads: six deviations (57) to each side.
    const heads = Buffer.concat(bits).reduce(
      (sum, byte) => sum + byte.toString(2).replaceAll("0", "").length,
      0,
    );
    expect(Math.abs(heads - 6_400)).toBeLessThan(6 * 57);
    const keys = [...server.people.store.sessions.getKeys()];
    expect(keys.filter((key) => seen.has(key))).toEqual([]);
  });

  it.each([
    ["https://docs.example.org", "__Host-"],
    [undefined, ""],
  ])("threat A19 sets cookies that no script and no other site has (%s)", async (url, prefix) => {
    const server = await start(url === undefined ? {} : { url });
    const { browser, email } = await server.owner();
    const other = server.browser();
    await other.post("/api/session", { email, password });
    await other.put("/api/account/password", { current: password, password: wrong });
    await other.delete("/api/session");
    await browser.delete("/api/session");
    const set = [...browser.setCookies, ...other.setCookies];
    expect(set.length).toBeGreaterThan(4);
    for (const cookie of set) {
      const [pair = "", ...attributes] = cookie.split("; ");
      expect(pair.startsWith(`${prefix}quire-`)).toBe(true);
      expect(attributes).toContain("Path=/");
      expect(attributes).toContain("SameSite=Lax");
      expect(attributes.some((attribute) => /^domain/i.test(attribute))).toBe(false);
      expect(attributes.includes("Secure")).toBe(url !== undefined);
      // The other one says whose the session is, for the pages to read, and nothing is believed for it.
      if (pair.startsWith(`${prefix}quire-session=`)) expect(attributes).toContain("HttpOnly");
      else expect(pair.startsWith(`${prefix}quire-person=`)).toBe(true);
    }
  });
});

describe("threat A19 every cookie that any test is sent", () => {
  const good = "__Host-quire-session=x; Max-Age=9; Path=/; HttpOnly; Secure; SameSite=Lax";

  it("is looked at, and a good one passes", () => {
    expect(cookieFault(good, true)).toBeUndefined();
    expect(cookieFault("quire-visit=x; Path=/; HttpOnly; SameSite=Strict", false)).toBeUndefined();
    expect(cookieFault("__Host-quire-person=x; Path=/; Secure; SameSite=Lax", true)).toBeUndefined();
  });

  it.each([
    good.replace("__Host-", ""),
    good.replace("; Secure", ""),
    good.replace("; HttpOnly", ""),
    good.replace("; SameSite=Lax", ""),
    good.replace("Lax", "None"),
    good.replace("Path=/", "Path=/api"),
    `${good}; Domain=example.org`,
    "__Host-quire-person=x; Path=/; HttpOnly; Secure; SameSite=Lax",
  ])("fails its test where it is %s", (bad) => {
    expect(cookieFault(bad, true)).toEqual(expect.any(String));
  });
});

describe("guessing passwords", () => {
  it("threat A16 B2 is counted at the account, from whatever thousand addresses", async () => {
    const server = await start({ trustProxy: ["127.0.0.1"] });
    const { email } = await server.owner();
    const { people } = server;
    const before = people.passwords.made;
    const statuses = new Map<number, number>();
    for (let n = 0; n < 1_000; n++) {
      const { status } = await signIn(server, email, wrong, `203.0.${n >> 8}.${n & 255}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [401, 5],
      [429, 995],
    ]);
    expect(people.passwords.made - before).toBe(5);
    // The people themselves come in from where they are signed in, and from elsewhere after a second.
    expect((await signIn(server, email, password, "127.0.0.1")).status).toBe(200);
    const refused = await signIn(server, email, password, "198.51.100.1");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    server.clock.now += 1_000;
    expect((await signIn(server, email, password, "198.51.100.1")).status).toBe(200);
  });

  it("threat A16 does not go faster for many at once", async () => {
    const server = await start({ trustProxy: ["127.0.0.1"] });
    const { email } = await server.owner();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => signIn(server, email, wrong, `203.0.113.${n}`)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(95);
  });

  it("threat B12 is counted by the socket's address, whatever a stranger says of it", async () => {
    const server = await start();
    await server.owner();
    const statuses: number[] = [];
    for (let n = 0; n < 32; n++) {
      const browser = server.browser();
      for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip"])
        browser.headers[name] = name === "forwarded" ? `for=203.0.113.${n}` : `203.0.113.${n}`;
      const { status } = await browser.post("/api/session", {
        email: `nobody-${n}@example.org`,
        password: wrong,
      });
      statuses.push(status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual([429, 429]);
    const { entries } = server.people.audit.read({ action: "sign-in-refused" }, { limit: 1 });
    expect(entries[0]?.address).toBe("127.0.0.1");
  });

  it("threat B2 keeps ten thousand counters at most in mind", async () => {
    const server = await start({ trustProxy: ["127.0.0.1"] });
    const { accounts, addresses } = server.people.limits;
    for (let n = 0; n < 30_000; n++) {
      accounts.take(`somebody-${n}@example.org`);
      addresses.take(`2001:db8:${n.toString(16)}:0`);
    }
    expect([accounts.size, addresses.size]).toEqual([10_000, 10_000]);
  });

  it("B2 hashes a few passwords at once, and has no endless queue", async () => {
    const server = await start();
    const { email } = await server.owner();
    const { passwords, store } = server.people;
    const { password: hash } = store.people.get(store.emails.get(email)!)!;
    const checks = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) => passwords.matches(password, hash, `address ${n}`)),
    );
    const refused = checks.filter(({ status }) => status === "rejected");
    expect(checks.length - refused.length).toBe(66);
    for (const { reason } of refused as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: "QUIRE_ERR_TOO_MANY_TRIES", statusCode: 429, retryAfter: 3 });
  });

  it("B2 has nobody fill that queue alone, and no refusal of it counts against an account", async () => {
    const server = await start();
    const { email } = await server.owner();
    const { passwords, store, limits } = server.people;
    const { password: hash } = store.people.get(store.emails.get(email)!)!;
    const checks = Array.from({ length: 20 }, () => passwords.matches(password, hash, "127.0.0.1"));
    const others = Array.from({ length: 56 }, (_, n) => passwords.matches(password, hash, `address ${n}`));
    const refused = await Promise.allSettled(checks);
    expect(refused.filter(({ status }) => status === "rejected")).toHaveLength(10);
    await Promise.all(others);

    passwords.matches = () => Promise.reject(fail("QUIRE_ERR_TOO_MANY_TRIES", { seconds: 3 }));
    for (let n = 0; n < 20; n++)
      expect((await signIn(server, "ann@example.org", wrong)).headers.get("retry-after")).toBe("3");
    expect(limits.accounts.size).toBe(0);
  });

  it("B2 tries sixty passwords a minute for an address, right ones as well", async () => {
    const server = await start();
    const { email } = await server.owner();
    for (let n = 0; n < 60; n++) expect((await signIn(server, email, password)).status).toBe(200);
    const { made } = server.people.passwords;
    expect((await signIn(server, email, password)).status).toBe(429);
    expect(server.people.passwords.made).toBe(made);
    server.clock.now += 1_000;
    expect((await signIn(server, email, password)).status).toBe(200);
  });
});

describe("sessions", () => {
  it("B8 are listed, and ended one by one, or all but this one", async () => {
    const server = await start();
    const { email, browser } = await server.owner();
    const others = await Promise.all(
      ["Firefox", "Safari", "Chrome"].map(async (agent) => {
        const other = server.browser();
        other.headers["user-agent"] = agent;
        await other.post("/api/session", { email, password });
        return other;
      }),
    );
    const list = async () => (await browser.get<SessionList>("/api/account/sessions")).body.sessions;
    const sessions = await list();
    expect(sessions).toHaveLength(4);
    expect(sessions.filter(({ isThis }) => isThis)).toHaveLength(1);
    expect(JSON.stringify(sessions)).not.toContain(browser.cookies.get("quire-session"));
    const safari = sessions.find(({ agent }) => agent === "Safari")!;
    expect(safari).toMatchObject({ address: "127.0.0.1", isThis: false, createdAt: server.clock.now });
    expect((await browser.delete(`/api/account/sessions/${safari.id}`)).status).toBe(204);
    const signedIn = async () =>
      (await Promise.all(others.map((other) => other.get<SignInState>("/api/session")))).map(isIn);
    expect(await signedIn()).toEqual([true, false, true]);
    expect((await browser.delete("/api/account/sessions")).status).toBe(204);
    expect(await signedIn()).toEqual([false, false, false]);
    expect(await list()).toHaveLength(1);
  });

  it("B8 end by signing out, for whoever copied the cookie as well", async () => {
    const server = await start();
    const { browser } = await server.owner();
    const copied = browser.copy();
    expect(isIn(await copied.get<SignInState>("/api/session"))).toBe(true);
    expect((await browser.delete("/api/session")).status).toBe(204);
    expect(isIn(await copied.get<SignInState>("/api/session"))).toBe(false);
    expect([...server.people.store.sessions.getKeys()]).toEqual([]);
  });

  it("B8 are nobody else's to end", async () => {
    const server = await start();
    const ann = await server.member("Ann");
    const ben = await server.member("Ben");
    const [session] = (await ann.browser.get<SessionList>("/api/account/sessions")).body.sessions;
    expect((await ben.browser.delete(`/api/account/sessions/${session!.id}`)).status).toBe(204);
    expect(isIn(await ann.browser.get<SignInState>("/api/session"))).toBe(true);
  });

  it("B8 go on while they are used, end after 30 days without, and leave the disk", async () => {
    const server = await start();
    const { browser, email } = await server.owner();
    const idle = server.browser();
    await idle.post("/api/session", { email, password });
    for (let n = 0; n < 3; n++) {
      server.clock.now += 20 * dayMs;
      expect(isIn(await browser.get<SignInState>("/api/session"))).toBe(true);
      await expect
        .poll(async () => (await browser.get<SessionList>("/api/account/sessions")).body.sessions[0]?.seenAt)
        .toBe(server.clock.now);
    }
    expect(isIn(await idle.get<SignInState>("/api/session"))).toBe(false);
    expect([...server.people.store.sessions.getKeys()]).toHaveLength(2);
    await server.restart();
    await expect.poll(() => [...server.people.store.sessions.getKeys()].length).toBe(1);
    expect(isIn(await browser.get<SignInState>("/api/session"))).toBe(true);
    for (let n = 0; n < 7; n++) {
      server.clock.now += 20 * dayMs;
      await browser.get("/api/session");
    }
    // Half a year after it began it is over all the same.
    expect(isIn(await browser.get<SignInState>("/api/session"))).toBe(false);
  });

  it("B13 are put down: who came in, who was refused, who left", async () => {
    const server = await start();
    const { id, email, browser } = await server.owner();
    await signIn(server, email, wrong);
    await signIn(server, "nobody@example.org", wrong);
    await browser.delete("/api/session");
    const { entries } = server.people.audit.read({}, { limit: 10 });
    expect(entries.map(({ action, personId }) => [action, personId])).toEqual([
      ["sign-out", id],
      ["sign-in-refused", null],
      ["sign-in-refused", id],
      ["sign-in", id],
      ["join", id],
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/nobody@|wrong password/);
  });
});
