import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { startFakeProvider } from "./fake-provider.ts";
import { password, startPeople } from "./people-server.ts";
import { accountOf, signInBy, startWithFake, whenOver } from "./provider-servers.ts";
import { quireUrl } from "./provider-trip.ts";

const refusal = (problem: string): string => `/sign-in?problem=${problem}`;

describe("B72 who comes by a provider", () => {
  it("is the same person by issuer and subject, whatever name and address they have there now", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const first = await accountOf(browser);
    fake.person = { sub: "ada", name: "Ada King", email: "king@example.com", email_verified: true };
    expect(await signInBy(fake, browser)).toBe("/");
    expect(await accountOf(browser)).toMatchObject({
      person: { id: first?.person.id, name: "Ada King" },
      email: "king@example.com",
    });
    // Somebody else is given the address that she had.
    fake.person = { sub: "eve", name: "Eve", email: "ada@example.com", email_verified: true };
    const eve = server.browser();
    expect(await signInBy(fake, eve)).toBe("/");
    expect((await accountOf(eve))?.person.id).not.toBe(first?.person.id);
  });

  it("leaves with the old address the links for a new password that were mailed there, and for another address", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const { emailChanges, resets, store } = server.people;
    const id = (await accountOf(browser))?.person.id ?? "";
    const { secret } = await store.write(() => resets.make(id, { by: null }));
    await store.write(() => emailChanges.make(id, "next@example.com"));
    await signInBy(fake, browser);
    expect(resets.find(secret)).toBeDefined();
    expect(emailChanges.of(id)).toHaveLength(1);
    fake.person = { ...fake.person, email: "king@example.com" };
    await signInBy(fake, browser);
    expect(resets.find(secret)).toBeUndefined();
    expect(emailChanges.of(id)).toEqual([]);
  });

  it("keeps the name that they chose here until it changes there", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const me = await accountOf(browser);
    const { store } = server.people;
    const person = store.people.get(me?.person.id ?? "")!;
    await store.write(() => void store.people.put(person.id, { ...person, name: "Countess" }));
    await signInBy(fake, browser);
    expect((await accountOf(browser))?.person.name).toBe("Countess");
    fake.person = { ...fake.person, name: "Ada King" };
    await signInBy(fake, browser);
    expect((await accountOf(browser))?.person.name).toBe("Ada King");
  });

  it("keeps their address where the new one is somebody's, or not checked", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const { email } = await server.owner();
    for (const changed of [
      { email: `${"\u{1d160}".repeat(120)}@example.com` },
      { email },
      { email: "new@example.com", email_verified: false },
      { email: undefined },
    ]) {
      fake.person = { ...fake.person, ...changed };
      expect(await signInBy(fake, browser)).toBe("/");
      expect((await accountOf(browser))?.email).toBe("ada@example.com");
    }
  });

  it("is not let into the account of their address (pre-hijacking), unless the provider is trusted with that", async () => {
    const { fake, server } = await startWithFake();
    const mia = await server.member("Mia");
    fake.person = { sub: "mia", name: "Mia", email: mia.email.toUpperCase(), email_verified: true };
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe(refusal("email-taken"));
    expect(await accountOf(browser)).toBeNull();
    expect((await accountOf(mia.browser))?.person.id).toBe(mia.id);
  });

  it("who is let into the account of their address is there alone: nothing that was good before is", async () => {
    const { fake, server } = await startWithFake({ linkByEmail: true });
    const mia = await server.member("Mia");
    const made = await mia.browser.post("/api/account/tokens", { name: "Script", scope: "write", password });
    expect(made.status).toBe(201);
    const { store, passkeys } = server.people;
    const key = { name: "Laptop", credential: "c", publicKey: "p", counter: 0, transports: [] };
    await store.write(() => passkeys.add({ ...key, personId: mia.id }));
    fake.person = { sub: "mia", name: "Mia", email: mia.email, email_verified: true };
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe("/");
    expect(await accountOf(browser)).toMatchObject({ person: { id: mia.id }, hasPassword: false });
    expect(await accountOf(mia.browser)).toBeNull();
    const answer = await server.browser().post("/api/session", { email: mia.email, password });
    expect(answer.status).toBe(401);
    const { body } = await browser.get<{ tokens: unknown[] }>("/api/account/tokens");
    expect(body.tokens).toEqual([]);
    expect(passkeys.of(mia.id)).toEqual([]);
    fake.person = { ...fake.person, sub: "another", email_verified: false };
    expect(await signInBy(fake, server.browser())).toBe(refusal("email-unverified"));
  });

  it.each<[string, unknown]>([
    ["false", false],
    ["missing", undefined],
    ["null", null],
    ["in letters", "true"],
    ["a number", 1],
    ["a list", [true]],
    ["an object", {}],
  ])("threat A7 does not come in by an address whose check is %s", async (_, email_verified) => {
    const { fake, server } = await startWithFake({ linkByEmail: true });
    fake.person = { ...fake.person, email_verified };
    expect(await signInBy(fake, server.browser())).toBe(refusal("email-unverified"));
  });

  it("comes in where the provider's addresses count as checked, unless it says that this one is not", async () => {
    const { fake, server } = await startWithFake({ verifiesEmail: true });
    fake.person = { ...fake.person, email_verified: false };
    expect(await signInBy(fake, server.browser())).toBe(refusal("email-unverified"));
    fake.person = { ...fake.person, email_verified: undefined };
    expect(await signInBy(fake, server.browser())).toBe("/");
  });

  it.each<[string, unknown]>([
    ["a list", ["ada@example.com"]],
    ["an object", { address: "ada@example.com" }],
    ["a number", 1],
    ["missing", undefined],
    ["empty", ""],
    ["without a host", "ada"],
    ["with two hosts", "ada@example.com@evil.example"],
    ["with a name", "Ada <ada@example.com>"],
    ["with a line more", "ada@example.com\r\nBcc: all@example.com"],
    ["with a NUL", "ada@example.com\0.evil.example"],
    ["two", "ada@example.com,eve@example.com"],
    ["too long", `${"a".repeat(250)}@example.com`],
  ])("threat A7 does not come in by an address that is none: %s", async (_, email) => {
    const { fake, server } = await startWithFake();
    fake.person = { ...fake.person, email };
    expect(await signInBy(fake, server.browser())).toBe(refusal("no-email"));
  });

  it.each<[string, unknown, string]>([
    ["markup", '<img src=x onerror="alert(1)">', '<img src=x onerror="alert(1)">'],
    ["lines", "Ada\r\nSet-Cookie: a=b\0", "Ada Set-Cookie: a=b"],
    ["turned letters", "\u202eadA\u202c", "adA"],
    ["too many letters", "A".repeat(500_000), "A".repeat(60)],
    ["no letters", " \u0000 ", "ada"],
    ["a list", ["Ada"], "ada"],
    ["none", undefined, "ada"],
  ])("threat D5 has a name that can be shown, where the provider tells %s", async (_, name, shown) => {
    const { fake, server } = await startWithFake();
    fake.person = { ...fake.person, name };
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe("/");
    expect((await accountOf(browser))?.person.name).toBe(shown);
  });
});

