import { generateKeyPairSync } from "node:crypto";
import type { Account, Passkey, PasskeyList, PasskeyOptions } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Authenticator, type Quirk } from "./authenticator.ts";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

const minuteMs = 60_000;
const origin = "https://docs.example.org";

let server: PeopleServer;
let mona: Member;
let key: Authenticator;

beforeEach(async () => {
  server = await startPeople({ url: origin });
  mona = await server.member("Mona");
  key = new Authenticator(origin);
});
afterEach(() => server.remove());

async function optionsFor(browser: Browser, path: string, body?: object): Promise<string> {
  const answer = await browser.post<PasskeyOptions>(`${path}/options`, body);
  expect(answer.status).toBe(200);
  return answer.body.options;
}

async function make(member = mona, authenticator = key, quirk: Quirk = {}) {
  const options = await optionsFor(member.browser, "/api/account/passkeys", {});
  return await member.browser.post<Passkey>("/api/account/passkeys", authenticator.create(options, quirk));
}

async function signIn(browser = server.browser(), authenticator = key, quirk: Quirk = {}) {
  const options = await optionsFor(browser, "/api/session/passkey");
  const answer = await browser.post<Account>("/api/session/passkey", authenticator.get(options, quirk));
  return { browser, answer };
}

const list = async (browser: Browser) =>
  (await browser.get<PasskeyList>("/api/account/passkeys")).body.passkeys;

const refused = expect.objectContaining({
  status: 401,
  body: expect.objectContaining({ code: "QUIRE_ERR_PASSKEY_REFUSED" }),
});

test("B180 a passkey is made as often as other changes, and no more", async () => {
  for (let n = 0; n < 299; n++) server.people.limits.changes.take(mona.id);
  expect((await make()).status).toBe(201);
  expect(await make(mona, new Authenticator(origin))).toMatchObject({
    status: 429,
    body: { code: "QUIRE_ERR_TOO_MANY_CHANGES" },
  });
  expect(await list(mona.browser)).toHaveLength(1);
});

describe("B37 a passkey signs its person in", () => {
  test("without a name, a password or a code, under a cookie that nobody had before", async () => {
    expect((await make()).status).toBe(201);
    const record = server.people.store.people.get(mona.id)!;
    const before = server.browser();
    const { answer, browser } = await signIn(before);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ person: { id: record.id, name: "Mona" } });
    expect((await browser.get<{ account: Account }>("/api/session")).body.account.email).toBe(mona.email);
    expect((await list(browser))[0]?.seenAt).toBe(server.clock.now);
    const { browser: owner } = await server.owner();
    const audit = JSON.stringify((await owner.get("/api/audit")).body);
    expect(audit).toContain("made: ");
    expect(audit).toContain('"subject":"passkey"');
  });

  test("and is theirs to see, to name and to take off", async () => {
    const { body: made } = await make();
    expect(await list(mona.browser)).toEqual([
      { id: made.id, name: "A key", createdAt: server.clock.now, seenAt: null },
    ]);
    const other = await server.member("Otto");
    expect(await list(other.browser)).toEqual([]);
    const at = `/api/account/passkeys/${made.id}`;
    expect((await other.browser.patch(at, { name: "Mine" })).status).toBe(404);
    expect((await other.browser.delete(at, { password })).status).toBe(404);
    expect((await mona.browser.patch<Passkey>(at, { name: " Blue  key " })).body.name).toBe("Blue key");
    const { entries } = server.people.audit.read({ action: "passkey" }, { limit: 1 });
    expect(entries).toMatchObject([{ personId: mona.id, subject: `named: ${made.id}` }]);
    expect((await mona.browser.delete(at, { password })).status).toBe(204);
    expect(await list(mona.browser)).toEqual([]);
    expect((await signIn()).answer).toEqual(refused);
  });

  test("and is the last way in of who has no password", async () => {
    const { body: made } = await make();
    const { store } = server.people;
    await store.write(
      () => void store.people.put(mona.id, { ...store.people.get(mona.id)!, password: null }),
    );
    const answer = await mona.browser.delete<{ code: string }>(`/api/account/passkeys/${made.id}`, {});
    expect(answer.body.code).toBe("QUIRE_ERR_LAST_WAY_IN");
    expect((await signIn()).answer.status).toBe(200);
  });

  test("made by who signed in a moment ago, or says the password", async () => {
    expect((await server.browser().post("/api/account/passkeys/options", {})).status).toBe(401);
    server.clock.now += 10 * minuteMs;
    const ask = (body: object) => mona.browser.post<{ code: string }>("/api/account/passkeys/options", body);
    expect((await ask({})).body.code).toBe("QUIRE_ERR_CONFIRM_NEEDED");
    expect((await ask({ password: "wrong wrong wrong" })).body.code).toBe("QUIRE_ERR_PASSWORD_WRONG");
    expect((await ask({ password })).status).toBe(200);
  });

  test("at this machine's own address where the server has no other", async () => {
    const local = await startPeople();
    try {
      const member = await local.member("Lola");
      const here = new Authenticator(`http://localhost:${local.port}`);
      expect((await make(member, here)).status).toBe(201);
      expect((await signIn(local.browser(), here)).answer.status).toBe(200);
      const elsewhere = { origin: `http://localhost:${local.port + 1}` };
      expect((await signIn(local.browser(), here, elsewhere)).answer).toEqual(refused);
    } finally {
      await local.remove();
    }
  });
});

