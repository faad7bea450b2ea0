import crypto from "node:crypto";
import { request } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { Account, DocumentSummary, SecondFactorOffer, SpareCodes } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clientSecret } from "../../../trouble/fake-provider.ts";
import { codeAt, fromBase32 } from "../src/sign-in/totp.ts";
import { startFakeProvider } from "./fake-provider.ts";
import { type PeopleServer, password, startPeople } from "./people-server.ts";
import { comeBack, quireUrl, setOut } from "./provider-trip.ts";
import { openSocket } from "./socket.ts";

let server: PeopleServer;

beforeEach(async () => {
  server = await startPeople();
});

afterEach(() => server.remove());

/** All that the server said beside its answers, and all answers that were errors. */
class Heard {
  readonly errors: string[] = [];

  /** Keeps what an answer says, if it is an error. */
  add<Answer extends { readonly status: number; readonly body: unknown }>(answer: Answer): Answer {
    if (answer.status >= 400) this.errors.push(JSON.stringify(answer.body));
    return answer;
  }

  async all(): Promise<string> {
    const metrics = await fetch(`${server.address}/metrics`);
    return [...server.log, ...this.errors, await metrics.text()].join("\n");
  }
}

describe("what the server says beside its answers", () => {
  test("threat A9 D16 holds no password, secret, token, title, text, file name or address, through all that people do", async () => {
    const heard = new Heard();
    const owner = await server.owner();
    const { browser } = owner;
    const secrets: string[] = [];

    heard.add(
      await server
        .browser()
        .post("/api/session", { email: "canary-who@example.org", password: "canary-wrong-password" }),
    );
    heard.add(
      await server.browser().post("/api/session", { email: owner.email, password: "canary-wrong-password" }),
    );
    heard.add(await server.browser().post("/api/session", { email: "canary", password: 7 }));
    heard.add(await server.browser().get("/api/documents?cursor=canary-query"));
    heard.add(
      await server.browser().get("/api/documents", { headers: { authorization: "Bearer canary-bearer" } }),
    );
    heard.add(
      await server.browser().get("/api/documents", { headers: { cookie: "quire-session=canary-cookie" } }),
    );

    const invited = await browser.post<{ url: string }>("/api/invitations", { standing: "member" });
    secrets.push(invited.body.url.split("#")[1]!);
    const joining = server.browser();
    heard.add(
      await joining.post("/api/invitations/accept", {
        secret: secrets[0],
        email: "canary-joins@example.org",
        name: "canary name",
        password: "canary password of theirs",
      }),
    );
    heard.add(
      await server.browser().post("/api/invitations/accept", {
        secret: secrets[0],
        email: "canary-again@example.org",
        name: "canary again",
        password: "canary password of theirs",
      }),
    );
    heard.add(await server.browser().post("/api/password/forgot", { email: "canary-forgot@example.org" }));
    heard.add(
      await server
        .browser()
        .post("/api/password/reset", { secret: "c".repeat(43), password: "canary-new-password" }),
    );

    const made = await browser.post<DocumentSummary>("/api/documents", {
      title: "canary-title",
      markdown: "canary-text",
    });
    const at = `/api/documents/${made.body.id}`;
    heard.add(await joining.get(at));
    heard.add(await joining.patch(at, { title: "canary-other-title" }));
    heard.add(await browser.patch(at, { title: "canary-\n\u{1b}[31m-title" }));
    heard.add(
      await browser.send("POST", `${at}/files?name=canary-file.png`, undefined, {
        text: "canary-bytes",
        headers: { "content-type": "application/octet-stream" },
      }),
    );
    heard.add(
      await browser.send("POST", `${at}/files?name=canary-file.png`, undefined, { text: "canary-bytes" }),
    );
    const access = await browser.post<{ links: { token: string }[] }>(`${at}/access/links`, { role: "view" });
    secrets.push(access.body.links.at(-1)!.token);
    heard.add(await server.browser().post("/api/links/enter", { token: secrets[1], name: "canary guest" }));
    heard.add(
      await server.browser().post("/api/links/enter", { token: "d".repeat(43), name: "canary guest" }),
    );
    heard.add(await server.browser().post("/api/nothing/canary", { canary: 1 }, { text: '{"canary"' }));

    const said = await heard.all();
    for (const each of [browser, joining]) secrets.push(...each.cookies.values());
    for (const secret of secrets) expect(said).not.toContain(secret);
    // The path of what is not there is the asker's own word, in their own answer.
    expect(said.replaceAll("/api/nothing/canary", "")).not.toMatch(/canary/i);
    expect(server.log.join("")).not.toMatch(/canary/i);
  });

  test("threat A9 holds no code, state, nonce or token of signing in elsewhere, no six digits, no link's password and no key that the server drew", async () => {
    const drawn = watchKeys();
    const secrets: string[] = [clientSecret];
    const fake = await startFakeProvider();
    const { sign } = fake;
    fake.sign = async (claims) => {
      const token = await sign(claims);
      secrets.push(token, ...token.split(".").slice(1));
      return token;
    };
    const other = await startPeople({ url: quireUrl, providers: [fake.settings] });
    try {
      const heard: string[] = [];
      const hear = <Answer extends { readonly status: number; readonly body: unknown }>(answer: Answer) => {
        if (answer.status >= 400) heard.push(JSON.stringify(answer.body));
        return answer;
      };
      const { browser, email } = await other.owner();

      const ada = other.browser();
      for (const lie of [true, false]) {
        fake.claims = (claims) => (lie ? { ...claims, nonce: "another" } : claims);
        const at = await setOut(ada);
        const back = fake.signIn(at);
        for (const name of ["state", "nonce", "code_challenge"])
          secrets.push(at.searchParams.get(name) ?? "");
        secrets.push(back.searchParams.get("code") ?? "");
        expect(await comeBack(ada, back)).toBe(lie ? "/sign-in?problem=provider-failed" : "/");
        // Twice, and with another's state.
        await comeBack(ada, back);
        await comeBack(other.browser(), back);
      }

      const offer = await browser.post<SecondFactorOffer>("/api/account/second-factor", {});
      const step = Math.floor(other.clock.now / 30_000);
      const codes = [0, 1].map((more) => codeAt(fromBase32(offer.body.secret), step + more));
      hear(await browser.put("/api/account/second-factor", { code: "482913" }));
      const on = await browser.put<SpareCodes>("/api/account/second-factor", { code: codes[0] });
      hear(await other.browser().post("/api/session", { email, password, code: "591024" }));
      hear(await other.browser().post("/api/session", { email, password, code: codes[1] }));
      secrets.push(offer.body.secret, ...on.body.codes, ...codes, "482913", "591024");

      const { body } = await browser.post<DocumentSummary>("/api/documents", {});
      const links = `/api/documents/${body.id}/access/links`;
      const made = await browser.post<{ links: { token: string }[] }>(links, {
        role: "view",
        password: "opal",
      });
      const { token } = made.body.links.at(-1)!;
      for (const word of ["onyx", "opal"])
        hear(await other.browser().post("/api/links/enter", { token, name: "Gus", password: word }));
      secrets.push("opal", "onyx");

      const metrics = await (await fetch(`${other.address}/metrics`)).text();
      const said = [...other.log, ...heard, metrics].join("\n");
      expect(secrets).not.toContain("");
      for (const each of secrets) expect(hasAlone(said, each), each).toBe(false);
      // What seals the way to a provider, and what challenges are signed with, leave the process in no other way.
      const keys = drawn.keys.map((key) => key.toString("base64url"));
      expect(keys).toContain(browser.cookies.get("__Host-quire-session"));
      for (const key of drawn.keys)
        for (const encoding of ["base64url", "base64", "hex"] as const)
          expect(said).not.toContain(key.toString(encoding).replace(/=+$/, ""));
      for (const one of [...secrets, drawn.keys[0]!.toString("hex")])
        expect(hasAlone(`{"err":"no ${one}"}`, one)).toBe(true);
      expect(hasAlone("17.482913", "482913")).toBe(false);
    } finally {
      drawn.stop();
      await other.remove();
      await fake.close();
    }
  });

  test("threat D16 what people send cannot begin a line of the log, nor colour it", async () => {
    for (const origin of ["http://a\u{9b}31m", "http://evil.example/\\r\\nx", "http://a\u{85}b"])
      await say(origin);
    await server.browser().get(`/api/documents/${encodeURIComponent('a\r\n{"level":60}')}`);
    expect(server.log.length).toBeGreaterThan(0);
    for (const line of server.log) {
      expect(line.trimEnd()).not.toMatch(/\p{Cc}/u);
      expect(() => JSON.parse(line)).not.toThrow();
    }
  });
});

