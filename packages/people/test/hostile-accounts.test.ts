import type { DocumentAccess } from "@quire/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { everyHostileString } from "../../../trouble/hostile-strings.ts";
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

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
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
          samples[name] ?? sampleOf(inner),
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

it("threat D16 no route about accounts puts a line or a colour of a stranger's into the log", async () => {
  expect(writing().length).toBeGreaterThanOrEqual(20);
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

it("threat D20 a group of a hundred thousand, and a list that is asked for with more than it takes, keep nothing busy", async () => {
  const many = Array.from({ length: 100_000 }, (_, n) => `nobody-${n}`);
  expect((await owner.browser.post("/api/groups", { name: "Many", members: many })).status).toBe(404);
  const list = await owner.browser.get<{ people: unknown[] }>(
    "/api/people?limit=1e9&sort=password&__proto__=1",
  );
  expect(list.body.people).toHaveLength(2);
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

it("threat B16 a text of any kind as the password of a link opens it, as it was said and in no other way, or is refused", async () => {
  const { body: document } = await owner.browser.post<{ id: string }>("/api/documents", {});
  const links = `/api/documents/${document.id}/access/links`;
  let opened = 0;
  for (const text of everyHostileString) {
    const said = JSON.stringify(text.slice(0, 40));
    // A minute has so many tries.
    server.clock.now += 60_000;
    const made = await owner.browser.post<DocumentAccess>(links, { role: "view", password: text });
    expect([200, 400], said).toContain(made.status);
    if (made.status === 400) continue;
    const { id, token } = made.body.links[0]!;
    const enter = async (password: string) =>
      (await server.browser().post("/api/links/enter", { token, name: "Gus", password })).status;
    expect([said, await enter(text)]).toEqual([said, 200]);
    expect([said, await enter(`${text}x`)]).toEqual([said, 401]);
    await owner.browser.delete(`${links}/${id}`);
    opened++;
  }
  expect(opened).toBeGreaterThan(150);
  expect(server.log.join("")).not.toMatch(/evil|script/);
});
