import type { SecondFactorOffer } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import type { GroupTarget } from "../src/index.ts";
import { codeAt, fromBase32 } from "../src/sign-in/totp.ts";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password } from "./people-server.ts";
import { accountOf, signInBy, startWithFake } from "./provider-servers.ts";
import { comeBack } from "./provider-trip.ts";
import { openSocket } from "./socket.ts";

const path = "/api/account/second-factor";
const admins = { groups: new Map<string, GroupTarget>([["admins", { standing: "owner" }]]) };

async function signIn(server: PeopleServer, { email }: Member): Promise<Browser> {
  const browser = server.browser();
  expect((await browser.post("/api/session", { email, password })).status).toBe(200);
  return browser;
}

/** Has an app for codes set up, and says the first one. */
async function turnOn({ browser }: Member, { clock }: PeopleServer): Promise<void> {
  const { body } = await browser.post<SecondFactorOffer>(path, { password });
  const code = codeAt(fromBase32(body.secret), Math.floor(clock.now / 30_000));
  expect((await browser.put(path, { code })).status).toBe(200);
}

/** Who each of the browsers is signed in as. */
async function namesIn(...browsers: Browser[]): Promise<(string | undefined)[]> {
  return await Promise.all(browsers.map(async (one) => (await accountOf(one))?.person.name));
}

describe("B3 threat A15 a session goes on under another id, and all others are over,", () => {
  it("when its person turns codes of an app on, and off", async () => {
    const { server } = await startWithFake();
    const ann = await server.member("Ann");
    for (const change of [
      () => turnOn(ann, server),
      async () => expect((await ann.browser.delete(path, { password })).status).toBe(204),
    ]) {
      const copy = ann.browser.copy();
      const other = await otherDevice(server, ann);
      const line = openSocket(copy, "/api/events");
      await line.spoken;
      expect(await namesIn(ann.browser, copy, other)).toEqual(["Ann", "Ann", "Ann"]);
      await change();
      expect(await namesIn(ann.browser, copy, other)).toEqual(["Ann", undefined, undefined]);
      expect(await line.closed).toBe(4401);
      expect(server.people.sessions.of(ann.id)).toHaveLength(1);
    }
  });

  it("and is no younger by that: what asks for a sign-in of a moment ago asks for it again", async () => {
    const { server } = await startWithFake();
    const ann = await server.member("Ann");
    server.clock.now += 10 * 60_000;
    await turnOn(ann, server);
    expect(await ann.browser.post("/api/account/tokens", { name: "A", scope: "read" })).toMatchObject({
      status: 403,
      body: { code: "QUIRE_ERR_CONFIRM_NEEDED" },
    });
  });

  it("but not where nothing was turned on, or off", async () => {
    const { server } = await startWithFake();
    const ann = await server.member("Ann");
    const copy = ann.browser.copy();
    expect((await ann.browser.put(path, { code: "000000" })).status).toBe(401);
    expect((await ann.browser.delete(path, { password })).status).toBe(204);
    expect(await namesIn(ann.browser, copy)).toEqual(["Ann", "Ann"]);
  });
});

/** Signs in elsewhere, by a session that no code is asked for. */
async function otherDevice(server: PeopleServer, { id }: Member): Promise<Browser> {
  const { store, sessions } = server.people;
  const browser = server.browser();
  const secret = await store.write(() => sessions.begin(id, { address: "192.0.2.1", agent: "another" }));
  browser.cookies.set("__Host-quire-session", secret);
  return browser;
}

describe("B3 threat A15 who becomes an owner of the server", () => {
  it("signs in again: no session that was there before is an owner's", async () => {
    const { server } = await startWithFake();
    const { browser: olga } = await server.owner();
    const ann = await server.member("Ann");
    const copy = ann.browser.copy();
    const line = openSocket(ann.browser, "/api/events");
    await line.spoken;
    const make = (standing: string) => olga.patch(`/api/people/${ann.id}`, { standing });
    expect((await make("owner")).status).toBe(200);
    expect(await namesIn(ann.browser, copy)).toEqual([undefined, undefined]);
    expect(await line.closed).toBe(4401);
    const again = await signIn(server, ann);
    expect((await accountOf(again))?.standing).toBe("owner");
    // Who is one already stays in, and so does who has less from then on.
    for (const standing of ["owner", "member"]) expect((await make(standing)).status).toBe(200);
    expect((await accountOf(again))?.standing).toBe("member");
  });

  it("by the groups of a provider has done so, and is out elsewhere", async () => {
    const { fake, server } = await startWithFake(admins);
    const [one, other] = [server.browser(), server.browser()];
    for (const browser of [one, other]) expect(await signInBy(fake, browser)).toBe("/");
    fake.person = { ...fake.person, groups: ["admins"] };
    expect(await signInBy(fake, one)).toBe("/");
    expect((await accountOf(one))?.standing).toBe("owner");
    expect(await accountOf(other)).toBeNull();
  });

  it("by connecting a provider goes on under another id in that browser alone", async () => {
    const { fake, server } = await startWithFake(admins);
    const mia = await server.member("Mia");
    const copy = mia.browser.copy();
    fake.person = { ...fake.person, groups: ["admins"] };
    const { body } = await mia.browser.post<{ url: string }>("/api/account/providers/idp", { password });
    expect(await comeBack(mia.browser, fake.signIn(new URL(body.url)))).toBe("/account");
    expect((await accountOf(mia.browser))?.standing).toBe("owner");
    expect(await accountOf(copy)).toBeNull();
  });
});
