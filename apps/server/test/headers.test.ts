import { mkdtempSync, rmSync } from "node:fs";
import { request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail } from "@quire/server";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieFault } from "../../../trouble/cookie-fault.ts";
import { createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { addAccount } from "./accounts.ts";
import { pixel } from "./pixel.ts";
import { origin, type Route, startWhole, type WholeServer } from "./whole-server.ts";

/** What stands for the parts of an address that are not fixed: names of something, and of nothing. */
const parts: Record<string, readonly string[]> = {
  id: ["DOCUMENT", "a".repeat(22), "%00", "..%2f..%2fetc%2fpasswd"],
  hash: ["FILE", "IMAGE", "0".repeat(64), "x"],
  token: ["TOKEN", "a".repeat(43), "%00"],
  line: ["a".repeat(22)],
  number: ["0", "x"],
  person: ["a".repeat(22)],
  group: ["everyone", "a".repeat(22)],
  link: ["a".repeat(22)],
  invitation: ["a".repeat(22)],
  version: ["a".repeat(16), "%00"],
  "*": ["nothing.html", "DOCUMENT"],
};

interface Visitor {
  readonly name: string;
  readonly cookie: string | undefined;
}

let server: WholeServer;
let app: FastifyInstance;
/** What is really there, by the words that stand for it above. */
const there = { DOCUMENT: "", FILE: "", IMAGE: "", TOKEN: "" };
let visitors: Visitor[];

beforeAll(async () => {
  server = await startWhole(
    {},
    {
      "index.html": "<!doctype html><title>Quire</title>",
      "diagram.html": "<!doctype html><title>Diagrams</title>",
      "favicon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
      "service-worker.js": "1",
      "assets/page-abc.js": "1",
      "assets/page-abc.js.map": "canary",
      "assets/page-abc.css": "a{}",
      ".vite/manifest.json": '{"canary":{"file":"x"}}',
    },
  );
  app = server.app;
  const [owner, member] = await server.people.store.write(() => [
    addAccount(server.people, "Olga", "owner"),
    addAccount(server.people, "Mona"),
  ]);
  visitors = [
    { name: "nobody", cookie: undefined },
    { name: "a member", cookie: member.headers.cookie },
    { name: "an owner", cookie: owner.headers.cookie },
  ];
  const headers = { host: "docs.example.org", ...owner.headers };
  const made = await app.inject({ method: "POST", url: "/api/documents", headers, payload: {} });
  const at = `/api/documents/${made.json<{ id: string }>().id}`;
  const upload = async (name: string, payload: string | Buffer): Promise<string> => {
    const stream = { ...headers, "content-type": "application/octet-stream" };
    const url = `${at}/files?name=${encodeURIComponent(name)}`;
    const answer = await app.inject({ method: "POST", url, headers: stream, payload });
    return answer.json<{ hash: string }>().hash;
  };
  there.DOCUMENT = made.json<{ id: string }>().id;
  there.FILE = await upload('../"\r\nx: y\u202e.html', "<script>alert(1)</script>");
  there.IMAGE = await upload("a.png", pixel);
  const links = { method: "POST", url: `${at}/access/links`, headers } as const;
  const shared = await app.inject({ ...links, payload: { role: "view", isPublic: true } });
  there.TOKEN = shared.json<{ links: { token: string }[] }>().links[0]!.token;
});

afterAll(() => server.remove());

/** The addresses of a route, each of its parts in each form; a part that nobody has thought of is an error. */
function addresses(path: string): string[] {
  const match = /:(\w+)|\*/.exec(path);
  if (match === null) return [path];
  const forms = parts[match[1] ?? "*"];
  if (forms === undefined) throw new Error(`say in this test what stands for ${match[0]} of ${path}`);
  return forms.flatMap((form) =>
    addresses(path.replace(match[0], form in there ? there[form as keyof typeof there] : form)),
  );
}

function ask({ method }: Route, url: string, { cookie }: Visitor): Promise<LightMyRequestResponse> {
  const isRead = method === "GET" || method === "HEAD";
  return app.inject({
    method: method as "GET",
    url,
    headers: {
      host: "docs.example.org",
      accept: "*/*",
      ...(!isRead && { origin, "content-type": "application/json" }),
      ...(cookie !== undefined && { cookie }),
    },
    ...(!isRead && { payload: "{}" }),
  });
}

/** Nothing is left to anybody of all that a browser asks its person for, or tells of them and of the machine. */
const permissions =
  "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), " +
  "identity-credentials-get=(), idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), " +
  "otp-credentials=(), payment=(), screen-wake-lock=(), serial=(), usb=(), window-management=(), xr-spatial-tracking=()";

/** What every answer says, whatever it is. */
function check(what: string, { statusCode, headers, body }: LightMyRequestResponse, failure?: number): void {
  const type = headers["content-type"];
  const policy = String(headers["content-security-policy"]);
  if (failure === undefined) expect(statusCode, what).toBeLessThan(500);
  expect(headers, what).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
    "permissions-policy": permissions,
  });
  expect(policy, what).toContain("default-src 'none'");
  // What stands for nothing else where it is not said: where addresses begin, forms lead, and who shows it.
  for (const directive of [
    /base-uri 'none'/,
    /form-action '(?:none|self)'/,
    /frame-ancestors '(?:none|self)'/,
  ])
    expect(policy, what).toMatch(directive);
  expect(policy, what).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
  if (body !== "") expect(type, what).toBeTypeOf("string");
  if (/^(text\/|application\/(json|javascript))/.test(String(type)))
    expect(String(type), what).toMatch(/; ?charset=utf-8$/i);
  for (const name of ["x-powered-by", "server", "access-control-allow-credentials"])
    expect(headers[name], what).toBeUndefined();
  expect(headers["cache-control"], what).toBeTypeOf("string");
  for (const cookie of [headers["set-cookie"] ?? []].flat())
    expect(cookieFault(cookie, true), `${what}: threat A19`).toBeUndefined();
  if (statusCode >= 400)
    expect(body, what).not.toMatch(/\n\s+at |node_modules|\.[mc]?[jt]s:\d|fastify|lmdb|\d+\.\d+\.\d+/i);
}

