import type {
  Account,
  ErrorBody,
  InvitationList,
  LinkLookedAt,
  NewInvitation,
  ShapeOf,
  SignInState,
} from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { startMailServer, startSilentServer } from "../../../trouble/mail-server.ts";
import { type PeopleServerOptions, password, startPeople } from "./people-server.ts";

type Refused = ShapeOf<typeof ErrorBody>;

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: PeopleServerOptions = {}) {
  const server = await startPeople(options);
  undo.push(() => server.remove());
  return server;
}

const weekMs = 7 * 24 * 60 * 60_000;
const from = "Quire <quire@example.org>";

function secretOf({ url }: { readonly url: string }): string {
  return url.slice(url.indexOf("#") + 1);
}

describe("the first owner", () => {
  it("threat D21 is one, of a hundred who open the link at once", async () => {
    const server = await start({ trustProxy: ["127.0.0.1"] });
    const secret = await server.people.invitations.forFirstOwner();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => {
        const browser = server.browser();
        browser.headers["x-forwarded-for"] = `203.0.113.${n}`;
        const body = { secret, email: `p${n}@example.org`, name: `P ${n}`, password };
        return browser.post<Account>("/api/invitations/accept", body);
      }),
    );
    const joined = answers.filter(({ status }) => status === 201);
    expect(joined).toHaveLength(1);
    expect(joined[0]?.body.standing).toBe("owner");
    expect(answers.every(({ status }) => [201, 410, 429].includes(status))).toBe(true);
    expect(server.people.store.people.getKeysCount()).toBe(1);
    expect(server.people.store.emails.getKeysCount()).toBe(1);
    expect([...server.people.store.sessions.getKeys()]).toHaveLength(1);
    expect(server.people.hasNobody).toBe(false);
  });

  it("B4 comes by the newest link only, within a week", async () => {
    const server = await start();
    const old = await server.people.invitations.forFirstOwner();
    const secret = await server.people.invitations.forFirstOwner();
    const look = (one: string) => server.browser().post("/api/invitations/look", { secret: one });
    expect((await look(old)).status).toBe(410);
    expect((await look(secret)).status).toBe(200);
    server.clock.now += weekMs;
    expect((await look(secret)).status).toBe(410);
    expect((await server.browser().get<SignInState>("/api/session")).body.isNew).toBe(true);
  });
});

