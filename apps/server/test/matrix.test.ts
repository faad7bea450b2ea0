import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allows, type Message, type Role } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { expectedMessages, expectedOnSockets, expectedRights, type Row } from "./fixtures/expected-rights.ts";
import { type Actor, type Case, makeCase } from "./matrix-actors.ts";
import { application } from "./matrix-applications.ts";
import {
  type Caller,
  hear,
  held,
  letter,
  messageOf,
  type Outcome,
  openEvents,
  openHocuspocus,
  say,
} from "./matrix-sockets.ts";
import { createWatched, type Route, startWhole, type WholeServer } from "./whole-server.ts";

const table = "apps/server/test/fixtures/expected-rights.ts";

/** How each answer that is a no says it, to nobody, to somebody, to programs, and where there is nothing for those from elsewhere. */
const unknown = ["QUIRE_ERR_UNAUTHENTICATED", 4401];
const forbidden = ["QUIRE_ERR_FORBIDDEN", "QUIRE_ERR_OWNERS_ONLY", 4403];
const browsersOnly = ["QUIRE_ERR_BROWSER_ONLY"];
const nothingThere = ["QUIRE_ERR_NOT_FOUND"];

type Asked = Pick<Row, "need" | "isForBrowsers">;

function mayDo(actor: Actor, { need, isForBrowsers }: Asked): boolean {
  if (isForBrowsers && actor.isProgram) return false;
  switch (need) {
    case "anyone":
      return true;
    case "machine":
      return false;
    case "somebody":
      return actor.isSomebody;
    case "account":
      return actor.hasAccount;
    case "owner":
      return actor.ownsServer;
    default:
      return hasRole(actor, need);
  }
}

function hasRole({ role }: Actor, need: Role): boolean {
  return role !== undefined && allows(role, need);
}

/** Which no the actor is to hear: who is nobody, that they are; and a guest may be told so too where only accounts come. */
function refusalsFor(
  { isProgram, isKnown, isSomebody, hasAccount }: Actor,
  asked: Asked,
): readonly unknown[] {
  const { need, isForBrowsers } = asked;
  if (need === "machine") return nothingThere;
  const usual = isKnown ? forbidden : unknown;
  if (isProgram) return isForBrowsers ? [...usual, ...browsersOnly] : usual;
  const isForAccounts = need === "account" || need === "owner";
  return isSomebody && !hasAccount && isForAccounts ? [...unknown, ...forbidden] : usual;
}

/** What a request is answered with where it is refused, whatever the route. */
const refusals = [...unknown, ...forbidden, ...browsersOnly];

describe("the matrix of rights", () => {
  let server: WholeServer;
  let cases = 0;

  beforeAll(async () => {
    server = await startWhole({ limits: false, tokens: application });
  });
  afterAll(() => server.remove());

  async function probe(route: string, row: Row, about: Case, { headers, address }: Actor) {
    const [method = "", path = ""] = route.split(" ");
    const values: Record<string, string> = {
      ...about,
      actors: "",
      link: "no-such-link",
      hash: "0".repeat(64),
      version: "0".repeat(16),
      line: "no-such-line",
      number: "0",
      id: path.startsWith("/api/documents/") ? about.document : about.person,
      "*": about.document,
    };
    const body = row.body && JSON.parse(fill(JSON.stringify(row.body), values));
    const type = row.bytes !== undefined && { "content-type": row.bytes };
    return await server.ask({
      method,
      url: path.replace(/:(\w+)|\*/g, (whole, name) => values[name ?? whole] ?? whole),
      remoteAddress: address,
      headers: { ...headers, ...type },
      ...((body !== undefined || type) && { payload: body ?? "x" }),
    });
  }

  const named = (routes: readonly Route[]): string[] =>
    routes.filter(({ method }) => method !== "HEAD").map(({ method, path }) => `${method} ${path}`);

  it(`B55 threat D17 every route has a row in ${table}, and every row a route`, async () => {
    const registered = named(server.routes);
    const missing = registered.filter((route) => expectedRights[route] === undefined);
    expect(missing, `add a row for each of these to expectedRights in ${table}`).toEqual([]);
    const gone = Object.keys(expectedRights).filter((route) => !registered.includes(route));
    expect(gone, `no route is at these any more; take their rows out of ${table}`).toEqual([]);
  });

  it("B55 where nobody signs in, there are no other routes", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "quire-open-"));
    const { app, routes } = await createWatched(readConfig({ QUIRE_DATA: dataDir }), dataDir);
    app.log.level = "silent";
    await app.close();
    rmSync(dataDir, { recursive: true });
    expect(routes.length).toBeGreaterThan(20);
    expect(named(routes).filter((route) => expectedRights[route] === undefined)).toEqual([]);
  });

  describe.each(Object.entries(expectedRights))("B55 threat D17 %s", (route, row) => {
    it(`is for: ${row.need}`, async () => {
      const about = await makeCase(server);
      const judge = async (actor: Actor) => {
        const { statusCode, headers, body } = await probe(route, row, about, actor);
        const isJson = String(headers["content-type"]).startsWith("application/json");
        const code = isJson ? (JSON.parse(body) as { code?: unknown } | null)?.code : undefined;
        const said = `${route} by ${actor.name}: ${statusCode} ${String(code)}`;
        expect(statusCode, said).toBeLessThan(500);
        if (mayDo(actor, row)) expect(refusals, said).not.toContain(code);
        else expect(refusalsFor(actor, row), said).toContain(code);
        cases++;
      };
      // First who may not, all at once: who may could change what the others have.
      await Promise.all(about.actors.filter((actor) => !mayDo(actor, row)).map(judge));
      for (const actor of about.actors.filter((one) => mayDo(one, row))) await judge(actor);
    });
  });

  describe("on sockets", () => {
    let about: Case;
    let port: number;
    beforeAll(async () => {
      about = await makeCase(server);
      port = await server.listen();
    });

    it.each(Object.entries(expectedOnSockets))("B55 threat D17 %s is for: %s", async (what, need) => {
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
      await Promise.all(about.actors.map(judge));
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

  it("B55 threat D17 has a thousand cases and more", () => {
    expect(cases).toBeGreaterThan(7_000);
  });
});

type Opening = (caller: Caller, document: string, actor: Actor) => Promise<Outcome>;

/** Each way to open a socket, and what comes of it. */
const openings: Readonly<Record<keyof typeof expectedOnSockets, Opening>> = {
  "open /sync": async (caller, document) => {
    const { outcome, end } = await say(caller, document, { type: "query-awareness" });
    end();
    return outcome;
  },
  "open /hocuspocus": async (caller, document, { isKnown }) => {
    const word = await openHocuspocus(caller, document);
    return word === "denied" ? noOf(isKnown) : "taken";
  },
  "write on /hocuspocus": async (caller, document, { isKnown }) => {
    const word = await openHocuspocus(caller, document);
    return word === "read-write" ? "taken" : noOf(isKnown);
  },
  "open /api/events": (caller) => openEvents(caller),
};

/** hocuspocus' protocol has words for it, and no codes. */
function noOf(isKnown: boolean): number {
  return isKnown ? 4403 : 4401;
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\w+)/g, (whole, name) => values[name] ?? whole);
}
