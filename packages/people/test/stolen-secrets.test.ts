import { type LinkAccess, type NewApiToken, protocolsFor, type SignInState } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import {
  type Member,
  type PeopleServer,
  type PeopleServerOptions,
  password,
  startPeople,
} from "./people-server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: PeopleServerOptions = {}): Promise<PeopleServer> {
  const server = await startPeople(options);
  undo.push(() => server.remove());
  return server;
}

const minuteMs = 60_000;

/** Every secret that there is, each of them good. */
async function secretsOf(server: PeopleServer, { browser, id }: Member, documentId: string) {
  const links = `/api/documents/${documentId}/access/links`;
  const shared = await browser.post<{ links: LinkAccess[] }>(links, { role: "edit" });
  const { token: link } = shared.body.links[0]!;
  const guest = server.browser();
  await guest.post("/api/links/enter", { token: link, name: "Gus" });
  await browser.post("/api/links/enter", { token: link });
  const plan = { name: "A program", scope: "write" };
  const token = (await browser.post<NewApiToken>("/api/account/tokens", plan)).body.secret;
  const { store, invitations, resets, emailChanges } = server.people;
  const { id: by } = await server.owner();
  return {
    session: browser.cookies.get("quire-session")!,
    person: browser.cookies.get("quire-person")!,
    visit: guest.cookies.get("quire-visit")!,
    "a member's visit": browser.cookies.get("quire-member-visit")!,
    token,
    "token without its name": token.slice("quire_".length),
    link,
    invitation: await store.write(() => invitations.make({ email: null, standing: "owner", by })),
    reset: (await store.write(() => resets.make(id, { by: null }))).secret,
    // What takes it changes the session, and comes last.
    "new address": (await store.write(() => emailChanges.make(id, "new@example.org"))).secret,
  };
}
type Kind = keyof Awaited<ReturnType<typeof secretsOf>>;

/** Where a secret is said, and whether it opened something there. */
type Place = (secret: string, documentId: string) => Promise<boolean>;

function placesAt(
  server: PeopleServer,
  { browser: own }: Member,
): Readonly<Record<string, { readonly takes: Kind; readonly opens: Place }>> {
  const withCookie = (name: string, value: string): Browser => {
    const browser = server.browser();
    browser.cookies.set(name, value);
    return browser;
  };
  const looked = (path: string, name: string) => async (secret: string) =>
    (await server.browser().post(path, { [name]: secret })).status === 200;
  return {
    "the session's cookie": {
      takes: "session",
      opens: async (secret) =>
        (await withCookie("quire-session", secret).get<SignInState>("/api/session")).body.account !== null,
    },
    "the visit's cookie": {
      takes: "visit",
      opens: async (secret) => (await withCookie("quire-visit", secret).get("/api/me")).status === 200,
    },
    "Authorization: Bearer": {
      takes: "token",
      async opens(secret) {
        const headers = { origin: null, authorization: `Bearer ${secret}` };
        return (await server.browser().get("/api/documents", { headers })).status === 200;
      },
    },
    "a WebSocket's subprotocol": {
      takes: "token",
      async opens(secret, documentId) {
        const opened = new WebSocket(
          `ws://127.0.0.1:${server.port}/sync/${documentId}`,
          protocolsFor(secret),
        );
        undo.push(() => opened.close());
        return await new Promise<boolean>((resolve) => {
          opened.addEventListener("message", () => resolve(true), { once: true });
          opened.addEventListener("close", () => resolve(false), { once: true });
        });
      },
    },
    "an invitation": { takes: "invitation", opens: looked("/api/invitations/look", "secret") },
    "a link for a new password": { takes: "reset", opens: looked("/api/password/look", "secret") },
    "a link to a document": { takes: "link", opens: looked("/api/links/look", "token") },
    "a link for another address": {
      takes: "new address",
      opens: async (secret) => (await own.post("/api/account/email", { secret })).status === 200,
    },
  };
}

describe("threat A6 a secret", () => {
  it("opens what it is for, and nothing where another is meant", async () => {
    const server = await start();
    const ann = await server.member("Ann");
    const documentId = (await ann.browser.post<{ id: string }>("/api/documents", {})).body.id;
    const secrets = await secretsOf(server, ann, documentId);
    for (const [place, { takes, opens }] of Object.entries(placesAt(server, ann))) {
      server.clock.now += minuteMs;
      for (const [kind, secret] of Object.entries(secrets))
        expect([place, kind, await opens(secret, documentId)]).toEqual([place, kind, kind === takes]);
    }
  });
});

describe("threat A15 B3 a session that somebody put into a browser, a good one of their own,", () => {
  const waysIn: Readonly<
    Record<string, (server: PeopleServer, victim: Member, browser: Browser) => Promise<number>>
  > = {
    "a password": async (_, { email }, browser) =>
      (await browser.post("/api/session", { email, password })).status,
    "a link for a new password": async ({ people }, { id }, browser) => {
      const { secret } = await people.store.write(() => people.resets.make(id, { by: null }));
      return (await browser.post("/api/password/reset", { secret, password: "another password of mine" }))
        .status;
    },
    "an invitation": async ({ people, owner }, _, browser) => {
      const { id: by } = await owner();
      const secret = await people.store.write(() =>
        people.invitations.make({ email: null, standing: "member", by }),
      );
      const wanted = { secret, email: "new@example.org", name: "New", password };
      return (await browser.post("/api/invitations/accept", wanted)).status;
    },
  };

  it.each(Object.entries(waysIn))(
    "is over once they come in by %s, under an id that nobody had",
    async (_, comeIn) => {
      const server = await start();
      const [thief, victim] = [await server.member("Thief"), await server.member("Vic")];
      const planted = thief.browser.copy();
      expect(await comeIn(server, victim, planted)).toBeLessThan(300);
      const { body } = await planted.get<SignInState>("/api/session");
      expect(body.account).not.toBeNull();
      expect(body.account?.person.id).not.toBe(thief.id);
      expect(planted.cookies.get("quire-session")).not.toBe(thief.browser.cookies.get("quire-session"));
      expect((await thief.browser.get<SignInState>("/api/session")).body.account).toBeNull();
    },
  );
});

describe("threat A16 B2 a thousand spoofed addresses", () => {
  it("guess secrets of links and invitations no faster than the one that they come from", async () => {
    const server = await start();
    await server.owner();
    const guesses = [
      ["/api/invitations/look", "secret"],
      ["/api/password/look", "secret"],
      ["/api/links/look", "token"],
    ] as const;
    const counts = new Map<number, number>();
    for (let n = 0; n < 1_000; n++) {
      const [path, name] = guesses[n % guesses.length]!;
      const browser = server.browser();
      const address = `203.0.${n >> 8}.${n & 255}`;
      browser.headers["x-forwarded-for"] = address;
      browser.headers.forwarded = `for=${address}`;
      const { status } = await browser.post(path, { [name]: Buffer.alloc(32, n).toString("base64url") });
      counts.set(status === 429 ? 429 : 0, (counts.get(status === 429 ? 429 : 0) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ 0: 30, 429: 970 });
  });
});
