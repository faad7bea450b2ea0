import type { Account, Colleague, DocumentSummary, InvitedToDocument, LinkLookedAt } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type MailServer, startMailServer } from "../../../trouble/mail-server.ts";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";
import { signInBy, startWithFake } from "./provider-servers.ts";
import { comeBack } from "./provider-trip.ts";

interface Scene {
  readonly server: PeopleServer;
  /** Owns documents, and not the server. */
  readonly ann: Member;
}

/** Comes by a link that was not sent to anybody, under an address that they type. */
async function comeTyping(server: PeopleServer, email: string): Promise<Browser> {
  const { id: by } = await server.owner();
  const { store, invitations, limits } = server.people;
  const secret = await store.write(() => invitations.make({ email: null, standing: "member", by }));
  const browser = await join(server, secret, email);
  limits.joins.giveBack("127.0.0.1");
  return browser;
}

async function join(server: PeopleServer, secret: string, email: string): Promise<Browser> {
  const browser = server.browser();
  const name = email.split("@", 1)[0];
  const { status } = await browser.post("/api/invitations/accept", { secret, email, name, password });
  expect(status).toBe(201);
  return browser;
}

async function create({ browser }: Member): Promise<string> {
  return (await browser.post<DocumentSummary>("/api/documents", { title: "For one person" })).body.id;
}

/** Shares a new document with the address. */
async function share({ ann }: Scene, email: string, role = "edit"): Promise<string> {
  const id = await create(ann);
  const path = `/api/documents/${id}/access/invitations`;
  expect((await ann.browser.post<InvitedToDocument>(path, { email, role })).status).toBe(200);
  return id;
}

async function rolesOf(browser: Browser, ids: readonly string[]): Promise<unknown[]> {
  return await Promise.all(
    ids.map(async (id) => {
      const { status, body } = await browser.get<{ role: string }>(`/api/documents/${id}`);
      return status === 200 ? body.role : status;
    }),
  );
}

/** How often the log says that somebody's address was shown to be theirs. */
const confirmations = ({ people }: PeopleServer, { person }: Account): number =>
  people.audit
    .read({ action: "email-change", person: person.id }, { limit: 200 })
    .entries.filter(({ subject }) => subject === "confirmed").length;

const accountOf = async (browser: Browser): Promise<Account | null> =>
  (await browser.get<{ account: Account | null }>("/api/session")).body.account;

