import type { DocumentAccess, DocumentId } from "@quire/protocol";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAccount, cookies, type Headers, newId, newSecret } from "./accounts.ts";
import { addressOf, type Belongings, makeBelongings } from "./belongings.ts";
import { expectedRights } from "./fixtures/expected-rights.ts";
import { bearer, Cast } from "./matrix-actors.ts";
import { requestOf } from "./matrix-answers.ts";
import { application, signedFor } from "./matrix-applications.ts";
import { hear, say } from "./matrix-sockets.ts";
import { origin, sessionCookie, startWhole, type WholeServer } from "./whole-server.ts";

/** What nobody is told who may not read the document that it is about. */
const canaries = {
  title: "Canary-title-4c1d",
  "earlier title": "Canary-before-90ab",
  text: "Canary-text-b7f2",
  "title of what is in the trash": "Canary-gone-3e88",
  "name of a file": "Canary-file-61d0",
  "text of a file": "Canary-bytes-a54e",
} as const;
/** What of people is told to who has an account, and to nobody else. */
const names = { person: "Canary-person-2b6c", group: "Canary-group-f019" } as const;

interface Outsider {
  readonly name: string;
  readonly headers: Headers;
  readonly isAccount: boolean;
  /** Whether they have the library, and so its stream. */
  readonly hasLibrary: boolean;
}

let server: WholeServer;
let theirs: Belongings;
let outsiders: Outsider[];
/** Below the private document, and a document that all may read who have the library. */
let below: DocumentId;
let bell: DocumentId;
let thrown: string;
/** In the address of the public page of what is below. */
let published: string;
let canary: Readonly<Record<string, string>>;
let asked = 0;

beforeAll(async () => {
  server = await startWhole({ limits: false, tokens: application });
  const { people } = server;
  theirs = await makeBelongings(server);
  const at = `/api/documents/${theirs.document}`;
  await own("PATCH", at, { title: canaries["earlier title"] });
  await own("PATCH", at, { title: canaries.title });
  const stream = { "content-type": "application/octet-stream" };
  await ask({
    method: "POST",
    url: `${at}/files?name=${canaries["name of a file"]}.txt`,
    headers: { ...theirs.owner.headers, ...stream },
    payload: canaries["text of a file"],
  });
  const create = async (payload: object) =>
    (await own("POST", "/api/documents", payload)).json<{ id: DocumentId }>().id;
  below = await create({ parentId: theirs.document, markdown: "Nothing of note." });
  await create({ parentId: theirs.document, markdown: canaries.text });
  [bell, thrown] = [
    await create({ title: "Bell" }),
    await create({ title: canaries["title of what is in the trash"], parentId: theirs.document }),
  ];
  await own("DELETE", `/api/documents/${thrown}`);
  const link = { role: "view", isPublic: true, hasPreview: true };
  const { links } = (await own("POST", `/api/documents/${below}/access/links`, link)).json<DocumentAccess>();
  published = links.find(({ from }) => from === null)!.token;
  canary = { ...canaries, address: theirs.owner.email, "token of a link": theirs.entry };
  outsiders = await people.store.write(() => {
    const { store } = people;
    void store.people.put(theirs.owner.id, { ...store.people.get(theirs.owner.id)!, name: names.person });
    void store.groups.put(theirs.group, { id: theirs.group, name: names.group, members: [] });
    const cast = new Cast(people);
    cast.share(bell, "group:everyone", "view");
    const [stranger, reader, other] = ["Stan", "Rea", "Otto"].map((name) => addAccount(people, name));
    cast.share(below, `person:${reader!.id}`, "edit");
    const visit = (...ids: DocumentId[]) => cast.visit(ids.map((id) => cast.link(id, { role: "edit" })));
    const outsider = (name: string, headers: Headers, isAccount = false, hasLibrary = true): Outsider => ({
      name,
      headers,
      isAccount,
      hasLibrary,
    });
    return [
      outsider("nobody", {}, false, false),
      outsider(
        "who once came in by its public page",
        cast.visit([cast.link(theirs.document as DocumentId, { isPublic: true })]),
        false,
        false,
      ),
      outsider("a browser of nobody", cookies({ [sessionCookie]: newSecret() }), false, false),
      outsider("somebody with an account", stranger!.headers, true),
      outsider("somebody who writes below it", reader!.headers, true),
      outsider("a guest of another document", visit(bell)),
      outsider("a guest of what is below", visit(bell, below)),
      outsider("a program", cast.token(other!.id, "write")),
      outsider("an application's token", bearer(signedFor([bell, below], "own")), false, false),
    ];
  });
});
afterAll(() => server.remove());

/** Asks from elsewhere each time: nobody is told to wait. */
function ask(request: InjectOptions): Promise<LightMyRequestResponse> {
  asked++;
  return server.ask({ remoteAddress: `10.6.${(asked >> 8) & 255}.${asked & 255}`, ...request });
}

async function own(method: "POST" | "PATCH" | "PUT" | "DELETE", url: string, payload?: object) {
  const request = { method, url, headers: theirs.owner.headers, ...(payload && { payload }) };
  const answer = await ask(request);
  expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBeLessThan(300);
  return answer;
}

function said({ statusCode, headers, body }: LightMyRequestResponse): string {
  return `${statusCode}\n${JSON.stringify(headers)}\n${body}`;
}

