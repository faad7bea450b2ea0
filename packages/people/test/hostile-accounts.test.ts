import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Member, type PeopleServer, type Route, startPeople } from "./people-server.ts";

let server: PeopleServer;
let owner: Member;
let victim: Member;

beforeEach(async () => {
  server = await startPeople();
  owner = await server.owner();
  victim = await server.member("Vic");
});
afterEach(() => server.remove());

const ours = /^\/api\/(session|account|invitations|password|people|groups)\b/;

/** All routes about accounts that change something, as they were registered. */
function writing(): Route[] {
  return server.routes.filter(({ method, path }) => ours.test(path) && !["GET", "HEAD"].includes(method));
}

function pathOf({ path }: Route): string {
  return path.replaceAll(/:\w+/g, victim.id);
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  readonly additionalProperties: unknown;
}

/** Something that each field takes. */
const samples: Readonly<Record<string, unknown>> = {
  email: "somebody@example.org",
  password: "a password of some length",
  current: "a password of some length",
  secret: "A".repeat(43),
  name: "Somebody",
  code: "123456",
  standing: "member",
  hue: 1,
  isDisabled: false,
  members: [],
  documentId: "abcdefghijklmnop",
};

/** A body that the route takes, but for what is said in it. */
function bodyOf({ body }: Route): Record<string, unknown> {
  return body === undefined ? {} : (sampleOf(body as Shape) as Record<string, unknown>);
}

interface Shape extends Partial<ObjectSchema> {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Shape[];
  readonly minimum?: number;
}

function sampleOf(shape: Shape): unknown {
  const [word] = shape.enum ?? [];
  if (word !== undefined) return word;
  const [first] = shape.anyOf ?? [];
  if (first !== undefined) return sampleOf(first);
  switch (shape.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(shape.properties ?? {}).map(([name, inner]) => [
          name,
          samples[name] ?? sampleOf(inner as Shape),
        ]),
      );
    case "integer":
      return shape.minimum ?? 1;
    case "boolean":
      return false;
    case "array":
      return [];
    default:
      return "x";
  }
}

/** What is there, but for when people were seen: nothing of it may change. */
function everything(): string {
  const { people, emails, sessionsOf, invitations, groups } = server.people.store;
  return JSON.stringify(
    [people, emails, sessionsOf, invitations, groups].map((table) => [...table.getRange()]),
  );
}

