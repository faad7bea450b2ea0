import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

let server: PeopleServer;
let olga: Member;
let ann: Member;

beforeAll(async () => {
  server = await startPeople({ url: "https://docs.example.org" });
  olga = await server.owner();
  ann = await server.member("Ann");
});
afterAll(() => server.remove());

const hourMs = 60 * 60_000;

/** A link that is good once: how it is come by, where its secret is said, and for how long it is good. */
interface Kind {
  readonly goodMs: number;
  /** Where somebody who has it looks first, and where they use it. */
  readonly look: string;
  readonly use: string;
  make(): Promise<string>;
}

const joins = { goodMs: 7 * 24 * hourMs, look: "/api/invitations/look", use: "/api/invitations/accept" };
const resets = { goodMs: hourMs, look: "/api/password/look", use: "/api/password/reset" };

const secretIn = (url: string): string => url.slice(url.indexOf("#") + 1);

const invite = async (body: object): Promise<string> =>
  (await olga.browser.post<{ url: string }>("/api/invitations", { standing: "member", ...body })).body.url;

let count = 0;
/** Whom those are for that are for an address. */
const addresses = new Map<string, string>();
const address = (): string => `somebody-${count++}@example.org`;

const kinds: Readonly<Record<string, Kind>> = {
  "for an owner, printed by the server": {
    ...joins,
    make: async () => `${server.people.url}/join#${await server.people.invitations.forFirstOwner()}`,
  },
  "for whoever has it": { ...joins, make: () => invite({}) },
  "for an address": {
    ...joins,
    async make() {
      const email = address();
      const url = await invite({ email });
      addresses.set(secretIn(url), email);
      return url;
    },
  },
  "for a new password, by an owner": {
    ...resets,
    make: async () =>
      (await olga.browser.post<{ url: string }>(`/api/people/${ann.id}/password-link`)).body.url,
  },
  "for a new password, by mail": {
    ...resets,
    async make() {
      const { store, resets: all } = server.people;
      return `${server.people.url}/reset#${(await store.write(() => all.make(ann.id, { by: null }))).secret}`;
    },
  },
};

/** What somebody says who has the secret. */
const bodyAt = (path: string, secret: string): object => {
  if (path.endsWith("/look")) return { secret };
  return path === joins.use
    ? { secret, email: addresses.get(secret) ?? address(), name: "N", password }
    : { secret, password: "another one, and long enough" };
};

/** From elsewhere each time: nobody waits for what others tried. */
function say(path: string, secret: string, browser: Browser = server.browser()) {
  for (const limit of [server.people.limits.links, server.people.limits.joins]) limit.take = () => 0;
  return browser.post<{ code?: string }>(path, bodyAt(path, secret));
}

const over = { status: 410, body: { code: "QUIRE_ERR_INVITATION_OVER" } };

describe("threat A10 a link that is good once,", () => {
  it.each(Object.entries(kinds))("%s, is over when it was used, and when its time is", async (_, kind) => {
    const used = secretIn(await kind.make());
    expect((await say(kind.look, used)).status).toBe(200);
    expect((await say(kind.use, used)).status).toBeLessThan(300);
    for (const path of [kind.look, kind.use]) expect(await say(path, used)).toMatchObject(over);
    const late = secretIn(await kind.make());
    server.clock.now += kind.goodMs - 1;
    expect((await say(kind.look, late)).status).toBe(200);
    server.clock.now += 1;
    for (const path of [kind.look, kind.use]) expect(await say(path, late)).toMatchObject(over);
  });

  it.each(Object.entries(kinds))(
    "%s, is nothing where another kind is asked for, nor as a session, a link or a token",
    async (_, kind) => {
      const secret = secretIn(await kind.make());
      const other = kind.use === joins.use ? resets : joins;
      for (const path of [other.look, other.use]) expect(await say(path, secret)).toMatchObject(over);
      const taken = server.browser();
      taken.cookies.set("__Host-quire-session", secret);
      taken.cookies.set("__Host-quire-visit", secret);
      expect((await taken.get("/api/documents")).status).toBe(401);
      const program = server.browser();
      for (const said of [secret, `quire_${secret}`]) {
        program.headers.authorization = `Bearer ${said}`;
        expect((await program.get("/api/documents")).status).toBe(401);
      }
      expect((await server.browser().post("/api/links/enter", { token: secret, name: "Gus" })).status).toBe(
        404,
      );
      expect((await say(kind.look, secret)).status).toBe(200);
    },
  );

  it.each(Object.entries(kinds))(
    "%s, does for another who has it what it was made for, and nothing about them",
    async (_, kind) => {
      const mallory = await server.member(`Mallory ${count++}`);
      const before = JSON.stringify(server.people.store.people.get(mallory.id));
      const secret = secretIn(await kind.make());
      expect((await say(kind.use, secret, mallory.browser)).status).toBeLessThan(300);
      expect(JSON.stringify(server.people.store.people.get(mallory.id))).toBe(before);
      expect((await server.browser().post("/api/session", { email: mallory.email, password })).status).toBe(
        200,
      );
    },
  );

  it.each(Object.entries(kinds))(
    "%s, has its secret behind the #, which no browser sends, and it is in no log",
    async (_, kind) => {
      const url = await kind.make();
      const secret = secretIn(url);
      expect(url).toMatch(/^https:\/\/docs\.example\.org\/(join|reset)#[\w-]{43}$/);
      for (const path of [kind.look, kind.use, kind.use]) await say(path, secret);
      expect(server.log.join("")).not.toContain(secret);
      const kept = [...server.people.audit.read({}, { limit: 200 }).entries];
      expect(JSON.stringify(kept)).not.toContain(secret);
    },
  );

  it("for an address, lets nobody in under another, and stays good", async () => {
    const secret = secretIn(await kinds["for an address"]!.make());
    const body = { secret, email: "mallory@example.org", name: "M", password };
    expect((await server.browser().post("/api/invitations/accept", body)).status).toBe(403);
    expect((await say(joins.use, secret)).status).toBe(201);
  });
});