/** Whether it is the router's answer to an address that no route has. */
function isOfNoRoute({ statusCode, body }: LightMyRequestResponse): boolean {
  return statusCode === 404 && body.includes("There is nothing at");
}

describe("headers of every answer", () => {
  test("threat E3 D22 a file says what every answer says, runs nothing, and is kept by no cache but its reader's", async () => {
    const headers = { host: "docs.example.org", cookie: visitors[2]!.cookie! };
    for (const [hash, at] of [there.FILE, there.IMAGE].flatMap((each) => [
      [each, `/api/documents/${there.DOCUMENT}/files/${each}`],
      [each, `/p/${there.TOKEN}/files/${each}`],
    ])) {
      const answer = await app.inject({ url: at!, headers });
      check(at!, answer);
      expect(answer.statusCode, at).toBe(200);
      expect(answer.headers["content-security-policy"], at).toMatch(/^sandbox;|; ?sandbox/);
      expect(answer.headers["cache-control"], at).toMatch(/^(private|no-store)/);
      const isImage = hash === there.IMAGE;
      expect(answer.headers["content-type"], at).toBe(isImage ? "image/png" : "application/octet-stream");
      expect(answer.headers["content-disposition"], at).toMatch(
        isImage ? /^inline; / : /^attachment; filename="[\w .-]+"; filename\*=UTF-8''[\w%.-]+$/,
      );
      // A part of it, its headers alone, and that it is known, say the same.
      const tag = String(answer.headers.etag);
      for (const [status, more] of [
        [206, { headers: { ...headers, range: "bytes=0-1" } }],
        [200, { method: "HEAD", headers }],
        [304, { headers: { ...headers, "if-none-match": tag } }],
      ] as const) {
        const again = await app.inject({ url: at!, ...more });
        expect([at, again.statusCode]).toEqual([at, status]);
        check(`${at} ${status}`, again);
        for (const name of ["content-security-policy", "cache-control", "content-disposition"])
          expect(again.headers[name], `${at} ${status}`).toBe(answer.headers[name]);
      }
    }
  });

  test("threat D8 no page may stand in a frame of another site, and a page that draws only in one of ours", async () => {
    for (const [url, ancestors] of [
      ["/", "'none'"],
      ["/d/abcdefghijklmnop", "'none'"],
      ["/diagram.html", "'self'"],
      [`/api/documents/${there.DOCUMENT}/files/${there.IMAGE}`, "'none'"],
      [`/api/documents/${there.DOCUMENT}/content?format=html`, "'none'"],
      [`/p/${there.TOKEN}`, "'none'"],
      [`/p/${there.TOKEN}/files/${there.IMAGE}`, "'none'"],
    ]) {
      const headers = { host: "docs.example.org", cookie: visitors[2]!.cookie! };
      const answer = await app.inject({ url: url!, headers });
      expect(answer.statusCode, url).toBe(200);
      expect(answer.headers["content-security-policy"], url).toContain(`frame-ancestors ${ancestors}`);
    }
  });

  test("B68 threat D9 D10 D22 D26 every kind of refusal and failure says it too", async () => {
    const headers = { host: "docs.example.org", cookie: visitors[2]!.cookie!, origin };
    const document = `/api/documents/${there.DOCUMENT}`;
    const json = { "content-type": "application/json" };
    const kinds: readonly [status: number, request: InjectOptions][] = [
      [400, { method: "POST", url: "/api/documents", headers: json, payload: "{" }],
      [400, { method: "POST", url: "/api/documents", headers: json, payload: '{"__proto__":1}' }],
      [400, { url: "/api/documents/%00" }],
      [401, { url: document, headers: { cookie: "" } }],
      [403, { url: document, headers: { cookie: visitors[1]!.cookie! } }],
      [
        403,
        {
          method: "POST",
          url: "/api/documents",
          headers: { ...json, origin: "https://evil.example" },
          payload: "{}",
        },
      ],
      [404, { url: `${document}/files/${"0".repeat(64)}` }],
      [404, { url: "/api/nothing" }],
      [404, { method: "DELETE", url: "/nothing" }],
      [
        413,
        {
          method: "PUT",
          url: "/api/account/picture",
          headers: { "content-type": "image/png" },
          payload: Buffer.alloc(300 * 1024),
        },
      ],
      [
        413,
        {
          method: "POST",
          url: "/api/documents",
          headers: json,
          payload: `{"title":"${"x".repeat(20_000_000)}"}`,
        },
      ],
      [
        415,
        { method: "POST", url: "/api/documents", headers: { "content-type": "text/plain" }, payload: "{}" },
      ],
      [
        415,
        {
          method: "PUT",
          url: "/api/account/picture",
          headers: { "content-type": "image/svg+xml" },
          payload: "<svg/>",
        },
      ],
      [416, { url: `${document}/files/${there.FILE}`, headers: { range: "bytes=9999-" } }],
      [421, { url: document, headers: { host: "evil.example" } }],
      [426, { url: "/api/events" }],
      [
        431,
        {
          url: document,
          headers: Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`x-${n}`, "1"])),
        },
      ],
    ];
    for (const [status, request] of kinds) {
      const answer = await app.inject({ ...request, headers: { ...headers, ...request.headers } });
      const what = `${request.method ?? "GET"} ${JSON.stringify(request.url)} ${status}`;
      expect([what, answer.statusCode]).toEqual([what, status]);
      check(what, answer);
      expect(answer.headers["cache-control"], what).toMatch(/^(no-store|private, no-cache)$/);
    }
    // What nobody has thought of, and a disk that fails.
    const { audit, store } = server.people;
    const [read, write] = [audit.read, store.write];
    const failures: readonly [status: number, error: Error][] = [
      [500, new Error("canary at /srv/quire.ts:1:1")],
      [503, fail("QUIRE_ERR_STORE_FAILED", {}, { cause: new Error("canary") })],
    ];
    try {
      for (const [status, error] of failures) {
        audit.read = () => {
          throw error;
        };
        store.write = () => Promise.reject(error);
        for (const request of [
          { url: "/api/audit" },
          { method: "PATCH", url: "/api/account", headers: json, payload: '{"name":"N"}' } as const,
        ]) {
          const answer = await app.inject({ ...request, headers: { ...headers, ...request.headers } });
          expect([request.url, answer.statusCode]).toEqual([request.url, status]);
          check(`${request.url} ${status}`, answer, status);
          expect(answer.headers["cache-control"]).toBe("no-store");
          expect(answer.body).not.toContain("canary");
        }
      }
    } finally {
      Object.assign(audit, { read });
      Object.assign(store, { write });
    }
  });

  test("B68 threat D7 D9 D10 D22 D26 E3 every route, by nobody, a member and an owner", {
    timeout: 60_000,
  }, async () => {
    const all = server.routes;
    const seen = new Set<string>();
    const answered = new Set<string>();
    // What reads comes first: what ends sessions comes after it.
    const reads = ({ method }: Route) => (method === "GET" || method === "HEAD" ? 0 : 1);
    for (const route of all.toSorted((one, other) => reads(one) - reads(other))) {
      for (const visitor of visitors) {
        for (const address of addresses(route.path)) {
          const what = `${route.method} ${address} by ${visitor.name}`;
          const answer = await ask(route, address, visitor);
          check(what, answer);
          const isPrivate = address.startsWith("/api/") && address !== "/api/openapi.json";
          if (isPrivate) expect(answer.headers["cache-control"], what).toMatch(/^(no-store|private)/);
          if (!address.startsWith("/assets/"))
            expect(answer.headers["access-control-allow-origin"], what).toBeUndefined();
          seen.add(`${route.method} ${route.path}`);
          // That one has all of these headers too.
          if (!isOfNoRoute(answer)) answered.add(`${route.method} ${route.path}`);
        }
      }
    }
    expect([...seen].filter((route) => !answered.has(route))).toEqual([]);
  });

  test.each([
    "/nothing",
    "/api/nothing",
    "/assets/nothing.js",
    "/assets/page-abc.js.map",
    "/.vite/manifest.json",
    "/.env",
    "/..%2f..%2fpackage.json",
    "/%",
    "/p/",
    "/sync/",
    "/d/%00",
    "/index.html/x",
    `/${"a".repeat(9000)}`,
  ])("threat D9 D24 D26 what is not there, source maps among it, says so and no more: %s", async (url) => {
    for (const accept of ["*/*", "text/html"]) {
      const answer = await app.inject({ url, headers: { host: "docs.example.org", accept } });
      check(url, answer);
      expect(answer.body).not.toContain("canary");
      if (url !== "/d/%00") expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    }
  });

  test("threat D7 the pages' own policy has Trusted Types, and names nothing for all", async () => {
    const answer = await app.inject({ url: "/", headers: { host: "docs.example.org" } });
    const policy = String(answer.headers["content-security-policy"]);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|\*|http:/);
  });

  test.each([
    "https://evil.example",
    "null",
    "https://docs.example.org.evil.example",
    "http://docs.example.org",
  ])("threat D11 an answer never allows another site to read it: %s", async (foreign) => {
    for (const method of ["GET", "OPTIONS", "POST"] as const) {
      for (const url of ["/", "/api/documents", "/api/session", "/metrics", "/healthz"]) {
        const headers = { host: "docs.example.org", origin: foreign, cookie: visitors[2]!.cookie! };
        const answer = await app.inject({
          method,
          url,
          headers: { ...headers, "access-control-request-method": "POST" },
        });
        const allowed = Object.keys(answer.headers).filter((name) => name.startsWith("access-control"));
        expect(allowed, `${method} ${url}`).toEqual([]);
      }
    }
  });

  test("threat D9 E3 an upgrade that is refused says what every answer says", async () => {
    const port = await server.listen();
    for (const path of [`/sync/${there.DOCUMENT}`, "/hocuspocus", "/api/events", "/nothing"]) {
      const answer = await new Promise<{ status: number; headers: Record<string, unknown> }>(
        (resolve, reject) => {
          const asked = send({
            port,
            agent: false,
            path,
            headers: {
              host: "docs.example.org",
              origin: "https://evil.example",
              connection: "Upgrade",
              upgrade: "websocket",
              "sec-websocket-version": "13",
              "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
            },
          });
          asked.once("response", (response) => {
            response.resume();
            resolve({ status: response.statusCode ?? 0, headers: response.headers });
          });
          asked.once("upgrade", () => reject(new Error(`${path} was upgraded`)));
          asked.once("error", (error) => reject(new Error(path, { cause: error })));
          asked.end();
        },
      );
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.headers, path).toMatchObject({
        "x-content-type-options": "nosniff",
        "content-security-policy": expect.stringContaining("default-src 'none'"),
        "cache-control": "no-store",
      });
    }
  });
});

