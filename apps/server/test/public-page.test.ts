import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Account, DocumentId } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";

/** A picture of one pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

let app: FastifyInstance;
let dataDir: string;
let address: string;
let cookie: string;

async function start(): Promise<void> {
  cookie = "";
  dataDir = mkdtempSync(join(tmpdir(), "quire-public-"));
  app = await createApp(readConfig({ QUIRE_ACCESS: "accounts", QUIRE_DATA: dataDir, QUIRE_PORT: "0" }));
  await app.listen({ host: "127.0.0.1", port: 0 });
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const secret = await app.people!.invitations.forFirstOwner();
  const answer = await post("/api/invitations/accept", {
    secret,
    email: "canary-olga@example.org",
    name: "Canary Olga",
    password: "a long enough password",
  });
  cookie = answer.headers.getSetCookie()[0]!.split(";", 1)[0]!;
  expect((await (answer.json() as Promise<Account>)).standing).toBe("owner");
}

async function stop(): Promise<void> {
  await app.close();
  rmSync(dataDir, { recursive: true });
}

function post(path: string, body: unknown): Promise<Response> {
  const headers = { origin: address, "content-type": "application/json", ...(cookie && { cookie }) };
  return fetch(`${address}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function makeDocument(body: { title?: string; markdown?: string }): Promise<DocumentId> {
  const answer = await post("/api/documents", body);
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: DocumentId }).id;
}

interface Sharing {
  readonly isPublic: boolean;
  readonly isListed: boolean;
  readonly hasPreview: boolean;
  readonly password: string;
  readonly expiresAt: number;
}

/** Shares the document by a link; answers with its token, and what ends it. */
async function share(id: DocumentId, sharing: Partial<Sharing> = {}) {
  const { store } = app.people!;
  const token = randomBytes(32).toString("base64url");
  const key = hash("sha256", token, "base64url");
  await store.write(() => {
    void store.links.put(key, {
      id: key.slice(0, 16),
      documentId: id,
      token,
      role: "view",
      by: "olga",
      createdAt: 0,
      password: null,
      expiresAt: null,
      isPublic: true,
      isListed: false,
      hasPreview: false,
      ...sharing,
    });
    void store.linksOf.put([id, key], true);
  });
  return {
    token,
    end: () => store.write(() => void store.links.remove(key)),
    change: (sharing: Partial<Sharing>) =>
      store.write(() => void store.links.put(key, { ...store.links.get(key)!, ...sharing })),
  };
}

const page = (token: string, headers: Record<string, string> = {}) =>
  fetch(`${address}/p/${token}`, { headers: { accept: "text/html", ...headers } });