describe("the names of documents", () => {
  const names = [
    "..",
    "../../etc/passwd",
    "%2e%2e%2f%2e%2e%2f",
    "..%5c..%5c",
    "%00",
    "a%00aaaaaaaaaaaaaaaaaa",
    "con",
    "x".repeat(64 * 1024),
    "%F0%9F%98%80".repeat(16),
    "%E2%80%AEabcdefghijklmnop",
    encodeURIComponent("e\u{301}".repeat(16)),
    encodeURIComponent("\u{e9}".repeat(16)),
    "%ED%A0%80".repeat(16),
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "toString",
    "*",
    "null",
    "undefined",
    "a b c d e f g h i",
    "abcdefghijklmno",
    "a".repeat(65),
    "abcdefghijklmnop;x=1",
    "abcdefghijklmnop%2f",
  ];

  test("threat B16 are of one form on every route, and of another nothing is there and nothing is made", async () => {
    const { browser } = await server.owner();
    const routes = server.routes.filter(
      ({ path, method }) => path.startsWith("/api/documents/:id") && method !== "HEAD",
    );
    expect(routes.length).toBeGreaterThan(10);
    for (const { method, path } of routes) {
      for (const name of names) {
        const address = path
          .replace(":id", name)
          .replace(/:hash/, "0".repeat(64))
          .replaceAll(/:\w+/g, "a".repeat(22));
        const hasBody = method !== "GET" && method !== "DELETE";
        const { status } = await browser
          .send(method, address, hasBody ? {} : undefined)
          .catch((error: Error) => {
            // The request itself is too long for a URL of Node's.
            if (name.length > 16_000) return { status: 431 };
            throw error;
          });
        expect([400, 403, 404, 405, 410, 413, 414, 415, 431], `${method} ${address.slice(0, 80)}`).toContain(
          status,
        );
      }
    }
    const { body } = await browser.get<{ documents: unknown[] }>("/api/documents");
    expect(body.documents).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 60_000);

  test("threat B16 of another form open no line, and make nothing", async () => {
    const { browser } = await server.owner();
    for (const name of names.filter(({ length }) => length < 16_000)) {
      const { closed } = openSocket(browser, `/sync/${name}`);
      const said = name.slice(0, 40);
      // A router's own no has no code.
      expect([1006, 4403, 4404], said).toContain(await closed);
      const opened = await browser.post<{ code?: number }>("/api/lines", { document: safelyDecoded(name) });
      expect([200, 400, 413], said).toContain(opened.status);
      if (opened.status === 200) expect([4403, 4404], said).toContain(opened.body.code);
    }
    expect((await browser.get<{ documents: unknown[] }>("/api/documents")).body.documents).toEqual([]);
  });

  test("threat B16 that somebody brings are refused unless they are of that form", async () => {
    const { browser } = await server.owner();
    for (const id of names) {
      const answer = await browser.post("/api/documents", { id: safelyDecoded(id) });
      expect(answer.status, id.slice(0, 40)).toBe(400);
    }
  });
});

describe("who is signed in", () => {
  test("threat A9 is told by no address: a session, a link or a token in a query is nothing", async () => {
    const owner = await server.owner();
    const secret = [...owner.browser.cookies.values()][0]!;
    for (const query of [
      `session=${secret}`,
      `quire-session=${secret}`,
      `token=${secret}`,
      `access_token=${secret}`,
    ]) {
      const answer = await server.browser().get<{ account: Account | null }>(`/api/session?${query}`);
      expect(answer.status === 400 || answer.body.account === null).toBe(true);
      expect((await server.browser().get(`/api/documents?${query}`)).status).not.toBe(200);
    }
  });
});

/** Hears each key that the process draws; names of things are shorter. */
function watchKeys(): { readonly keys: readonly Buffer[]; stop(): void } {
  const keys: Buffer[] = [];
  const { randomBytes } = crypto;
  Reflect.set(crypto, "randomBytes", (size: number) => {
    const bytes = randomBytes(size);
    if (size > 16) keys.push(bytes);
    return bytes;
  });
  syncBuiltinESMExports();
  return {
    keys,
    stop: () => {
      Reflect.set(crypto, "randomBytes", randomBytes);
      syncBuiltinESMExports();
    },
  };
}

/** Whether a text says it, and not as a part of a longer word or number. */
function hasAlone(text: string, word: string): boolean {
  const form = word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\w.])${form}(?!\\w|\\.\\d)`).test(text);
}

/** Sends an Origin as bytes, which no browser would. */
function say(origin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: server.port, method: "POST", path: "/api/session", headers: { origin } });
    asked.once("error", reject);
    asked.once("response", (response) => {
      response.resume().once("end", () => resolve());
    });
    asked.end();
  });
}

function safelyDecoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
