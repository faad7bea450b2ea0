import { protocolsFor, renewingProtocol, renewingProtocolsFor, tokenWord } from "@quire/protocol";
import Fastify from "fastify";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { tokenOf } from "../src/index.ts";
import { createTokenAuthorize } from "../src/tokens.ts";
import { craftedTokens } from "./crafted-tokens.ts";
import { HocuspocusPeer } from "./hocuspocus-peer.ts";
import { audience, goodClaims, issuer, secret, signed } from "./host-app.ts";
import { startServer, type TestServer } from "./server.ts";

let server: TestServer & { remove(): Promise<void> };
let id: string;
const sockets: { close(): unknown }[] = [];
let now = Date.now();

/** The application's own programs, which make documents. */
const program = { person: { id: "program", name: "Program", hue: 1 }, role: "own" } as const;
const fromPrograms = createTokenAuthorize({
  issuer,
  audience,
  secret,
  now: () => now,
  otherwise: (request, _, said) =>
    tokenOf(request, said) === undefined && request.headers.cookie !== "nobody=1"
      ? program
      : { refused: "unauthenticated" },
});

beforeAll(async () => {
  server = await startServer({ authorize: fromPrograms });
  id = await server.create({ markdown: "A page.\n" });
});
beforeEach(() => {
  now = Date.now();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) await socket.close();
});
afterAll(() => server.remove());

function token(claims: object = {}): string {
  return signed({ ...goodClaims(now), document: id, ...claims });
}

/** How a WebSocket with a token as its subprotocol ends: with a code, or with the first thing that it hears. */
async function connect(text: string | undefined, path = `/sync/${id}`) {
  const protocols = text === undefined ? [] : protocolsFor(text);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols);
  sockets.push({ close: () => socket.terminate() });
  socket.on("error", () => undefined);
  const { promise, resolve } = Promise.withResolvers<{ readonly code: number } | { readonly heard: true }>();
  socket.once("close", (code) => resolve({ code }));
  socket.once("message", () => resolve({ heard: true }));
  return { socket, end: await promise };
}

function ask(path: string, bearer: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("connection", "close");
  headers.set("cookie", headers.get("cookie") ?? "nobody=1");
  headers.set("authorization", `Bearer ${bearer}`);
  headers.set("origin", headers.get("origin") ?? `http://127.0.0.1:${server.port}`);
  return fetch(`http://127.0.0.1:${server.port}${path}`, {
    ...init,
    headers,
  });
}

