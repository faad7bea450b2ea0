import { randomBytes } from "node:crypto";
import { get } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";

const url = "https://docs.example.org";
const hourMs = 60 * 60_000;

/** Origins of whoever is not us, with what the log calls them. */
const foreign: readonly (readonly [what: string, origin: string | undefined, logged: string])[] = [
  ["another site", "https://evil.example", "https://evil.example"],
  ["a site under ours", "https://sub.docs.example.org", "https://sub.docs.example.org"],
  ["ours under another", "https://docs.example.org.evil.tld", "https://docs.example.org.evil.tld"],
  ["ours as a path of another", "https://evil.tld/docs.example.org", "https://evil.tld"],
  ["ours as a user of another", "https://docs.example.org@evil.tld", "https://evil.tld"],
  ["ours over http", "http://docs.example.org", "http://docs.example.org"],
  ["another port", "https://docs.example.org:8443", "https://docs.example.org:8443"],
  ["upper case", "HTTPS://DOCS.EXAMPLE.ORG", "https://docs.example.org"],
  ["a trailing dot", "https://docs.example.org.", "https://docs.example.org."],
  ["two of them", `${url}, ${url}`, "no Origin of the web"],
  ["an extension", "chrome-extension://abcdefghijklmnop", "no Origin of the web"],
  ["a line and a colour for the log", "https://evil.tld/\t\u009b31m", "https://evil.tld"],
  ["a very long one", `https://${"evil.".repeat(400)}tld`, "no Origin of the web"],
  ["nothing in it", "", "no Origin of the web"],
];

let server: PeopleServer;
let ann: Member;
let documentId: string;

beforeAll(async () => {
  server = await startPeople({ url });
  ann = await server.member("Ann");
  documentId = (await ann.browser.post<{ id: string }>("/api/documents", {})).body.id;
});
afterAll(() => server.remove());
beforeEach(() => {
  server.clock.now += hourMs;
});

/** Asks for a WebSocket; answers with 101, or with the status of the refusal. */
function upgrade(browser: Browser, path: string, origin: string | undefined): Promise<number> {
  const { origin: _, ...headers } = browser.ownHeaders();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const asked = get({
    port: server.port,
    agent: false,
    path,
    headers: {
      ...headers,
      ...(origin !== undefined && { origin }),
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": randomBytes(16).toString("base64"),
    },
  });
  asked.once("upgrade", (response, socket) => {
    socket.destroy();
    resolve(response.statusCode ?? 0);
  });
  asked.once("response", (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  asked.once("error", reject);
  return promise;
}

/** What was put down, newest first, when all that was said is. */
async function logged() {
  await server.people.store.write(() => undefined);
  return server.people.audit.read({ action: "foreign-origin" }, { limit: 200 }).entries;
}

const paths = () => [`/sync/${documentId}`, "/hocuspocus", "/api/events"];

describe("B102 a page of another site, with the cookie of somebody who is signed in,", () => {
  it.each(foreign)("threat A1 gets 403 and no socket, and it is put down: %s", async (_, origin, name) => {
    const before = (await logged()).length;
    for (const path of paths()) expect(await upgrade(ann.browser, path, origin)).toBe(403);
    const entries = await logged();
    expect(entries.length - before).toBe(paths().length);
    expect(entries[0]).toEqual({
      at: server.clock.now,
      action: "foreign-origin",
      personId: ann.id,
      name: "Ann",
      address: "127.0.0.1",
      documentId: null,
      subject: name,
    });
    expect(server.log.join("")).not.toContain("\u009b");
  });

  it("threat A1 is put down whatever the page says of itself", async () => {
    const before = (await logged()).length;
    expect(
      await upgrade(ann.browser, `/sync/${documentId}?pageOf=somebody-else`, "https://evil.example"),
    ).toBe(403);
    expect((await logged()).length - before).toBe(1);
  });

  it("threat A2 gets it as well from a page without an origin of its own", async () => {
    for (const path of paths()) expect(await upgrade(ann.browser, path, "null")).toBe(403);
    expect((await logged())[0]).toMatchObject({ personId: ann.id, subject: "null" });
  });

  it("threat A3 gets it as well where it says no Origin; whoever brings a token needs none", async () => {
    for (const path of paths()) expect(await upgrade(ann.browser, path, undefined)).toBe(403);
    expect((await logged())[0]).toMatchObject({ personId: ann.id, subject: "no Origin" });
    const before = (await logged()).length;
    const { body } = await ann.browser.post<{ secret: string }>("/api/account/tokens", {
      name: "A program",
      scope: "read",
      password: "correct horse battery staple",
    });
    const program = server.browser();
    program.headers.authorization = `Bearer ${body.secret}`;
    for (const path of paths()) expect(await upgrade(program, path, undefined)).toBe(101);
    expect(await logged()).toHaveLength(before);
  });

  it("is let in from our own pages", async () => {
    for (const path of paths())
      for (const origin of [url, `http://127.0.0.1:${server.port}`])
        expect(await upgrade(ann.browser, path, origin)).toBe(101);
  });

  it("threat A1 asks two hundred times, and five times an hour it is put down", async () => {
    const before = (await logged()).length;
    const evil = { headers: { origin: "https://evil.example" } };
    const ask = async (): Promise<void> => {
      expect((await ann.browser.post("/api/documents", {}, evil)).status).toBe(403);
    };
    for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 50 }, ask));
    expect((await logged()).length - before).toBe(5);
    server.clock.now += hourMs;
    await ask();
    expect((await logged()).length - before).toBe(6);
  });

  it("threat A1 says nothing to the log of who is not signed in, whatever cookies there are", async () => {
    const before = (await logged()).length;
    const stranger = server.browser();
    stranger.cookies.set("__Host-quire-session", "A".repeat(43));
    for (const path of paths()) expect(await upgrade(stranger, path, "https://evil.example")).toBe(403);
    const left = ann.browser.copy();
    const other = server.browser();
    await other.post("/api/session", { email: ann.email, password: "correct horse battery staple" });
    left.cookies.set("__Host-quire-session", other.cookies.get("__Host-quire-session")!);
    await other.delete("/api/session");
    for (const path of paths()) expect(await upgrade(left, path, "https://evil.example")).toBe(403);
    expect(await logged()).toHaveLength(before);
  });
});
