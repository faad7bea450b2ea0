import { allows } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectedOnSockets, expectedRights, type Need, type Row } from "./fixtures/expected-rights.ts";
import { type Actor, type Case, makeCase } from "./matrix-actors.ts";
import { type PeopleServer, startPeople } from "./people-server.ts";
import { openSocket } from "./socket.ts";

const table = "packages/people/test/fixtures/expected-rights.ts";

/** How each answer that is a no says it, to nobody and to somebody. */
const unknown = ["QUIRE_ERR_UNAUTHENTICATED", 4401];
const forbidden = ["QUIRE_ERR_FORBIDDEN", "QUIRE_ERR_OWNERS_ONLY", 4403];

function mayDo({ isSomebody, hasAccount, ownsServer, role }: Actor, need: Need): boolean {
  switch (need) {
    case "anyone":
      return true;
    case "somebody":
      return isSomebody;
    case "account":
      return hasAccount;
    case "owner":
      return ownsServer;
    default:
      return role !== undefined && allows(role, need);
  }
}

/** Which no the actor is to hear: who is nobody, that they are; and a guest may be told so too where only accounts come. */
function refusalsFor({ isSomebody, hasAccount }: Actor, need: Need): readonly unknown[] {
  if (!isSomebody) return unknown;
  return hasAccount || !(need === "account" || need === "owner") ? forbidden : [...unknown, ...forbidden];
}

describe("the matrix of rights", () => {
  let server: PeopleServer;
  let password: string;
  let cases = 0;

  beforeAll(async () => {
    server = await startPeople({ quire: { limits: false } });
    password = await server.people.passwords.hash("the password of everybody in the matrix", "matrix");
  });
  afterAll(() => server.remove());

  async function probe(route: string, row: Row, { document, person, group }: Case, actor: Actor) {
    const [method = "", path = ""] = route.split(" ");
    const values: Record<string, string> = {
      person,
      group,
      link: "no-such-link",
      hash: "0".repeat(64),
      version: "0".repeat(16),
      line: "no-such-line",
      number: "0",
      id: path.startsWith("/api/documents/") ? document : person,
      "*": document,
    };
    const address = path.replace(/:(\w+)|\*/g, (whole, name) => values[name ?? whole] ?? whole);
    const body = row.body && JSON.parse(fill(JSON.stringify(row.body), { document, person }));
    const extra = row.bytes ? { headers: { "content-type": "application/octet-stream" }, text: "x" } : {};
    return await actor.browser.send<{ code?: unknown } | undefined>(method, address, body, extra);
  }

  it(`threat D17 every route has a row in ${table}, and every row a route`, () => {
    const registered = server.routes
      .filter(({ method }) => method !== "HEAD")
      .map(({ method, path }) => `${method} ${path}`);
    const missing = registered.filter((route) => expectedRights[route] === undefined);
    expect(missing, `add a row for each of these to expectedRights in ${table}`).toEqual([]);
    const gone = Object.keys(expectedRights).filter((route) => !registered.includes(route));
    expect(gone, `no route is at these any more; take their rows out of ${table}`).toEqual([]);
  });

  describe.each(Object.entries(expectedRights))("B55 %s", (route, row) => {
    it(`is for: ${row.need}`, async () => {
      const about = await makeCase(server, password);
      const judge = async (actor: Actor) => {
        const { status, body } = await probe(route, row, about, actor);
        const code = body?.code;
        const isRefused = [...unknown, ...forbidden].includes(code as string);
        const said = `${route} by ${actor.name}: ${status} ${String(code)}`;
        expect(isRefused, said).toBe(!mayDo(actor, row.need));
        if (isRefused) expect(refusalsFor(actor, row.need), said).toContain(code);
        expect(status, said).toBeLessThan(500);
        cases++;
      };
      // First who may not, all at once: who may could change what the others have.
      await Promise.all(about.actors.filter((actor) => !mayDo(actor, row.need)).map(judge));
      for (const actor of about.actors.filter((one) => mayDo(one, row.need))) await judge(actor);
    });
  });

  it("threat D17 on sockets, each message by each of them", async () => {
    const about = await makeCase(server, password);
    for (const [n, actor] of about.actors.entries()) {
      const found: Record<string, unknown> = {
        "open /sync": await heard(actor, `/sync/${about.document}`, [query]),
        "update on /sync": await heard(actor, `/sync/${about.document}?saved=1`, [update(n + 1)], saved),
        "awareness on /sync": await heard(actor, `/sync/${about.document}`, [awareness(n + 1), query]),
        ...(await hocuspocus(actor, about.document)),
        "open /api/events": await heard(actor, "/api/events", []),
      };
      for (const [what, need] of Object.entries(expectedOnSockets)) {
        const said = `${what} by ${actor.name}: ${String(found[what])}`;
        if (mayDo(actor, need)) expect(found[what], said).toBe("taken");
        else expect(refusalsFor(actor, need), said).toContain(found[what]);
        cases++;
      }
    }
  });

  it("threat E4 threat D18 a file is one of its document, whoever asks for it elsewhere", async () => {
    const [one, two] = [await makeCase(server, password), await makeCase(server, password)];
    const owner = (about: Case) => about.actors.find(({ name }) => name === "own directly")!.browser;
    const bytes = { headers: { "content-type": "application/octet-stream" }, text: "a private file" };
    const made = await owner(one).send<{ hash: string }>(
      "POST",
      `/api/documents/${one.document}/files?name=a.txt`,
      undefined,
      bytes,
    );
    const at = (about: Case) => `/api/documents/${about.document}/files/${made.body.hash}`;
    expect((await owner(one).get(at(one))).status).toBe(200);
    expect((await owner(two).get(at(two))).status).toBe(404);
    expect((await owner(two).get(at(one))).status).toBe(403);
    const copy = { documentId: one.document, hash: made.body.hash };
    expect((await owner(two).post(`/api/documents/${two.document}/files/copy`, copy)).status).toBe(403);
  });

  it("B55 threat D17 has a thousand cases and more", () => {
    expect(cases).toBeGreaterThan(1_000);
  });
});

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\w+)/g, (whole, name) => values[name] ?? whole);
}

