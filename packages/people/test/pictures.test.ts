import type {
  Account,
  AccountExport,
  ColleagueList,
  DocumentAccess,
  DocumentSummary,
  Me,
} from "@quire/protocol";
import { decodeAwareness, decodeMessage } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";
import { jpeg, png, pngChunk, webp, webpChunks } from "./pictures-of.ts";
import { openSocket } from "./socket.ts";

const { lossy, lossless, canvas, motion } = webpChunks;
const most = 256 * 1024;

let server: PeopleServer;
let ann: Member;
let bob: Member;

beforeAll(async () => {
  server = await startPeople();
  ann = await server.member("Ann");
  bob = await server.member("Bob");
});
afterAll(() => server.remove());

function put<Body = Account>(browser: Browser, bytes: Buffer, type = "image/png") {
  // As many as an hour allows, and one more.
  server.clock.now += 60 * 60_000;
  const extra = { headers: { "content-type": type }, text: new Uint8Array(bytes) };
  return browser.put<Body>("/api/account/picture", undefined, extra);
}

async function set(browser: Browser, bytes: Buffer): Promise<string> {
  const { status, body } = await put(browser, bytes);
  expect(status).toBe(200);
  return body.person.picture!;
}

const remove = (browser: Browser) => browser.delete<Account>("/api/account/picture");
const addressOf = (id: string, version: string) => `/api/people/${id}/picture/${version}`;

