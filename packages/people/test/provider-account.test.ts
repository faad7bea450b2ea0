import type { AccountProviderList, AuditPage, SecondFactorOffer } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import { codeAt, fromBase32 } from "../src/sign-in/totp.ts";
import type { Browser } from "./browser.ts";
import { password } from "./people-server.ts";
import { accountOf, signInBy, startWithFake } from "./provider-servers.ts";
import { comeBack } from "./provider-trip.ts";

async function setOutToConnect(browser: Browser, body: object = { password }): Promise<URL> {
  const answer = await browser.post<{ url: string }>("/api/account/providers/idp", body);
  expect(answer.status).toBe(200);
  return new URL(answer.body.url);
}

async function connected(browser: Browser): Promise<(string | null)[]> {
  const { body } = await browser.get<AccountProviderList>("/api/account/providers");
  return body.providers.map(({ linkedAt, email }) => (linkedAt === null ? null : email));
}

describe("B76 an account", () => {
  it("is connected with a provider by whoever is signed in to it, and signed in to by it from then on", async () => {
    const { fake, server } = await startWithFake({ allowNew: false });
    const mia = await server.member("Mia");
    expect(await connected(mia.browser)).toEqual([null]);
    const back = fake.signIn(await setOutToConnect(mia.browser));
    expect(await comeBack(mia.browser, back)).toBe("/account");
    expect(await connected(mia.browser)).toEqual(["ada@example.com"]);
    const other = server.browser();
    expect(await signInBy(fake, other)).toBe("/");
    // The name and the address were hers before, and stay.
    expect(await accountOf(other)).toMatchObject({ person: { id: mia.id, name: "Mia" }, email: mia.email });
  });

  it("threat A20 is connected by nobody who merely sends its owner to an address", async () => {
    const { fake, server } = await startWithFake();
    const mia = await server.member("Mia");
    // What a thief would have her come back to: their own way back, and one that they set out to connect by.
    const thief = await server.member("Thief");
    const theirs = fake.signIn(await setOutToConnect(thief.browser));
    expect(await comeBack(mia.browser, theirs)).toBe("/sign-in?problem=attempt-over");
    expect(await connected(mia.browser)).toEqual([null]);
    const path = "/api/account/providers/idp";
    expect((await mia.browser.get(path, { headers: { origin: null } })).status).toBe(404);
    const foreign = { headers: { origin: "https://evil.example" } };
    expect((await mia.browser.post(path, { password }, foreign)).status).toBe(403);
    const form = { text: "password=x", headers: { "content-type": "text/plain" } };
    expect((await mia.browser.post(path, undefined, form)).status).toBe(415);
  });

  it("is connected within the session that set out, and no other", async () => {
    const { fake, server } = await startWithFake();
    const mia = await server.member("Mia");
    const max = await server.member("Max");
    const over = "/account?problem=attempt-over";
    const signedOut = mia.browser.copy();
    const back = fake.signIn(await setOutToConnect(signedOut));
    await signedOut.delete("/api/session");
    expect(await comeBack(signedOut, back)).toBe(over);
    const again = server.browser();
    await again.post("/api/session", { email: mia.email, password });
    const backAgain = fake.signIn(await setOutToConnect(again));
    for (const [name, value] of max.browser.cookies) again.cookies.set(name, value);
    expect(await comeBack(again, backAgain)).toBe(over);
    expect(await connected(max.browser)).toEqual([null]);
  });

  it("is connected by who signed in a moment ago, or says the password, and parted with the password", async () => {
    const { server } = await startWithFake();
    const mia = await server.member("Mia");
    await setOutToConnect(mia.browser, {});
    server.clock.now += 10 * 60_000;
    for (const body of [{}, { password: "wrong" }]) {
      expect((await mia.browser.post("/api/account/providers/idp", body)).status).toBeOneOf([401, 403]);
      expect((await mia.browser.delete("/api/account/providers/idp", body)).status).toBeOneOf([401, 403]);
    }
    await setOutToConnect(mia.browser);
    expect((await server.browser().post("/api/account/providers/idp", {})).status).toBe(401);
    expect((await mia.browser.post("/api/account/providers/other", { password })).status).toBe(404);
    expect((await mia.browser.delete("/api/account/providers/idp", { password })).status).toBe(404);
  });

  it("is connected with one person of a provider, who is connected with one account", async () => {
    const { fake, server } = await startWithFake();
    const mia = await server.member("Mia");
    const max = await server.member("Max");
    await comeBack(mia.browser, fake.signIn(await setOutToConnect(mia.browser)));
    const taken = fake.signIn(await setOutToConnect(max.browser));
    expect(await comeBack(max.browser, taken)).toBe("/account?problem=linked-elsewhere");
    fake.person = { sub: "another", email: "another@example.com", email_verified: true };
    const another = fake.signIn(await setOutToConnect(mia.browser));
    expect(await comeBack(mia.browser, another)).toBe("/account?problem=linked-already");
    fake.person = { sub: "ada", email: "ada@example.com", email_verified: true };
    const same = fake.signIn(await setOutToConnect(mia.browser));
    expect(await comeBack(mia.browser, same)).toBe("/account");
    expect([await connected(mia.browser), await connected(max.browser)]).toEqual([
      ["ada@example.com"],
      [null],
    ]);
  });

  it("is parted from a provider, but not from the last way in", async () => {
    const { fake, server } = await startWithFake({ allowNew: true });
    const mia = await server.member("Mia");
    await comeBack(mia.browser, fake.signIn(await setOutToConnect(mia.browser)));
    expect((await mia.browser.delete("/api/account/providers/idp", { password })).status).toBe(204);
    expect(await connected(mia.browser)).toEqual([null]);
    const ada = server.browser();
    await signInBy(fake, ada);
    expect((await accountOf(ada))?.person.id).not.toBe(mia.id);
    expect(await ada.delete("/api/account/providers/idp", {})).toMatchObject({
      status: 409,
      body: { code: "QUIRE_ERR_LAST_WAY_IN" },
    });
    expect(await connected(ada)).toEqual(["ada@example.com"]);
  });

  it("says so where the provider does not answer", async () => {
    const { fake, server } = await startWithFake();
    const mia = await server.member("Mia");
    fake.instead = () => ({ status: 500, body: "" });
    expect(await mia.browser.post("/api/account/providers/idp", { password })).toMatchObject({
      status: 502,
      body: { code: "QUIRE_ERR_PROVIDER_DOWN" },
    });
  });
});