describe("where mail is sent", () => {
  let scene: Scene;
  let server: PeopleServer;
  let mail: MailServer;

  beforeAll(async () => {
    mail = await startMailServer();
    server = await startPeople({ mail: { url: mail.url, from: "quire@example.org" } });
    scene = { server, ann: await server.member("Ann") };
  });
  afterAll(async () => {
    await server.remove();
    await mail.close();
  });

  /** The secrets of the links that were mailed to the address, the oldest first. */
  const mailed = async (email: string, count: number): Promise<string[]> => {
    const letters = () => mail.received.filter(({ to }) => to.includes(email));
    await expect.poll(() => letters().length).toBe(count);
    return letters().map(
      ({ body }) => /\/(?:join|email(?:\?confirm)?|reset)#([\w-]{43})/.exec(body)?.[1] ?? "",
    );
  };

  it("B170 who typed an address is given nothing that is shared with it, before they came or after", async () => {
    const email = "boss@example.org";
    const before = await share(scene, email);
    const eve = await comeTyping(server, email);
    const after = await share(scene, email);
    expect(await rolesOf(eve, [before, after])).toEqual([403, 403]);
    expect(await accountOf(eve)).toMatchObject({ email, isEmailProved: false });
  });

  it("B170 an address is shown to be theirs by a link that was mailed there, opened where they are signed in", async () => {
    const email = "cy@example.org";
    const cy = await comeTyping(server, email);
    const ids = [await share(scene, email), await share(scene, email, "view")];
    const [, secret] = await mailed(email, 2);
    const { body: looked } = await cy.post<LinkLookedAt>("/api/invitations/look", { secret });
    expect(looked).toEqual({ email, standing: "member", hasAccount: true });
    const path = "/api/account/invitations";
    expect((await server.browser().post(path, { secret })).status).toBe(401);
    expect(await scene.ann.browser.post(path, { secret })).toMatchObject({
      status: 403,
      body: { code: "QUIRE_ERR_INVITATION_FOR_OTHER" },
    });
    expect(await rolesOf(cy, ids)).toEqual([403, 403]);
    expect(await cy.post(path, { secret })).toMatchObject({ status: 200, body: { isEmailProved: true } });
    expect(await rolesOf(cy, ids)).toEqual(["edit", "view"]);
    expect(await cy.post(path, { secret })).toMatchObject({ status: 410 });
    const [put] = server.people.audit.read({ action: "email-change" }, { limit: 1 }).entries;
    expect([put?.name, put?.subject]).toEqual(["cy", "confirmed"]);
    // From then on it is theirs at once.
    expect(await rolesOf(cy, [await share(scene, email)])).toEqual(["edit"]);
  });

  it("B170 an address is shown to be theirs by the link for another one, also where it is the same", async () => {
    const [typed, next] = ["dan@example.org", "dan.next@example.org"];
    const dan = await comeTyping(server, typed);
    const ids = [await share(scene, typed), await share(scene, next)];
    const confirm = async (email: string, secretAt: number) => {
      expect((await dan.put("/api/account/email", { email, password })).status).toBe(200);
      const secret = (await mailed(email, secretAt + 1))[secretAt];
      expect((await dan.post("/api/account/email", { secret })).status).toBe(200);
    };
    await confirm(typed, 1);
    expect(await rolesOf(dan, ids)).toEqual(["edit", 403]);
    await confirm(next, 1);
    expect(await rolesOf(dan, ids)).toEqual(["edit", "edit"]);
    // Whose address stays is not told that it signs nobody in any more.
    await expect.poll(() => mail.received.filter(({ to }) => to.includes(typed)).length).toBe(3);
    expect(mail.received.filter(({ to }) => to.includes(next))).toHaveLength(2);
  });

  it("B170 an address is shown to be theirs by a link for a new password that was mailed there, and by no owner's", async () => {
    const email = "fay@example.org";
    const thief = await comeTyping(server, email);
    const id = await share(scene, email);
    const { store, resets } = server.people;
    const account = (await accountOf(thief)) as Account;
    const { person } = account;
    const reset = async (secret: string) => {
      const browser = server.browser();
      expect((await browser.post("/api/password/reset", { secret, password })).status).toBe(200);
      return browser;
    };
    const { id: by } = await server.owner();
    const byOwner = await reset((await store.write(() => resets.make(person.id, { by }))).secret);
    expect(await rolesOf(byOwner, [id])).toEqual([403]);
    expect(confirmations(server, account)).toBe(0);
    await server.browser().post("/api/password/forgot", { email });
    const fay = await reset((await mailed(email, 2))[1] ?? "");
    expect(await rolesOf(fay, [id])).toEqual(["edit"]);
    expect(await accountOf(byOwner)).toBeNull();
    expect(confirmations(server, account)).toBe(1);
  });

  it("B170 letters say what is to be done by who has an account: sign in, or confirm the address that they have", async () => {
    const email = "kay@example.org";
    const kay = await comeTyping(server, email);
    await share(scene, email);
    expect((await kay.put("/api/account/email", { email: "Kay@example.org", password })).status).toBe(200);
    await expect.poll(() => mail.received.filter(({ to }) => to[0]?.toLowerCase() === email)).toHaveLength(2);
    const letters = mail.received.filter(({ to }) => to[0]?.toLowerCase() === email);
    const [invitation, confirmation] = letters.map(({ headers, body }) => `${headers}\n${body}`);
    expect(invitation).toContain("sign in to the account");
    expect(invitation).not.toContain("Make your account");
    expect(confirmation).toContain("Subject: Confirm your e-mail address for Quire");
    expect(confirmation).not.toContain("new");
  });

  it("B157 whose address an owner confirms, whatever its letters' case, is not told that it signs nobody in any more", async () => {
    const email = "lou@example.org";
    const lou = await comeTyping(server, email);
    const { person } = (await accountOf(lou)) as Account;
    const { browser: olga } = await server.owner();
    const letters = vi.spyOn(server.people.mail!, "send");
    const changeTo = async (to: string) =>
      expect((await olga.patch(`/api/people/${person.id}`, { email: to })).status).toBe(200);
    await changeTo("Lou@Example.org");
    expect(letters).not.toHaveBeenCalled();
    await changeTo("lou.next@example.org");
    expect(letters).toHaveBeenCalledOnce();
    letters.mockRestore();
  });

  it("B171 who comes by one of several invitations to their address has all that was shared with it", async () => {
    const email = "gus@example.org";
    const ids = [await share(scene, email), await share(scene, email, "view")];
    const [first] = await mailed(email, 2);
    const gus = await join(server, first ?? "", email);
    expect(await rolesOf(gus, ids)).toEqual(["edit", "view"]);
    expect(await accountOf(gus)).toMatchObject({ isEmailProved: true });
  });

  it("B171 of an invitation and what somebody was given by name, the later counts", async () => {
    const email = "jo@example.org";
    const jo = await comeTyping(server, email);
    const { person } = (await accountOf(jo)) as Account;
    const ids = [await create(scene.ann), await create(scene.ann)];
    const byAddress = (id: string | undefined) =>
      scene.ann.browser.post(`/api/documents/${id}/access/invitations`, { email, role: "edit" });
    const byName = (id: string | undefined) =>
      scene.ann.browser.put(`/api/documents/${id}/access/people/${person.id}`, { role: "view" });
    for (const step of [() => byAddress(ids[0]), () => byName(ids[0]), () => byName(ids[1])]) {
      expect((await step()).status).toBe(200);
      server.clock.now++;
    }
    expect((await byAddress(ids[1])).status).toBe(200);
    const [secret] = await mailed(email, 2);
    expect((await jo.post("/api/account/invitations", { secret })).status).toBe(200);
    expect(await rolesOf(jo, ids)).toEqual(["view", "edit"]);
  });

  it("B171 an owner's invitation to the address leaves what was shared with it", async () => {
    const email = "hal@example.org";
    const id = await share(scene, email);
    const { browser: olga } = await server.owner();
    const invite = () => olga.post<{ url: string }>("/api/invitations", { email, standing: "member" });
    const [old, newest] = [await invite(), await invite()].map(({ body }) => body.url.split("#")[1] ?? "");
    expect((await olga.post("/api/invitations/look", { secret: old })).status).toBe(410);
    expect(await rolesOf(await join(server, newest ?? "", email), [id])).toEqual(["edit"]);
  });
});