describe("B32 a token opens its documents, in its role, by every way in", () => {
  it("as Authorization: Bearer, over HTTP", async () => {
    const read = await ask(`/api/documents/${id}`, token());
    expect(await read.json()).toMatchObject({ id, role: "edit" });
    expect(
      await (await ask(`/api/documents/${id}/content?format=text`, token({ role: "view" }))).text(),
    ).toBe("A page.");
    const rename = (bearer: string) =>
      ask(`/api/documents/${id}`, bearer, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ title: "Mine" }),
      });
    expect((await rename(token({ role: "view" }))).status).toBe(403);
    expect((await rename(token())).status).toBe(200);
  });

  it("with files", async () => {
    const path = `/api/documents/${id}/files?name=a.txt`;
    const init = { method: "POST", headers: { "content-type": "application/octet-stream" }, body: "words" };
    expect((await ask(path, token({ role: "view" }), init)).status).toBe(403);
    const stored = await ask(path, token(), init);
    expect(stored.status).toBe(201);
    const { url } = (await stored.json()) as { url: string };
    expect(await (await ask(url, token({ role: "view" }))).text()).toBe("words");
    expect((await ask(url, token({ document: "another-document-1" }))).status).toBe(403);
    expect((await ask(url, "a.b.c")).status).toBe(401);
  });

  it("as a WebSocket's subprotocol, and the server answers with the other one", async () => {
    const { socket, end } = await connect(token());
    expect(end).toEqual({ heard: true });
    expect(socket.protocol).toBe("quire");
  });

  describe("B121 a newer one on a line that is open", () => {
    /** A line by the token whose server takes newer ones. */
    async function open(text = token()) {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/sync/${id}`, renewingProtocolsFor(text));
      const ended = new Promise<number>((resolve) => {
        socket.addEventListener("close", ({ code }) => resolve(code), { once: true });
      });
      await new Promise((resolve) => socket.addEventListener("message", resolve, { once: true }));
      expect(socket.protocol).toBe(renewingProtocol);
      return { socket, ended };
    }

    it("is who it was: the line goes on", async () => {
      const { socket, ended } = await open();
      const answered = new Promise((resolve) => socket.addEventListener("message", resolve, { once: true }));
      for (let count = 0; count < 5; count++) socket.send(tokenWord(token({ jti: String(count) })));
      socket.send(Uint8Array.of(3));
      await answered;
      socket.close();
      expect(await ended).toBe(1005);
    });

    it.each([
      ["that is none", 4401, () => "a.b.c"],
      ["of another document", 4403, () => token({ document: "another-document-1" })],
      ["of somebody else", 4510, () => token({ sub: "u-2" })],
      ["of another role", 4510, () => token({ role: "view" })],
    ])("%s ends it with %s", async (_, code, newer) => {
      const { socket, ended } = await open();
      socket.send(tokenWord(newer()));
      expect(await ended).toBe(code);
    });

    it("is looked at ten times in ten seconds; then the client is told to come back later", async () => {
      const { socket, ended } = await open();
      for (let count = 0; count < 11; count++) socket.send(tokenWord(token()));
      expect(await ended).toBe(4529);
    });

    it.each(["words", "", tokenWord(""), `quire.token.${"a".repeat(9_000)}`])(
      "is nothing else: text like %.20j is what no client sends",
      async (text) => {
        const { socket, ended } = await open();
        socket.send(text);
        expect(await ended).toBe(4422);
      },
    );

    it("is no word of a client that did not say so", async () => {
      const { socket } = await connect(token());
      const ended = new Promise<number>((resolve) => {
        socket.addEventListener("close", ({ code }) => resolve(code), { once: true });
      });
      socket.send(tokenWord(token()));
      expect(await ended).toBe(4422);
    });
  });

  it("as a hocuspocus provider's token, document by document", async () => {
    const other = await server.create({});
    const peer = await HocuspocusPeer.connect(server.port);
    sockets.push(peer);
    await peer.join(id, token());
    peer.token(other, token());
    peer.token(`${other}\0twice`, token({ document: other, role: "view" }));
    await peer.until(() => peer.words(other).length > 0 && peer.words(`${other}\0twice`).length > 0);
    expect(peer.words(other)[0]).toBe("denied: you may not open this document");
    expect(peer.words(`${other}\0twice`)[0]).toBe("readonly");
  });

  it("over HTTP in a line's place", async () => {
    const open = (bearer: string) =>
      ask("/api/lines?saved=1", bearer, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ document: id }),
      });
    const { line } = (await (await open(token())).json()) as { line: string };
    expect((await ask(`/api/lines/${line}/1`, token())).status).toBe(200);
    expect((await ask(`/api/lines/${line}/2`, token({ sub: "u-2" }))).status).toBe(404);
    expect(await (await open("a.b.c")).json()).toMatchObject({ code: 4401 });
  });

  it("and no other documents, not the library, and nobody's name is theirs", async () => {
    const other = await server.create({});
    expect((await ask(`/api/documents/${other}`, token())).status).toBe(403);
    expect((await connect(token(), `/sync/${other}`)).end).toEqual({ code: 4403 });
    for (const path of ["/api/documents", "/api/me"]) expect((await ask(path, token())).status).toBe(403);
    expect((await connect(token(), "/api/events")).end).toEqual({ code: 4403 });
    expect((await connect(token({ document: [id, other] }), `/sync/${other}`)).end).toEqual({ heard: true });
    const made = await ask("/api/documents", token({ role: "own" }), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(made.status).toBe(403);
  });

  it("threat A3 decides beside a cookie, and a cookie opens nothing for it", async () => {
    const good = await ask(`/api/documents/${id}`, token({ role: "view" }), { headers: { cookie: "a=b" } });
    expect(await good.json()).toMatchObject({ role: "view" });
    expect((await ask(`/api/documents/${id}`, "", { headers: { cookie: "a=b" } })).status).toBe(401);
    expect((await ask(`/api/documents/${id}`, "a.b.c", { headers: { cookie: "a=b" } })).status).toBe(401);
  });
});

describe("tokens of those who want in, at every way in", () => {
  it("threat A5 are refused with 401, and 4401 where a browser could not say why", async () => {
    for (const [what, crafted] of craftedTokens(now)) {
      // What cannot stand in a header or be a subprotocol never leaves a client.
      if (!/^[\x20-\x7e]+$/.test(crafted) || crafted.startsWith(" ")) continue;
      const response = await ask(`/api/documents/${id}`, crafted);
      expect([what, response.status]).toEqual([what, 401]);
      expect(await response.json()).toEqual({
        code: "QUIRE_ERR_UNAUTHENTICATED",
        message: expect.not.stringMatching(/jose|JW|at /),
      });
      if (/^[\w.-]+$/.test(crafted)) {
        const { end, socket } = await connect(crafted);
        socket.terminate();
        expect([what, end]).toEqual([what, { code: 4401 }]);
      }
      const peer = await HocuspocusPeer.connect(server.port);
      sockets.push(peer);
      peer.token(id, crafted);
      await peer.until(() => peer.words(id).length > 0);
      expect([what, peer.words(id)[0]]).toEqual([what, "denied: this server does not know who you are"]);
      peer.close();
    }
  }, 60_000);

  it("threat A4 of a megabyte are refused by what reads headers, and by us where they are messages", async () => {
    const huge = "x".repeat(1_000_000);
    expect((await ask(`/api/documents/${id}`, huge)).status).toBe(431);
    const peer = await HocuspocusPeer.connect(server.port);
    sockets.push(peer);
    peer.token(id, huge);
    await peer.until(() => peer.words(id).length > 0);
    expect(peer.words(id)[0]).toBe("denied: this server does not know who you are");
  });

  it("threat A8 that have ended open nothing any more, by the server's clock", async () => {
    const good = token();
    expect((await ask(`/api/documents/${id}`, good)).status).toBe(200);
    now += 311_000;
    expect((await ask(`/api/documents/${id}`, good)).status).toBe(401);
    expect((await connect(good)).end).toEqual({ code: 4401 });
  });

  it("threat A10 open nothing from an address: a token in a URL is no token, so none is there to be played again", async () => {
    for (const name of ["token", "access_token", "jwt", "auth"]) {
      const url = `http://127.0.0.1:${server.port}/api/documents/${id}?${name}=${token()}`;
      const response = await fetch(url, { headers: { cookie: "nobody=1", connection: "close" } });
      expect(response.status).toBe(401);
    }
  });
});

