import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import type { Me } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { bodyTimeoutMs, uploadTimeoutMs } from "./slow-bodies.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), "quire-app-"));
  undo.push(() => rmSync(directory, { recursive: true }));
  return directory;
}

const indexHtml = '<!doctype html><meta name="quire-build" content="0123456789abcdef" /><title>Quire</title>';
const script = "console.log('hello');".repeat(100);

/** Pages as the build leaves them. */
function buildPages(): string {
  const pages = temporary();
  mkdirSync(join(pages, "assets"));
  writeFileSync(join(pages, "index.html"), indexHtml);
  writeFileSync(join(pages, "diagram.html"), indexHtml);
  writeFileSync(join(pages, "service-worker.js"), script);
  writeFileSync(join(pages, "favicon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
  writeFileSync(join(pages, "assets/main-Ab12Cd34.js"), script);
  writeFileSync(join(pages, "assets/main-Ab12Cd34.js.br"), brotliCompressSync(script));
  writeFileSync(join(pages, "assets/main-Ab12Cd34.js.map"), "{}");
  return pages;
}

async function start(environment: Record<string, string> = {}, pages = buildPages()) {
  const app = await createApp(readConfig({ ...environment, QUIRE_DATA: join(temporary(), "data") }), pages);
  undo.push(() => app.close());
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { host: "localhost:7070", ...headers } });
  return { app, get };
}

