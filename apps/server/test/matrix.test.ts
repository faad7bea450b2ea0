import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Message, SignInState } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieFault } from "../../../trouble/cookie-fault.ts";
import { readConfig } from "../src/config.ts";
import { newSecret } from "./accounts.ts";
import { expectedMessages, expectedOnSockets, expectedRights, type Row } from "./fixtures/expected-rights.ts";
import type { Actor } from "./matrix-actors.ts";
import { codeOf, hasRole, mayDo, refusalsFor, requestOf } from "./matrix-answers.ts";
import { application } from "./matrix-applications.ts";
import { type Case, makeCase } from "./matrix-case.ts";
import { openings, tokenIn } from "./matrix-openings.ts";
import { hear, held, letter, messageOf, say } from "./matrix-sockets.ts";
import { pixel } from "./pixel.ts";
import { createWatched, type Route, startWhole, type WholeServer } from "./whole-server.ts";

const table = "apps/server/test/fixtures/expected-rights.ts";

/** After which the next who may finds nothing, or too many tries. */
const takesAway = /^(DELETE \/api\/(documents|groups)\/|POST \/api\/(session|documents\/:id\/reset)$)/;

describe("the matrix of rights", () => {
  let server: WholeServer;
  let cases = 0;
  /** The names of all cookies that anybody was sent. */
  const cookiesSet = new Set<string>();

  beforeAll(async () => {
    server = await startWhole({ limits: false, tokens: application });
  });
  afterAll(() => server.remove());

  async function probe(route: string, row: Row, about: Case, actor: Actor) {
    const [, path = ""] = route.split(" ");
    return await server.ask(requestOf(route, row, await valuesFor(path, about, actor), actor));
  }

  /** What stands in the address for each of its parts: all of it is there, so that who may not is refused for what they may not. */
  async function valuesFor(path: string, about: Case, actor: Actor): Promise<Record<string, string>> {
    const { document, person, group, version, line, link, token, entry, hash, email } = about;
    const ids: Readonly<Record<string, string>> = {
      documents: document,
      d: document,
      groups: group,
      invitations: about.invitation,
    };
    const kind = path.split("/").find((part) => part in ids);
    const id = path.startsWith("/api/account/") ? await theirs(path, actor) : undefined;
    const all = {
      document,
      person,
      group,
      invitation: about.invited,
      version,
      line,
      link,
      token,
      entry,
      hash,
      email,
      number: "1",
      "*": document,
    };
    return { ...all, id: id ?? (kind === undefined ? person : (ids[kind] ?? "")) };
  }

  /** What is the actor's own: a session, a token, or a passkey. */
  async function theirs(path: string, { headers, address, isProgram }: Actor): Promise<string | undefined> {
    if (isProgram) return undefined;
    const asked = await server.ask({ url: "/api/session", headers, remoteAddress: address });
    const personId = asked.json<SignInState>().account?.person.id;
    if (personId === undefined) return undefined;
    const { people } = server;
    const [, kind] = /^\/api\/account\/(\w+)\/:id/.exec(path) ?? [];
    switch (kind) {
      case "sessions":
        return [...people.store.sessionsOfPerson(personId)].flatMap(
          (key) => people.store.sessions.get(key) ?? [],
        )[0]?.id;
      case "tokens": {
        const plan = { personId, name: "T", scope: "read", documentId: null, expiresAt: null } as const;
        return (await people.store.write(() => people.apiTokens.make(plan))).token.id;
      }
      case "passkeys": {
        const plan = {
          personId,
          name: "Key",
          credential: newSecret(),
          publicKey: "",
          counter: 0,
          transports: [],
        };
        return (await people.store.write(() => people.passkeys.add(plan))).id;
      }
      default:
        return undefined;
    }
  }

  const named = (routes: readonly Route[]): string[] =>
    routes.filter(({ method }) => method !== "HEAD").map(({ method, path }) => `${method} ${path}`);

  it(`B55 SH-4 threat D17 every route has a row in ${table}, and every row a route`, async () => {
    const registered = named(server.routes);
    const missing = registered.filter((route) => expectedRights[route] === undefined);
    expect(missing, `add a row for each of these to expectedRights in ${table}`).toEqual([]);
    const gone = Object.keys(expectedRights).filter((route) => !registered.includes(route));
    expect(gone, `no route is at these any more; take their rows out of ${table}`).toEqual([]);
  });

  it(`B55 threat D17 every route that opens a socket has a row in expectedOnSockets in ${table}, and every row a route`, () => {
    const sockets = named(server.routes.filter(({ isSocket }) => isSocket));
    const rows = Object.values(expectedOnSockets).map(({ route }) => route);
    expect(new Set(rows)).toEqual(new Set(sockets));
    // One paces upgrades and one watches them: another would answer past the routes, where no row is asked for.
    expect(server.app.server.listenerCount("upgrade")).toBe(2);
  });

  it("B55 where nobody signs in, there are no other routes", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "quire-open-"));
    const { app, routes } = await createWatched(readConfig({ QUIRE_DATA: dataDir }), dataDir);
    app.log.level = "silent";
    await app.close();
    rmSync(dataDir, { recursive: true });
    expect(routes.length).toBeGreaterThan(20);
    expect(named(routes).filter((route) => expectedRights[route] === undefined)).toEqual([]);
    const rows: ReadonlySet<string> = new Set(Object.values(expectedOnSockets).map(({ route }) => route));
    const sockets = named(routes.filter(({ isSocket }) => isSocket));
    expect(sockets.filter((route) => !rows.has(route))).toEqual([]);
  });

  describe.each(Object.entries(expectedRights))("B55 threat D17 %s", (route, row) => {
    it(`is for: ${row.need}`, async () => {
      const about = await makeCase(server);
      const handed = { file: about.file, picture: pixel };
      const judge = async (actor: Actor) => {
        const answer = await probe(route, row, about, actor);
        const { statusCode, headers, rawPayload } = answer;
        const code = codeOf(answer);
        const said = `${route} by ${actor.name}: ${statusCode} ${String(code)}`;
        expect(statusCode, said).toBeLessThan(500);
        const may = mayDo(actor, row);
        if (!may) expect(refusalsFor(actor, row), said).toContain(code);
        else if (row.answers !== undefined) expect([statusCode, code], said).toContain(row.answers);
        else expect(Math.floor(statusCode / 100), said).toBe(2);
        for (const cookie of [headers["set-cookie"] ?? []].flat()) {
          expect(cookieFault(cookie, true), `${said} sets ${cookie}`).toBeUndefined();
          cookiesSet.add(cookie.slice(0, cookie.indexOf("=")));
        }
        for (const [what, bytes] of Object.entries(handed))
          expect(rawPayload.equals(bytes), `${said} with the ${what}`).toBe(may && row.hands === what);
        cases++;
      };
      // First who may not, all at once: who may could change what the others have.
      await Promise.all(about.actors.filter((actor) => !mayDo(actor, row)).map(judge));
      for (const actor of about.actors.filter((one) => mayDo(one, row))) {
        await judge(actor);
        if (takesAway.test(route)) await about.putBack();
      }
    });
  });

  describe("on sockets", () => {
    let about: Case;
    let port: number;
    beforeAll(async () => {
      about = await makeCase(server);
      port = await server.listen();
    });

    const needs = Object.entries(expectedOnSockets).map(([what, row]) => [what, row.need, row] as const);
    it.each(needs)("B55 threat D17 %s is for: %s", async (what, need, row) => {
      const judge = async (actor: Actor) => {
        const heard = await openings[what as keyof typeof openings](
          { port, headers: actor.headers },
          about.document,
          actor,
        );
        const said = `${what} by ${actor.name}: ${heard}`;
        if (mayDo(actor, { need })) expect(heard, said).toBe("taken");
        else expect(refusalsFor(actor, { need }), said).toContain(heard);
        cases++;
      };
      // Who says an empty token has none there, and is who they are without.
      const isThere = ({ headers }: Actor) =>
        !("isByToken" in row) || Boolean(tokenIn(headers.authorization));
      await Promise.all(about.actors.filter(isThere).map(judge));
    });

    it.each(Object.entries(expectedMessages))(
      "B55 threat D17 the message %s is for: %s, and of a refused one nothing is kept or relayed",
      async (type, need) => {
        const { document, actors } = await makeCase(server);
        const onlooker = await hear({ port, headers: actors[0]!.headers }, document);
        const taken: string[] = [];
        const refused: string[] = [];
        const isNews = type === "update" || type === "sync-step-2";
        const isRelayed = isNews || type === "awareness";
        const judge = async (actor: Actor, n: number) => {
          const message = messageOf(type as Message["type"], n);
          const { outcome, end } = await say({ port, headers: actor.headers }, document, message);
          const said = `${type} by ${actor.name}: ${outcome}`;
          const isTaken = need !== "nobody" && hasRole(actor, need);
          if (isTaken) expect(outcome, said).toBe("taken");
          // Who is in, and says what only a server says, is no honest client.
          else if (need === "nobody" && hasRole(actor, "view")) expect(outcome, said).toBe(4422);
          else expect(refusalsFor(actor, { need: "view" }), said).toContain(outcome);
          if (isTaken && isRelayed) await onlooker.hears(letter(n));
          end();
          (isTaken ? taken : refused).push(letter(n));
          cases++;
        };
        await Promise.all(actors.map(judge));
        expect(taken.length + refused.length).toBe(actors.length);
        const relayed = await onlooker.all();
        const kept = await held({ port, headers: actors[0]!.headers }, document);
        expect(taken.filter((one) => kept.includes(one) !== isNews)).toEqual([]);
        expect(refused.filter((one) => kept.includes(one))).toEqual([]);
        expect(refused.filter((one) => relayed.includes(one))).toEqual([]);
      },
    );
  });

  it("threat A19 has seen every cookie that there is, each bound to the host and kept from scripts that have no business with it", () => {
    expect([...cookiesSet].toSorted()).toEqual(
      ["member-visit", "passkey", "person", "session", "visit", "visitor"].map(
        (name) => `__Host-quire-${name}`,
      ),
    );
  });

  it("B55 threat D17 has a thousand cases and more", () => {
    expect(cases).toBeGreaterThan(7_000);
  });
});
