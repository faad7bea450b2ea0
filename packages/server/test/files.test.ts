import { createHash } from "node:crypto";
import { readdirSync, readlinkSync, truncateSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { DocumentFile, Role } from "@quire/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { QuireOptions } from "../src/index.ts";
import { startServer } from "./server.ts";

const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(5_000, "image")]);

/** Whoever asks says who they are, what they may do, and perhaps with which document only. */
const authorize: NonNullable<QuireOptions["authorize"]> = ({ headers }, id) => {
  const { "x-as": as = "ann", "x-role": role = "own", "x-only": only } = headers;
  if (only !== undefined && id !== only) return { refused: "not-found" };
  return { person: { id: String(as), name: String(as), hue: 1 }, role: String(role) as Role };
};

type Server = Awaited<ReturnType<typeof startServer>>;

/** One for all tests but those that start their own. */
let shared: Server;
let server: Server;
let id: string;
beforeAll(async () => {
  shared = await startServer({ authorize });
});
beforeEach(async () => {
  server = shared;
  id = await server.create();
});
afterEach(async () => {
  if (server !== shared) await server.remove();
});
afterAll(() => shared.remove());

/** Starts a server of the test's own, with nothing in it. */
async function start(options: Partial<QuireOptions> = {}): Promise<void> {
  server = await startServer({ authorize, ...options });
  id = await server.create();
}

type Headers = Record<string, string>;

function send(method: string, path: string, headers: Headers = {}, body?: Uint8Array<ArrayBuffer> | string) {
  const url = `http://127.0.0.1:${server.port}${path}`;
  return fetch(url, { method, headers: { connection: "close", ...headers }, body: body ?? null });
}

function upload(
  bytes: Uint8Array<ArrayBuffer>,
  name = "picture.png",
  headers: Headers = {},
  to = id,
): Promise<Response> {
  const path = `/api/documents/${to}/files?name=${encodeURIComponent(name)}`;
  return send("POST", path, { "content-type": "application/octet-stream", ...headers }, bytes);
}

