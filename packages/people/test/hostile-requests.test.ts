import type { AuditPage } from "@quire/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { type PeopleServer, password, startPeople } from "./people-server.ts";

let server: PeopleServer;
afterEach(() => server.remove());

/** Where the server says that somebody did something, having been told otherwise by headers. */
async function addressOf(headers: Record<string, string>): Promise<string | undefined> {
  const owner = await server.owner();
  await owner.browser.post("/api/documents", {}, { headers });
  const { body } = await owner.browser.get<AuditPage>("/api/audit?action=document-create&limit=1");
  return body.entries[0]?.address;
}

const forged = [
  { "x-forwarded-for": "198.51.100.7" },
  { "x-forwarded-for": "127.0.0.2, 198.51.100.7" },
  { "x-real-ip": "198.51.100.7" },
  { "cf-connecting-ip": "198.51.100.7" },
  { "true-client-ip": "198.51.100.7" },
  { "x-client-ip": "198.51.100.7" },
  { "x-cluster-client-ip": "198.51.100.7" },
  { "fastly-client-ip": "198.51.100.7" },
  { "x-original-forwarded-for": "198.51.100.7" },
  { "x-forwarded": "198.51.100.7" },
  { via: "1.1 evil.example" },
  { forwarded: "for=198.51.100.7;host=evil.example;proto=https" },
  { forwarded: 'for="[2001:db8::7]:4711"' },
  { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
  { "x-forwarded-host": "evil.example", "x-forwarded-port": "443", "x-forwarded-server": "evil.example" },
  { "x-original-host": "evil.example", "x-host": "evil.example", "x-http-host-override": "evil.example" },
  { "x-forwarded-proto": "http", "x-forwarded-ssl": "off", "front-end-https": "off" },
  { "x-original-url": "/api/people", "x-rewrite-url": "/api/people" },
];

describe("what a request says of where it comes from", () => {
  test("threat B12 is not believed from whoever is no proxy of ours", async () => {
    server = await startPeople();
    for (const headers of forged) expect(await addressOf(headers), JSON.stringify(headers)).toBe("127.0.0.1");
  });

  test("threat B12 is not believed from whoever is another than the proxy that is set", async () => {
    server = await startPeople({ trustProxy: ["10.0.0.1", "192.0.2.0/24"] });
    for (const headers of forged) expect(await addressOf(headers), JSON.stringify(headers)).toBe("127.0.0.1");
  });

  test("threat B12 is believed of one header, from an address that is set", async () => {
    server = await startPeople({ trustProxy: ["127.0.0.1"] });
    expect(await addressOf({ "x-forwarded-for": "203.0.113.9, 198.51.100.7" })).toBe("198.51.100.7");
    expect(await addressOf({ "x-real-ip": "198.51.100.7" })).toBe("127.0.0.1");
    expect(await addressOf({ forwarded: "for=198.51.100.7" })).toBe("127.0.0.1");
    for (const headers of forged.filter((each) => !("x-forwarded-for" in each)))
      expect(await addressOf(headers), JSON.stringify(headers)).toBe("127.0.0.1");
  });

  test("threat B12 is believed through each proxy that is set, and no further", async () => {
    server = await startPeople({ trustProxy: ["127.0.0.1", "192.0.2.0/24"] });
    expect(await addressOf({ "x-forwarded-for": "203.0.113.9, 198.51.100.7, 192.0.2.8" })).toBe(
      "198.51.100.7",
    );
    expect(await addressOf({ "x-forwarded-for": "192.0.2.9, 192.0.2.8" })).toBe("192.0.2.9");
    expect(await addressOf({ "x-forwarded-for": "198.51.100.7, 192.0.3.8" })).toBe("192.0.3.8");
  });

  test("threat B12 breaks nothing where a proxy that is set passes on what is no address", async () => {
    server = await startPeople({ trustProxy: ["127.0.0.1"] });
    const { email } = await server.owner();
    for (const said of ["x".repeat(4_000), "unknown", "_hidden", "::1%eth0", "198.51.100.7:4711", ","]) {
      const browser = server.browser();
      browser.headers["x-forwarded-for"] = said;
      const { status } = await browser.post("/api/session", { email, password });
      expect(status, said).toBe(200);
      expect((await browser.get("/api/account/sessions")).status, said).toBe(200);
    }
  });

  test("threat B12 changes nothing of an answer, and no word of it is repeated", async () => {
    server = await startPeople({ url: "https://docs.example.org" });
    for (const headers of forged) {
      const answer = await server.browser().get<{ account: null }>("/api/session", { headers });
      expect(answer.status, JSON.stringify(headers)).toBe(200);
      expect(JSON.stringify([...answer.headers, answer.body])).not.toContain("evil.example");
    }
  });
});