/** A picture as a browser gets it. */
async function look(browser: Browser, id: string, version: string) {
  const answer = await fetch(`${server.address}${addressOf(id, version)}`, { headers: browser.ownHeaders() });
  const { status, headers } = answer;
  return { status, headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe("a picture that is set", () => {
  it.each([
    ["a PNG", png(256, 256), "image/png"],
    ["a PNG of the largest size", png(1024, 1024), "image/png"],
    ["a JPEG", jpeg(256, 256), "image/jpeg"],
    [
      "a JPEG that comes bit by bit, with a comment that looks like a frame",
      jpeg(9, 9, "\xff\xc0", 0xc2),
      "image/jpeg",
    ],
    ["a lossy WebP", webp(lossy(256, 256)), "image/webp"],
    ["a lossless WebP", webp(lossless(1024, 1)), "image/webp"],
    ["a WebP with a canvas", webp(canvas(64, 64), lossless(64, 64)), "image/webp"],
  ])("B113 is what its bytes are, whatever is said of it: %s", async (_, bytes, type) => {
    for (const said of ["image/png", "image/jpeg", "image/webp"]) {
      const { status, body } = await put(ann.browser, bytes, said);
      expect(status).toBe(200);
      const shown = await look(bob.browser, ann.id, body.person.picture!);
      expect([shown.status, shown.headers.get("content-type")]).toEqual([200, type]);
      expect(shown.bytes.equals(bytes)).toBe(true);
    }
  });

  it.each([
    ["no type that is taken", "text/html", png(9, 9), 415, "QUIRE_ERR_UNSUPPORTED_TYPE"],
    ["an SVG's type", "image/svg+xml", png(9, 9), 415, "QUIRE_ERR_UNSUPPORTED_TYPE"],
    [
      "bytes of nothing in particular",
      "application/octet-stream",
      png(9, 9),
      415,
      "QUIRE_ERR_UNSUPPORTED_TYPE",
    ],
    ["nothing", "image/png", Buffer.alloc(0), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    [
      "an SVG under another name",
      "image/png",
      Buffer.from("<svg onload='alert(1)'/>"),
      422,
      "QUIRE_ERR_PICTURE_UNFIT",
    ],
    ["HTML", "image/jpeg", Buffer.from("<!doctype html><script>1</script>"), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    [
      "a GIF",
      "image/png",
      Buffer.from("GIF89a\x09\0\x09\0\0\0\0;", "latin1"),
      422,
      "QUIRE_ERR_PICTURE_UNFIT",
    ],
    ["a PDF", "image/png", Buffer.from("%PDF-1.7"), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a PNG's signature and no more", "image/png", png(9, 9).subarray(0, 8), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a PNG that is cut in its head", "image/png", png(9, 9).subarray(0, 28), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a PNG whose head comes second", "image/png", headSecond(), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a PNG of no width", "image/png", png(0, 9), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a PNG that is too wide", "image/png", png(1025, 1), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a PNG of four thousand million rows", "image/png", png(1, 2 ** 32 - 1), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    [
      "a PNG that moves",
      "image/png",
      png(9, 9, [pngChunk("acTL", Buffer.alloc(8))]),
      422,
      "QUIRE_ERR_PICTURE_UNFIT",
    ],
    ["a JPEG without a frame", "image/jpeg", jpeg(9, 9, "", 0xc4), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    [
      "a JPEG that ends before its scan",
      "image/jpeg",
      jpeg(9, 9).subarray(0, 30),
      422,
      "QUIRE_ERR_PICTURE_UNFIT",
    ],
    [
      "a JPEG whose frame stands behind a marker without a length",
      "image/jpeg",
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0x01]), jpeg(9, 9).subarray(2)]),
      422,
      "QUIRE_ERR_PICTURE_UNFIT",
    ],
    ["a JPEG that is too high", "image/jpeg", jpeg(1, 1025), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a JPEG whose height comes later", "image/jpeg", jpeg(9, 0), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a WebP of nothing", "image/webp", webp(), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    ["a WebP that is too wide", "image/webp", webp(lossy(1025, 1)), 422, "QUIRE_ERR_PICTURE_UNFIT"],
    [
      "a WebP that is larger than its canvas",
      "image/webp",
      webp(canvas(9, 9), lossless(9, 2000)),
      422,
      "QUIRE_ERR_PICTURE_UNFIT",
    ],
    [
      "a WebP that moves",
      "image/webp",
      webp(canvas(9, 9), motion(), lossless(9, 9)),
      422,
      "QUIRE_ERR_PICTURE_UNFIT",
    ],
    ["a byte too many", "image/png", filled(most + 1), 413, "QUIRE_ERR_BODY_TOO_LARGE"],
  ] as const)(
    "B113 is refused where it is %s, and the one before stays",
    async (_, type, bytes, status, code) => {
      const before = await set(ann.browser, png(12, 12));
      const answer = await put<{ code: string; message: string }>(ann.browser, bytes, type);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      if (status === 413) expect(answer.body.message).toContain(String(most));
      expect((await look(bob.browser, ann.id, before)).status).toBe(200);
    },
  );

  it("B113 has 256 KiB at most", async () => {
    expect((await put(ann.browser, filled(most))).status).toBe(200);
  });

  it("B113 that is cut or scrambled anywhere is taken or refused, and the server stays", async () => {
    const whole = [png(9, 9), jpeg(9, 9), webp(canvas(9, 9), lossy(9, 9), lossless(9, 9))];
    for (const bytes of whole)
      for (let at = 0; at < Math.min(bytes.length, 80); at++) {
        const scrambled = Buffer.from(bytes);
        scrambled[at] = 255 - (scrambled[at] ?? 0);
        for (const one of [bytes.subarray(0, at), scrambled])
          expect([200, 422]).toContain((await put(ann.browser, one)).status);
      }
  });

  it("B113 is shown as a picture and as nothing else, also where more stands in it", async () => {
    const polyglot = Buffer.concat([jpeg(9, 9, "<script>alert(1)</script>"), Buffer.from("<html><script>")]);
    const version = await set(ann.browser, polyglot);
    const { headers } = await look(bob.browser, ann.id, version);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "image/jpeg",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringMatching(/^sandbox; default-src 'none'/),
      "content-disposition": "inline",
      "cache-control": "private, max-age=31536000, immutable",
      vary: "cookie, authorization",
    });
  });

  it("B113 may be changed thirty times an hour", async () => {
    const { browser } = await server.member("Cleo");
    for (let n = 0; n < 30; n++) expect((await remove(browser)).status).toBe(200);
    const answer = await remove(browser);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("who sees a picture", () => {
  it("B114 is who has an account, at the version that it has now and at no other", async () => {
    const [one, two] = [await set(ann.browser, png(20, 20)), await set(ann.browser, png(21, 21))];
    expect(one).toMatch(/^[\w-]{16}$/);
    expect(two).not.toBe(one);
    const stranger = await server.member("Stranger");
    const status = async (browser: Browser, version: string) => (await look(browser, ann.id, version)).status;
    expect(await status(stranger.browser, two)).toBe(200);
    expect(await status(stranger.browser, one)).toBe(404);
    expect(await status(server.browser(), two)).toBe(401);
    expect(await status(server.browser(), one)).toBe(401);
    expect((await look(stranger.browser, bob.id, two)).status).toBe(404);
    expect((await look(stranger.browser, "nobody", two)).status).toBe(404);
    for (const path of [addressOf(ann.id, "x"), addressOf(ann.id, "..%2f..%2fetc%2fpass")])
      expect((await stranger.browser.get(path)).status).toBe(400);
    expect(await set(ann.browser, png(20, 20))).toBe(one);
  });

  it("B114 is told of it wherever they are told the name", async () => {
    const picture = await set(ann.browser, png(22, 22));
    const { body: document } = await ann.browser.post<DocumentSummary>("/api/documents", {});
    const mine = (await ann.browser.get<Me>("/api/me")).body.person;
    const listed = (await bob.browser.get<ColleagueList>("/api/people")).body.people;
    const access = (await ann.browser.get<DocumentAccess>(`/api/documents/${document.id}/access`)).body
      .people;
    const expected = { id: ann.id, name: "Ann", picture };
    expect(mine).toMatchObject(expected);
    expect(listed.map(({ person }) => person)).toContainEqual(expect.objectContaining(expected));
    expect(access.map(({ person }) => person)).toEqual([expect.objectContaining(expected)]);
    expect(listed.find(({ person }) => person.id === bob.id)?.person).not.toHaveProperty("picture");
  });

  it("B114 is a guest while the person is in a document of theirs, and else they are told what nobody's is told", async () => {
    const version = await set(ann.browser, png(23, 23));
    const create = async () => (await ann.browser.post<DocumentSummary>("/api/documents", {})).body.id;
    const [shared, other] = [await create(), await create()];
    const made = await ann.browser.post<DocumentAccess>(`/api/documents/${shared}/access/links`, {
      role: "view",
    });
    const gus = server.browser();
    await gus.post("/api/links/enter", { token: made.body.links[0]!.token, name: "Gus" });
    const absent = await look(gus, ann.id, version);
    const never = await look(gus, "nobody", version);
    expect([absent.status, absent.bytes]).toEqual([404, never.bytes]);
    const elsewhere = await openAt(ann.browser, other);
    expect((await look(gus, ann.id, version)).status).toBe(404);
    const here = await openAt(ann.browser, shared);
    expect((await look(gus, ann.id, version)).status).toBe(200);
    await here.leave();
    expect((await look(gus, ann.id, version)).status).toBe(404);
    await elsewhere.leave();
  });

  it("B114 B35 is no program with a token", async () => {
    const version = await set(ann.browser, png(24, 24));
    const token = await ann.browser.post<{ token: string }>("/api/account/tokens", {
      name: "T",
      scope: "write",
      password,
    });
    const headers = { authorization: `Bearer ${token.body.token}` };
    const program = server.browser();
    for (const [method, path] of [
      ["GET", addressOf(ann.id, version)],
      ["DELETE", "/api/account/picture"],
    ] as const)
      expect((await program.send(method, path, undefined, { headers })).status).toBe(403);
    const extra = { headers: { ...headers, "content-type": "image/png" }, text: new Uint8Array(png(9, 9)) };
    expect((await program.put("/api/account/picture", undefined, extra)).status).toBe(403);
  });

  it("B114 B115 is told live of a picture that is set or taken off, and of another name, without a word from them", async () => {
    await remove(ann.browser);
    const { body: document } = await ann.browser.post<DocumentSummary>("/api/documents", {});
    const path = `/api/documents/${document.id}/access/people/${bob.id}`;
    await ann.browser.put(path, { role: "view" });
    const [watcher, speaker] = [
      await openAt(bob.browser, document.id),
      await openAt(ann.browser, document.id),
    ];
    speaker.say(1, {});
    await expect.poll(() => watcher.seen()).toMatchObject({ name: "Ann" });
    expect(watcher.seen()).not.toHaveProperty("picture");
    const picture = await set(ann.browser, png(25, 25));
    await expect.poll(() => watcher.seen()).toMatchObject({ name: "Ann", picture });
    await ann.browser.patch("/api/account", { name: "Anna" });
    await expect.poll(() => watcher.seen()).toMatchObject({ name: "Anna", picture });
    await remove(ann.browser);
    await expect.poll(() => watcher.seen()?.picture).toBeUndefined();
    expect(watcher.seen()).toMatchObject({ name: "Anna" });
    expect((await look(bob.browser, ann.id, picture)).status).toBe(404);
    await ann.browser.patch("/api/account", { name: "Ann" });
    await Promise.all([watcher.leave(), speaker.leave()]);
  });
});

describe("a picture", () => {
  it("B116 is its person's to take along", async () => {
    const bytes = jpeg(30, 30);
    const extra = { headers: { "content-type": "image/jpeg" }, text: new Uint8Array(bytes) };
    const dora = await server.member("Dora");
    expect((await dora.browser.get<AccountExport>("/api/account/export")).body.picture).toBeNull();
    await dora.browser.put("/api/account/picture", undefined, extra);
    const { picture } = (await dora.browser.get<AccountExport>("/api/account/export")).body;
    expect(picture).toEqual({ type: "image/jpeg", data: bytes.toString("base64") });
  });

  it("B116 is there after a restart, and goes with the account", async () => {
    const eve = await server.member("Eve");
    const version = await set(eve.browser, png(31, 31));
    await server.restart();
    expect((await look(bob.browser, eve.id, version)).status).toBe(200);
    expect((await eve.browser.delete("/api/account", { password })).status).toBe(204);
    expect((await look(bob.browser, eve.id, version)).status).toBe(404);
    expect(server.people.store.pictures.get(eve.id)).toBeUndefined();
  });

  it("B116 of an account that goes while it is sent is not kept", async () => {
    const fay = await server.member("Fay");
    const answers = await Promise.all([
      fay.browser.delete("/api/account", { password }),
      ...Array.from({ length: 8 }, () => put(fay.browser, png(32, 32))),
    ]);
    expect(answers[0]?.status).toBe(204);
    for (const { status } of answers.slice(1)) expect([200, 401]).toContain(status);
    expect(server.people.store.pictures.get(fay.id)).toBeUndefined();
  });

  it("B116 is set by nobody who has not signed in, whatever they send", async () => {
    const answer = await put<{ code: string }>(server.browser(), filled(most + 1));
    expect([answer.status, answer.body.code]).toEqual([401, "QUIRE_ERR_UNAUTHENTICATED"]);
    const foreign = { "content-type": "image/png", origin: "https://evil.example" };
    const extra = { headers: foreign, text: new Uint8Array(png(9, 9)) };
    expect((await ann.browser.put("/api/account/picture", undefined, extra)).status).toBe(403);
  });
});

/** A PNG with as many bytes, most of them in a chunk that nobody reads. */
function filled(size: number): Buffer {
  const empty = png(9, 9, [pngChunk("teSt", Buffer.alloc(0))]);
  return png(9, 9, [pngChunk("teSt", Buffer.alloc(size - empty.length))]);
}

/** A PNG with a chunk before its head. */
function headSecond(): Buffer {
  const whole = png(9, 9);
  return Buffer.concat([whole.subarray(0, 8), pngChunk("teSt", Buffer.alloc(13)), whole.subarray(8)]);
}

/** Somebody in a document, with what they hear of others and what a client of y-protocols does about what it hears of itself. */
async function openAt(browser: Browser, document: string) {
  const { socket, spoken, closed } = openSocket(browser, `/sync/${document}`);
  let own = 0;
  let seen: Record<string, unknown> | undefined;
  const say = (client: number, state: object, clock = 1) => {
    own = client;
    const json = [...Buffer.from(JSON.stringify(state))];
    const [low, high] = [(json.length & 127) | 128, json.length >> 7];
    const entry = [1, client, clock, low, high, ...json];
    socket.send(Uint8Array.from([1, (entry.length & 127) | 128, entry.length >> 7, ...entry]));
  };
  socket.addEventListener("message", ({ data }) => {
    const message = decodeMessage(new Uint8Array(data as ArrayBuffer));
    if (message.type !== "awareness") return;
    for (const { clientId, clock, state } of decodeAwareness(message.update)) {
      if (clientId === own) say(own, JSON.parse(state) as object, clock);
      else seen = (JSON.parse(state) as { user?: Record<string, unknown> } | null)?.user;
    }
  });
  await spoken;
  return {
    say,
    seen: () => seen,
    async leave() {
      socket.close();
      await closed;
      await expect.poll(() => [...server.documents.openBy(ann.id)].includes(document as never)).toBe(false);
    },
  };
}