async function stored(bytes: Uint8Array<ArrayBuffer>, name?: string, to = id): Promise<DocumentFile> {
  const answer = await upload(bytes, name, {}, to);
  expect(answer.status).toBe(201);
  return (await answer.json()) as DocumentFile;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function refusal(answer: Response | Promise<Response>): Promise<[number, string]> {
  const { status, ...rest } = { status: (await answer).status, body: await (await answer).json() };
  return [status, (rest.body as { code: string }).code];
}

/** The names of all that is kept, and of what is half done. */
function kept(): { whole: string[]; half: string[] } {
  const directory = join(server.dataDir, "files");
  const folders = readdirSync(directory).filter((name) => name !== "incoming");
  const whole = folders.flatMap((name) => readdirSync(join(directory, name)));
  return { whole: whole.sort(), half: readdirSync(join(directory, "incoming")) };
}

async function metric(name: string): Promise<number> {
  const text = await (await send("GET", "/metrics")).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
}

describe("a file that is uploaded", () => {
  it("U1 is there byte for byte, also after a restart, at an address made of its hash", async () => {
    await start();
    const file = await stored(png, "Holiday.png");
    expect(file).toEqual({
      hash: sha256(png),
      url: `/api/documents/${id}/files/${sha256(png)}`,
      name: "Holiday.png",
      type: "image/png",
      size: png.length,
    });
    for (let round = 0; round < 2; round++) {
      const answer = await send("GET", file.url);
      expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(png)]).toEqual([200, true]);
      await server.restart();
    }
    expect(kept()).toEqual({ whole: [file.hash], half: [] });
  });

  it("U1 of 20 MiB comes and goes without being held in memory", async () => {
    await start();
    const bytes = Buffer.alloc(20 * 2 ** 20, "0123456789abcdef");
    const file = await stored(bytes, "large.bin");
    expect(file.type).toBe("application/octet-stream");
    const back = Buffer.from(await (await send("GET", file.url)).arrayBuffer());
    expect(sha256(back)).toBe(file.hash);
    expect(await metric("quire_upload_bytes_total")).toBe(bytes.length);
  });

  it("U1 is answered 404 where the document is not there, and 410 where it was deleted until it is restored", async () => {
    const { url } = await stored(png);
    const absent = "a".repeat(20);
    expect(await refusal(upload(png, "a.png", {}, absent))).toEqual([404, "QUIRE_ERR_DOCUMENT_NOT_FOUND"]);
    await send("DELETE", `/api/documents/${id}`);
    expect(await refusal(send("GET", url))).toEqual([410, "QUIRE_ERR_DOCUMENT_DELETED"]);
    expect(await refusal(upload(png))).toEqual([410, "QUIRE_ERR_DOCUMENT_DELETED"]);
    await send("POST", `/api/documents/${id}/restore`);
    expect((await send("GET", url)).status).toBe(200);
  });

  it("U2 is kept once, whoever uploads it and wherever to, also at the same time", async () => {
    await start();
    const other = await server.create();
    const all = await Promise.all([
      ...Array.from({ length: 5 }, () => stored(png, "one.png")),
      ...Array.from({ length: 5 }, () => stored(png, "two.png", other)),
    ]);
    expect(new Set(all.map(({ hash }) => hash)).size).toBe(1);
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(["one.png", "two.png"]));
    expect(kept()).toEqual({ whole: [sha256(png)], half: [] });
    // It keeps the name that it came with first.
    expect((await stored(png, "again.png")).name).toBe("one.png");
  });

  it("U5 is read and written by those who may, and only through a document that holds it", async () => {
    const other = await server.create();
    const { url, hash } = await stored(png);
    for (const role of ["view", "comment", "suggest"])
      expect(await refusal(upload(png, "a.png", { "x-role": role }))).toEqual([403, "QUIRE_ERR_FORBIDDEN"]);
    expect((await upload(png, "a.png", { "x-role": "edit" })).status).toBe(201);
    expect((await send("GET", url, { "x-role": "view" })).status).toBe(200);
    // Who may read another document only learns nothing, whichever of the two they ask.
    const only = { "x-only": other };
    expect(await refusal(send("GET", url, only))).toEqual([404, "QUIRE_ERR_DOCUMENT_NOT_FOUND"]);
    const through = `/api/documents/${other}/files/${hash}`;
    expect(await refusal(send("GET", through, only))).toEqual([404, "QUIRE_ERR_FILE_NOT_FOUND"]);
    expect((await send("HEAD", through, only)).status).toBe(404);
  });

  it("U5 is taken over into another document by those who may read the one and write the other", async () => {
    await start();
    const other = await server.create();
    const { hash } = await stored(png, "mine.png");
    const copy = (headers: Headers = {}, body: object = { documentId: id, hash }) =>
      send(
        "POST",
        `/api/documents/${other}/files/copy`,
        { "content-type": "application/json", ...headers },
        JSON.stringify(body),
      );
    expect(await refusal(copy({ "x-only": other }))).toEqual([404, "QUIRE_ERR_DOCUMENT_NOT_FOUND"]);
    expect(await refusal(copy({ "x-role": "view" }))).toEqual([403, "QUIRE_ERR_FORBIDDEN"]);
    const absent = { documentId: id, hash: "0".repeat(64) };
    expect(await refusal(copy({}, absent))).toEqual([404, "QUIRE_ERR_FILE_NOT_FOUND"]);
    const file = (await (await copy()).json()) as DocumentFile;
    expect(file).toMatchObject({ url: `/api/documents/${other}/files/${hash}`, name: "mine.png" });
    expect((await send("GET", file.url, { "x-only": other })).status).toBe(200);
    expect((await copy()).status).toBe(201);
    expect(kept().whole).toEqual([hash]);
  });
});