describe("where no mail is sent", () => {
  it("B170 an owner of the server says that an address is somebody's", async () => {
    const server = await startPeople();
    try {
      const scene = { server, ann: await server.member("Ann") };
      const email = "ida@example.org";
      const ida = await comeTyping(server, email);
      const id = await share(scene, email);
      expect(await rolesOf(ida, [id])).toEqual([403]);
      const { browser: olga } = await server.owner();
      const list = async () =>
        (await olga.get<{ people: Colleague[] }>("/api/people")).body.people.map(
          ({ person, isEmailProved }) => [person.name, isEmailProved],
        );
      expect(await list()).toEqual([
        ["Ann", true],
        ["ida", false],
        ["Olga", true],
      ]);
      const { person } = (await accountOf(ida)) as Account;
      expect((await olga.patch(`/api/people/${person.id}`, { standing: "member" })).status).toBe(200);
      expect(await rolesOf(ida, [id])).toEqual([403]);
      expect((await olga.patch(`/api/people/${person.id}`, { email })).status).toBe(200);
      expect(await rolesOf(ida, [id])).toEqual(["edit"]);
    } finally {
      await server.remove();
    }
  });
});

describe("with a provider", () => {
  it("B170 an address is shown to be theirs where the provider has checked it", async () => {
    const { fake, server } = await startWithFake();
    const scene = { server, ann: await server.member("Ann") };
    const email = "ada@example.com";
    const ada = await comeTyping(server, email);
    const id = await share(scene, email);
    const connect = async (email_verified: boolean) => {
      fake.person = { sub: "ada", name: "Ada", email, email_verified };
      const { body } = await ada.post<{ url: string }>("/api/account/providers/idp", { password });

      expect(await comeBack(ada, fake.signIn(new URL(body.url)))).toBe("/account");
    };
    await connect(false);
    expect(await rolesOf(ada, [id])).toEqual([403]);
    const account = (await accountOf(ada)) as Account;
    expect(confirmations(server, account)).toBe(0);
    fake.person = { sub: "ada", name: "Ada", email, email_verified: true };
    for (let n = 0; n < 2; n++) expect(await signInBy(fake, ada)).toBe("/");
    expect(await rolesOf(ada, [id])).toEqual(["edit"]);
    expect(confirmations(server, account)).toBe(1);
  });
});
