import type { AuditPage } from "@quire/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { type PeopleServer, startPeople } from "./people-server.ts";

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
  { forwarded: "for=198.51.100.7;host=evil.example;proto=https" },
  { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
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