it("threat A9 a token stands in no log line, error or metric", async () => {
  const lines: string[] = [];
  const app = Fastify({
    logger: { level: "trace", stream: { write: (line: string) => void lines.push(line) } },
  });
  const { quire } = await import("../src/index.ts");
  await server.stop();
  const authorize = createTokenAuthorize({
    issuer,
    audience,
    jwksUrl: "http://127.0.0.1:1/",
    otherwise: () => program,
  });
  await app.register(quire, { dataDir: server.dataDir, authorize });
  await app.listen({ host: "127.0.0.1", port: 0 });
  sockets.push({ close: () => app.close() });
  const { port } = app.server.address() as { port: number };
  const answers: string[] = [];
  const canary = signed(goodClaims(), { alg: "RS256", kid: "one", typ: "JWT" });
  for (const bearer of [canary, `${canary}x`, "canary-without-dots-5d1f"]) {
    // Whoever is to be told what went wrong is: the keys cannot be got.
    const response = await fetch(`http://127.0.0.1:${port}/api/documents/${id}`, {
      headers: { authorization: `Bearer ${bearer}`, connection: "close" },
    });
    answers.push(await response.text());
    const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${id}`, protocolsFor(bearer));
    const [code, reason] = await new Promise<[number, Buffer]>((resolve) =>
      socket.once("close", (...end) => resolve(end)).once("message", () => socket.close(4000)),
    );
    answers.push(`${code} ${reason.toString()}`);
  }
  answers.push(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  expect(lines.length).toBeGreaterThan(5);
  for (const text of [...lines, ...answers]) {
    expect(text).not.toContain(canary.slice(0, 40));
    expect(text).not.toContain(canary.split(".")[1]);
    expect(text).not.toContain("canary-without-dots");
  }
});
