import type { DocumentList, Trash } from "@quire/protocol";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExpectedObject, expectedObjects, heardAllTheSame } from "./fixtures/expected-objects.ts";
import { expectedRights, type Row } from "./fixtures/expected-rights.ts";
import type { Actor } from "./matrix-actors.ts";
import { codeOf, mayDo, refusalsFor, requestOf } from "./matrix-answers.ts";
import { application } from "./matrix-applications.ts";
import {
  actorAt,
  type Comer,
  givenToEveryone,
  givenToSome,
  makeScene,
  type Scene,
  type Thing,
} from "./matrix-objects.ts";
import { openHocuspocus, say } from "./matrix-sockets.ts";
import { startWhole, type WholeServer } from "./whole-server.ts";

/** Every route that a document is named to, in the address or in the body. */
const rows = Object.entries(expectedRights).filter(
  ([route, { body = {} }]) =>
    route.includes("/documents/:id") || JSON.stringify(body).includes('"$document"'),
);

/** What changes the things or who may what with them. What restores them comes behind all others. */
const changes = /^DELETE |\/(reset|transfer|restore)$/;
const restores = ([route]: readonly [string, Row]) => Number(route.endsWith("/restore"));

interface Case {
  readonly scene: Scene;
  readonly comer: Comer;
  readonly thing: Thing;
  readonly actor: Actor;
}

let server: WholeServer;
let scenes: Scene[];
let cases = 0;

beforeAll(async () => {
  server = await startWhole({ limits: false, tokens: application });
  scenes = [];
  for (const give of [givenToSome, givenToEveryone("here", "edit"), givenToEveryone("above", "view")])
    scenes.push(await makeScene(server, give));
});
afterAll(() => server.remove());

function casesOf(): Case[] {
  return scenes.flatMap((scene) =>
    scene.things.flatMap((thing) =>
      scene.comers.map((comer) => ({ scene, thing, comer, actor: actorAt(comer, thing) })),
    ),
  );
}

async function probe(route: string, row: Row, { scene, thing, actor }: Case) {
  const { document, hash, link, token, entry, invitation } = thing;
  const { person, group } = scene;
  const inherits = thing.kind !== "that keeps to itself";
  const ids = { id: document, document, hash, link, token, entry, invitation };
  const values = { ...ids, person, group, asker: person };
  const about = route.endsWith("/inherits") ? { ...row, body: { inherits } } : row;
  return await server.ask(requestOf(route, about, values, actor));
}

/** All that an answer says, but for the ids that were said to it. */
function said(
  { statusCode, headers, body }: LightMyRequestResponse,
  { document, hash, link, invitation }: Thing,
): string {
  const { date: _, ...rest } = headers;
  return [document, hash, link, invitation].reduce(
    (text, id) => text.replaceAll(id, "…"),
    JSON.stringify([statusCode, rest, body]),
  );
}

function isHeard(route: string, { kind }: Thing): boolean {
  return !("says" in expectedObjects[kind]) || (heardAllTheSame[route] ?? []).includes(kind);
}

