import { randomBytes } from "node:crypto";
import cookie from "@fastify/cookie";
import type { Person } from "@quire/protocol";
import type { Grant } from "@quire/server";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { animals } from "./animals.ts";
import { createGuests } from "./guests.ts";

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

/** An app that asks who somebody is, twice in one request, and lets them change their name. */
async function start(isSecure = false) {
  const app = Fastify();
  open.push(app);
  const guests = createGuests(isSecure);
  await app.register(cookie);
  app.get("/page", async (request, reply) => {
    guests.greet(request, reply);
    return guests.authorize(request, null);
  });
  app.get("/twice", async (request) => [
    await guests.authorize(request, null),
    await guests.authorize(request, null),
  ]);
  app.get<{ Querystring: { name: string } }>("/rename", async (request, reply) => {
    const renamed = await guests.rename(request, reply, request.query.name);
    return [renamed, ((await guests.authorize(request, null)) as Grant).person];
  });
  const get = async (path: string, header?: string) => {
    const answer = await app.inject({ url: path, headers: header === undefined ? {} : { cookie: header } });
    const [set] = answer.cookies;
    return {
      body: answer.json(),
      raw: answer.headers["set-cookie"],
      cookie: set && `${set.name}=${set.value}`,
    };
  };
  return { get };
}

describe("guests", () => {
  it("are the same person with their cookie, and get one when they come without", async () => {
    const { get } = await start();
    const first = await get("/page");
    expect(first.body.role).toBe("own");
    expect(first.cookie).toMatch(/^quire-guest=[\w-]{22}$/);
    const again = await get("/page", first.cookie);
    expect(again.body).toEqual(first.body);
    expect(again.cookie).toBeUndefined();
  });

  it("H9 threat A19 keep their secret in a cookie that no script reads and no other site sends", async () => {
    const { get } = await start();
    expect((await get("/page")).raw).toMatch(
      /^quire-guest=[\w-]{22}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it("H9 have a cookie bound to this host alone over https", async () => {
    const { get } = await start(true);
    const { raw, cookie: header } = await get("/page");
    expect(raw).toMatch(
      /^__Host-quire-guest=[\w-]{22}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await get("/page", header)).cookie).toBeUndefined();
  });

  it("are others to each other: an animal's name and a hue that come from the secret", async () => {
    const { get } = await start();
    const people: Person[] = [];
    for (let count = 0; count < 200; count++) {
      const secret = randomBytes(16).toString("base64url");
      const { person } = (await get("/page", `quire-guest=${secret}`)).body as Grant;
      expect(JSON.stringify(person)).not.toContain(secret);
      expect(person.id).toMatch(/^guest-[\w-]{22}$/);
      expect(animals).toContain(person.name);
      people.push(person);
    }
    expect(new Set(people.map(({ id }) => id)).size).toBe(200);
    expect(new Set(people.map(({ hue }) => hue))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
    expect(new Set(people.map(({ name }) => name)).size).toBeGreaterThan(40);
  });

  it("B112 have each another hue, eight of them who come one after another", async () => {
    const { get } = await start();
    const hues = new Set<number>();
    for (let count = 0; count < 8; count++) hues.add(((await get("/page")).body as Grant).person.hue);
    expect(hues.size).toBe(8);
  });

  it("are each somebody of their own, however many come", async () => {
    const { get } = await start();
    const ids = new Set<string>();
    for (let count = 0; count < 1_000; count++) ids.add(((await get("/page")).body as Grant).person.id);
    expect(ids.size).toBe(1_000);
  });

  it("keep a name that they choose, in the cookie, and stay who they are", async () => {
    const { get } = await start();
    const first = await get("/page");
    const renamed = await get(`/rename?name=${encodeURIComponent("Zoë 🦦; a=b")}`, first.cookie);
    const person = { ...first.body.person, name: "Zoë 🦦; a=b" };
    expect(renamed.body).toEqual([person, person]);
    expect((await get("/page", renamed.cookie)).body.person).toEqual(person);
  });

  it("are somebody passing where there is no cookie: one person for the whole request, another for the next", async () => {
    const { get } = await start();
    const [first, second] = [(await get("/twice")).body, (await get("/twice")).body];
    expect(first[0]).toEqual(first[1]);
    expect(first[0].person.id).not.toBe(second[0].person.id);
  });

  it.each([
    "quire-guest=",
    "quire-guest=short",
    `quire-guest=${"x".repeat(23)}`,
    `quire-guest=${"x".repeat(22)}.`,
    `quire-guest=${"x".repeat(22)}.${"x".repeat(1001)}`,
    `quire-guest=${"x".repeat(21)}%00`,
    "quire-guest=%ff%ff",
    "quire-guest",
    "__Host-quire-guest=aaaaaaaaaaaaaaaaaaaaaa",
    ";;;===",
  ])("get a new cookie for one that is none of ours: %j", async (header) => {
    const { get } = await start();
    expect((await get("/page", header)).cookie).toMatch(/^quire-guest=[\w-]{22}$/);
  });

  it("show a name that the cookie made up only as far as it can be shown", async () => {
    const { get } = await start();
    const forged = (name: string) =>
      `quire-guest=${"x".repeat(22)}.${Buffer.from(name).toString("base64url")}`;
    const nameOf = async (header: string) => ((await get("/page", header)).body as Grant).person.name;
    expect(await nameOf(forged("a\u202eb\r\n\u001b[31mc"))).toBe("a b [31mc");
    expect(await nameOf(forged("x".repeat(500)))).toHaveLength(60);
    expect(animals).toContain(await nameOf(forged("\u0000\u200f ")));
  });

  it("have animals enough, none twice", () => {
    expect(new Set(animals).size).toBe(animals.length);
    expect(animals.length).toBeGreaterThanOrEqual(60);
  });
});
