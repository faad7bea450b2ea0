import type { Account, EmailChange, SignInState } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { type MailServer, startMailServer } from "../../../trouble/mail-server.ts";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const path = "/api/account/email";
const next = "ann.elsewhere@example.org";
const over = { status: 410, body: { code: "QUIRE_ERR_INVITATION_OVER" } };

async function start(): Promise<PeopleServer> {
  const server = await startPeople();
  undo.push(() => server.remove());
  return server;
}

async function startWithMail(): Promise<{ readonly server: PeopleServer; readonly mail: MailServer }> {
  const mail = await startMailServer();
  const server = await startPeople({ mail: { url: mail.url, from: "quire@example.org" } });
  undo.push(() => mail.close());
  undo.push(() => server.remove());
  return { server, mail };
}

const ask = ({ browser }: Member, email: string) => browser.put<EmailChange>(path, { email, password });
const stateOf = async (browser: Browser) => (await browser.get<SignInState>("/api/session")).body;

/** The secret of the newest link to the address, once so many letters have come. */
async function mailed({ received }: MailServer, email: string, count: number): Promise<string> {
  await expect.poll(() => received.length).toBe(count);
  const letter = received.findLast(({ to }) => to.includes(email));
  return /\/email#([\w-]{43})/.exec(letter?.body ?? "")?.[1] ?? "";
}

async function signIn(server: PeopleServer, email: string): Promise<{ status: number; browser: Browser }> {
  const browser = server.browser();
  return { browser, status: (await browser.post("/api/session", { email, password })).status };
}