describe("B73 who is new", () => {
  it("comes in where new people may, of the domains that are named, to the letter", async () => {
    const { fake, server } = await startWithFake({ domains: ["example.org", "example.net"] });
    const elsewhere = [
      "a@example.com",
      "a@sub.example.org",
      "a@evil-example.org",
      "a@example.org.evil.example",
      "a@org",
    ];
    for (const email of elsewhere) {
      fake.person = { sub: email, name: "A", email, email_verified: true };
      expect(await signInBy(fake, server.browser())).toBe(refusal("not-invited"));
    }
    fake.person = { sub: "b", name: "B", email: "b@EXAMPLE.net", email_verified: true };
    expect(await signInBy(fake, server.browser())).toBe("/");
  });

  it("else comes in by an invitation to their address only, as what it makes them, once", async () => {
    const { fake, server } = await startWithFake({ allowNew: false });
    const { id: by } = await server.owner();
    const { store, invitations } = server.people;
    expect(await signInBy(fake, server.browser())).toBe(refusal("not-invited"));
    const make = (email: string | null) =>
      store.write(() => invitations.make({ email, standing: "owner", by }));
    await make("somebody@example.com");
    await make(null);
    expect(await signInBy(fake, server.browser())).toBe(refusal("not-invited"));
    const secret = await make("Ada@Example.com");
    server.clock.now += 7 * 24 * 60 * 60_000;
    expect(await signInBy(fake, server.browser())).toBe(refusal("not-invited"));
    server.clock.now -= 7 * 24 * 60 * 60_000;
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe("/");
    expect(await accountOf(browser)).toMatchObject({ standing: "owner", hasPassword: false });
    expect(invitations.find(secret)).toBeUndefined();
  });

  it("is given the documents that the invitations to their address are about", async () => {
    const { fake, server } = await startWithFake({ allowNew: false });
    const { browser: owner } = await server.owner();
    const ids: string[] = [];
    for (const role of ["view", "edit"]) {
      const { body } = await owner.post<{ id: string }>("/api/documents", { title: role });
      await owner.post(`/api/documents/${body.id}/access/invitations`, { email: "ada@example.com", role });
      ids.push(body.id);
    }
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe("/");
    const roles = ids.map(
      async (id) => (await browser.get<{ role: string }>(`/api/documents/${id}`)).body.role,
    );
    expect(await Promise.all(roles)).toEqual(["view", "edit"]);
  });

  it("does not become the first person of a server, whose link stays good, unless the provider says who owns it", async () => {
    const fake = await startFakeProvider({ groups: new Map([["it", { standing: "owner" }]]) });
    whenOver(() => fake.close());
    const server = await startPeople({ url: quireUrl, providers: [fake.settings] });
    whenOver(() => server.remove());
    const secret = await server.people.invitations.forFirstOwner();
    expect(await signInBy(fake, server.browser())).toBe(refusal("no-owner"));
    expect(server.people.invitations.find(secret)).toBeDefined();
    fake.person = { ...fake.person, groups: ["it"] };
    const browser = server.browser();
    expect(await signInBy(fake, browser)).toBe("/");
    expect((await accountOf(browser))?.standing).toBe("owner");
    expect(server.people.invitations.find(secret)).toBeUndefined();
  });

  it("threat D21 a hundred times at once gets one account", async () => {
    const { fake, server } = await startWithFake();
    const before = server.people.store.people.getKeysCount();
    const pages = await Promise.all(Array.from({ length: 100 }, () => signInBy(fake, server.browser())));
    expect(new Set(pages)).toEqual(new Set(["/"]));
    expect(server.people.store.people.getKeysCount()).toBe(before + 1);
  });
});