const query = [3];

/** What says that a message is on disk. */
const saved = (data: unknown): boolean => data instanceof ArrayBuffer && new Uint8Array(data)[0] === 100;

/** A letter of the client's in the title, as y-protocols sends it. */
function update(client: number): number[] {
  const title = [...Buffer.from("title")];
  const bytes = [1, 1, client, 0, 4, 1, title.length, ...title, 1, 0x61, 0];
  return [0, 2, bytes.length, ...bytes];
}

function awareness(client: number): number[] {
  const state = [...Buffer.from('{"cursor":null}')];
  const bytes = [1, client, 1, state.length, ...state];
  return [1, bytes.length, ...bytes];
}

/** Sends the messages; answers with "taken" at the first that is meant, or with the code that the socket was closed with. */
async function heard(
  actor: Actor,
  path: string,
  messages: readonly number[][],
  isMeant: (data: unknown) => boolean = () => true,
): Promise<unknown> {
  const { socket, closed } = openSocket(actor.browser, path);
  const taken = new Promise<"taken">((resolve) =>
    socket.addEventListener("message", ({ data }) => isMeant(data) && resolve("taken")),
  );
  socket.addEventListener("open", () => {
    for (const message of messages) socket.send(Uint8Array.from(message));
  });
  const outcome = await Promise.race([taken, closed]);
  socket.close();
  return outcome;
}

/** What a hocuspocus provider is told that asks for the document: denied, or in with a scope. */
async function hocuspocus(actor: Actor, document: string): Promise<Record<string, unknown>> {
  const { socket } = openSocket(actor.browser, "/hocuspocus");
  const name = [document.length, ...Buffer.from(document)];
  socket.addEventListener("open", () => socket.send(Uint8Array.from([...name, 2, 0, 0])));
  const answer = await new Promise<Uint8Array>((resolve) =>
    socket.addEventListener("message", ({ data }) => {
      const bytes = new Uint8Array(data as ArrayBuffer);
      if (bytes[name.length] === 2) resolve(bytes);
    }),
  );
  socket.close();
  const isIn = answer[name.length + 1] === 2;
  const said = Buffer.from(answer.subarray(name.length + 3)).toString();
  const no = actor.isSomebody ? 4403 : 4401;
  return {
    "open /hocuspocus": isIn ? "taken" : no,
    "write on /hocuspocus": isIn && said === "read-write" ? "taken" : no,
  };
}