describe("another e-mail address", () => {
  it("B155 is had by who says the password and opens the link that went there, which ends all other sessions", async () => {
    const { server, mail } = await startWithMail();
    const ann = await server.member("Ann");
    const { browser: elsewhere } = await signIn(server, ann.email);
    const copy = ann.browser.copy();
    const { store, resets } = server.people;
    const { secret: reset } = await store.write(() => resets.make(ann.id, { by: null }));
    for (const wrong of [{}, { password: "not the one of Ann" }])
      expect((await ann.browser.put(path, { email: next, ...wrong })).status).toBe(403);
    expect(await ask(ann, next)).toMatchObject({ status: 200, body: { account: null } });
    const secret = await mailed(mail, next, 1);
    expect((await stateOf(ann.browser)).account?.email).toBe(ann.email);

    const taken = await ann.browser.post<Account>(path, { secret });
    expect(taken).toMatchObject({ status: 200, body: { email: next } });
    expect((await stateOf(ann.browser)).account?.email).toBe(next);
    expect(await stateOf(elsewhere)).toMatchObject({ account: null, putOutBy: "email" });
    expect((await stateOf(copy)).account).toBeNull();
    expect(resets.find(reset)).toBeUndefined();
    expect(await ann.browser.post(path, { secret })).toMatchObject(over);
    expect((await signIn(server, ann.email)).status).toBe(401);
    expect((await signIn(server, next)).status).toBe(200);
    await expect.poll(() => mail.received.map(({ to }) => to)).toEqual([[next], [ann.email]]);
    expect(mail.received[1]?.body).not.toContain(next);
    const { entries } = server.people.audit.read({ action: "email-change" }, { limit: 5 });
    expect(entries.map(({ personId, subject }) => [personId, subject])).toEqual([
      [ann.id, null],
      [ann.id, "asked for"],
    ]);
  });

  it("B155 has a link that is over after an hour, by a newer one, a new password, and for everybody else", async () => {
    const { server, mail } = await startWithMail();
    const [ann, ben] = [await server.member("Ann"), await server.member("Ben")];
    const take = (secret: string, browser = ann.browser) => browser.post(path, { secret });
    await ask(ann, "ann.one@example.org");
    const first = await mailed(mail, "ann.one@example.org", 1);
    await ask(ann, next);
    const second = await mailed(mail, next, 2);
    expect(await take(first)).toMatchObject(over);
    expect(await take(second, ben.browser)).toMatchObject(over);
    expect((await take(second, server.browser())).status).toBe(401);
    server.clock.now += 60 * 60_000;
    expect(await take(second)).toMatchObject(over);
    await ask(ann, next);
    const third = await mailed(mail, next, 3);
    const changed = { current: password, password: `another ${password}` };
    expect((await ann.browser.put("/api/account/password", changed)).status).toBe(204);
    expect(await take(third)).toMatchObject(over);
    expect((await stateOf(ann.browser)).account?.email).toBe(ann.email);
  });

  it("B156 is answered for alike whether it is somebody's, and nothing goes to who has it", async () => {
    const { server, mail } = await startWithMail();
    const [ann, ben] = [await server.member("Ann"), await server.member("Ben")];
    const answers = [await ask(ann, ben.email), await ask(ann, next)];
    const said = answers.map(({ status, body, headers }) => [
      status,
      body,
      [...headers.keys()].filter((name) => name !== "date"),
    ]);
    expect(said[0]).toEqual(said[1]);
    const secret = await mailed(mail, next, 1);
    // Somebody comes with it before she does.
    await ben.browser.put(path, { email: next, password });
    const bens = await mailed(mail, next, 2);
    expect((await ben.browser.post(path, { secret: bens })).status).toBe(200);
    expect(await ann.browser.post(path, { secret })).toMatchObject(over);
    // Only that his account has another one: by then all that was to be mailed has been.
    await expect.poll(() => mail.received.map(({ to }) => to)).toEqual([[next], [next], [ben.email]]);
  });

  it("B156 takes three mails in a quarter of an hour for each person, and is answered alike beyond", async () => {
    const { server, mail } = await startWithMail();
    const ann = await server.member("Ann");
    for (const n of [1, 2, 3, 4])
      expect(await ask(ann, `ann.${n}@example.org`)).toMatchObject({ status: 200, body: { account: null } });
    await server.people.close();
    expect(mail.received).toHaveLength(3);
  });

  it("B157 is given by an owner of the server where no mail is sent, to members and to themselves", async () => {
    const server = await start();
    const [olga, ann] = [await server.owner(), await server.member("Ann")];
    const refused = { status: 409, body: { code: "QUIRE_ERR_NO_MAIL" } };
    expect(await ask(ann, next)).toMatchObject(refused);
    const give = (id: string, email: string, browser = olga.browser) =>
      browser.patch<{ email: string }>(`/api/people/${id}`, { email });
    expect((await give(ann.id, next, ann.browser)).status).toBe(403);
    expect(await give(ann.id, olga.email)).toMatchObject({
      status: 409,
      body: { code: "QUIRE_ERR_EMAIL_TAKEN" },
    });
    expect(await give(ann.id, next)).toMatchObject({ status: 200, body: { email: next } });
    expect((await stateOf(ann.browser)).account?.email).toBe(next);
    expect((await signIn(server, ann.email)).status).toBe(401);

    const { browser: elsewhere } = await signIn(server, olga.email);
    expect(await ask(olga, next)).toMatchObject({ status: 409, body: { code: "QUIRE_ERR_EMAIL_TAKEN" } });
    const own = "olga.elsewhere@example.org";
    expect((await olga.browser.put(path, { email: own })).status).toBe(403);
    expect(await ask(olga, own)).toMatchObject({ status: 200, body: { account: { email: own } } });
    expect((await stateOf(olga.browser)).account?.email).toBe(own);
    expect((await stateOf(elsewhere)).account).toBeNull();
  });

  it("B157 is given to members by an owner where mail is sent as well, and the old one is told", async () => {
    const { server, mail } = await startWithMail();
    const [{ browser: olga }, ann] = [await server.owner(), await server.member("Ann")];
    const given = await olga.patch<{ email: string }>(`/api/people/${ann.id}`, { email: next });
    expect(given).toMatchObject({ status: 200, body: { email: next, isEmailProved: true } });
    await expect.poll(() => mail.received.map(({ to }) => to)).toEqual([[ann.email]]);
    expect((await signIn(server, next)).status).toBe(200);
  });

  it("B157 is not given to another owner, whose account it would lead into", async () => {
    const server = await start();
    const [olga, pia] = [await server.owner(), await server.member("Pia")];
    expect((await olga.browser.patch(`/api/people/${pia.id}`, { standing: "owner" })).status).toBe(200);
    expect(await olga.browser.patch(`/api/people/${pia.id}`, { email: next })).toMatchObject({
      status: 403,
      body: { code: "QUIRE_ERR_OWNER_PASSWORD" },
    });
  });
});