describe("every route about accounts that changes something", () => {
  it("is there", () => {
    expect(writing().length).toBeGreaterThanOrEqual(20);
  });

  it("threat D12 is refused to other sites: without an Origin, from a foreign one, and as a form", async () => {
    const before = everything();
    let tried = 0;
    for (const route of writing()) {
      const { method } = route;
      const send = (headers: Record<string, string | null>, text = JSON.stringify(bodyOf(route))) =>
        owner.browser.send<{ code: string }>(method, pathOf(route), undefined, {
          headers: { "content-type": "application/json", ...headers },
          text,
        });
      for (const origin of [null, "null", "https://evil.example", `http://127.0.0.1:${server.port + 1}`])
        expect([method, route.path, (await send({ origin })).body.code]).toEqual([
          method,
          route.path,
          "QUIRE_ERR_ORIGIN_REFUSED",
        ]);
      for (const type of [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
      ])
        expect([method, route.path, (await send({ "content-type": type })).status]).toEqual([
          method,
          route.path,
          415,
        ]);
      tried += 7;
    }
    expect(tried).toBe(writing().length * 7);
    expect(everything()).toBe(before);
  });

  it("threat D12 has no GET beside it that writes", async () => {
    await owner.browser.get("/api/session");
    const before = everything();
    for (const { method, path } of server.routes) {
      if (method !== "GET" || !ours.test(path) || path.includes("/providers/")) continue;
      await owner.browser.get(path.replaceAll(/:\w+/g, victim.id), { headers: { origin: null } });
    }
    expect(everything()).toBe(before);
  });

  it("threat D13 refuses __proto__ and constructor in a body, and no prototype changes", async () => {
    const keys = Object.getOwnPropertyNames(Object.prototype).toSorted();
    for (const route of writing()) {
      const inside = JSON.stringify(bodyOf(route)).slice(1, -1);
      const comma = inside === "" ? "" : ",";
      for (const evil of [
        '"__proto__":{"standing":"owner"}',
        '"constructor":{"prototype":{"standing":"owner"}}',
        '"\\u005f\\u005fproto\\u005f\\u005f":{"isAdmin":true}',
      ]) {
        const text = `{${inside}${comma}${evil}}`;
        const { status } = await owner.browser.send(route.method, pathOf(route), undefined, { text });
        if (route.body !== undefined) expect([route.path, status]).toEqual([route.path, 400]);
      }
    }
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(keys);
    expect(({} as Record<string, unknown>).standing).toBeUndefined();
    expect(server.people.store.people.get(victim.id)?.standing).toBe("member");
  });

  it("threat D14 takes application/json, and nothing that only looks like it", async () => {
    const before = everything();
    for (const route of writing().filter(({ body }) => body !== undefined)) {
      for (const type of [
        "application/json\ta",
        "application/json a",
        "application/jsonx",
        "application/json/x",
        "text/json",
        "text/plain; application/json",
        "application/ json",
        "application/vnd.api+json",
        "*/*",
      ]) {
        const { statusCode } = await server.app.inject({
          method: route.method as "POST",
          url: pathOf(route),
          headers: { host: `127.0.0.1:${server.port}`, ...owner.browser.ownHeaders(), "content-type": type },
          payload: JSON.stringify(bodyOf(route)),
        });
        // An Origin with the port that injected requests do not have is refused before: both are a no.
        expect([route.path, type, [403, 415].includes(statusCode)]).toEqual([route.path, type, true]);
        const { cookie: _, origin: __, ...anonymous } = owner.browser.ownHeaders();
        const told = await server.app.inject({
          method: route.method as "POST",
          url: pathOf(route),
          headers: { host: `127.0.0.1:${server.port}`, ...anonymous, "content-type": type },
          payload: JSON.stringify(bodyOf(route)),
        });
        expect([route.path, type, told.statusCode]).toEqual([route.path, type, 415]);
      }
    }
    expect(everything()).toBe(before);
  });

  it("threat D15 takes no field more than its own", async () => {
    const before = everything();
    const extra = {
      id: victim.id,
      role: "own",
      standing: "owner",
      isOwner: true,
      personId: owner.id,
      by: owner.id,
      disabledAt: null,
      expiresAt: 9e15,
      hasSecondFactor: false,
      createdAt: 1,
      emailVerified: true,
    };
    let tried = 0;
    for (const route of writing()) {
      if (route.body === undefined) continue;
      const schema = route.body as ObjectSchema;
      expect([route.path, schema.additionalProperties]).toEqual([route.path, false]);
      for (const [name, value] of Object.entries(extra)) {
        if (name in schema.properties) continue;
        const { status, body } = await owner.browser.send<{ message: string }>(route.method, pathOf(route), {
          ...bodyOf(route),
          [name]: value,
        });
        expect([route.path, name, status]).toEqual([route.path, name, 400]);
        expect(body.message).toContain(`takes no field ${JSON.stringify(name)}`);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(150);
    expect(everything()).toBe(before);
  });

  it("threat D16 puts no line and no colour of a stranger's into the log", async () => {
    const evil = 'x\r\n{"level":60}\u001b[2J@b.org';
    for (const route of writing()) {
      const body = bodyOf(route);
      for (const name of Object.keys(body).filter((field) => typeof body[field] === "string"))
        await owner.browser.send(route.method, pathOf(route), { ...body, [name]: evil });
    }
    const browser = server.browser();
    browser.headers["user-agent"] = "Mozilla \u0085\u009b2J";
    await browser.post("/api/session", { email: victim.email, password: evil });
    for (const line of server.log) {
      expect(() => JSON.parse(line)).not.toThrow();
      expect(line.slice(0, -1)).not.toMatch(/\p{Cc}/u);
    }
  });

  it("threat D20 is not kept busy by what is large, deep or many", async () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const many = Array.from({ length: 100_000 }, (_, n) => `nobody-${n}`);
    expect((await owner.browser.post("/api/groups", { name: "Many", members: many })).status).toBe(404);
    for (const route of writing().filter(({ body }) => body !== undefined)) {
      const name = Object.keys(bodyOf(route))[0];
      if (name === undefined) continue;
      const text = JSON.stringify({ ...bodyOf(route), [name]: "DEEP" }).replace('"DEEP"', deep);
      const { status } = await owner.browser.send(route.method, pathOf(route), undefined, { text });
      expect([route.path, status]).toEqual([route.path, 400]);
      const long = await owner.browser.send(route.method, pathOf(route), {
        ...bodyOf(route),
        [name]: "x".repeat(1_000_000),
      });
      expect([route.path, long.status]).toEqual([route.path, 400]);
    }
    const list = await owner.browser.get<{ people: unknown[] }>(
      "/api/people?limit=1e9&sort=password&__proto__=1",
    );
    expect(list.body.people).toHaveLength(2);
  });
});

it.each<[string, string, string, object]>([
  ["signing in", "POST", "/api/session", { password: "a password of some length" }],
  ["forgetting", "POST", "/api/password/forgot", {}],
  ["inviting", "POST", "/api/invitations", { standing: "member" }],
  ["sharing", "POST", "/api/documents/:id/access/invitations", { role: "edit" }],
])("an address with more bytes than a key may have is a bad request: %s", async (_, method, path, body) => {
  const { body: document } = await owner.browser.post<{ id: string }>("/api/documents", { title: "A" });
  const email = `${"\u{1d160}".repeat(240)}@example.org`;
  const answer = await owner.browser.send(method, path.replace(":id", document.id), { ...body, email });
  expect(answer).toMatchObject({ status: 400, body: { code: "QUIRE_ERR_BAD_REQUEST" } });
});

it("an address with more bytes than a key may have is a bad request: joining, and the invitation stays", async () => {
  const { invitations, store } = server.people;
  const secret = await store.write(() => invitations.make({ email: null, standing: "member", by: owner.id }));
  const email = `${"\u{1d160}".repeat(240)}@example.org`;
  const body = { secret, email, name: "Ann", password: "a password of some length" };
  expect((await server.browser().post("/api/invitations/accept", body)).status).toBe(400);
  expect(invitations.find(secret)).toBeDefined();
});
