import type { Account, LinkLookedAt, PasswordLink, SignInState } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { type MailServer, startMailServer, startSilentServer } from "../../../trouble/mail-server.ts";
import { changeEmail } from "../src/sign-in/change-email.ts";
import { codeAt, fromBase32 } from "../src/sign-in/totp.ts";
import { type PeopleServerOptions, password, startPeople } from "./people-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const from = "quire@example.org";
const next = "another password of mine";

async function start(options: PeopleServerOptions = {}) {
  const mail = await startMailServer();
  const server = await startPeople({ mail: { url: mail.url, from }, ...options });
  undo.push(() => mail.close());
  undo.push(() => server.remove());
  return { server, mail };
}

/** The secret of the link in the newest mail, once there are so many. */
async function mailed(mail: MailServer, count = 1): Promise<string> {
  await expect.poll(() => mail.received.length).toBe(count);
  return /\/reset#([\w-]{43})/.exec(mail.received.at(-1)!.body)![1]!;
}

describe("a forgotten password", () => {
  it("B6 is set anew by a link that comes by mail, once, within an hour, and ends all other sessions", async () => {
    const { server, mail } = await start();
    const ann = await server.member("Ann");
    const browser = server.browser();
    expect((await browser.get<SignInState>("/api/session")).body.hasMail).toBe(true);
    expect((await browser.post("/api/password/forgot", { email: ann.email.toUpperCase() })).status).toBe(202);
    const secret = await mailed(mail);
    expect(mail.received[0]!.to).toEqual([ann.email]);
    const looked = await browser.post<LinkLookedAt>("/api/password/look", { secret });
    expect(looked.body).toEqual({ email: ann.email, standing: "member" });
    const reset = () => browser.post<Account>("/api/password/reset", { secret, password: next });
    expect(await reset()).toMatchObject({ status: 200, body: { person: { id: ann.id } } });
    expect((await browser.get<SignInState>("/api/session")).body.account).not.toBeNull();
    expect((await ann.browser.get<SignInState>("/api/session")).body.account).toBeNull();
    expect((await reset()).status).toBe(410);
    const signIn = (typed: string) =>
      server.browser().post("/api/session", { email: ann.email, password: typed });
    expect([(await signIn(password)).status, (await signIn(next)).status]).toEqual([401, 200]);
    const { entries } = server.people.audit.read({ action: "password-change" }, { limit: 2 });
    expect(entries.map(({ personId }) => personId)).toEqual([ann.id]);
  });

  it("B6 has a link that is over after an hour, and when the password was changed meanwhile", async () => {
    const { server, mail } = await start();
    const ann = await server.member("Ann");
    const look = async (secret: string) =>
      (await server.browser().post("/api/password/look", { secret })).status;
    await server.browser().post("/api/password/forgot", { email: ann.email });
    const first = await mailed(mail);
    server.clock.now += 60 * 60_000;
    expect(await look(first)).toBe(410);
    await server.browser().post("/api/password/forgot", { email: ann.email });
    const second = await mailed(mail, 2);
    expect(await look(second)).toBe(200);
    await ann.browser.put("/api/account/password", { current: password, password: next });
    expect(await look(second)).toBe(410);
  });

  it("threat D21 is set anew once, of a hundred who use the link at once", async () => {
    const { server } = await start({ trustProxy: ["127.0.0.1"] });
    const ann = await server.member("Ann");
    const { secret } = await server.people.store.write(() => server.people.resets.make(ann.id, { by: null }));
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => {
        const browser = server.browser();
        browser.headers["x-forwarded-for"] = `203.0.113.${n}`;
        return browser.post("/api/password/reset", { secret, password: `${next} ${n}` });
      }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(server.people.sessions.of(ann.id)).toHaveLength(1);
  });

  it("threat A18 B6 is answered alike whoever it is about, and the mail is behind the answer", async () => {
    const { server, mail } = await start();
    const ann = await server.member("Ann");
    const ben = await server.member("Ben");
    const { browser: owner } = await server.owner();
    await owner.patch(`/api/people/${ben.id}`, { isDisabled: true });
    const answers = [];
    for (const email of ["nobody@example.org", ben.email, ann.email]) {
      const { status, body, headers } = await server.browser().post("/api/password/forgot", { email });
      answers.push([status, body, [...headers.keys()].toSorted()]);
    }
    expect(answers[0]![0]).toBe(202);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await mailed(mail);
    // What is under way is waited for: nothing more comes.
    await server.restart();
    expect(mail.received.map(({ to }) => to)).toEqual([[ann.email]]);
  });

  it("B2 sends three mails to one person in a quarter of an hour, and ten an address asks for in a minute", async () => {
    const { server, mail } = await start();
    const ann = await server.member("Ann");
    const statuses = [];
    for (let n = 0; n < 12; n++)
      statuses.push((await server.browser().post("/api/password/forgot", { email: ann.email })).status);
    expect(statuses).toEqual([...Array(10).fill(202), 429, 429]);
    await server.restart();
    expect(mail.received).toHaveLength(3);
    for (const { body } of mail.received) {
      const secret = /#([\w-]{43})/.exec(body)![1];
      expect((await server.browser().post("/api/password/look", { secret })).status).toBe(200);
    }
  });

  it("B9 is answered the same where no mail goes out, and the log has neither the address nor the link", async () => {
    const hanging = await startSilentServer();
    undo.push(() => hanging.close());
    const { server } = await start({ mail: { url: hanging.url, from, patienceMs: 100 } });
    const ann = await server.member("Ann");
    expect((await server.browser().post("/api/password/forgot", { email: ann.email })).status).toBe(202);
    await expect.poll(() => server.log.filter((line) => line.includes("was not mailed")).length).toBe(1);
    expect(server.log.join("")).not.toMatch(/ann@example|reset#/);
  });

  it("B1 is no more than logged where the store cannot be read", async () => {
    const { server } = await start();
    const { emails } = server.people.store;
    const { get } = emails;
    undo.push(() => Object.assign(emails, { get }));
    Object.assign(emails, {
      get() {
        throw new Error("the disk is gone");
      },
    });
    const answer = await server.browser().post("/api/password/forgot", { email: "ann@example.org" });
    expect(answer.status).toBe(202);
    await expect.poll(() => server.log.filter((line) => line.includes("was not mailed")).length).toBe(1);
  });

  it("B175 goes to nobody where another address was taken meanwhile, and is good for the address that it went to", async () => {
    const { server, mail } = await start();
    const ann = await server.member("Ann");
    const { people } = server;
    const { store, limits, resets } = people;
    const changeTo = (email: string) =>
      store.write(() => {
        const person = store.people.get(ann.id)!;
        changeEmail(people, person, email, { person, address: "127.0.0.1" });
      });
    const changed: Promise<void>[] = [];
    // Looked up already, and not written yet.
    limits.mailsTo.take = () => {
      changed.push(changeTo("elsewhere@example.org"));
      return 0;
    };
    await server.browser().post("/api/password/forgot", { email: ann.email });
    await expect.poll(() => changed.length).toBe(1);
    await Promise.all(changed);
    const good = { by: null, email: "Elsewhere@example.org" };
    const [old, now] = await store.write(() => [
      resets.make(ann.id, { by: null, email: ann.email }).secret,
      resets.make(ann.id, good).secret,
    ]);
    const look = async (secret: string | undefined) =>
      (await server.browser().post("/api/password/look", { secret })).status;
    expect([await look(old), await look(now)]).toEqual([410, 200]);
    await server.restart();
    expect(mail.received).toEqual([]);
  });

  it("B7 does not get past a second factor by mail, and the link stays good", async () => {
    const { server } = await start();
    const ann = await server.member("Ann");
    const { people, clock } = server;
    const { body: offer } = await ann.browser.post<{ secret: string }>("/api/account/second-factor", {});
    const code = () => codeAt(fromBase32(offer.secret), Math.floor(clock.now / 30_000));
    expect((await ann.browser.put("/api/account/second-factor", { code: code() })).status).toBe(200);
    clock.now += 30_000;
    const { secret } = await people.store.write(() => people.resets.make(ann.id, { by: null }));
    const reset = (given?: string) =>
      server
        .browser()
        .post<Account>("/api/password/reset", { secret, password: next, ...(given && { code: given }) });
    expect(await reset()).toMatchObject({ status: 401, body: { code: "QUIRE_ERR_CODE_NEEDED" } });
    expect(await reset("000000")).toMatchObject({ status: 401, body: { code: "QUIRE_ERR_CODE_WRONG" } });
    expect(await reset(code())).toMatchObject({ status: 200, body: { hasSecondFactor: true } });
  });
});

describe("a link for a new password by an owner", () => {
  it("B6 is for members, switches their second factor off, and is none of theirs to make", async () => {
    const { server } = await start();
    const { browser: owner, id: ownerId } = await server.owner();
    const other = await server.member("Pia", "owner");
    const ann = await server.member("Ann");
    const { people } = server;
    await people.store.write(() => {
      const record = people.store.people.get(ann.id)!;
      const secondFactor = { secret: "A".repeat(32), confirmedAt: 1, lastStep: 0, spares: [] };
      void people.store.people.put(ann.id, { ...record, secondFactor });
    });
    expect((await ann.browser.post(`/api/people/${ann.id}/password-link`)).status).toBe(403);
    expect((await server.browser().post(`/api/people/${ann.id}/password-link`)).status).toBe(401);
    expect((await owner.post("/api/people/nobody/password-link")).status).toBe(404);
    for (const id of [other.id, ownerId])
      expect(await owner.post(`/api/people/${id}/password-link`)).toMatchObject({
        status: 403,
        body: { code: "QUIRE_ERR_OWNER_PASSWORD" },
      });
    const link = await owner.post<PasswordLink>(`/api/people/${ann.id}/password-link`);
    expect(link).toMatchObject({ status: 201, body: { expiresAt: server.clock.now + 60 * 60_000 } });
    const secret = link.body.url.slice(link.body.url.indexOf("#") + 1);
    const reset = await server.browser().post<Account>("/api/password/reset", { secret, password: next });
    expect(reset).toMatchObject({ status: 200, body: { hasSecondFactor: false } });
  });
});

describe("a password", () => {
  it("is changed by who knows it, needs ten characters, and is guessed no faster by who has the browser", async () => {
    const { server } = await start();
    const ann = await server.member("Ann");
    const change = (current: string | undefined, wanted: string) =>
      ann.browser.put("/api/account/password", { password: wanted, ...(current && { current }) });
    expect(await change(undefined, next)).toMatchObject({
      status: 403,
      body: { code: "QUIRE_ERR_PASSWORD_WRONG" },
    });
    expect((await change(password, "ten chars")).status).toBe(400);
    expect((await change(password, "x".repeat(257))).status).toBe(400);
    const statuses = [];
    for (let n = 0; n < 7; n++) statuses.push((await change("not this one at all", next)).status);
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429]);
    server.clock.now += 1_000;
    // Ten characters, and not ten bytes or code units.
    expect((await change(password, "💡💡💡💡💡💡💡💡💡💡")).status).toBe(204);
    // Typed with accents that stand alone, it is the same one.
    expect((await change("💡💡💡💡💡💡💡💡💡💡", "Caf\u00e9 Caf\u00e9 Caf\u00e9")).status).toBe(204);
    expect((await change("Cafe\u0301 Cafe\u0301 Cafe\u0301", next)).status).toBe(204);
  });
});
