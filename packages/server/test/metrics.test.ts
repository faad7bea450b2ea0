import { afterEach, beforeEach, expect, it } from "vitest";
import { Peer } from "./peer.ts";
import { startServer, type TestServer } from "./server.ts";

let server: TestServer & { remove(): Promise<void> };
const peers: Peer[] = [];

beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
  await server.remove();
});

function join(id: string, query: string): Peer {
  const peer = new Peer(`${server.syncUrl}/${id}?saved=1&${query}`);
  peers.push(peer);
  return peer;
}

/** The numbers by name, as Prometheus would read them. */
async function numbers(): Promise<Map<string, number>> {
  const response = await server.request("GET", "/metrics");
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await response.text()).split("\n").filter((line) => /^[a-z]/.test(line));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

it("M1 /metrics tells what people do, in numbers, and nothing of what they write", async () => {
  const id = await server.create({ title: "secret plans" });
  const ann = join(id, "as=ann");
  const ben = join(id, "as=ben");
  await Promise.all([ann, ben].map((peer) => peer.until(() => peer.isSynced)));
  for (let at = 0; at < 10; at++) {
    ann.typeTitle("x");
    await ann.allSaved();
  }
  await ben.until(() => ben.ydoc.getText("title").toString().endsWith("xxxxxxxxxx"));
  const reader = join(id, "as=eve&role=view");
  await reader.until(() => reader.isSynced);
  reader.typeTitle("no");
  await expect(reader.until(() => false)).rejects.toThrow("4403");

  const after = await numbers();
  expect(after.get("quire_connections")).toBe(2);
  expect(after.get("quire_rooms")).toBe(1);
  expect(after.get("quire_ready")).toBe(1);
  expect(after.get("quire_messages_received_total")).toBeGreaterThanOrEqual(10);
  expect(after.get("quire_messages_sent_total")).toBeGreaterThanOrEqual(20);
  expect(after.get("quire_received_bytes_total")).toBeGreaterThan(100);
  expect(after.get("quire_sent_bytes_total")).toBeGreaterThan(100);
  expect(after.get("quire_save_seconds_count")).toBeGreaterThanOrEqual(10);
  expect(after.get("quire_relay_seconds_count")).toBeGreaterThanOrEqual(10);
  expect(after.get('quire_closes_total{code="4403"}')).toBe(1);
  expect([...after.values()].every(Number.isFinite)).toBe(true);
  expect([...after.keys()].join()).not.toMatch(/secret|ann|ben/);
});