describe("B74 who was shut out", () => {
  it("stays out, and comes in again when they may", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const { store } = server.people;
    const person = store.people.get((await accountOf(browser))?.person.id ?? "")!;
    await store.write(() => void store.people.put(person.id, { ...person, disabledAt: 1 }));
    expect(await accountOf(browser)).toBeNull();
    fake.person = { ...fake.person, groups: ["it"], name: "Another" };
    expect(await signInBy(fake, browser)).toBe(refusal("disabled"));
    expect(await accountOf(browser)).toBeNull();
    expect(store.people.get(person.id)?.name).toBe("Ada");
    await store.write(() => void store.people.put(person.id, person));
    expect(await signInBy(fake, browser)).toBe("/");
  });

  it("and whose account is gone begins anew", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const old = await accountOf(browser);
    const { store } = server.people;
    await store.write(() => {
      void store.people.remove(old?.person.id ?? "");
      void store.emails.remove("ada@example.com");
    });
    expect(await signInBy(fake, browser)).toBe("/");
    expect((await accountOf(browser))?.person.id).not.toBe(old?.person.id);
    expect(server.people.providers.identities.of(old?.person.id ?? "")).toEqual([]);
  });
});

describe("one's own data", () => {
  it("say who one is at which provider", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const { body } = await browser.get<{ identities: object[] }>("/api/account/export");
    expect(body.identities).toEqual([
      {
        issuer: fake.issuer,
        subject: "ada",
        email: "ada@example.com",
        name: "Ada",
        linkedAt: server.clock.now,
      },
    ]);
  });
});

describe("the audit log", () => {
  it("says who came in by which provider, who was not let in, and nothing of who only made up an address", async () => {
    const { fake, server } = await startWithFake();
    const owner = await server.owner();
    const actions = async () => {
      const { body } = await owner.browser.get<{ entries: { action: string; subject?: string }[] }>(
        "/api/audit",
      );
      return body.entries
        .filter(({ subject }) => subject?.startsWith("idp"))
        .map(({ action, subject }) => [action, subject]);
    };
    const browser = server.browser();
    await browser.get("/api/session/providers/idp/callback?code=a&state=b");
    expect(await actions()).toEqual([]);
    await signInBy(fake, browser);
    fake.person = { sub: "eve", email: "eve@example.com", email_verified: false };
    await signInBy(fake, browser);
    expect(await actions()).toEqual([
      ["sign-in-refused", "idp: email-unverified"],
      ["sign-in", "idp"],
      ["join", "idp"],
    ]);
  });

  it("B13 says that a provider changed an address, once, and not what it is", async () => {
    const { fake, server } = await startWithFake();
    const browser = server.browser();
    await signInBy(fake, browser);
    const id = (await accountOf(browser))?.person.id;
    fake.person = { ...fake.person, email: "king@example.com" };
    for (let n = 0; n < 2; n++) await signInBy(fake, browser);
    expect((await accountOf(browser))?.email).toBe("king@example.com");
    const { entries } = server.people.audit.read({ action: "email-change" }, { limit: 9 });
    expect(entries).toMatchObject([{ personId: id, address: "127.0.0.1", subject: "by idp" }]);
    expect(entries).toHaveLength(1);
  });
});

it("B113 a picture that a provider names is not asked for, and is nobody's here", async () => {
  const asked: unknown[] = [];
  const other = createServer(({ url }, answer) => {
    asked.push(url);
    answer.end();
  });
  await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
  whenOver(() => other.close());
  const { fake, server } = await startWithFake();
  const { port } = other.address() as AddressInfo;
  fake.person = { ...fake.person, picture: `http://127.0.0.1:${port}/ada.png` };
  const browser = server.browser();
  for (let times = 0; times < 2; times++) await signInBy(fake, browser);
  const { person } = (await accountOf(browser))!;
  expect(person.name).toBe("Ada");
  expect(person).not.toHaveProperty("picture");
  // What was asked for before this is heard before this.
  await fetch(`http://127.0.0.1:${port}/last`);
  expect(asked).toEqual(["/last"]);
});
