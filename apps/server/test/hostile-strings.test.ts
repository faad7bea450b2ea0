import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { DocumentFile } from "@quire/protocol";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyHostileString, hostileStrings } from "../../../trouble/hostile-strings.ts";
import { upgrade } from "../../../trouble/raw-upgrade.ts";
import { AddressAsker } from "./address-asker.ts";
import { type Belongings, makeBelongings } from "./belongings.ts";
import { everythingIn } from "./everything-in.ts";
import { startWhole, type WholeServer } from "./whole-server.ts";

let server: WholeServer;
let mine: Belongings;
let port: number;
let asked = 0;
/** How often a `<` stands in the largest page here, where all names are harmless. */
let mostElements: number;

beforeAll(async () => {
  server = await startWhole({ limits: false });
  mine = await makeBelongings(server);
  port = await server.listen();
  mostElements = (await server.ask({ url: `/p/${mine.token}` })).body.split("<").length;
});
afterAll(() => server.remove());

const short = (text: string): string => JSON.stringify(text.slice(0, 40));

/** A text in an address: also one that no browser could put there, as the bytes that it would be. */
function inAddress(text: string): string {
  return Array.from(text, (sign) =>
    sign.isWellFormed() ? encodeURIComponent(sign) : [...surrogateBytes(sign)].map(percent).join(""),
  ).join("");
}

/** The bytes of a text, also of one that has none in UTF-8: those that its halves of letters would be. */
function bytesOf(text: string): Buffer {
  return Buffer.concat(
    Array.from(text, (sign) => Buffer.from(sign.isWellFormed() ? sign : [...surrogateBytes(sign)])),
  );
}

function* surrogateBytes(half: string): Iterable<number> {
  const code = half.charCodeAt(0);
  yield 0xe0 | (code >> 12);
  yield 0x80 | ((code >> 6) & 63);
  yield 0x80 | (code & 63);
}

const percent = (byte: number): string => `%${byte.toString(16).toUpperCase()}`;

/** Asks as the owner's page, and looks at what every answer must not be, whatever was said. */
async function ask(said: string, request: InjectOptions): Promise<LightMyRequestResponse> {
  asked++;
  const remoteAddress = `10.4.${(asked >> 8) & 255}.${asked & 255}`;
  const headers = { ...mine.owner.headers, ...request.headers };
  const answer = await server.ask({ remoteAddress, ...request, headers });
  const what = `${request.method ?? "GET"} ${JSON.stringify(request.url).slice(0, 60)} with ${short(said)}: ${answer.statusCode}`;
  expect(answer.statusCode, what).toBeLessThan(500);
  expect(Object.keys(answer.headers), what).not.toContain("x-evil");
  expect(String(answer.headers["set-cookie"] ?? ""), what).not.toContain("evil");
  const type = String(answer.headers["content-type"] ?? "");
  if (type.startsWith("text/html")) expectNoMarkup(answer.body, what);
  else if (answer.body !== "") expect(answer.headers["x-content-type-options"], what).toBe("nosniff");
  return answer;
}

/** Nothing that was said begins an element: a page has no more of them than it has about something harmless. */
function expectNoMarkup(page: string, what: string): void {
  expect(page.split("<").length, what).toBeLessThanOrEqual(mostElements);
}

/** What is said to who asks for a document that nobody made: of what has not the form of an id, that there is none. */
function noneAt(name: string) {
  return /^[\w-]{16,64}$/.test(name)
    ? { code: 4403, reason: "you may not open this document" }
    : { code: 4404, reason: "there is no such document" };
}

