import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import {
  type ContentFormat,
  type DocumentId,
  type DocumentSummary,
  type LibraryEvent,
  maxImportBytes,
  type Person,
  type ResetDocument,
} from "@quire/protocol";
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { noLines } from "../test/no-lines.ts";
import type { Grant, Refusal } from "./access.ts";
import type { Done } from "./action.ts";
import { fail } from "./errors.ts";
import type { Files } from "./files/files.ts";
import type { Library } from "./library.ts";
import { Counts } from "./metrics/counts.ts";
import { mount } from "./mount.ts";
import { checkOptions, type QuireOptions } from "./options.ts";
import { Heart } from "./sync/heart.ts";
import { Tally } from "./sync/tally.ts";
import { Visits } from "./visits.ts";

const ada: Person = { id: "ada", name: "Ada", hue: 3 };
const url = "https://docs.example.org";

/** The documents in memory: what the routes ask for, without a store. */
function openFakeLibrary() {
  const documents = new Map<string, { summary: DocumentSummary; isDeleted: boolean; markdown: string }>();
  const listeners = new Set<(event: LibraryEvent) => void>();
  const renamed: Person[] = [];
  const entry = (id: string) => {
    const found = documents.get(id);
    if (found === undefined) throw fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id });
    return found;
  };
  const present = (id: string) => {
    if (entry(id).isDeleted) throw fail("QUIRE_ERR_DOCUMENT_DELETED", { id });
    return entry(id);
  };
  const library = {
    counts: new Counts(),
    heart: new Heart(2 ** 30),
    socketsFrom: new Tally(),
    roomCount: 0,
    isReady: true,
    async list({ limit, cursor }: { limit: number; cursor?: string }) {
      const all = [...documents.values()].filter(({ isDeleted }) => !isDeleted).map(({ summary }) => summary);
      const from = Number(cursor ?? 0);
      const next = from + limit < all.length ? String(from + limit) : null;
      return { documents: all.reverse().slice(from, from + limit), next };
    },
    async trash() {
      return { documents: [], next: null };
    },
    get: (id: DocumentId) => present(id).summary,
    async create(body: { id?: string; title?: string; markdown?: string; parentId?: string | null }) {
      const id = body.id ?? randomUUID();
      if (documents.has(id)) throw fail("QUIRE_ERR_DOCUMENT_TAKEN", { id });
      if (body.parentId != null && !documents.has(body.parentId)) {
        throw fail("QUIRE_ERR_PARENT_NOT_FOUND", {});
      }
      const summary: DocumentSummary = {
        id,
        title: body.title ?? "",
        excerpt: "",
        parentId: body.parentId ?? null,
        createdAt: 1,
        updatedAt: 1,
        people: [],
      };
      documents.set(id, { summary, isDeleted: false, markdown: body.markdown ?? "" });
      return summary;
    },
    async rename(id: DocumentId, title: string) {
      const found = present(id);
      found.summary = { ...found.summary, title };
      return found.summary;
    },
    async move(id: DocumentId, parentId: DocumentId | null) {
      const found = present(id);
      found.summary = { ...found.summary, parentId };
      return found.summary;
    },
    async delete(id: DocumentId, _person: Person, done?: Done) {
      present(id).isDeleted = true;
      await done?.(id);
    },
    async restore(id: DocumentId, done?: Done) {
      entry(id).isDeleted = false;
      await done?.(id);
      return entry(id).summary;
    },
    async reset(id: DocumentId, { markdown }: ResetDocument) {
      const { title } = present(id).summary;
      present(id).isDeleted = true;
      return library.create({ title, ...(markdown !== undefined && { markdown }) });
    },
    async content(id: DocumentId, format: ContentFormat) {
      const { summary, markdown } = present(id);
      return { title: summary.title, text: format === "json" ? JSON.stringify({ type: "doc" }) : markdown };
    },
    present: () => [],
    renamePerson(person: Person) {
      renamed.push(person);
    },
    subscribe(listener: (event: LibraryEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {},
  };
  return { library: library satisfies Library, renamed };
}

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

interface Sent {
  readonly body?: object;
  readonly payload?: string;
  readonly headers?: Record<string, string>;
}

interface Setting {
  readonly answer?: Grant | Refusal;
  readonly options?: Partial<QuireOptions>;
  readonly prefix?: string;
  readonly host?: (app: FastifyInstance) => void;
}

/** A host's app with the routes over a fake library. Requests are Ada's, an owner's, unless the setting says other. */
async function start({
  answer = { person: ada, role: "own" },
  options = {},
  prefix = "",
  host,
}: Setting = {}) {
  const app = Fastify();
  open.push(app);
  const { library, renamed } = openFakeLibrary();
  const checked = checkOptions({ dataDir: "unused", authorize: () => answer, url, ...options });
  host?.(app);
  const visits = new Visits({ authorize: checked.authorize, onError: () => {} });
  // No document of these has a file: what comes of files is told by the tests of the whole server.
  const files = {} as Files;
  const fetchImage = undefined;
  await app.register(
    (scope) =>
      mount(scope, { library, visits, files, lines: noLines, fetchImage, options: checked }, () => {}),
    { prefix },
  );
  const send = (
    method: Method,
    path: string,
    { headers, ...rest }: Sent = {},
  ): Promise<LightMyRequestResponse> =>
    app.inject({ method, url: path, ...rest, headers: { host: "localhost", ...headers } });
  const create = async (body: object = {}) =>
    (await send("POST", `${prefix}/api/documents`, { body })).json<DocumentSummary>().id;
  return { app, library, renamed, send, create };
}

describe("documents", () => {
  it("creates, lists, reads, renames, deletes and restores", async () => {
    const { send } = await start();
    const created = await send("POST", "/api/documents", { body: { title: "First", markdown: "Hello" } });
    expect(created.statusCode).toBe(201);
    const { id } = created.json<DocumentSummary>();

    expect((await send("GET", "/api/documents")).json()).toMatchObject({
      documents: [{ id, title: "First" }],
      next: null,
    });
    expect((await send("GET", `/api/documents/${id}`)).json()).toMatchObject({ id, role: "own" });

    const renamed = await send("PATCH", `/api/documents/${id}`, { body: { title: "Second" } });
    expect(renamed.json()).toMatchObject({ id, title: "Second" });

    expect((await send("DELETE", `/api/documents/${id}`)).statusCode).toBe(204);
    expect((await send("GET", "/api/documents")).json()).toEqual({ documents: [], next: null });
    expect((await send("GET", `/api/documents/${id}`)).json()).toMatchObject({
      code: "QUIRE_ERR_DOCUMENT_DELETED",
    });
    expect((await send("PATCH", `/api/documents/${id}`, { body: { title: "x" } })).statusCode).toBe(410);

    expect((await send("POST", `/api/documents/${id}/restore`)).json()).toMatchObject({
      id,
      title: "Second",
    });
    expect((await send("GET", `/api/documents/${id}`)).statusCode).toBe(200);
  });

  it("resets a document, with other text or with none", async () => {
    const { send, create } = await start();
    const id = await create();
    const reset = await send("POST", `/api/documents/${id}/reset`, { body: { markdown: "Anew" } });
    expect([reset.statusCode, reset.json().id === id]).toEqual([201, false]);
    expect((await send("GET", `/api/documents/${reset.json().id}/content`)).body).toBe("Anew");
    expect((await send("POST", `/api/documents/${reset.json().id}/reset`, { body: {} })).statusCode).toBe(
      201,
    );
    expect((await send("POST", `/api/documents/${id}/reset`, { body: {} })).statusCode).toBe(410);
  });

  it("pages through the list with the cursor that the page before gave", async () => {
    const { send, create } = await start();
    const ids = [await create(), await create(), await create()];
    const first = (await send("GET", "/api/documents?limit=2")).json();
    const second = (await send("GET", `/api/documents?limit=2&cursor=${first.next}`)).json();
    expect([...first.documents, ...second.documents].map(({ id }) => id)).toEqual(ids.reverse());
    expect(second.next).toBeNull();
  });

  it("passes on what the library refuses", async () => {
    const { send, create } = await start();
    const id = await create();
    const taken = await send("POST", "/api/documents", { body: { id } });
    expect([taken.statusCode, taken.json().code]).toEqual([409, "QUIRE_ERR_DOCUMENT_TAKEN"]);
    const orphan = await send("POST", "/api/documents", { body: { parentId: "x".repeat(20) } });
    expect([orphan.statusCode, orphan.json().code]).toEqual([400, "QUIRE_ERR_PARENT_NOT_FOUND"]);
  });

  it("answers 404 for a document that never was", async () => {
    const { send } = await start();
    const absent = `/api/documents/${"a".repeat(16)}`;
    for (const answer of [
      await send("GET", absent),
      await send("PATCH", absent, { body: { title: "x" } }),
      await send("DELETE", absent),
      await send("POST", `${absent}/restore`),
      await send("POST", `${absent}/reset`, { body: {} }),
      await send("GET", `${absent}/content`),
    ]) {
      expect([answer.statusCode, answer.json().code]).toEqual([404, "QUIRE_ERR_DOCUMENT_NOT_FOUND"]);
    }
  });

  it.each([
    "../../../etc/passwd",
    "con",
    "a".repeat(15),
    "a".repeat(65),
    `${"a".repeat(16)}\0`,
    `${"a".repeat(16)}\n`,
    "aaaaaaaaaaaaaaa\\b",
    "🦦🦦🦦🦦🦦🦦🦦🦦",
    "\u202eaaaaaaaaaaaaaaaa",
    "éééééééééééééééé",
    "e\u0301".repeat(16),
    "__proto__",
    "constructor",
    "toString",
    " ",
  ])("H6 answers 400 for the id %j, whatever is asked of it", async (id) => {
    const { send } = await start();
    const path = `/api/documents/${encodeURIComponent(id)}`;
    for (const answer of [
      await send("GET", path),
      await send("PATCH", path, { body: { title: "x" } }),
      await send("DELETE", path),
      await send("POST", `${path}/restore`),
      await send("POST", `${path}/reset`, { body: {} }),
      await send("GET", `${path}/content`),
    ]) {
      expect([answer.statusCode, answer.json().code]).toEqual([400, "QUIRE_ERR_BAD_REQUEST"]);
    }
    const created = await send("POST", "/api/documents", { body: { id } });
    expect([created.statusCode, created.json().code]).toEqual([400, "QUIRE_ERR_BAD_REQUEST"]);
  });

  it("H6 answers 400 or 404 for paths that are no well-formed name", async () => {
    const { send } = await start();
    for (const path of ["%2e%2e%2f%2e%2e%2fetc", "..%5c..%5c", "%00", "a%2fb"]) {
      expect((await send("GET", `/api/documents/${path}`)).statusCode).toBe(400);
    }
    expect((await send("GET", "/api/documents/%ff")).statusCode).toBe(400);
    expect((await send("GET", "/api/documents/../../etc/passwd")).statusCode).toBe(404);
  });
});

describe("bodies", () => {
  it.each<[string, unknown, RegExp]>([
    ["an unknown field", { title: "x", role: "own" }, /body takes no field "role"/],
    ["an unknown field with a long name", { ["x".repeat(5000)]: 1 }, /takes no field "x{80}"/],
    ["a number for a title", { title: 5 }, /body\.title must be string/],
    ["an object for Markdown", { markdown: { a: 1 } }, /body\.markdown must be string/],
    ["an array", [], /the body must be object/],
    ["null", null, /the body must be object/],
    ["a string", "x", /the body must be object/],
    ["a title too long", { title: "x".repeat(201) }, /body\.title must not have more than 200 characters/],
    [
      "a title whose characters are many",
      { title: "👍".repeat(150) },
      /the title may have 200 characters and has 300/,
    ],
    ["an id of another form", { id: "short" }, /body\.id must match pattern/],
    ["a parent of another type", { parentId: 7 }, /body\.parentId/],
  ])("H4 refuses %s by its name", async (_, body, message) => {
    const { send } = await start();
    const answer = await send("POST", "/api/documents", {
      payload: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({ code: "QUIRE_ERR_BAD_REQUEST", message: expect.stringMatching(message) });
  });

  it.each([
    '{"__proto__": {"polluted": true}}',
    '{"title": "x", "constructor": {"prototype": {"polluted": true}}}',
    '{"title": {"__proto__": 1}}',
    "{",
    "",
    "[[[[",
    "undefined",
    '{"title": "a',
  ])("H4 refuses %j and leaves every object as it was", async (payload) => {
    const { send } = await start();
    const answer = await send("POST", "/api/documents", {
      payload,
      headers: { "content-type": "application/json" },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, "QUIRE_ERR_BAD_REQUEST"]);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/json\ta",
    "application/jsonx; charset=utf-8",
    "text/html;application/json",
    "garbage",
  ])("H4 refuses a body of the type %j", async (type) => {
    const { send } = await start();
    const answer = await send("POST", "/api/documents", {
      payload: '{"title":"x"}',
      headers: { "content-type": type },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([415, "QUIRE_ERR_UNSUPPORTED_TYPE"]);
  });

  it("refuses a body that is too large, with the limit and the size", async () => {
    const { send } = await start();
    const answer = await send("POST", "/api/documents", { body: { markdown: "x".repeat(maxImportBytes) } });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toEqual({
      code: "QUIRE_ERR_BODY_TOO_LARGE",
      message: `The body may have ${maxImportBytes} bytes and has ${maxImportBytes + 15}. Send less at once.`,
    });
  });

  it("reads 50 MB to nobody's harm: the sender gets its answer and the next request is served", async () => {
    const { app } = await start();
    await app.listen({ port: 0, host: "127.0.0.1" });
    const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const big = await fetch(`${base}/api/documents`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"markdown":"${"x".repeat(50_000_000)}"}`,
    });
    expect([big.status, ((await big.json()) as { code: string }).code]).toEqual([
      413,
      "QUIRE_ERR_BODY_TOO_LARGE",
    ]);
    expect((await fetch(`${base}/api/documents`)).status).toBe(200);
  });

  it("refuses a query that is unknown or out of range", async () => {
    const { send } = await start();
    for (const [query, message] of [
      ["limit=0", /query\.limit must be >= 1/],
      ["limit=201", /query\.limit must be <= 200/],
      ["limit=many", /query\.limit must be integer/],
      ["limit=1&limit=2", /query\.limit must be integer/],
      ["offset=3", /query takes no field "offset"/],
    ] as const) {
      const answer = await send("GET", `/api/documents?${query}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().message).toMatch(message);
    }
  });
});

describe("content", () => {
  it.each([
    ["", "text/markdown; charset=utf-8"],
    ["?format=markdown", "text/markdown; charset=utf-8"],
    ["?format=html", "text/html; charset=utf-8"],
    ["?format=text", "text/plain; charset=utf-8"],
    ["?format=json", "application/json; charset=utf-8"],
  ])("answers %j as %s, unable to run anything", async (query, type) => {
    const { send, create } = await start();
    const id = await create({ title: "T", markdown: "# Ærø" });
    const answer = await send("GET", `/api/documents/${id}/content${query}`);
    expect(answer.headers["content-type"]).toBe(type);
    expect(answer.headers["content-security-policy"]).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers["content-disposition"]).toBeUndefined();
    expect(answer.body).toBe(query === "?format=json" ? '{"type":"doc"}' : "# Ærø");
  });

  it.each([
    ["Plan", "attachment; filename=\"Plan.md\"; filename*=UTF-8''Plan.md"],
    ["", "attachment; filename=\"Untitled.md\"; filename*=UTF-8''Untitled.md"],
    ["Ærø's", "attachment; filename=\"_r_'s.md\"; filename*=UTF-8''%C3%86r%C3%B8%27s.md"],
    [
      '../a"b\\c:d\r\nX: y',
      "attachment; filename=\"a b c d X y.md\"; filename*=UTF-8''a%20b%20c%20d%20X%20y.md",
    ],
    ["100%", "attachment; filename=\"100_.md\"; filename*=UTF-8''100%25.md"],
    ["\ud83e", "attachment; filename=\"_.md\"; filename*=UTF-8''%EF%BF%BD.md"],
  ])("H13 names a download for the title %j", async (title, disposition) => {
    const { send, create } = await start();
    const id = await create({ title });
    const answer = await send("GET", `/api/documents/${id}/content?download=1`);
    expect(answer.headers["content-disposition"]).toBe(disposition);
  });

  it("refuses a format that there is not", async () => {
    const { send, create } = await start();
    const answer = await send("GET", `/api/documents/${await create()}/content?format=pdf`);
    expect(answer.json()).toEqual({
      code: "QUIRE_ERR_BAD_REQUEST",
      message: "The request cannot be read: query.format must be one of markdown, html, text, json.",
    });
  });
});

describe("roles", () => {
  const absent = "a".repeat(16);
  const table = [
    ["GET", "/api/documents", "view"],
    ["POST", "/api/documents", "edit"],
    ["GET", `/api/documents/${absent}`, "view"],
    ["GET", `/api/documents/${absent}/content`, "view"],
    ["PATCH", `/api/documents/${absent}`, "edit"],
    ["PUT", `/api/documents/${absent}/parent`, "own"],
    ["DELETE", `/api/documents/${absent}`, "own"],
    ["POST", `/api/documents/${absent}/restore`, "own"],
    ["POST", `/api/documents/${absent}/reset`, "own"],
    ["GET", `/api/documents/${absent}/files`, "view"],
    ["POST", `/api/documents/${absent}/files`, "edit"],
    ["POST", `/api/documents/${absent}/files/remote`, "edit"],
    ["POST", `/api/documents/${absent}/files/copy`, "edit"],
    ["GET", `/api/documents/${absent}/files/${"0".repeat(64)}`, "view"],
    ["GET", "/api/me", "view"],
    ["PATCH", "/api/me", "view"],
  ] as const;
  const bodyOf = (method: string, path: string): Sent => {
    if (path.endsWith("/files"))
      return { payload: "x", headers: { "content-type": "application/octet-stream" } };
    if (path.endsWith("/remote")) return { body: { url: "https://example.org/a.png" } };
    if (path.endsWith("/copy")) return { body: { documentId: absent, hash: "0".repeat(64) } };
    if (path.endsWith("/me")) return { body: { name: "Eve" } };
    if (method === "PATCH") return { body: { title: "x" } };
    if (method === "PUT") return { body: { parentId: null } };
    return method === "POST" && !path.endsWith("restore") ? { body: {} } : {};
  };

  it.each(table)("%s %s needs the role %s", async (method, path, need) => {
    const roles = ["view", "comment", "suggest", "edit", "own"] as const;
    for (const role of roles) {
      const { send } = await start({ answer: { person: ada, role }, options: { rename: () => ada } });
      const answer = await send(method, path, method === "GET" ? {} : bodyOf(method, path));
      const isEnough = roles.indexOf(role) >= roles.indexOf(need);
      expect([role, answer.statusCode === 403]).toEqual([role, !isEnough]);
      if (!isEnough) expect(answer.json().message).toContain(`the role "${need}"`);
    }
  });

  it.each([
    ["unauthenticated", 401],
    ["forbidden", 403],
    ["not-found", 404],
  ] as const)("a host's %s is %i on every route", async (refused, status) => {
    const { send } = await start({ answer: { refused } });
    for (const [method, path] of table) {
      expect((await send(method, path, method === "GET" ? {} : bodyOf(method, path))).statusCode).toBe(
        status,
      );
    }
  });

  it("H10 gives nothing for a role that is none", async () => {
    const { send } = await start({ answer: { person: ada, role: "admin" } as never });
    for (const [method, path] of table) {
      expect((await send(method, path, method === "GET" ? {} : bodyOf(method, path))).statusCode).toBe(403);
    }
  });

  it("answers 500 without a word of the cause where the host's answer fails", async () => {
    const { send } = await start({
      options: { authorize: () => Promise.reject(new Error("secret at /etc/quire/key")) },
    });
    const answer = await send("GET", "/api/documents");
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      code: "QUIRE_ERR_INTERNAL",
      message: "The server failed. The cause is in its log; try again.",
    });
  });
});