describe("an invitation", () => {
  it("B4 is made by owners, shown once, listed without its secret, and taken back", async () => {
    const server = await start();
    const { browser: owner } = await server.owner();
    const { browser: member } = await server.member("Ann");
    expect((await member.post("/api/invitations", { standing: "member" })).status).toBe(403);
    expect((await server.browser().post("/api/invitations", { standing: "member" })).status).toBe(401);
    expect((await member.get("/api/invitations")).status).toBe(403);
    const made = await owner.post<NewInvitation>("/api/invitations", {
      standing: "member",
      email: "Ben@Example.org",
    });
    expect(made).toMatchObject({ status: 201, body: { email: "Ben@Example.org", wasMailed: false } });
    expect(made.body.url).toMatch(new RegExp(`^${server.address}/join#[\\w-]{43}$`));
    const list = await owner.get<InvitationList>("/api/invitations");
    expect(list.body.invitations.map(({ id }) => id)).toEqual([made.body.id]);
    expect(JSON.stringify(list.body)).not.toContain(secretOf(made.body));
    expect((await owner.delete(`/api/invitations/${made.body.id}`)).status).toBe(204);
    expect((await owner.delete(`/api/invitations/${made.body.id}`)).status).toBe(410);
    const look = await server.browser().post("/api/invitations/look", { secret: secretOf(made.body) });
    expect(look.status).toBe(410);
  });

  it("B4 that is for an address lets in nobody with another, and one in with it", async () => {
    const server = await start();
    const { browser: owner } = await server.owner();
    const { body } = await owner.post<NewInvitation>("/api/invitations", {
      standing: "owner",
      email: "ben@example.org",
    });
    const secret = secretOf(body);
    const looked = await server.browser().post<LinkLookedAt>("/api/invitations/look", { secret });
    expect(looked.body).toEqual({ email: "ben@example.org", standing: "owner" });
    const accept = (email: string) =>
      server.browser().post<Refused>("/api/invitations/accept", { secret, email, name: "Ben", password });
    expect(await accept("eve@example.org")).toMatchObject({
      status: 403,
      body: { code: "QUIRE_ERR_INVITATION_FOR_OTHER" },
    });
    expect(await accept("BEN@example.org")).toMatchObject({ status: 201, body: { standing: "owner" } });
    expect((await accept("ben@example.org")).status).toBe(410);
    const again = await owner.post("/api/invitations", { standing: "member", email: "ben@EXAMPLE.org" });
    expect(again).toMatchObject({ status: 409, body: { code: "QUIRE_ERR_EMAIL_TAKEN" } });
  });

  it("B4 of an address is the newest one, and none of who is no owner any more", async () => {
    const server = await start();
    const { browser: olga } = await server.owner();
    const pia = await server.member("Pia", "owner");
    const invite = async () =>
      secretOf(
        (await pia.browser.post<NewInvitation>("/api/invitations", { standing: "owner", email: "x@y.org" }))
          .body,
      );
    const look = async (secret: string) =>
      (await server.browser().post("/api/invitations/look", { secret })).status;
    const [first, second] = [await invite(), await invite()];
    expect([await look(first), await look(second)]).toEqual([410, 200]);
    await olga.patch(`/api/people/${pia.id}`, { standing: "member" });
    expect(await look(second)).toBe(410);
  });

  it("threat A17 is not told apart from none when it is over, and guessed 30 times a minute at most", async () => {
    const server = await start();
    const { browser: owner } = await server.owner();
    const { body } = await owner.post<NewInvitation>("/api/invitations", { standing: "member" });
    await owner.delete(`/api/invitations/${body.id}`);
    const stranger = server.browser();
    const guesses = [secretOf(body), "A".repeat(43), Buffer.alloc(32, 7).toString("base64url")];
    const answers = [];
    for (let n = 0; n < 30; n++)
      answers.push(
        await stranger.post(n % 2 === 0 ? "/api/invitations/look" : "/api/password/look", {
          secret: guesses[n % 3],
        }),
      );
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 410, body: { code: "QUIRE_ERR_INVITATION_OVER" } });
    const turnedAway = await stranger.post("/api/invitations/look", { secret: guesses[0] });
    expect([turnedAway.status, turnedAway.headers.get("retry-after")]).toEqual([429, "2"]);
    server.clock.now += 2_000;
    expect((await stranger.post("/api/invitations/look", { secret: guesses[0] })).status).toBe(410);
  });

  it("threat A17 has 256 random bits, kept as a hash", async () => {
    const server = await start();
    await server.owner();
    const { store, invitations, resets } = server.people;
    const secrets = await store.write(() =>
      Array.from({ length: 200 }, (_, n) =>
        n % 2 === 0
          ? invitations.make({ email: null, standing: "member", by: "x" })
          : resets.make("x", { by: null }).secret,
      ),
    );
    expect(new Set(secrets).size).toBe(200);
    const bytes = Buffer.concat(secrets.map((secret) => Buffer.from(secret, "base64url")));
    expect(bytes).toHaveLength(200 * 32);
    const heads = bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
    // Of 51,200 fair coins: six deviations (113) to each side.
    expect(Math.abs(heads - 25_600)).toBeLessThan(6 * 113);
    const kept = JSON.stringify([...invitationsIn(store)]);
    for (const secret of secrets) expect(kept).not.toContain(secret);
  });
});

function invitationsIn(store: { invitations: { getRange(): Iterable<unknown> } }): Iterable<unknown> {
  return store.invitations.getRange();
}