describe("numbers and health", () => {
  test("B69 threat D25 are for this machine alone, or for who says the token", async () => {
    const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
      app.inject({ url: "/metrics", remoteAddress, headers: { host: "docs.example.org", ...headers } });
    expect((await from("127.0.0.1")).statusCode).toBe(200);
    expect((await from("::ffff:127.0.0.1")).statusCode).toBe(200);
    expect((await from("192.0.2.1")).statusCode).toBe(404);
    for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
      expect((await from("127.0.0.1", { [name]: "for=127.0.0.1" })).statusCode).toBe(404);
    expect((await from("192.0.2.1", { "x-forwarded-for": "127.0.0.1" })).statusCode).toBe(404);
  });

  test("threat D25 with a token, nothing else lets anybody in", async () => {
    const token = "0123456789abcdef";
    const dataDir = mkdtempSync(join(tmpdir(), "quire-metrics-"));
    const other = await createApp(readConfig({ QUIRE_DATA: dataDir, QUIRE_METRICS_TOKEN: token }));
    const status = async (authorization?: string) =>
      (await other.inject({ url: "/metrics", headers: authorization ? { authorization } : {} })).statusCode;
    expect(await status()).toBe(404);
    expect(await status(`Bearer ${token}x`)).toBe(404);
    expect(await status(token)).toBe(404);
    expect(await status(`Bearer ${token}`)).toBe(200);
    await other.close();
    rmSync(dataDir, { recursive: true });
  });

  test("threat D25 health says nothing but that", async () => {
    const answer = (url: string) => app.inject({ url, remoteAddress: "192.0.2.1" });
    expect((await answer("/healthz")).json()).toEqual({ status: "alive" });
    expect((await answer("/readyz")).json()).toEqual({ status: "ready" });
  });
});