describe("me", () => {
  it("says who I am and whether my name is mine to change", async () => {
    const { send } = await start();
    expect((await send("GET", "/api/me")).json()).toEqual({ person: ada, canRename: false });
    const refused = await send("PATCH", "/api/me", { body: { name: "Eve" } });
    expect([refused.statusCode, refused.json().code]).toEqual([403, "QUIRE_ERR_NAME_FIXED"]);
  });

  it("changes the name, cleaned, and tells the open sockets", async () => {
    const { send, renamed } = await start({ options: { rename: (_, __, name) => ({ ...ada, name }) } });
    const answer = await send("PATCH", "/api/me", { body: { name: "  Eve\u202e \n Two " } });
    expect(answer.json()).toEqual({ person: { ...ada, name: "Eve Two" }, canRename: true });
    expect(renamed).toEqual([{ ...ada, name: "Eve Two" }]);
  });

  it("refuses a name of nothing", async () => {
    const { send } = await start({ options: { rename: () => ada } });
    for (const name of ["", "  ", "\u202e\u0000"]) {
      expect((await send("PATCH", "/api/me", { body: { name } })).statusCode).toBe(400);
    }
  });
});

describe("addresses", () => {
  const writes = [
    ["POST", "/api/documents", { title: "x" }],
    ["PATCH", `/api/documents/${"a".repeat(16)}`, { title: "x" }],
    ["PUT", `/api/documents/${"a".repeat(16)}/parent`, { parentId: null }],
    ["DELETE", `/api/documents/${"a".repeat(16)}`, undefined],
    ["POST", `/api/documents/${"a".repeat(16)}/restore`, undefined],
    ["POST", `/api/documents/${"a".repeat(16)}/reset`, {}],
    ["POST", `/api/documents/${"a".repeat(16)}/files`, undefined],
    ["POST", `/api/documents/${"a".repeat(16)}/files/remote`, { url: "https://example.org/a.png" }],
    [
      "POST",
      `/api/documents/${"a".repeat(16)}/files/copy`,
      { documentId: "a".repeat(16), hash: "0".repeat(64) },
    ],
    ["PATCH", "/api/me", { name: "x" }],
    ["POST", "/api/lines", { document: "x" }],
    ["POST", "/api/lines/a/1", undefined],
  ] as const;

  const parameters = { id: "a".repeat(16), line: "a", number: "1" };
  const fill = (path: string): string =>
    Object.entries(parameters).reduce((filled, [name, value]) => filled.replace(`{${name}}`, value), path);

  it("H16 knows every write that the API has", async () => {
    const { send } = await start();
    const { paths } = (await send("GET", "/api/openapi.json")).json<{ paths: Record<string, object> }>();
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== "get")
        .map((method) => `${method.toUpperCase()} ${fill(path)}`),
    );
    expect(described.toSorted()).toEqual(writes.map(([method, path]) => `${method} ${path}`).toSorted());
  });

  it.each(writes)("H16 %s %s takes no foreign page's word", async (method, path, body) => {
    const { send } = await start({ options: { rename: () => ada } });
    const payload = body === undefined ? {} : { body };
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "https://evil.example", cookie: "a=b" },
      { cookie: "a=b" },
    ]) {
      const answer = await send(method, path, { ...payload, headers });
      expect([answer.statusCode, answer.json().code]).toEqual([403, "QUIRE_ERR_ORIGIN_REFUSED"]);
    }
    expect(
      (await send(method, path, { ...payload, headers: { origin: url, cookie: "a=b" } })).statusCode,
    ).not.toBe(403);
    const form = await send(method, path, {
      payload: "title=x",
      headers: { origin: url, "content-type": "text/plain" },
    });
    expect(form.statusCode).toBe(415);
  });

  it("H2 answers a page's own reads, which say no Origin", async () => {
    const { send } = await start();
    expect((await send("GET", "/api/documents", { headers: { cookie: "a=b" } })).statusCode).toBe(200);
    expect((await send("GET", "/api/documents", { headers: { origin: "null" } })).statusCode).toBe(403);
  });

  it.each(["evil.example", "evil.example:7070", "192.168.1.5"])(
    "answers 421 under the Host %s",
    async (host) => {
      const { send } = await start();
      const answer = await send("GET", "/api/documents", { headers: { host } });
      expect([answer.statusCode, answer.json().code]).toEqual([421, "QUIRE_ERR_HOST_REFUSED"]);
    },
  );

  it("H3 believes no forwarded Host", async () => {
    const { send } = await start({ host: (app) => app.get("/", async () => "the host's own") });
    const headers = { "x-forwarded-host": "docs.example.org", forwarded: "host=docs.example.org" };
    expect(
      (await send("GET", "/api/documents", { headers: { ...headers, host: "evil.example" } })).statusCode,
    ).toBe(421);
  });

  it("H15 sends no CORS header, whoever asks", async () => {
    const { send } = await start();
    for (const origin of [url, "https://evil.example", "null"]) {
      const { headers } = await send("GET", "/api/documents", { headers: { origin } });
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });

  it("answers a probe under any Host", async () => {
    const { send, library } = await start();
    const headers = { host: "10.0.0.7:7070" };
    expect((await send("GET", "/healthz", { headers })).json()).toEqual({ status: "alive" });
    expect((await send("GET", "/readyz", { headers })).json()).toEqual({ status: "ready" });
    library.isReady = false;
    const answer = await send("GET", "/readyz", { headers });
    expect([answer.statusCode, answer.json().code]).toEqual([503, "QUIRE_ERR_STORE_FAILED"]);
    expect((await send("GET", "/healthz", { headers })).statusCode).toBe(200);
  });
});

