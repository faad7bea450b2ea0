import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AccountOf, addAccount, newId, theirPassword } from "./accounts.ts";
import { addressOf, type Belonging, type Belongings, makeBelongings, partsOf } from "./belongings.ts";
import { everythingIn } from "./everything-in.ts";
import { expectedRights } from "./fixtures/expected-rights.ts";
import { type Route, startWhole, type WholeServer } from "./whole-server.ts";

let server: WholeServer;
let mine: Belongings;
let theirs: Belongings;
/** Somebody who owns both documents. */
let both: AccountOf;

beforeAll(async () => {
  server = await startWhole({ limits: false });
  [mine, theirs] = [await makeBelongings(server), await makeBelongings(server)];
  const { people } = server;
  both = await people.store.write(() => {
    const account = addAccount(people, "Bo", "owner");
    for (const { document } of [mine, theirs])
      people.store.shares.put([document, `person:${account.id}`], { role: "own", by: "test", at: 0 });
    return account;
  });
});
afterAll(() => server.remove());

/** What belongs to the person who asks, and not to anything else in the address. */
const personal: readonly Belonging[] = ["session", "apiToken", "passkey", "line"];

/** What the whole server has: naming one is no way into what it stands in beside. */
const common: readonly Belonging[] = ["person", "group"];

interface Pair {
  readonly route: Route;
  readonly child: Belonging;
}

/** Every route with something in its address that belongs to something else. */
function pairs(): Pair[] {
  return server.routes.flatMap((route) => {
    const kinds = partsOf(route.path).flatMap(({ of }) => of ?? []);
    const child = kinds.at(-1);
    const isPair = child !== undefined && (kinds.length > 1 || personal.includes(child));
    return isPair && route.method !== "HEAD" ? [{ route, child }] : [];
  });
}

let asked = 0;

async function ask(
  { method, path }: Route,
  by: AccountOf,
  url: string,
  more: object = {},
): Promise<LightMyRequestResponse> {
  const { body = {}, bytes } = expectedRights[`${method} ${path}`] ?? {};
  // Whether it is theirs is looked at behind whether it is them.
  const confirmed = "password" in body ? { password: theirPassword } : {};
  const isRead = method === "GET";
  asked++;
  return await server.ask({
    method,
    url,
    remoteAddress: `10.2.${(asked >> 8) & 255}.${asked & 255}`,
    headers: { ...by.headers, ...(bytes !== undefined && { "content-type": bytes }) },
    ...(!isRead && {
      payload:
        bytes !== undefined ? "x" : { ...JSON.parse(fill(JSON.stringify(body))), ...confirmed, ...more },
    }),
  });
}

function fill(text: string): string {
  return text.replace(
    /\$(document|person|email)/g,
    (_, name: "document" | "person" | "email") => theirs[name],
  );
}

/** What an answer says, but for the id that it repeats. */
function said({ statusCode, headers, body }: LightMyRequestResponse, id: string): string {
  const { date: _, "content-length": __, ...rest } = headers;
  return JSON.stringify([statusCode, rest, body.replaceAll(id, "…")]);
}

const nameOf = ({ route, child }: Pair): string => `${route.method} ${route.path} with another's ${child}`;

/** Something of the kind that never was. */
const never = (child: Belonging): string => (child === "hash" ? "f".repeat(64) : newId());

describe("two ids in one request", () => {
  it("threat D18 E4 what belongs to another answers as what never was, and stays as it is, also for who owns both", async () => {
    const all = pairs();
    expect(new Set(all.map(({ child }) => child))).toEqual(
      new Set([
        "hash",
        "person",
        "group",
        "asker",
        "invitation",
        "link",
        "line",
        "session",
        "apiToken",
        "passkey",
      ]),
    );
    const before = await everythingIn(server, ["audit", "shares"]);
    const sharesOfMine = () =>
      JSON.stringify([
        ...server.people.store.shares.getRange({
          start: [mine.document, ""],
          end: [mine.document, "\uffff"],
        }),
      ]);
    const shares = sharesOfMine();
    for (const pair of all) {
      const { route, child } = pair;
      for (const by of personal.includes(child) ? [theirs.owner] : [theirs.owner, both]) {
        const answer = await ask(route, by, addressOf(route.path, theirs, { [child]: mine[child] }));
        expect(answer.statusCode, nameOf(pair)).toBeLessThan(500);
        if (common.includes(child)) continue;
        const nothing = never(child);
        const absent = await ask(route, by, addressOf(route.path, theirs, { [child]: nothing }));
        expect(said(answer, mine[child]), nameOf(pair)).toBe(said(absent, nothing));
        if (route.method === "GET") expect(answer.statusCode, nameOf(pair)).toBe(404);
      }
      expect([nameOf(pair), (await everythingIn(server, ["audit", "shares"])) === before]).toEqual([
        nameOf(pair),
        true,
      ]);
      expect([nameOf(pair), sharesOfMine()]).toEqual([nameOf(pair), shares]);
    }
  });

  it("threat D18 a document that a body names is asked about as well as the one of the address", async () => {
    const before = await everythingIn(server, ["audit"]);
    const named: string[] = [];
    for (const route of server.routes) {
      const { properties = {} } = (route.body ?? {}) as { properties?: Readonly<Record<string, unknown>> };
      for (const name of ["id", "document", "documentId", "parentId"].filter((each) => each in properties)) {
        const answer = await ask(route, theirs.owner, addressOf(route.path, theirs), {
          [name]: mine.document,
        });
        const what = `${route.method} ${route.path} ${name}: ${answer.statusCode} ${answer.body}`;
        const code = answer.body === "" ? undefined : answer.json<{ code?: unknown }>().code;
        expect(answer.statusCode >= 400 || code === 4403, what).toBe(true);
        expect(await everythingIn(server, ["audit"]), what).toBe(before);
        named.push(name);
      }
    }
    expect(new Set(named)).toEqual(new Set(["id", "document", "documentId", "parentId"]));
  });

  it("threat D18 E4 a file is copied from the document that has it, and from no other", async () => {
    const route = server.routes.find(({ path }) => path.endsWith("/files/copy"))!;
    const copy = (by: AccountOf, documentId: string, hash: string) =>
      ask(route, by, addressOf(route.path, theirs), { documentId, hash });
    expect((await copy(theirs.owner, mine.document, mine.hash)).statusCode).toBe(403);
    expect((await copy(both, theirs.document, mine.hash)).statusCode).toBe(404);
    expect((await copy(both, mine.document, theirs.hash)).statusCode).toBe(404);
    expect((await copy(both, mine.document, mine.hash)).statusCode).toBe(201);
  });

  it("threat D18 all of these are there for whose they are", async () => {
    // What ends something comes behind, and what ends the session last.
    const turnOf = ({ route: { method }, child }: Pair): number =>
      method === "DELETE" ? (child === "session" ? 2 : 1) : 0;
    const inTurn = pairs().toSorted((one, other) => turnOf(one) - turnOf(other));
    for (const pair of inTurn) {
      const { route, child } = pair;
      const nothing = never(child);
      const absent = await ask(route, mine.owner, addressOf(route.path, mine, { [child]: nothing }));
      const answer = await ask(route, mine.owner, addressOf(route.path, mine));
      expect(said(answer, mine[child]), nameOf(pair)).not.toBe(said(absent, nothing));
    }
  });
});