describe("the matrix of what there can be of a document", () => {
  it("B149 threat D17 D19 lists and the trash show each of them to who may, in their role, and nothing of any other", async () => {
    for (const scene of scenes) {
      for (const comer of scene.comers.filter(({ actor }) => actor.isSomebody)) {
        const { actor } = comer;
        const read = async (url: string) =>
          await server.ask({ url, headers: actor.headers, remoteAddress: actor.address });
        const list = await read("/api/documents?limit=200");
        const trash = await read("/api/trash?limit=200");
        const listed = new Map(list.json<DocumentList>().documents.map(({ id, role }) => [id, role]));
        const thrown = new Set(trash.json<Trash>().documents.map(({ id }) => id));
        for (const thing of scene.things) {
          const { role, hasAccount } = actorAt(comer, thing);
          const { isIn } = expectedObjects[thing.kind];
          const what = `what is ${thing.kind} for ${actor.name}`;
          expect([what, listed.get(thing.document)]).toEqual([what, isIn === "list" ? role : undefined]);
          expect([what, thrown.has(thing.document)]).toEqual([
            what,
            isIn === "trash" && hasAccount && role === "own",
          ]);
          for (const canary of role === undefined ? [thing.document, thing.title] : [])
            expect(`${list.body}${trash.body}`, what).not.toContain(canary);
          cases++;
        }
      }
    }
  });

  it("B149 B96 threat D17 D19 below each of them documents are made by who may edit it, and for others it is not there", async () => {
    const judge = async ({ thing: { kind, document }, actor }: Case) => {
      const answer = await server.ask({
        method: "POST",
        url: "/api/documents",
        headers: actor.headers,
        remoteAddress: actor.address,
        payload: { parentId: document },
      });
      const said = answer.statusCode === 201 ? "made" : codeOf(answer);
      const refusals = refusalsFor(actor, { need: "account" });
      const hasLess = actor.role === undefined ? "QUIRE_ERR_PARENT_NOT_FOUND" : "QUIRE_ERR_FORBIDDEN";
      const mayEdit = mayDo(actor, { need: "edit" });
      const isThere = expectedObjects[kind].isIn === "list";
      const expected = mayEdit ? (isThere ? "made" : "QUIRE_ERR_PARENT_NOT_FOUND") : hasLess;
      const what = `below what is ${kind} by ${actor.name}: ${String(said)}`;
      if (actor.hasAccount) expect([what, said]).toEqual([what, expected]);
      else expect(refusals, what).toContain(said);
      cases++;
    };
    await Promise.all(casesOf().map(judge));
  });

  it("B149 B66 B227 threat D17 D19 the address of a public page, and of its files, shows each that is there, and of others it is none; it lets nobody in", async () => {
    const [scene] = scenes;
    for (const { actor } of scene!.comers.filter((_, n) => n % 6 === 0)) {
      const ask = (request: InjectOptions) =>
        server.ask({ ...request, headers: actor.headers, remoteAddress: actor.address });
      const none = new Map<string, string>();
      for (const thing of scene!.things) {
        const { token, entry, hash } = thing;
        const { isPublished } = expectedObjects[thing.kind];
        const looking = (token: string) => ({ url: "/api/links/look", payload: { token } });
        const entering = (token: string) => ({ url: "/api/links/enter", payload: { token, name: "Gus" } });
        for (const [name, isThere, request] of [
          ["page", isPublished, { url: `/p/${token}` }],
          ["file", isPublished, { url: `/p/${token}/files/${hash}` }],
          ["look", isPublished, { method: "POST", ...looking(entry) }],
          ["enter", isPublished, { method: "POST", ...entering(entry) }],
          ["look", false, { method: "POST", ...looking(token) }],
          ["enter", false, { method: "POST", ...entering(token) }],
        ] satisfies [string, boolean, InjectOptions][]) {
          const answer = await ask(request);
          const what = `${name} of what is ${thing.kind} by ${actor.name}`;
          expect([what, answer.statusCode]).toEqual([what, isThere ? 200 : 404]);
          cases++;
          if (answer.statusCode === 200) continue;
          const text = said(answer, thing).replaceAll(token, "…").replaceAll(entry, "…");
          expect(text, what).toBe(none.get(name) ?? text);
          none.set(name, text);
        }
      }
    }
  });

  describe("on sockets", () => {
    let port: number;
    beforeAll(async () => {
      port = await server.listen();
    });

    /** What is heard of the thing: that it is open, or why not, in the words that are said to its opener. */
    const openings = {
      "open /sync": async ({ thing, actor }: Case) => {
        const caller = { port, headers: actor.headers };
        const { outcome, reason, end } = await say(caller, thing.document, { type: "query-awareness" });
        end();
        return outcome === "taken" ? "taken" : `${outcome} ${reason}`;
      },
      "open /hocuspocus": async ({ thing, actor }: Case) => {
        const { isIn, word } = await openHocuspocus({ port, headers: actor.headers }, thing.document);
        return isIn ? word : `denied ${word}`;
      },
    };

    it.each(Object.entries(openings))("B149 threat D17 D19 %s", async (way, open) => {
      const heard = await Promise.all(casesOf().map(async (each) => [each, await open(each)] as const));
      const no = (isKnown: boolean) =>
        isKnown ? "you may not open this document" : "this server does not know who you are";
      for (const [{ thing, actor }, outcome] of heard) {
        const { role, isKnown } = actor;
        const { says } = expectedObjects[thing.kind] as ExpectedObject;
        const isSync = way === "open /sync";
        const refused = isSync ? (isKnown ? 4403 : 4401) : "denied";
        const gone = isSync ? says?.[1] : "denied";
        const opened = isSync ? "taken" : mayDo(actor, { need: "edit" }) ? "read-write" : "readonly";
        const what = `${way} ${thing.kind} by ${actor.name}`;
        if (role === undefined) expect([what, outcome]).toEqual([what, `${refused} ${no(isKnown)}`]);
        else if (says === undefined) expect([what, outcome]).toEqual([what, opened]);
        else {
          expect(outcome, what).toMatch(new RegExp(`^${gone} `));
          expect(outcome, what).not.toContain(no(isKnown));
        }
        cases++;
      }
    });
  });

  it.each(rows.toSorted((one, other) => restores(one) - restores(other)))(
    "B149 threat D17 D19 %s",
    async (route, row) => {
      const all = casesOf();
      const refusals = new Map<string, string>();
      const judge = async (each: Case) => {
        const { thing, actor, scene, comer } = each;
        const answer = await probe(route, row, each);
        const code = codeOf(answer);
        const what = `${route} ${thing.kind} by ${actor.name}: ${answer.statusCode} ${String(code)}`;
        cases++;
        if (!mayDo(actor, row)) {
          expect(refusalsFor(actor, row), what).toContain(code);
          if (actor.role !== undefined) return;
          // Whatever there is: what who has nothing there is told is what they are told of nothing.
          const key = `${scenes.indexOf(scene)} ${scene.comers.indexOf(comer)}`;
          const text = said(answer, thing);
          expect(text, what).toBe(refusals.get(key) ?? text);
          refusals.set(key, text);
          expect(text, what).not.toContain(thing.title);
        } else if (!isHeard(route, thing)) {
          const { says } = expectedObjects[thing.kind] as { says: readonly unknown[] };
          expect(says, what).toContain(code);
        } else if (row.answers !== undefined) expect([answer.statusCode, code], what).toContain(row.answers);
        else expect(Math.floor(answer.statusCode / 100), what).toBe(2);
      };
      await Promise.all(all.filter(({ actor }) => !mayDo(actor, row)).map(judge));
      const may = all.filter(({ actor }) => mayDo(actor, row));
      if (!changes.test(route)) await Promise.all(may.map(judge));
      else
        for (const each of may) {
          await judge(each);
          if (isHeard(route, each.thing)) await each.scene.putBack(each.thing);
        }
    },
    60_000,
  );

  it("B149 threat D17 has a thousand cases and more", () => {
    expect(cases).toBeGreaterThan(6_000);
  });
});
