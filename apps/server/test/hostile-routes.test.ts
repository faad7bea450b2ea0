import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, type Belongings, makeBelongings } from "./belongings.ts";
import { everythingIn } from "./everything-in.ts";
import { expectedRights } from "./fixtures/expected-rights.ts";
import { pixel } from "./pixel.ts";
import { type Route, startWhole, type WholeServer } from "./whole-server.ts";

const prototype = Object.getOwnPropertyNames(Object.prototype).toSorted();

let server: WholeServer;
let mine: Belongings;
/** What changes something, whoever registers it. */
let writing: Route[];
let before: string;

beforeAll(async () => {
  server = await startWhole({ limits: false });
  mine = await makeBelongings(server);
  writing = server.routes.filter(({ method }) => method !== "GET" && method !== "HEAD");
  before = await everythingIn(server);
});
afterAll(async () => {
  await server.remove();
  expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(prototype);
});

interface ObjectShape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, ObjectShape>>;
  readonly items?: ObjectShape;
  readonly anyOf?: readonly ObjectShape[];
  readonly additionalProperties?: unknown;
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const shapeOf = ({ body }: Route): ObjectShape | undefined => body as ObjectShape | undefined;

/** Those that take JSON. */
const taking = (): Route[] => writing.filter(({ body }) => body !== undefined);

/** A body that the route takes: what stands in the table of rights. */
function bodyOf(route: Route): Record<string, unknown> {
  const text = JSON.stringify(expectedRights[nameOf(route)]?.body ?? {});
  return JSON.parse(
    text.replace(/\$(document|person|email)/g, (_, name: "document" | "person" | "email") => mine[name]),
  );
}

let asked = 0;

const refused = "QUIRE_ERR_ORIGIN_REFUSED";

/** What a browser says of a link that somebody follows. */
const linked = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

/** What it does not say where a page reads. */
const unsaid = { origin: null as unknown as string, "content-type": null as unknown as string };

/** Asks as the owner's own page would, but for what is said. Each time from elsewhere: nothing is a matter of how often. */
function ask(
  route: Route,
  { headers = {}, query = "", ...more }: Partial<InjectOptions> & { query?: string },
) {
  asked++;
  const said = { "content-type": "application/json", ...mine.owner.headers, ...headers };
  return server.ask({
    method: route.method,
    url: `${addressOf(route.path, mine)}${query}`,
    remoteAddress: `10.1.${(asked >> 8) & 255}.${asked & 255}`,
    // A header that is null is not said.
    headers: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)),
    ...more,
  });
}

/** A body that the route takes, as text, with more in it. */
function textWith(route: Route, more = ""): string {
  const inside = JSON.stringify(bodyOf(route)).slice(1, -1);
  return `{${[inside, more].filter((each) => each !== "").join(",")}}`;
}