describe("the whole API", () => {
  it("answers what it does not have with a code, and keeps queries out of it", async () => {
    const { send } = await start();
    for (const [method, path] of [
      ["GET", "/api/nothing?token=secret"],
      ["PUT", "/api/documents"],
      ["GET", "/api/"],
      ["POST", "/api/me"],
    ] as const) {
      const answer = await send(method, path);
      expect([answer.statusCode, answer.json().code]).toEqual([404, "QUIRE_ERR_NOT_FOUND"]);
      expect(answer.body).not.toContain("secret");
    }
  });

  it("answers 426 where only a WebSocket is spoken", async () => {
    const { send } = await start();
    expect((await send("GET", "/api/events")).json()).toMatchObject({ code: "QUIRE_ERR_WEBSOCKET_ONLY" });
  });

  it("is kept by no cache", async () => {
    const { send } = await start();
    for (const path of ["/api/documents", "/api/me", "/api/nothing", "/api/openapi.json", "/healthz"]) {
      expect((await send("GET", path)).headers["cache-control"]).toBe("no-store");
    }
  });

  it("describes itself in OpenAPI 3.1, errors included", async () => {
    const { send } = await start();
    const api = (await send("GET", "/api/openapi.json")).json();
    expect(api.openapi).toBe("3.1.0");
    expect(Object.keys(api.paths).toSorted()).toEqual([
      "/api/documents",
      "/api/documents/{id}",
      "/api/documents/{id}/content",
      "/api/documents/{id}/files",
      "/api/documents/{id}/files/copy",
      "/api/documents/{id}/files/remote",
      "/api/documents/{id}/files/{hash}",
      "/api/documents/{id}/parent",
      "/api/documents/{id}/reset",
      "/api/documents/{id}/restore",
      "/api/lines",
      "/api/lines/{line}/{number}",
      "/api/me",
      "/api/trash",
      "/healthz",
      "/metrics",
      "/readyz",
    ]);
    const { post } = api.paths["/api/documents"];
    expect(post.requestBody.content["application/json"].schema.additionalProperties).toBe(false);
    expect(post.responses["4XX"].content["application/json"].schema.required).toEqual(["code", "message"]);
    const upload = api.paths["/api/documents/{id}/files"].post;
    expect(Object.keys(upload.responses["201"].content["application/json"].schema.properties)).toEqual([
      "hash",
      "url",
      "name",
      "type",
      "size",
    ]);
    expect(Object.keys(api.paths["/api/documents/{id}/content"].get.responses["200"].content)).toContain(
      "text/markdown",
    );
  });

  it("stays within its own scope: the host's routes, parsers and errors are the host's", async () => {
    const { send } = await start({
      prefix: "/docs",
      host: (app) => {
        app.post(
          "/own",
          { schema: { body: { type: "object", properties: { n: { type: "integer" } } } } },
          async (request) => request.body,
        );
        app.get("/fails", async () => {
          throw new Error("the host's own words");
        });
      },
    });
    expect((await send("GET", "/docs/api/documents")).statusCode).toBe(200);
    expect((await send("GET", "/docs/api/nothing")).json().code).toBe("QUIRE_ERR_NOT_FOUND");
    expect(
      (await send("POST", "/own", { body: { n: "5" }, headers: { host: "evil.example" } })).json(),
    ).toEqual({ n: 5 });
    expect((await send("GET", "/fails")).json().message).toBe("the host's own words");
    expect((await send("GET", "/nothing")).json().error).toBe("Not Found");
  });
});