describe("texts that programs stumble over", () => {
  it("are of every kind there is, a hundred and fifty and more", () => {
    expect(Object.keys(hostileStrings).length).toBeGreaterThan(15);
    expect(new Set(everyHostileString).size).toBe(everyHostileString.length);
    expect(everyHostileString.length).toBeGreaterThan(200);
    for (const text of everyHostileString) expect(text).not.toMatch(/^[\w-]{16,64}$/);
  });

  it("threat B16 are no document, file, person, link or line, wherever an id stands, and make none", async () => {
    const before = await everythingIn(server, ["audit"]);
    const at = `/api/documents/${mine.document}`;
    for (const text of everyHostileString) {
      const id = inAddress(text);
      for (const url of [
        `/api/documents/${id}`,
        `/api/documents/${id}/content?format=text`,
        `/api/documents/${id}/access`,
        `/api/documents/${id}/files/${mine.hash}`,
        `${at}/files/${id}`,
        `/p/${mine.token}/files/${id}`,
        `/p/${id}`,
        `/api/people/${id}/picture/${id}`,
        `/api/lines/${id}/1`,
        `/sync/${id}`,
      ]) {
        const { statusCode } = await ask(text, { url });
        const isSync = url.startsWith("/sync/") && statusCode === 426;
        // What is read as a path leads out of the route: there is nothing there, or a page that says the same to everybody.
        const isPage = statusCode === 200 && /^\.{1,2}$/.test(text);
        expect(
          [400, 404, 429].includes(statusCode) || isSync || isPage,
          `${url.slice(0, 80)}: ${statusCode}`,
        ).toBe(true);
      }
      for (const [url, payload] of [
        ["/api/documents", { id: text }],
        ["/api/documents", { parentId: text }],
        ["/api/lines", { document: text }],
        [`${at}/files/copy`, { documentId: text, hash: mine.hash }],
        [`${at}/files/copy`, { documentId: mine.document, hash: text }],
        ["/api/links/enter", { token: text, name: "Gus" }],
      ] as const) {
        const { statusCode, body } = await ask(text, { method: "POST", url, payload });
        // A line says by a code of its own that there is no such document.
        const isNone =
          [400, 404].includes(statusCode) || (statusCode === 200 && JSON.parse(body).code === 4404);
        expect([url, short(text), isNone]).toEqual([url, short(text), true]);
      }
    }
    expect(await everythingIn(server, ["audit"])).toBe(before);
  });

  it("threat B16 at the end of /sync/ open nothing, alone or behind a document's id, however they are written", async () => {
    const before = await everythingIn(server, ["audit"]);
    const headers = { host: "docs.example.org", ...mine.owner.headers };
    const paths = everyHostileString.flatMap((text) => [
      `/sync/${inAddress(text)}`,
      `/sync/${mine.document}${inAddress(text)}`,
      // As no browser writes it: letter by letter, where a line of a request can hold that.
      ...(text.isWellFormed() && !/[\s\p{Cc}?#%]/u.test(text) ? [`/sync/${text}`] : []),
    ]);
    for (let at = 0; at < paths.length; at += 50)
      await Promise.all(
        paths.slice(at, at + 50).map(async (path) => {
          const end = await upgrade(port, path, headers);
          // Some is no address at all, and ends before the upgrade.
          const isNone = "code" in end || ![400, 404, 414, 431].includes(end.status);
          const expected = noneAt(path.slice("/sync/".length));
          if (isNone) expect([path.slice(0, 80), end]).toEqual([path.slice(0, 80), expected]);
        }),
      );
    expect(await everythingIn(server, ["audit"])).toBe(before);
  });

  it("threat B16 as a document that a hocuspocus provider asks for are none, and leave the others on its socket open", async () => {
    const before = await everythingIn(server, ["audit"]);
    const provider = new AddressAsker({ port, headers: mine.owner.headers });
    expect(await provider.ask(Buffer.from(mine.document))).toBe("read-write");
    let asked = 0;
    for (const text of everyHostileString) {
      const bytes = bytesOf(text);
      for (const address of [bytes, Buffer.concat([Buffer.from(mine.document), bytes])]) {
        const answer = await provider.ask(address);
        // Bytes that are no text are no frame, and end their socket; so is what is longer than a name can be.
        const isFrame = text.isWellFormed() && address.length <= 577;
        // Behind a NUL stands a session, which is any text.
        const [name = ""] = address.toString().split("\0", 1);
        const said = name === mine.document ? "read-write" : noneAt(name).reason;
        expect([short(text), answer]).toEqual([short(text), isFrame ? said : 4422]);
        if (!isFrame) expect(await provider.ask(Buffer.from(mine.document))).toBe("read-write");
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(400);
    expect(await provider.isOpen(mine.document)).toBe(true);
    provider.close();
    expect(await everythingIn(server, ["audit"])).toBe(before);
  });

  it("threat E5 B16 as names of files are names on every system, said as RFC 6266 has it, and never a path", async () => {
    const at = `/api/documents/${mine.document}/files`;
    const headers = { "content-type": "application/octet-stream" };
    let stored = 0;
    for (const [n, text] of everyHostileString.entries()) {
      const url = `${at}?name=${inAddress(text)}`;
      const answer = await ask(text, { method: "POST", url, headers, payload: `the ${n}th of them` });
      if (answer.statusCode === 400) continue;
      expect(answer.statusCode, short(text)).toBe(201);
      const file = answer.json<DocumentFile>();
      stored++;
      for (const name of [file.name, await saidName(`${at}/${file.hash}`, text)]) {
        expect(name, short(text)).toBe(file.name);
        expect(name.isWellFormed(), short(text)).toBe(true);
        expect(name, short(text)).not.toMatch(
          /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069/\\:*?"<>|]|^[. ]|[. ]$|^$/u,
        );
        expect(name, short(text)).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(Buffer.byteLength(name), short(text)).toBeLessThanOrEqual(500);
      }
    }
    expect(stored).toBeGreaterThan(150);
    // On the disk, each is named by its bytes.
    const folder = join(server.dataDir, "files");
    for (const name of readdirSync(folder, { recursive: true }) as string[])
      expect(name).toMatch(/^[\w-]+$|^[\w-]+\/[\da-f]{64}$/);
  });

  /** What a browser would call the file that is at the address: read as RFC 6266 and RFC 8187 have it, and nothing else is let through. */
  async function saidName(url: string, text: string): Promise<string> {
    const { headers } = await ask(text, { url });
    const form =
      /^(?:inline|attachment); filename="((?:[ !#-[\]-~])*)"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[\dA-F]{2})*)$/;
    const [, plain, coded] = form.exec(String(headers["content-disposition"])) ?? [];
    expect([short(text), plain === undefined]).toEqual([short(text), false]);
    return decodeURIComponent(coded ?? "");
  }

  it("threat B16 D5 D16 as titles are text on every page and in every export, and name it", async () => {
    const at = `/api/documents/${mine.document}`;
    let taken = 0;
    for (const text of everyHostileString) {
      const { statusCode } = await ask(text, { method: "PATCH", url: at, payload: { title: text } });
      expect([200, 400], short(text)).toContain(statusCode);
      if (statusCode === 400) continue;
      taken++;
      const { title } = (await ask(text, { url: at })).json<{ title: string }>();
      expect(title.isWellFormed(), short(text)).toBe(true);
      expect((await ask(text, { url: `/p/${mine.token}` })).statusCode).toBe(200);
      expect((await ask(text, { url: "/api/documents" })).statusCode).toBe(200);
      await saidName(`${at}/content?format=html&download=1`, text);
    }
    expect(taken).toBeGreaterThan(200);
  });

  it("threat B16 in halves of letters make no document that a list shows otherwise than it is", async () => {
    for (const text of hostileStrings["halves of letters"] ?? []) {
      const payload = { title: text, markdown: text };
      const made = await ask(text, { method: "POST", url: "/api/documents", payload });
      expect(made.statusCode, short(text)).toBe(201);
      const { title, excerpt } = made.json<{ title: string; excerpt: string }>();
      expect([title, excerpt], short(text)).toEqual([text.toWellFormed(), text.toWellFormed()]);
    }
  });

  it("threat B16 D5 as names of people and groups are one line that is well-formed, or refused", async () => {
    const taken = new Map<string, number>();
    for (const text of everyHostileString)
      for (const [method, url, payload] of [
        ["PATCH", "/api/account", { name: text }],
        ["POST", "/api/groups", { name: text, members: [] }],
        ["POST", "/api/links/enter", { token: mine.entry, name: text }],
      ] as const) {
        const isGuest = url === "/api/links/enter";
        const answer = await ask(text, { method, url, payload, ...(isGuest && { headers: { cookie: "" } }) });
        expect([200, 201, 400], `${url} ${short(text)}`).toContain(answer.statusCode);
        if (answer.statusCode === 400) continue;
        // Who comes by a link is told of their name with the next request.
        const [cookie = ""] = String(answer.headers["set-cookie"]).split(";", 1);
        const { body } = isGuest ? await ask(text, { url: "/api/me", headers: { cookie } }) : answer;
        const names = [...body.matchAll(/"name":("(?:[^"\\]|\\.)*")/g)].map(
          ([, name]) => JSON.parse(name!) as string,
        );
        if (names.length > 0) taken.set(url, (taken.get(url) ?? 0) + 1);
        for (const name of names)
          expect(
            name.isWellFormed() &&
              !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(name) &&
              name.trim() !== "",
            `${url} ${short(text)}`,
          ).toBe(true);
      }
    expect(taken.size).toBe(3);
    for (const [url, count] of taken) expect(count, url).toBeGreaterThan(200);
  });
});