describe("every route that changes something", () => {
  it("has a body in the table of rights, where it takes one", () => {
    expect(writing.length).toBeGreaterThan(50);
    expect(taking().filter((route) => expectedRights[nameOf(route)]?.body === undefined)).toEqual([]);
  });

  it("threat D12 is refused to other sites: without an Origin, from a foreign one, and as a form", async () => {
    const foreign = [
      null,
      "null",
      "https://evil.example",
      "http://docs.example.org",
      "https://docs.example.org:444",
    ];
    const forms = [
      "text/plain",
      "text/plain;charset=utf-8",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ];
    for (const route of writing) {
      const payload = textWith(route);
      for (const origin of foreign) {
        const answer = await ask(route, { headers: { origin: origin as string }, payload });
        const { code } = answer.json<{ code: string }>();
        expect([nameOf(route), origin, code]).toEqual([nameOf(route), origin, refused]);
      }
      for (const site of ["cross-site", "same-site"]) {
        const answer = await ask(route, { headers: { ...linked, "sec-fetch-site": site }, payload });
        const { code } = answer.json<{ code: string }>();
        expect([nameOf(route), site, code]).toEqual([nameOf(route), site, refused]);
      }
      for (const type of forms) {
        const { statusCode } = await ask(route, { headers: { "content-type": type }, payload });
        expect([nameOf(route), type, statusCode]).toEqual([nameOf(route), type, 415]);
      }
    }
    // That another site tried is put down.
    expect(await everythingIn(server, ["audit"])).toBe(withoutAudit(before));
  });

  it("B123 threat D12 has beside it what reads, and that no other site reads with a cookie; links lead to all of it", async () => {
    const reading = server.routes.filter(({ method }) => method === "GET");
    const code = async (route: Route, site: string, how: object): Promise<unknown> => {
      const headers = { ...unsaid, ...how, "sec-fetch-site": site };
      const { body, headers: said } = await ask(route, { headers });
      return String(said["content-type"]).startsWith("application/json")
        ? (JSON.parse(body) as { code?: unknown }).code
        : undefined;
    };
    const subresources = [
      { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
      { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
    ];
    for (const route of reading) {
      // Pages, what machines ask about the server, and what is public are for everybody.
      const isGuarded = /^\/(api|sync|hocuspocus)\b/.test(route.path);
      for (const site of ["cross-site", "same-site"]) {
        for (const how of subresources)
          expect([nameOf(route), site, how, (await code(route, site, how)) === refused]).toEqual([
            nameOf(route),
            site,
            how,
            isGuarded,
          ]);
        expect([nameOf(route), site, await code(route, site, linked)]).not.toContain(refused);
      }
      for (const site of ["same-origin", "none"])
        for (const how of [linked, ...subresources])
          expect([nameOf(route), site, await code(route, site, how)]).not.toContain(refused);
    }
    expect(await everythingIn(server, ["audit"])).toBe(withoutAudit(before));
    before = await everythingIn(server);
  });

  it("threat D12 has no GET beside it that writes", async () => {
    for (const route of server.routes.filter(({ method }) => method === "GET"))
      await ask(route, { headers: unsaid });
    // That the log was read, or something taken along, is put down.
    expect(await everythingIn(server, ["audit"])).toBe(withoutAudit(before));
    before = await everythingIn(server);
  });

  it("threat D13 refuses __proto__ and constructor in a body, and no prototype changes", async () => {
    const keys = Object.getOwnPropertyNames(Object.prototype).toSorted();
    const evils = [
      '"__proto__":{"standing":"owner"}',
      '"constructor":{"prototype":{"standing":"owner"}}',
      '"\\u005f\\u005fproto\\u005f\\u005f":{"standing":"owner"}',
      '"deep":[{"__proto__":{"standing":"owner"}}]',
    ];
    for (const route of taking())
      for (const evil of evils) {
        const { statusCode } = await ask(route, { payload: textWith(route, evil) });
        expect([nameOf(route), evil, statusCode]).toEqual([nameOf(route), evil, 400]);
      }
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(keys);
    expect(({} as { standing?: unknown }).standing).toBeUndefined();
    expect(await everythingIn(server)).toBe(before);
  });

  it("threat D14 takes the one type that it is for, and nothing that only looks like it", async () => {
    const types = [
      "application/json\ta",
      "application/json a",
      "application/jsonx",
      "application/json/x",
      "application/json\0",
      "text/json",
      "text/plain; application/json",
      "text/plain, application/json",
      "application/ json",
      "application /json",
      "application/vnd.api+json",
      "application/octet-stream\ta",
      "application/octet-streams",
      "image/svg+xml",
      "*/*",
      "/",
      ";",
      "a".repeat(4_000),
    ];
    for (const route of writing)
      for (const type of types) {
        const { statusCode } = await ask(route, {
          headers: { "content-type": type },
          payload: textWith(route),
        });
        expect([nameOf(route), type.slice(0, 40), statusCode]).toEqual([
          nameOf(route),
          type.slice(0, 40),
          415,
        ]);
      }
    expect(await everythingIn(server)).toBe(before);
  });

  it("threat D14 looks at a body's shape however its type is written", async () => {
    const types = [
      "application/json",
      "APPLICATION/JSON",
      "application/json;charset=utf-8",
      "application/json ; charset=utf-8",
      "application/json;",
      " application/json",
      'application/json; x="y;z"',
    ];
    for (const route of taking())
      for (const type of types) {
        const payload = textWith(route, '"nothingOfTheSort":1');
        const { statusCode } = await ask(route, { headers: { "content-type": type }, payload });
        expect([nameOf(route), type, [400, 415].includes(statusCode)]).toEqual([nameOf(route), type, true]);
      }
    expect(await everythingIn(server)).toBe(before);
  });

  it("threat D15 takes no field more than its own", async () => {
    const extra = {
      id: mine.document,
      role: "own",
      standing: "owner",
      isOwner: true,
      isDisabled: false,
      personId: mine.owner.id,
      by: mine.owner.id,
      createdBy: mine.owner.id,
      documentId: mine.document,
      disabledAt: null,
      expiresAt: 9e15,
      hasSecondFactor: false,
      createdAt: 1,
      emailVerified: true,
      token: mine.token,
      $set: {},
    };
    let tried = 0;
    for (const route of taking()) {
      const shape = shapeOf(route);
      expect([nameOf(route), openObjects(shape)]).toEqual([nameOf(route), 0]);
      for (const [name, value] of Object.entries(extra)) {
        if (shape?.properties !== undefined && name in shape.properties) continue;
        const answer = await ask(route, { payload: { ...bodyOf(route), [name]: value } });
        const said = [nameOf(route), name, answer.statusCode, answer.body.includes(`takes no field`)];
        expect(said).toEqual([nameOf(route), name, 400, true]);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(500);
    expect(await everythingIn(server)).toBe(before);
  });

  it("threat D20 is not kept busy by what is large, deep or many", async () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    for (const route of taking())
      for (const [name, { type }] of Object.entries(shapeOf(route)?.properties ?? {})) {
        const body = { ...bodyOf(route), [name]: "DEEP" };
        const { statusCode } = await ask(route, { payload: JSON.stringify(body).replace('"DEEP"', deep) });
        expect([nameOf(route), name, statusCode]).toEqual([nameOf(route), name, 400]);
        if (type !== "string") continue;
        const long = await ask(route, { payload: { ...body, [name]: "x".repeat(5_000_000) } });
        expect([nameOf(route), name, long.statusCode]).toEqual([
          nameOf(route),
          name,
          expect.toSatisfy((status) => status >= 400 && status < 500),
        ]);
      }
    expect(await everythingIn(server)).toBe(before);
  });
});

function withoutAudit(everything: string): string {
  return everything.replace(/^"audit":.*\n/m, "");
}

/** How many of the objects in a shape take fields that nobody named. */
function openObjects(shape: ObjectShape | undefined): number {
  if (shape === undefined) return 0;
  const inner = [...Object.values(shape.properties ?? {}), ...(shape.anyOf ?? []), shape.items];
  const isOpen = shape.type === "object" && shape.additionalProperties !== false;
  return inner.reduce((count, each) => count + openObjects(each), isOpen ? 1 : 0);
}

const values = [
  "",
  "0",
  "-1",
  "1e9",
  "99999999999999999999",
  "NaN",
  "true",
  "null",
  "[]",
  "%00",
  "%0d%0aset-cookie:x=1",
  "__proto__",
  "constructor",
  "' or 1=1 --",
  "$ne",
  "..%2f..%2f",
  "a".repeat(4_000),
].map(encoded);

/** As a browser would send it. */
function encoded(value: string): string {
  return value.includes("%") ? value : encodeURIComponent(value);
}

describe("queries", () => {
  it("threat D13 D20 D26 of any kind are answered on every route that reads, none of them with a failure", async () => {
    const names = [
      "limit",
      "cursor",
      "from",
      "sort",
      "format",
      "download",
      "filter[a][b]",
      "__proto__[x]",
      "nothing",
    ];
    const reading = server.routes.filter(({ method }) => method === "GET");
    expect(reading.length).toBeGreaterThan(40);
    const queries = names.flatMap((name) => {
      const each = values.map((value) => `${encodeURIComponent(name)}=${value}`);
      return [...each, `${each[1]}&${each[2]}`];
    });
    for (const route of reading)
      for (const query of queries) {
        const { statusCode, headers, body } = await ask(route, {
          query: `?${query}`,
          headers: { "content-type": null as unknown as string },
        });
        const said = `${route.path}?${query.slice(0, 60)}: ${statusCode}`;
        expect(statusCode, said).toBeLessThan(500);
        expect(String(headers["set-cookie"] ?? ""), said).not.toContain("x=1");
        if (statusCode >= 400)
          expect(body, said).not.toMatch(/\n\s+at |node_modules|\.[mc]?[jt]s:\d|fastify|lmdb/i);
      }
    expect(({} as { x?: unknown }).x).toBeUndefined();
    expect(await everythingIn(server, ["audit"])).toBe(withoutAudit(before));
  });
});

it("what all of these were refused for is not what its own page would ask", async () => {
  // What ends the session comes last.
  const inTurn = writing.toSorted(
    (one, other) => Number(one.method === "DELETE") - Number(other.method === "DELETE"),
  );
  for (const route of inTurn) {
    const { bytes } = expectedRights[nameOf(route)] ?? {};
    const type = bytes ?? "application/json";
    const payload = bytes === undefined ? textWith(route) : pixel;
    const answer = await ask(route, { headers: { "content-type": type }, payload });
    expect([nameOf(route), answer.statusCode]).not.toEqual([nameOf(route), 415]);
    expect(answer.body, nameOf(route)).not.toMatch(/QUIRE_ERR_ORIGIN_REFUSED|takes no field/);
  }
  expect(await everythingIn(server)).not.toBe(before);
});