describe("limits", () => {
  it("U6 refuse a file that is too large, by what it says or by what comes, and leave nothing of it", async () => {
    await start({ fileBytes: 10_000 });
    expect(await refusal(upload(Buffer.alloc(10_001)))).toEqual([413, "QUIRE_ERR_FILE_TOO_LARGE"]);
    const chunked = `${head("Transfer-Encoding: chunked")}${"800\r\n".concat("x".repeat(2048), "\r\n").repeat(6)}`;
    expect(await speak(chunked)).toMatch(/^HTTP\/1\.1 413 [\s\S]*QUIRE_ERR_FILE_TOO_LARGE/);
    expect(await speak(head("Content-Length: 999999999999"))).toMatch(/^HTTP\/1\.1 413 /);
    expect(kept()).toEqual({ whole: [], half: [] });
    expect((await upload(Buffer.alloc(10_000, 1))).status).toBe(201);
    expect(await metric("quire_upload_failures_total")).toBe(3);
  });

  it("U6 tell a sender who goes on why, and end who sends for ever", async () => {
    await start({ fileBytes: 10_000 });
    expect(await refusal(upload(Buffer.alloc(5_000_000)))).toEqual([413, "QUIRE_ERR_FILE_TOO_LARGE"]);
    const socket = connect(server.port, "127.0.0.1");
    const closed = new Promise((done) => socket.once("close", done));
    socket.on("error", () => undefined);
    socket.resume();
    socket.write(head("Content-Length: 999999999999"));
    const pour = (): void => {
      while (!socket.destroyed && socket.write(Buffer.alloc(2 ** 20)));
    };
    socket.on("drain", pour);
    pour();
    await closed;
    expect(socket.bytesWritten).toBeLessThan(2 ** 30);
  });

  it("U6 count what a document holds, small files as a block each, in whatever order they come", async () => {
    await start({ documentFileBytes: 40_960 });
    const small = Array.from({ length: 14 }, (_, at) => Buffer.from(`file ${at}`));
    const answers = await Promise.all(small.map((bytes) => upload(bytes, "a.txt")));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.filter((status) => status === 413)).toHaveLength(4);
    expect(kept()).toMatchObject({ whole: { length: 10 }, half: [] });
    expect(await (await send("GET", `/api/documents/${id}/files`)).json()).toEqual({
      fileBytes: 26_214_400,
      documentFileBytes: 40_960,
      usedBytes: 40_960,
    });
    await server.restart();
    expect(await refusal(upload(png))).toEqual([413, "QUIRE_ERR_FILES_FULL"]);
    // Another document has room of its own.
    expect((await upload(png, "a.png", {}, await server.create())).status).toBe(201);
  });

  it("U6 let 16 uploads of a person be under way, and others' go on", async () => {
    await start();
    const slow = Array.from({ length: 16 }, () => {
      const socket = connect(server.port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(`${head("Content-Length: 100")}x`);
      return socket;
    });
    await expect.poll(() => kept().half.length).toBe(16);
    expect(await refusal(upload(png))).toEqual([429, "QUIRE_ERR_TOO_MANY_UPLOADS"]);
    expect((await upload(png, "a.png", { "x-as": "ben" })).status).toBe(201);
    for (const socket of slow) socket.destroy();
    await expect.poll(() => kept().half.length).toBe(0);
    expect((await upload(png)).status).toBe(201);
  });
});

describe("an upload that does not become whole", () => {
  it("U7 leaves nothing where its sender goes away", async () => {
    await start();
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(head("Content-Length: 1000000"));
    socket.write(Buffer.alloc(300_000));
    await expect.poll(() => kept().half.length).toBe(1);
    socket.destroy();
    await expect.poll(kept).toEqual({ whole: [], half: [] });
    expect(await metric("quire_upload_failures_total")).toBe(1);
  });

  it("U7 leaves nothing where it comes too slowly, and says so", async () => {
    await start({ stallMs: 50 });
    const answer = await speak(`${head("Content-Length: 1000")}x`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*QUIRE_ERR_UPLOAD_TOO_SLOW/);
    await expect.poll(kept).toEqual({ whole: [], half: [] });
  });

  it("U7 leaves nothing where it is empty", async () => {
    await start();
    expect(await refusal(upload(Buffer.alloc(0)))).toEqual([400, "QUIRE_ERR_FILE_EMPTY"]);
    expect(await speak(`${head("Transfer-Encoding: chunked")}0\r\n\r\n`)).toContain("QUIRE_ERR_FILE_EMPTY");
    expect(kept()).toEqual({ whole: [], half: [] });
  });
});