async function upload(id: DocumentId): Promise<string> {
  const answer = await fetch(`${address}/api/documents/${id}/files?name=pixel.png`, {
    method: "POST",
    headers: { origin: address, cookie, "content-type": "application/octet-stream" },
    body: pixel,
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { url: string }).url;
}

describe("a public page", () => {
  beforeAll(start);
  afterAll(stop);

  test("B63 shows the document whole, as HTML without a script, to who has no cookie", async () => {
    const markdown =
      "## Part\n\nWords $x^2$\n\n- [x] done\n\n> [!TIP]\n> Look\n\n::toc\n\n```math\n\\frac{a}{b}\n```";
    const { token } = await share(await makeDocument({ title: "A & B", markdown }));
    const answer = await page(token);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none';style-src 'self'/);
    expect(html).toContain("<title>A &#38; B</title>");
    expect(html).toContain('<h2 id="section-1">Part</h2>');
    expect(html).toContain('<a href="#section-1">Part</a>');
    expect(html).toContain("<msup>");
    expect(html).toContain("<mfrac>");
    expect(html).toContain('data-callout="tip"');
    expect(html).not.toMatch(/<script|<iframe|<object|<form| on\w+=| style=|javascript:/i);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test("B64 is found by search engines only where its owner said so", async () => {
    const id = await makeDocument({ markdown: "Words" });
    const hidden = await page((await share(id)).token);
    expect(hidden.headers.get("x-robots-tag")).toContain("noindex");
    expect(await hidden.text()).toContain('<meta name="robots" content="noindex');
    const listed = await page((await share(id, { isListed: true, hasPreview: true })).token);
    expect(listed.headers.get("x-robots-tag")).toBeNull();
    expect(await listed.text()).not.toContain("noindex");
  });

  test("B105 says elsewhere what it is about where its link says so, and by default nothing of it", async () => {
    const id = await makeDocument({
      title: 'A "plan" & <more>',
      markdown: 'The "first" <words>\n\nAnd others',
    });
    const metas = (html: string) =>
      Object.fromEntries(
        [
          ...html.matchAll(/<meta (?:name|property)="((?:og|twitter):\w+|description)" content="([^"]*)">/g),
        ].map(([, name, content]) => [name, content]),
      );
    const hidden = await share(id);
    const none = await (await page(hidden.token)).text();
    expect(metas(none)).toEqual({ "og:title": "A shared page", "twitter:title": "A shared page" });
    const shown = await (await page((await share(id, { hasPreview: true })).token)).text();
    const [title, words] = [
      "A &#34;plan&#34; &#38; &#60;more&#62;",
      "The &#34;first&#34; &#60;words&#62; And others",
    ];
    expect(metas(shown)).toEqual({
      description: words,
      "og:type": "article",
      "og:title": title,
      "og:description": words,
      "twitter:card": "summary",
      "twitter:title": title,
      "twitter:description": words,
    });
    expect(shown).toContain('<meta name="robots" content="noindex');
  });

  test("B105 names elsewhere nobody who is mentioned and no other document, and is not quoted from without a preview", async () => {
    const other = await makeDocument({ title: "Another" });
    const markdown = `Ask <bdi data-mention="ann">@Ann Abel</bdi> about [Secret plan](/d/${other}).`;
    const id = await makeDocument({ markdown });
    const shown = await (await page((await share(id, { hasPreview: true })).token)).text();
    expect(shown).toContain('<meta property="og:description" content="Ask … about ….">');
    expect(shown.slice(0, shown.indexOf("<body>"))).not.toMatch(/Ann|Secret|Another/);
    const listed = await page((await share(id, { isListed: true })).token);
    expect(listed.headers.get("x-robots-tag")).toBe("nosnippet");
    expect(await listed.text()).toContain('<meta name="robots" content="nosnippet">');
  });

  test("B105 a preview that is switched off is gone with the next reader, from caches too", async () => {
    const id = await makeDocument({ title: "Plan" });
    const { token, change } = await share(id, { hasPreview: true });
    const tag = (await page(token)).headers.get("etag")!;
    await change({ hasPreview: false });
    const answer = await page(token, { "if-none-match": tag });
    expect([answer.status, (await answer.text()).includes('content="Plan"')]).toEqual([200, false]);
  });

  test("B65 is asked about each time: unchanged it is 304, and what ended is gone at once", async () => {
    const id = await makeDocument({ markdown: "Words" });
    const { token, end } = await share(id);
    const first = await page(token);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    const tag = first.headers.get("etag")!;
    expect((await page(token, { "if-none-match": tag })).status).toBe(304);
    await end();
    expect((await page(token, { "if-none-match": tag })).status).toBe(404);
  });

  test("B65 says what the document says now", async () => {
    const id = await makeDocument({ title: "Before" });
    const { token } = await share(id);
    expect(await (await page(token)).text()).toContain("<title>Before</title>");
    const renamed = await fetch(`${address}/api/documents/${id}`, {
      method: "PATCH",
      headers: { origin: address, cookie, "content-type": "application/json" },
      body: JSON.stringify({ title: "After" }),
    });
    expect(renamed.status).toBe(200);
    expect(await (await page(token)).text()).toContain("<title>After</title>");
  });

  test("B66 answers the same for a link that ended, never was, is not public, has a password, or leads to what is gone", async () => {
    const id = await makeDocument({ markdown: "Words" });
    const gone = await makeDocument({ markdown: "Words" });
    const deleted = await share(gone);
    await fetch(`${address}/api/documents/${gone}`, {
      method: "DELETE",
      headers: { origin: address, cookie },
    });
    const tokens = [
      "a".repeat(43),
      "short",
      "%00",
      "..%2f..%2fetc",
      deleted.token,
      (await share(id, { isPublic: false })).token,
      (await share(id, { expiresAt: 1 })).token,
      (await share(id, { password: "$argon2id$" })).token,
    ];
    const seen = new Set<string>();
    for (const token of tokens) {
      for (const path of [`/p/${token}`, `/p/${token}/files/${"0".repeat(64)}`]) {
        const answer = await fetch(`${address}${path}`, { headers: { accept: "text/html" } });
        const headers = [...answer.headers].filter(([name]) => name !== "date");
        seen.add(JSON.stringify([answer.status, headers, await answer.text()]));
      }
    }
    expect(seen.size).toBe(1);
    expect([...seen][0]).toMatch(/^\[404,/);
  });

  test("B67 has the document's own pictures, and no other file of the server", async () => {
    const id = await makeDocument({});
    const other = await makeDocument({});
    const mine = await upload(id);
    const theirs = await upload(other);
    const markdown = `![mine](${mine})\n\n![theirs](${theirs})\n\n![far](https://example.org/x.png)\n\n[paper](/d/${other})`;
    const reset = await post(`/api/documents/${id}/reset`, { markdown });
    const now = ((await reset.json()) as { id: DocumentId }).id;
    const { token } = await share(now);
    const html = await (await page(token)).text();
    const name = mine.split("/").at(-1)!;
    expect(html.match(/<img[^>]*>/g)).toEqual([expect.stringContaining(`src="/p/${token}/files/${name}"`)]);
    expect(html).not.toContain("/api/");
    expect(html).not.toContain(other);
    expect(html).toContain('href="https://example.org/x.png" rel="noopener noreferrer nofollow"');
    const file = await fetch(`${address}/p/${token}/files/${name}`);
    expect(file.status).toBe(200);
    expect(file.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
    expect(file.headers.get("cache-control")).toBe("private, no-cache");
    expect(file.headers.get("content-type")).toBe("image/png");
    expect((await fetch(`${address}/p/${token}/files/${"0".repeat(64)}`)).status).toBe(404);
    expect((await fetch(`${address}${mine}`)).status).toBe(401);
  });

  test("B67 names nobody, no other document, and nothing of who shares it", async () => {
    await makeDocument({ title: "canary-other" });
    const { token } = await share(await makeDocument({ title: "Mine", markdown: "Words" }));
    const answer = await page(token);
    const said = `${JSON.stringify([...answer.headers])}${await answer.text()}`;
    expect(said).not.toMatch(/canary|Olga|example\.org/i);
  });

  test.each([
    ["markup in a title", { title: '"><script>alert(1)</script><img src=x onerror=alert(1)>' }],
    ["markup in the text", { markdown: "`<script>alert(1)</script>` and \\<img src=x onerror=alert(1)\\>" }],
    ["raw HTML", { markdown: '<iframe src="https://evil.example"></iframe>\n\n<svg onload=alert(1)>' }],
    ["links that run", { markdown: "[a](javascript:alert(1)) [b](data:text/html,x) [c](//evil.example)" }],
    [
      "mathematics that leads elsewhere",
      { markdown: "$\\href{javascript:alert(1)}{x} \\style{color:red}{y}$" },
    ],
    ["a picture by its address", { markdown: "![x](https://evil.example/track.png)" }],
  ])("threat D1 %s stays inert", async (_, body) => {
    const { token } = await share(await makeDocument(body));
    const html = await (await page(token)).text();
    const tags = [...html.matchAll(/<([a-z][\w-]*)([^>]*)>/g)];
    expect(tags.map(([, name]) => name)).not.toContain("script");
    for (const [, name = "", said = ""] of tags) {
      const attributes = said.replace(/ content="[^"]*"/, "");
      expect(["iframe", "object", "embed", "form", "base", "svg", "style"]).not.toContain(name);
      expect(attributes).not.toMatch(
        /\son\w+\s*=|\sstyle\s*=|(?:href|src)="(?:javascript|data|vbscript|\/\/)/i,
      );
      if (name === "img") expect(attributes).toMatch(/src="\/p\//);
    }
  });
});

describe("guesses at the addresses of public pages", () => {
  beforeAll(start);
  afterAll(stop);

  test("B66 has an address that guesses wait after thirty in a minute, and shows it what is there", async () => {
    const { token } = await share(await makeDocument({ markdown: "Words" }));
    const files = (n: number) => `${"a".repeat(43)}${n % 2 === 0 ? "" : `/files/${"0".repeat(64)}`}`;
    for (let n = 0; n < 30; n++) expect((await page(files(n))).status).toBe(404);
    expect((await page(files(0))).status).toBe(429);
    expect((await page(files(1))).status).toBe(429);
    expect((await page(token)).status).toBe(200);
  });
});