describe("an invitation by mail", () => {
  it("B9 is in plain words, with the public address, to one address", async () => {
    const mail = await startMailServer();
    undo.push(() => mail.close());
    const url = mail.url.replace("smtp://", "smtp://quire:pa%25ss@");
    const server = await start({ url: "https://docs.example.org", mail: { url, from } });
    const { browser: owner } = await server.owner();
    const invited = await owner.post<NewInvitation>(
      "/api/invitations",
      { standing: "member", email: "ben@example.org" },
      { headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" } },
    );
    expect(invited.body.wasMailed).toBe(true);
    expect(invited.body.url).toMatch(/^https:\/\/docs\.example\.org\/join#/);
    expect(mail.received).toHaveLength(1);
    const [{ from: sender, to, user, headers, body }] = mail.received as [(typeof mail.received)[0]];
    expect([sender, to, user]).toEqual(["quire@example.org", ["ben@example.org"], "quire:pa%ss"]);
    expect(headers).toMatch(/^Subject: Olga invites you to Quire\r?$/m);
    expect(headers).toMatch(/^Content-Type: text\/plain/m);
    expect(body).toContain(invited.body.url);
  });

  it("threat D16 has no header and no address more, whatever a name or an address holds", async () => {
    const mail = await startMailServer();
    undo.push(() => mail.close());
    const server = await start({ mail: { url: mail.url, from } });
    const { browser: owner } = await server.owner();
    await owner.patch("/api/account", { name: "Olga\r\nBcc: eve@evil.example\r\n\r\n<b>hello\u001b[31m" });
    const hostile = [
      "a@b.org\r\nBcc: eve@evil.example",
      "a@b.org\nX: y",
      "a@b.org, eve@evil.example",
      "a@b.org;eve@evil.example",
      "<eve@evil.example>",
      '"eve@evil.example"@b.org',
      "eve@evil.example:a@b.org",
      "a\u0000@b.org",
      "a\u001b[31m@b.org",
      "a b@b.org",
    ];
    for (const email of hostile)
      expect([email, (await owner.post("/api/invitations", { standing: "member", email })).status]).toEqual([
        email,
        400,
      ]);
    for (const email of ["group:x@b.org", "a,b@c.org", "a@b.org\u2028Bcc: eve@evil.example"])
      expect([email, (await owner.post("/api/invitations", { standing: "member", email })).status]).toEqual([
        email,
        400,
      ]);
    expect(
      (await owner.post("/api/invitations", { standing: "member", email: "ben@example.org" })).status,
    ).toBe(201);
    expect(mail.received).toHaveLength(1);
    expect(mail.received[0]!.to).toEqual(["ben@example.org"]);
    expect(mail.received[0]!.headers).not.toMatch(/^(bcc|x):/im);
    expect(mail.received[0]!.headers.split(/\r?\n/).filter((line) => /^subject:/i.test(line))).toEqual([
      "Subject: Olga Bcc: eve@evil.example <b>hello [31m invites you to Quire",
    ]);
    for (const line of server.log) expect(line).not.toContain("\u001b");
  });

  it("B9 that is refused, not answered, or dropped, is a link all the same, and no secret in the log", async () => {
    const refusing = await startMailServer({
      onRcptTo: ({ address }, _, done) =>
        done(Object.assign(new Error(`no ${address} here`), { responseCode: 550 })),
    });
    const hanging = await startSilentServer();
    const dropping = await startSilentServer((socket) => socket.destroy());
    const halfway = await startSilentServer((socket) => {
      socket.write("220 mail.example.org ESMTP\r\n");
      socket.once("data", () => socket.destroy());
    });
    for (const mail of [refusing, hanging, dropping, halfway]) {
      undo.push(() => mail.close());
      const server = await start({ mail: { url: mail.url, from, patienceMs: 200 } });
      const { browser: owner } = await server.owner();
      const { status, body } = await owner.post<NewInvitation>("/api/invitations", {
        standing: "member",
        email: "ben@example.org",
      });
      expect([status, body.wasMailed]).toEqual([201, false]);
      expect((await server.browser().post("/api/invitations/look", { secret: secretOf(body) })).status).toBe(
        200,
      );
      const logged = server.log.filter((line) => line.includes("an invitation was not mailed"));
      expect(logged).toHaveLength(1);
      expect(logged[0]).not.toMatch(/ben@|example\.org/);
      expect(logged[0]).not.toContain(secretOf(body));
    }
  });
  it("B4 makes an owner only while whoever made it is one", async () => {
    const server = await start();
    const pia = await server.member("Pia", "owner");
    const made = await pia.browser.post<NewInvitation>("/api/invitations", { standing: "owner" });
    const { store } = server.people;
    const record = store.people.get(pia.id)!;
    const join = () => {
      const body = { secret: secretOf(made.body), email: "x@example.org", name: "X", password };
      return server.browser().post("/api/invitations/accept", body);
    };
    for (const change of [{ standing: "member" as const }, { disabledAt: 1 }]) {
      await store.write(() => void store.people.put(pia.id, { ...record, ...change }));
      expect(await join()).toMatchObject({ status: 410, body: { code: "QUIRE_ERR_INVITATION_OVER" } });
    }
    await store.write(() => void store.people.put(pia.id, record));
    expect((await join()).status).toBe(201);
  });
});