describe("hostile senders", () => {
  it.each(["text/plain", "image/png", "multipart/form-data; boundary=x", "application/json", "text/html"])(
    "U3 get 415 for a body of the type %s, which a form of another site could send or which is a lie",
    async (type) => {
      expect(await refusal(upload(png, "a.png", { "content-type": type }))).toEqual([
        415,
        "QUIRE_ERR_UNSUPPORTED_TYPE",
      ]);
      expect(kept().half).toEqual([]);
    },
  );

  it("U3 get 415 where they say no type", async () => {
    const request = head("Content-Length: 1").replace("Content-Type: application/octet-stream\r\n", "");
    expect(await speak(`${request}x`)).toMatch(/^HTTP\/1\.1 415 /);
  });

  it.each(["PUT", "PATCH", "DELETE"])("get 404 for %s", async (method) => {
    const { url } = await stored(png);
    for (const path of [url, `/api/documents/${id}/files`])
      expect((await send(method, path)).status).toBe(404);
  });

  it.each([
    "..%2f..%2fquire.mdb",
    "incoming",
    `..%2fincoming%2f${"0".repeat(64)}`,
    `${"0".repeat(64)}%00`,
    "A".repeat(64),
    "0".repeat(63),
    "0".repeat(100),
    "__proto__",
    "%ff",
  ])("U2 get nothing at the hash %s", async (hash) => {
    await stored(png);
    const { status } = await send("GET", `/api/documents/${id}/files/${hash}`);
    expect(status).toBe(400);
  });

  it("U5 of another site's page get 403, whether they send or ask", async () => {
    const { url } = await stored(png);
    const foreign = { origin: "https://evil.example", cookie: "a=b" };
    expect(await refusal(upload(png, "a.png", foreign))).toEqual([403, "QUIRE_ERR_ORIGIN_REFUSED"]);
    expect(await refusal(send("GET", url, foreign))).toEqual([403, "QUIRE_ERR_ORIGIN_REFUSED"]);
    expect(await refusal(upload(png, "a.png", { cookie: "a=b" }))).toEqual([403, "QUIRE_ERR_ORIGIN_REFUSED"]);
    const { headers } = await send("GET", url, { cookie: "a=b" });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

/** The head of an upload, as bytes on the wire. */
function head(...more: string[]): string {
  const lines = ["Host: localhost", "Content-Type: application/octet-stream", ...more];
  return `POST /api/documents/${id}/files?name=a HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
}

/** What the server says first to these bytes, with its body. */
async function speak(bytes: string): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  let answer = "";
  socket.on("error", () => undefined);
  socket.write(bytes);
  await new Promise<void>((done) => {
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (answer.includes("}")) done();
    });
    socket.once("close", () => done());
  });
  socket.destroy();
  return answer;
}

describe("a file that is served", () => {
  const pdf = Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1");
  const mp4 = Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "latin1");
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const html = Buffer.from("<!doctype html><script>alert(1)</script>");
  const gifar = Buffer.from("GIF89a/*<script>alert(1)</script>*/=1;PK\x03\x04", "latin1");
  const script = Buffer.from("alert(1)");

  it.each<[string, Buffer<ArrayBuffer>, string, string]>([
    ["image.png", png, "image/png", "inline"],
    ["film.mp4", mp4, "video/mp4", "inline"],
    ["paper.pdf", pdf, "application/pdf", "inline"],
    ["drawing.svg", svg, "application/octet-stream", "attachment"],
    ["drawing.png", svg, "application/octet-stream", "attachment"],
    ["page.html", html, "application/octet-stream", "attachment"],
    ["page.jpg", html, "application/octet-stream", "attachment"],
    ["script.js", script, "application/octet-stream", "attachment"],
    ["polyglot.html", gifar, "image/gif", "inline"],
    ["text.txt", Buffer.from("words"), "application/octet-stream", "attachment"],
  ])("U4 %s is shown or kept by its bytes, and runs nothing", async (name, bytes, type, kind) => {
    const { url } = await stored(bytes, name);
    for (const method of ["GET", "HEAD"]) {
      const { headers } = await send(method, url);
      expect(headers.get("content-type")).toBe(type);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-disposition")).toMatch(new RegExp(`^${kind}; filename=`));
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain("script-src");
      const isPdf = type === "application/pdf";
      expect(policy.startsWith("sandbox;")).toBe(!isPdf);
      expect(policy).toContain(`frame-ancestors ${isPdf ? "'self'" : "'none'"}`);
    }
    const { headers } = await send("GET", `${url}?download=true`);
    expect(headers.get("content-disposition")).toMatch(/^attachment; /);
  });

  it("U8 is answered with its length and its tag, kept by the asker's browser alone, and not sent twice", async () => {
    const { url, hash } = await stored(png);
    const get = await send("GET", url);
    const expected = {
      "content-length": String(png.length),
      etag: `"${hash}"`,
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=31536000, immutable",
      vary: "cookie, authorization",
    };
    for (const answer of [get, await send("HEAD", url)]) {
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject(expected);
    }
    for (const tag of [`"${hash}"`, `W/"${hash}"`, `"x", "${hash}"`, "*"]) {
      const answer = await send("GET", url, { "if-none-match": tag });
      expect([answer.status, await answer.text()]).toEqual([304, ""]);
    }
    expect((await send("GET", url, { "if-none-match": '"x"' })).status).toBe(200);
    // Who may not read it any more is not told that it is the same.
    const { status } = await send("GET", url, { "if-none-match": `"${hash}"`, "x-only": "another" });
    expect(status).toBe(404);
  });

  it("U8 is sent in the range that is asked for", async () => {
    const { url, hash } = await stored(png);
    const ask = async (range: string, more: Headers = {}) => {
      const answer = await send("GET", url, { range, ...more });
      const body = Buffer.from(await answer.arrayBuffer());
      return { status: answer.status, range: answer.headers.get("content-range"), body };
    };
    const size = png.length;
    const part = (first: number, last: number) => ({
      status: 206,
      range: `bytes ${first}-${last}/${size}`,
      body: png.subarray(first, last + 1),
    });
    expect(await ask("bytes=0-0")).toEqual(part(0, 0));
    expect(await ask("bytes=8-99")).toEqual(part(8, 99));
    expect(await ask("bytes=5000-")).toEqual(part(5000, size - 1));
    expect(await ask("bytes=-10")).toEqual(part(size - 10, size - 1));
    expect(await ask("bytes=1-2", { "if-range": `"${hash}"` })).toEqual(part(1, 2));
    const whole = { status: 200, range: null, body: png };
    expect(await ask("bytes=1-2", { "if-range": '"other"' })).toEqual(whole);
    expect(await ask("bytes=0-1,5-6")).toEqual(whole);
    for (const range of [`bytes=${size}-`, "bytes=-0"]) {
      const answer = await send("GET", url, { range });
      expect(answer.headers.get("content-range")).toBe(`bytes */${size}`);
      expect(await refusal(answer)).toEqual([416, "QUIRE_ERR_RANGE_NOT_SATISFIABLE"]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("U8 is let go of where its reader reads nothing", async () => {
    await start({ stallMs: 100 });
    const { url } = await stored(Buffer.alloc(20 * 2 ** 20, 1), "large.bin");
    const socket = connect(server.port, "127.0.0.1");
    socket.pause();
    socket.write(`GET ${url} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await expect.poll(() => metric("quire_downloads_total")).toBe(1);
    await expect.poll(openFiles, { timeout: 5_000 }).toBe(0);
    let received = 0;
    socket.on("data", (chunk) => {
      received += chunk.length;
    });
    socket.on("error", () => undefined);
    const closed = new Promise((done) => socket.once("close", done));
    socket.resume();
    await closed;
    expect(received).toBeLessThan(20 * 2 ** 20);
  });

  it("U1 is an error where the disk has not all of it, and no short answer", async () => {
    await start();
    const { url, hash } = await stored(png);
    truncateSync(join(server.dataDir, "files", hash.slice(0, 2), hash), 10);
    const answer = await send("GET", url);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-disposition")).toBeNull();
    expect(await refusal(answer)).toEqual([500, "QUIRE_ERR_INTERNAL"]);
  });
});

/** How many kept files this process has open. */
function openFiles(): number {
  const directory = join(server.dataDir, "files");
  return readdirSync("/proc/self/fd").filter((fd) => targetOf(`/proc/self/fd/${fd}`).startsWith(directory))
    .length;
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // Closed meanwhile.
    return "";
  }
}