it("B180 codes of an app and providers are switched on and off as often as other changes, and no more", async () => {
  const { fake, server } = await startWithFake();
  const { browser, id } = await server.member("Mia");
  const codes = "/api/account/second-factor";
  const switchOn = async () => {
    const { body } = await browser.post<SecondFactorOffer>(codes, { password });
    const code = codeAt(fromBase32(body.secret), Math.floor(server.clock.now / 30_000));
    return await browser.put(codes, { code });
  };
  const switchOff = () => browser.delete(codes, { password });
  const connect = async () => await comeBack(browser, fake.signIn(await setOutToConnect(browser)));
  const part = () => browser.delete("/api/account/providers/idp", { password });
  for (let n = 0; n < 296; n++) server.people.limits.changes.take(id);
  expect([(await switchOn()).status, (await switchOff()).status]).toEqual([200, 204]);
  // What came to nothing is not counted.
  expect([(await switchOff()).status, (await part()).status]).toEqual([204, 404]);
  expect([await connect(), (await part()).status]).toEqual(["/account", 204]);
  const owner = (await server.owner()).browser;
  const entries = async () => (await owner.get<AuditPage>("/api/audit?limit=200")).body.entries;
  const before = await entries();
  const refused = { status: 429, body: { code: "QUIRE_ERR_TOO_MANY_CHANGES" } };
  expect(await switchOn()).toMatchObject(refused);
  expect(await switchOff()).toMatchObject(refused);
  expect(await part()).toMatchObject(refused);
  expect(await connect()).toBe("/account?problem=too-often");
  expect(await connected(browser)).toEqual([null]);
  expect((await accountOf(browser))?.hasSecondFactor).toBe(false);
  expect(await entries()).toEqual(before);
});