describe("B38 what is not the passkey, of this server, now, in this browser, signs nobody in", () => {
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

  test.each<[string, Quirk]>([
    ["of a page elsewhere", { origin: "https://docs.example.org.evil.example" }],
    ["of a page over plain http", { origin: "http://docs.example.org" }],
    ["of a page of another port", { origin: "https://docs.example.org:444" }],
    ["of no page at all", { origin: "null" }],
    ["for another server", { rpId: "example.org" }],
    ["of another kind", { type: "webauthn.create" }],
    ["of another challenge", { challenge: Buffer.alloc(54, 1).toString("base64url") }],
    ["of an empty challenge", { challenge: "" }],
    ["by another key", { key: stranger }],
    ["with no signature to speak of", { signature: "AA" }],
    ["without a touch", { isPresent: false }],
    ["of somebody whom the authenticator did not know", { isVerified: false }],
    ["with a counter that went back", { counter: 0 }],
    ["of another person", { userHandle: Buffer.from("somebody-else").toString("base64url") }],
    ["by a credential that nobody has", { id: Buffer.alloc(32, 7).toString("base64url") }],
  ])("a signature %s", async (_, quirk) => {
    expect((await make()).status).toBe(201);
    expect((await signIn()).answer.status).toBe(200);
    const { browser, answer } = await signIn(server.browser(), key, quirk);
    expect(answer).toEqual(refused);
    expect([...browser.cookies.keys()].some((name) => name.includes("session"))).toBe(false);
    // What was tried harms nobody: the passkey is as good as before.
    expect((await signIn()).answer.status).toBe(200);
  });

  test.each<[string, Quirk]>([
    ["at a page elsewhere", { origin: "https://evil.example" }],
    ["for another server", { rpId: "evil.example" }],
    ["by another kind of question", { type: "webauthn.get" }],
    ["without a touch", { isPresent: false }],
    ["for somebody whom the authenticator did not know", { isVerified: false }],
    ["by another challenge", { challenge: Buffer.alloc(54, 1).toString("base64url") }],
  ])("a passkey made %s is none", async (_, quirk) => {
    expect(await make(mona, key, quirk)).toEqual(refused);
    expect(await list(mona.browser)).toEqual([]);
  });

  test("a challenge is good once", async () => {
    await make();
    const browser = server.browser();
    const options = await optionsFor(browser, "/api/session/passkey");
    const thief = browser.copy();
    const said = key.get(options);
    expect((await browser.post("/api/session/passkey", said)).status).toBe(200);
    expect(await thief.post("/api/session/passkey", said)).toEqual(refused);
    expect(await thief.post("/api/session/passkey", key.get(options))).toEqual(refused);
  });

  test("of a hundred at once, one", async () => {
    const far = await startPeople({ url: origin, trustProxy: ["127.0.0.1"] });
    try {
      await make(await far.member("Mona"));
      const browser = far.browser();
      const said = key.get(await optionsFor(browser, "/api/session/passkey"));
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => {
          const copy = browser.copy();
          // Each from elsewhere: nobody is told to wait.
          copy.headers["x-forwarded-for"] = `203.0.113.${n}`;
          return copy.post("/api/session/passkey", said);
        }),
      );
      const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
      expect(statuses).toEqual([200, ...Array<number>(99).fill(401)]);
    } finally {
      await far.remove();
    }
  });

  test("a challenge is good in its browser, for five minutes, for what it was asked for", async () => {
    await make();
    const options = await optionsFor(server.browser(), "/api/session/passkey");
    const other = server.browser();
    await optionsFor(other, "/api/session/passkey");
    expect(await other.post("/api/session/passkey", key.get(options))).toEqual(refused);
    expect(await server.browser().post("/api/session/passkey", key.get(options))).toEqual(refused);

    const late = server.browser();
    const old = await optionsFor(late, "/api/session/passkey");
    server.clock.now += 5 * minuteMs;
    expect(await late.post("/api/session/passkey", key.get(old))).toEqual(refused);

    const forMaking = await optionsFor(mona.browser, "/api/account/passkeys", {});
    const { challenge } = JSON.parse(forMaking) as { challenge: string };
    const crossed = { challenge, rpId: "docs.example.org" };
    expect(await mona.browser.post("/api/session/passkey", key.get(JSON.stringify(crossed)))).toEqual(
      refused,
    );

    // Nor is what one asked for of use to who signs in there next.
    const second = new Authenticator(origin);
    const forMona = await optionsFor(mona.browser, "/api/account/passkeys", {});
    const otto = await server.member("Otto");
    for (const [name, value] of mona.browser.cookies)
      if (name.includes("passkey")) otto.browser.cookies.set(name, value);
    expect(await otto.browser.post("/api/account/passkeys", second.create(forMona))).toEqual(refused);
  });

  test("a credential stays its person's", async () => {
    await make();
    const otto = await server.member("Otto");
    const same = { id: key.id.toString("base64url") };
    expect(await make(otto, new Authenticator(origin), same)).toEqual(refused);
    expect((await signIn()).answer.body.person.id).toBe(mona.id);
  });

  test("nobody comes in who was shut out, or is gone", async () => {
    await make();
    const { store } = server.people;
    const record = store.people.get(mona.id)!;
    await store.write(() => void store.people.put(mona.id, { ...record, disabledAt: server.clock.now }));
    expect((await signIn()).answer).toEqual(refused);
    await store.write(() => void store.people.put(mona.id, record));
    expect((await mona.browser.delete("/api/account", { password })).status).toBe(204);
    expect((await signIn()).answer).toEqual(refused);
    expect([...store.table("passkeys").getKeys()]).toEqual([]);
    expect([...store.table("passkeys-of").getKeys()]).toEqual([]);
  });

  test("threat A16 who tries more than thirty a minute is told to wait", async () => {
    await make();
    const statuses: number[] = [];
    for (let at = 0; at < 32; at++)
      statuses.push((await signIn(server.browser(), key, { key: stranger })).answer.status);
    expect(statuses).toEqual([...Array<number>(30).fill(401), 429, 429]);
    server.clock.now += minuteMs;
    expect((await signIn()).answer.status).toBe(200);
  });
});