describe("pages", () => {
  it("are one page at each of their addresses, asked for anew each time", async () => {
    const { get } = await start();
    const ofPeople = ["/sign-in", "/join", "/reset", "/email", "/account", "/people", "/audit"];
    for (const url of ["/", "/d/abcdefghijklmnop", "/d/anything-else", "/unsaved", "/trash", ...ofPeople]) {
      const answer = await get(url);
      expect([answer.statusCode, answer.body]).toEqual([200, indexHtml]);
      expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(answer.headers["cache-control"]).toBe("no-cache");
    }
  });

  it("load files that are compressed ahead and kept for ever when their name has a hash", async () => {
    const { get } = await start();
    const plain = await get("/assets/main-Ab12Cd34.js");
    expect([plain.body, plain.headers["content-type"]]).toEqual([script, "text/javascript; charset=utf-8"]);
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const packed = await get("/assets/main-Ab12Cd34.js", { "accept-encoding": "gzip, br" });
    expect(packed.headers["content-encoding"]).toBe("br");
    expect(packed.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(packed.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(script);
    expect((await get("/favicon.svg")).headers["cache-control"]).toBe("no-cache");
  });

  it("H17 have the worker beside them that keeps them, asked for anew each time, for all addresses below", async () => {
    const { get } = await start();
    const { statusCode, body, headers } = await get("/service-worker.js");
    expect([statusCode, body]).toEqual([200, script]);
    expect(headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
      "content-security-policy": expect.stringContaining("script-src 'self'"),
    });
    expect((await get("/")).headers["content-security-policy"]).toBe(headers["content-security-policy"]);
  });

  it("H17 say in every answer which build the server has", async () => {
    const { get } = await start();
    for (const url of [
      "/",
      "/assets/main-Ab12Cd34.js",
      "/api/me",
      "/api/documents",
      "/api/nothing",
      "/nothing",
    ])
      expect([url, (await get(url)).headers["quire-build"]]).toEqual([url, "0123456789abcdef"]);
    const unbuilt = await start({}, temporary());
    expect((await unbuilt.get("/api/me")).headers["quire-build"]).toBeUndefined();
  });

  it("do not give what is beside or above them", async () => {
    const { get } = await start();
    for (const url of [
      "/assets/main-Ab12Cd34.js.map",
      "/assets/main-Ab12Cd34.js.br",
      "/assets/",
      "/assets/../../package.json",
      "/..%2f..%2fetc%2fpasswd",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/assets%2fmain-Ab12Cd34.js",
      "/.env",
    ]) {
      expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
    }
  });

  it("tell a person and a program each in their way that there is nothing", async () => {
    const { get } = await start();
    const page = await get("/nothing<script>", { accept: "text/html,*/*" });
    expect([page.statusCode, page.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
    expect(page.body).not.toContain("<script>");
    expect((await get("/nothing")).json()).toMatchObject({ code: "QUIRE_ERR_NOT_FOUND" });
    expect((await get("/api/nothing", { accept: "text/html" })).json()).toMatchObject({
      code: "QUIRE_ERR_NOT_FOUND",
    });
  });

  it("say so where they are not built; the API is there all the same", async () => {
    const { get } = await start({}, temporary());
    const answer = await get("/");
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain("Run npm run build");
    expect((await get("/api/documents")).json()).toEqual({ documents: [], next: null });
    expect((await get("/readyz")).statusCode).toBe(200);
  });
});

describe("guests", () => {
  it("get their cookie with the first page and are that person in the API", async () => {
    const { get } = await start();
    const { cookies } = await get("/");
    expect(cookies.map(({ name }) => name)).toEqual(["quire-guest"]);
    const cookie = `quire-guest=${cookies[0]?.value}`;
    const [first, second] = [await get("/api/me", { cookie }), await get("/api/me", { cookie })];
    expect(first.json<Me>()).toEqual(second.json());
    expect(first.cookies).toEqual([]);
    expect((await get("/", { cookie })).cookies).toEqual([]);
  });

  it("get it with GET /api/me where they asked for no page, and with no other answer", async () => {
    const { get } = await start();
    expect((await get("/api/me")).cookies).toHaveLength(1);
    for (const url of ["/api/documents", "/healthz", "/assets/main-Ab12Cd34.js", "/nothing"]) {
      expect([url, (await get(url)).cookies]).toEqual([url, []]);
    }
    expect((await get("/api/me", { host: "evil.example" })).cookies).toEqual([]);
  });

  it("change their name and keep it", async () => {
    const { app, get } = await start();
    const { port } = await listen(app);
    const [cookie] = (await get("/api/me")).cookies.map(({ name, value }) => `${name}=${value}`);
    const renamed = await fetch(`http://127.0.0.1:${port}/api/me`, {
      method: "PATCH",
      headers: {
        cookie: cookie ?? "",
        origin: `http://127.0.0.1:${port}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ name: "Zoë" }),
    });
    expect(await renamed.json()).toMatchObject({ person: { name: "Zoë" }, canRename: true });
    const kept = renamed.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
    expect((await get("/api/me", { cookie: kept })).json()).toMatchObject({ person: { name: "Zoë" } });
  });
});

describe("headers", () => {
  const routes = [
    "/",
    "/d/abcdefghijklmnop",
    "/assets/main-Ab12Cd34.js",
    "/service-worker.js",
    "/api/documents",
    "/api/nothing",
    "/healthz",
    "/nothing",
    "/d/%ff",
  ];

  it.each([{}, { upgrade: "h2c" }])(
    "H14 stand on every answer, a refusal's too, asked with %o",
    async (asked) => {
      const { get } = await start();
      for (const url of routes) {
        const { headers } = await get(url, asked);
        expect([url, headers["x-content-type-options"]]).toEqual([url, "nosniff"]);
        if (url.includes("%")) continue;
        expect(headers).toMatchObject({
          "referrer-policy": "no-referrer",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
          "x-frame-options": "DENY",
          "permissions-policy": expect.stringMatching(/^[a-z-]+=\(\)(, [a-z-]+=\(\)){20}$/),
        });
        expect(headers["content-type"]).toMatch(/; charset=utf-8$/);
        expect(headers["strict-transport-security"]).toBeUndefined();
        expect(headers["x-powered-by"]).toBeUndefined();
      }
    },
  );

  it("H14 let a page run nothing but its own scripts", async () => {
    const { get } = await start();
    expect((await get("/")).headers["content-security-policy"]).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data: blob:;font-src 'self';" +
        "media-src 'self';worker-src 'self';connect-src 'self';" +
        "frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com https://www.loom.com https://embed.figma.com " +
        "https://codepen.io https://codesandbox.io https://open.spotify.com https://docs.google.com https://miro.com;" +
        "object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';" +
        "require-trusted-types-for 'script';trusted-types ProseMirrorClipboard QuireWorker",
    );
  });

  it("H14 give the page that draws diagrams a sandbox without an origin or a network, in a page of ours alone", async () => {
    const { get } = await start();
    const { headers } = await get("/diagram.html");
    expect(headers["content-security-policy"]).toBe(
      "sandbox allow-scripts;default-src 'none';script-src 'self';style-src 'unsafe-inline';img-src data:;" +
        "base-uri 'none';form-action 'none';frame-ancestors 'self'",
    );
    expect(headers["x-frame-options"]).toBe("SAMEORIGIN");
    expect((await get("/")).headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("H14 tell a browser to insist on https where the public address is, and bind the cookie to it", async () => {
    const { get } = await start({ QUIRE_URL: "https://docs.example.org", QUIRE_ACCESS: "open" });
    const { headers, cookies } = await get("/", { host: "docs.example.org" });
    expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    expect(cookies).toMatchObject([
      { name: "__Host-quire-guest", secure: true, httpOnly: true, sameSite: "Lax", path: "/" },
    ]);
  });
});

describe("files", () => {
  it("U4 have a policy of their own in place of a page's, and stand in nobody's frame", async () => {
    const { app, get } = await start({ QUIRE_FILE_BYTES: "100" });
    const send = (url: string, type: string, body: string) =>
      app.inject({
        method: "POST",
        url,
        headers: { host: "localhost:7070", "content-type": type },
        payload: body,
      });
    const { id } = (await send("/api/documents", "application/json", "{}")).json<{ id: string }>();
    const path = `/api/documents/${id}/files`;
    const { url } = (await send(path, "application/octet-stream", "GIF89a")).json<{ url: string }>();
    const { headers, body } = await get(url);
    expect(body).toBe("GIF89a");
    expect(headers).toMatchObject({
      "content-type": "image/gif",
      "content-security-policy":
        "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "cache-control": "private, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-resource-policy": "same-origin",
    });
    const large = await send(path, "application/octet-stream", "x".repeat(101));
    expect([large.statusCode, large.json<{ code: string }>().code]).toEqual([
      413,
      "QUIRE_ERR_FILE_TOO_LARGE",
    ]);
  });
});

describe("addresses", () => {
  it("answers 426, in words, where only a WebSocket is spoken", async () => {
    const { get } = await start();
    for (const url of ["/sync/abcdefghijklmnop", "/hocuspocus", "/api/events"]) {
      const { statusCode, body } = await get(url);
      expect([url, statusCode, JSON.parse(body)]).toMatchObject([
        url,
        426,
        { code: "QUIRE_ERR_WEBSOCKET_ONLY" },
      ]);
    }
  });

  it("answers a page and the API with 421 under a foreign Host, a probe under any", async () => {
    const { get } = await start();
    for (const url of ["/", "/d/abcdefghijklmnop", "/assets/main-Ab12Cd34.js", "/api/documents"]) {
      expect([url, (await get(url, { host: "evil.example" })).statusCode]).toEqual([url, 421]);
    }
    expect((await get("/healthz", { host: "10.0.0.7:7070" })).statusCode).toBe(200);
  });

  it("H3 believes no forwarded Host, not of a trusted proxy either", async () => {
    const forwarded = {
      "x-forwarded-host": "localhost:7070",
      "x-forwarded-proto": "https",
      forwarded: "host=localhost",
    };
    for (const environment of [{}, { QUIRE_TRUST_PROXY: "127.0.0.1", QUIRE_ACCESS: "open" }]) {
      const { get } = await start(environment);
      expect((await get("/api/documents", { ...forwarded, host: "evil.example" })).statusCode).toBe(421);
      expect((await get("/api/documents", { "x-forwarded-host": "evil.example" })).statusCode).toBe(200);
    }
  });
});

describe("hostile requests", () => {
  it("H6 answers 400 for ids that a URL library would have tidied away", async () => {
    const { app } = await start();
    const { port } = await listen(app);
    for (const path of [
      "..",
      "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
      `${"a".repeat(16)}%00`,
      "a".repeat(10_000),
      "%F0%9F%A6%A6",
      "%ff",
    ]) {
      const answer = await speak(
        port,
        `GET /api/documents/${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"QUIRE_ERR_BAD_REQUEST"');
    }
  });

  it("H12 refuses a request line and headers that are too large, and too many headers", async () => {
    const { app, get } = await start();
    const { port } = await listen(app);
    const long = `GET /api/documents/${"a".repeat(65_536)} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    expect(await speak(port, long)).toMatch(/^HTTP\/1\.1 431 /);
    const many = Array.from({ length: 2000 }, (_, n) => `h${n}:\r\n`).join("");
    for (const upgrade of ["", "Connection: Upgrade\r\nUpgrade: websocket\r\n"]) {
      const request = `GET /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${upgrade}${many}\r\n`;
      expect(await speak(port, request)).toMatch(/^HTTP\/1\.1 431 /);
    }
    expect((await get("/healthz")).statusCode).toBe(200);
  });

  it("H11 gives a slow sender 10 s for its headers and 30 s for the whole", async () => {
    const { app } = await start();
    expect(app.server.headersTimeout).toBe(10_000);
    // A file may take longer; every other body has a deadline of its own.
    expect(app.server.requestTimeout).toBe(uploadTimeoutMs(25 * 2 ** 20));
    expect(bodyTimeoutMs).toBe(30_000);
  });

  it.each([
    ["no key", "Sec-WebSocket-Version: 13\r\n", 400],
    [
      "two keys",
      `Sec-WebSocket-Version: 13\r\n${"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n".repeat(2)}`,
      400,
    ],
    ["a bad key", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n", 400],
    ["another version", "Sec-WebSocket-Version: 99\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 400],
  ])("H12 refuses an upgrade with %s and serves the next", async (_, headers, status) => {
    const { app, get } = await start();
    const { port } = await listen(app);
    const answer = await speak(
      port,
      `GET /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect((await get("/healthz")).statusCode).toBe(200);
  });

  it.each(["/", "/nothing", "/assets/main-Ab12Cd34.js", "/healthz", "/api/nothing"])(
    "hangs up on an upgrade of %s, which speaks no WebSocket",
    async (path) => {
      const { app } = await start();
      const { port } = await listen(app);
      const answer = await speak(
        port,
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      );
      expect(answer).toMatch(/^HTTP\/1\.1 (200|404) /);
    },
  );

  it.each([
    [
      "two lengths",
      "POST /api/documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    ],
    [
      "a length and chunks",
      "POST /api/documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["no HTTP", "\u0016\u0003\u0001\u0002\r\n\r\n"],
    ["no Host", "GET /healthz HTTP/1.1\r\n\r\n"],
  ])("H12 refuses a request with %s", async (_, request) => {
    const { app } = await start();
    const { port } = await listen(app);
    expect(await speak(port, request)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

async function listen(app: FastifyInstance): Promise<AddressInfo> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  return app.server.address() as AddressInfo;
}

/** What the server says to these bytes until it hangs up. */
async function speak(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk.toString("latin1");
  });
  // A server that hangs up on unread bytes resets the connection; what it said before is what counts.
  socket.on("error", () => {});
  socket.write(bytes);
  await new Promise((done) => socket.once("close", done));
  return answer;
}
