import type { NewApiToken, PasskeyOptions } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { Authenticator } from "./authenticator.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";
import { accountOf, signInBy, startWithFake } from "./provider-servers.ts";
import { quireUrl } from "./provider-trip.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const next = "another password of mine";
const confirmNeeded = { status: 403, body: { code: "QUIRE_ERR_CONFIRM_NEEDED" } };

async function start() {
  const server = await startPeople({ url: quireUrl });
  undo.push(() => server.remove());
  return { server, ann: await server.member("Ann") };
}

/** Has somebody else's word come between the look at a request and what it writes. */
function beforeNextWrite({ people: { store } }: PeopleServer, meanwhile: () => Promise<unknown>): void {
  const { write } = store;
  store.write = async (change) => {
    store.write = write;
    await meanwhile();
    return await store.write(change);
  };
}

/** By a link, and the words may be those of before. */
async function setPassword(server: PeopleServer, { id }: Member): Promise<void> {
  const { store, resets } = server.people;
  const { secret } = await store.write(() => resets.make(id, { by: null }));
  const answer = await server.browser().post("/api/password/reset", { secret, password });
  expect(answer.status).toBe(200);
}

/** A token and a passkey, as whoever has the browser makes them. */
async function makeWaysIn({ browser }: Member) {
  const token = await browser.post<NewApiToken>("/api/account/tokens", { name: "A", scope: "write" });
  const { body } = await browser.post<PasskeyOptions>("/api/account/passkeys/options", {});
  const created = new Authenticator(quireUrl).create(body.options);
  expect([token.status, (await browser.post("/api/account/passkeys", created)).status]).toEqual([201, 201]);
}

function waysIn({ people }: PeopleServer, { id }: Member): number {
  return people.apiTokens.of(id).length + people.passkeys.of(id).length;
}

describe("B15 a session that was left open,", () => {
  it("of who has no password, sets none, deletes nothing and parts with no provider", async () => {
    const { fake, server } = await startWithFake({ allowNew: true });
    const ada = server.browser();
    await signInBy(fake, ada);
    server.clock.now += 10 * 60_000;
    expect(await ada.put("/api/account/password", { password: next })).toMatchObject(confirmNeeded);
    expect(await ada.delete("/api/account/providers/idp", {})).toMatchObject(confirmNeeded);
    expect(await ada.delete("/api/account", {})).toMatchObject(confirmNeeded);
    expect(await ada.delete("/api/account", { password: next })).toMatchObject(confirmNeeded);
    expect(await accountOf(ada)).toMatchObject({ hasPassword: false });
    await signInBy(fake, ada);
    expect((await ada.put("/api/account/password", { password: next })).status).toBe(204);
    expect((await ada.delete("/api/account/providers/idp", { password: next })).status).toBe(204);
    expect((await ada.delete("/api/account", { password: next })).status).toBe(204);
  });

  it.each<[string, (server: PeopleServer, ann: Member) => Promise<unknown>]>([
    ["was signed out", ({ people }, { id }) => people.store.write(() => people.sessions.end(id))],
    ["had a new password", setPassword],
  ])("makes neither token nor passkey once its person %s meanwhile", async (_, meanwhile) => {
    const { server, ann } = await start();
    const { browser } = ann;
    beforeNextWrite(server, () => meanwhile(server, ann));
    const token = { name: "A program", scope: "write" };
    expect((await browser.post("/api/account/tokens", token)).status).toBe(401);
    const again = server.browser();
    await again.post("/api/session", { email: ann.email, password });
    const { body } = await again.post<PasskeyOptions>("/api/account/passkeys/options", {});
    const created = new Authenticator(quireUrl).create(body.options);
    beforeNextWrite(server, () => meanwhile(server, ann));
    expect((await again.post("/api/account/passkeys", created)).status).toBe(401);
    expect(waysIn(server, ann)).toBe(0);
  });

  it("takes no passkey off without the password, nor once its person was signed out meanwhile", async () => {
    const { server, ann } = await start();
    await makeWaysIn(ann);
    const [passkey] = server.people.passkeys.of(ann.id);
    const remove = (body: object) => ann.browser.delete(`/api/account/passkeys/${passkey!.id}`, body);
    for (const body of [{}, { password: next }])
      expect(await remove(body)).toMatchObject({ status: 403, body: { code: "QUIRE_ERR_PASSWORD_WRONG" } });
    beforeNextWrite(server, () => server.people.store.write(() => server.people.sessions.end(ann.id)));
    expect((await remove({ password })).status).toBe(401);
    expect(server.people.passkeys.of(ann.id)).toEqual([passkey]);
    await ann.browser.post("/api/session", { email: ann.email, password });
    expect((await remove({ password })).status).toBe(204);
    expect(server.people.passkeys.of(ann.id)).toEqual([]);
  });

  it("is one of a hundred: the one that was seen longest ago ends for another", async () => {
    const { server, ann } = await start();
    const { people, clock } = server;
    for (let n = 0; n < 99; n++) {
      clock.now += 1_000;
      await people.store.write(() => people.sessions.begin(ann.id, { address: "::1", agent: `${n}` }));
    }
    const other = server.browser();
    clock.now += 1_000;
    expect((await other.post("/api/session", { email: ann.email, password })).status).toBe(200);
    expect(people.sessions.of(ann.id)).toHaveLength(100);
    expect(await accountOf(ann.browser)).toBeNull();
    expect((await accountOf(other))?.person.id).toBe(ann.id);
  });
});

describe("B6 what a thief may have made", () => {
  it.each(["mail", "an owner", "the command"])("ends with a new password by a link of %s", async (by) => {
    const { server, ann } = await start();
    const { people } = server;
    await makeWaysIn(ann);
    const maker = by === "mail" ? null : by === "an owner" ? (await server.owner()).id : "operator";
    const { secret } = await people.store.write(() => people.resets.make(ann.id, { by: maker }));
    const reset = await server.browser().post("/api/password/reset", { secret, password: next });
    expect([reset.status, waysIn(server, ann)]).toEqual([200, 0]);
  });

  it("ends with a new password by a link: invitations, and accounts at providers that have another address", async () => {
    const { server, ann } = await start();
    const { store, invitations, providers } = server.people;
    const atProvider = (subject: string, email: string | null) =>
      ({
        personId: ann.id,
        issuer: "https://idp.example",
        subject,
        email,
        name: null,
        gaveStanding: false,
        linkedAt: 1,
      }) as const;
    const secret = await store.write(() => {
      for (const identity of [
        atProvider("hers", ann.email.toUpperCase()),
        atProvider("a thief's", "thief@example.org"),
        atProvider("nobody's", null),
      ])
        providers.identities.put(identity);
      return invitations.make({ email: null, standing: "member", by: ann.id });
    });
    await setPassword(server, ann);
    expect(providers.identities.of(ann.id).map(({ subject }) => subject)).toEqual(["hers"]);
    expect(invitations.find(secret)).toBeUndefined();
  });

  it("ends when an owner shuts its person out, and stays when they change their password themselves", async () => {
    const { server, ann } = await start();
    await makeWaysIn(ann);
    const changed = await ann.browser.put("/api/account/password", { current: password, password: next });
    expect([changed.status, waysIn(server, ann)]).toEqual([204, 2]);
    const { browser: owner } = await server.owner();
    await owner.patch(`/api/people/${ann.id}`, { isDisabled: true });
    expect(waysIn(server, ann)).toBe(0);
  });
});