const endsIt = (route: string): number =>
  Number(/^(DELETE \/api\/(session|account)|POST \/api\/session)/.test(route));

/** Every route with the ids that an outsider may have come by; the secrets they do not know. */
function requests(by: Headers, about: string): [what: string, request: InjectOptions][] {
  const guessed = { document: about, token: published, entry: published };
  const known: Record<string, string> = { ...theirs, ...guessed, owner: "" };
  return Object.entries(expectedRights).map(([route, row]) => {
    const [method, path = ""] = route.split(" ");
    const { remoteAddress: _, ...request } = requestOf(
      `${method} ${addressOf(path, theirs, guessed)}`,
      row,
      known,
      { address: "", headers: by },
    );
    return [route, request];
  });
}

function expectNothingOf(text: string, isAccount: boolean, what: string): void {
  for (const [kind, words] of Object.entries({ ...canary, ...(isAccount ? {} : names) }))
    expect(text.includes(words), `${what} tells the ${kind}`).toBe(false);
}

describe("threat D19 of what somebody may not read", () => {
  it("all of this is told to its owner", async () => {
    const heard: string[] = [];
    for (const url of [
      `/api/documents/${theirs.document}`,
      `/api/documents/${theirs.document}/access`,
      "/api/documents",
      "/api/trash",
      "/api/account/export",
      "/api/audit?limit=200",
      "/api/people",
    ])
      heard.push((await ask({ url, headers: theirs.owner.headers })).body);
    const all = heard.join("\n");
    for (const kind of ["title", "text", "title of what is in the trash", "address", "token of a link"])
      expect(all.includes(canary[kind]!), kind).toBe(true);
    for (const name of Object.values(names)) expect(all).toContain(name);
  });

  it("no page says whether it is there, also to who shows where its address leads", async () => {
    const agents = ["Mozilla/5.0", "Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "Twitterbot/1.0"];
    for (const { headers } of outsiders)
      for (const agent of agents) {
        const answers = new Set<string>();
        for (const id of [theirs.document, thrown, newId()]) {
          const { date: _, ...rest } = (
            await ask({ url: `/d/${id}`, headers: { ...headers, "user-agent": agent, accept: "text/html" } })
          ).headers;
          answers.add(JSON.stringify(rest));
        }
        expect(answers.size).toBe(1);
      }
  });

  it("no stream of the library and no line elsewhere tells what is done with it", async () => {
    const port = await server.listen();
    const listeners = outsiders.filter(({ hasLibrary }) => hasLibrary);
    const streams = await Promise.all(listeners.map(({ headers }) => listen(port, headers)));
    const onlooker = await hear({ port, headers: listeners[0]!.headers }, bell);
    const at = `/api/documents/${theirs.document}`;
    const caller = { port, headers: theirs.owner.headers };
    const { outcome, end } = await say(caller, theirs.document, { type: "query-awareness" });
    expect(outcome).toBe("taken");
    await own("PATCH", at, { title: `${canaries.title} again` });
    const { id } = (
      await own("POST", "/api/documents", { parentId: theirs.document, markdown: canaries.text })
    ).json<{ id: string }>();
    await own("PUT", `${at}/access/people/${theirs.person}`, { role: "edit" });
    await own("POST", `${at}/access/links`, { role: "view" });
    await own("DELETE", `/api/documents/${id}`);
    await own("POST", `/api/documents/${id}/restore`);
    await own("POST", `/api/documents/${id}/reset`, {});
    end();
    await own("PATCH", `/api/documents/${bell}`, { title: "Ding" });
    for (const [n, stream] of streams.entries()) {
      const { name, isAccount } = listeners[n]!;
      const text = await stream.until("Ding");
      expectNothingOf(text, isAccount, `the stream of ${name}`);
      for (const hidden of [theirs.document, id]) {
        // Who reads what is below is told the id of what it is below.
        const events = text.split("\n").filter((event) => event.includes(hidden));
        expect(
          events.filter((event) => !event.includes(below)),
          name,
        ).toEqual([]);
      }
    }
    expectNothingOf(await onlooker.all(), true, "a line elsewhere");
  });

  it("no route tells anything in its answer, its refusal or its headers", async () => {
    let heard = 0;
    for (const { name, headers, isAccount } of outsiders) {
      const all = [theirs.document, thrown].flatMap((about) => requests(headers, about));
      all.push(...requests(headers, below).filter(([route]) => route.startsWith("GET ")));
      // What ends a session comes behind all that is asked by it.
      for (const [route, request] of all.toSorted(([one], [other]) => endsIt(one) - endsIt(other))) {
        const answer = await ask(request);
        expectNothingOf(said(answer), isAccount, `${route} to ${name}`);
        heard++;
      }
    }
    expect(heard).toBeGreaterThan(1_500);
  });
});

/** Hears what the library's stream says, an event a line. */
async function listen(port: number, headers: Headers) {
  const address = `ws://127.0.0.1:${port}/api/events`;
  const socket = new WebSocket(address, { headers: { origin, ...headers } } as unknown as string[]);
  let text = "";
  let wake = (): void => undefined;
  socket.addEventListener("message", ({ data }) => {
    text += `${String(data)}\n`;
    wake();
  });
  const until = async (word: string): Promise<string> => {
    while (!text.includes(word)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
    return text;
  };
  await until("ready");
  return {
    async until(word: string): Promise<string> {
      await until(word);
      socket.close();
      return text;
    },
  };
}
