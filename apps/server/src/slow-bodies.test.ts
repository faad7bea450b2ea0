import { type AddressInfo, connect } from "node:net";
import Fastify from "fastify";
import { afterEach, expect, it } from "vitest";
import { endSlowBodies, uploadTimeoutMs } from "./slow-bodies.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start() {
  const app = Fastify({ forceCloseConnections: true });
  undo.push(() => app.close());
  endSlowBodies(app, 50);
  app.addContentTypeParser("application/octet-stream", (_, payload, done) => {
    let size = 0;
    payload.on("data", (chunk: Buffer) => {
      size += chunk.length;
    });
    payload.on("end", () => done(null, { size }));
  });
  app.get("/", async () => "read");
  app.post("/api/documents", async ({ body }) => body);
  app.post("/api/documents/:id/files", async ({ body }) => body);
  await app.listen({ host: "127.0.0.1", port: 0 });
  return (app.server.address() as AddressInfo).port;
}

function speak(port: number, method: string, path: string, ...more: string[]) {
  const socket = connect(port, "127.0.0.1");
  const heard = { text: "" };
  socket.on("data", (chunk) => {
    heard.text += chunk.toString();
  });
  socket.on("error", () => undefined);
  const lines = [`${method} ${path} HTTP/1.1`, "Host: localhost", ...more];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  undo.push(() => socket.destroy());
  return { socket, heard, closed: new Promise((done) => socket.once("close", done)) };
}

it.each([
  ["/api/documents", "Content-Type: application/json", "Content-Length: 10"],
  ["/api/documents", "Content-Type: application/json", "Transfer-Encoding: chunked"],
  ["/api/documents/a-document/files/remote", "Content-Type: application/json", "Content-Length: 10"],
  ["/nothing", "Content-Length: 10"],
])("H11 ends who sends the body of %s too slowly", async (path, ...headers) => {
  const { heard, closed } = speak(await start(), "POST", path, ...headers);
  await closed;
  expect(heard.text).toMatch(/^HTTP\/1\.1 40[48] /);
});

it("H11 gives a file the time that the plugin gives it, and ends nobody who has sent all", async () => {
  const port = await start();
  const slow = speak(
    port,
    "POST",
    "/api/documents/a-document/files",
    "Content-Type: application/octet-stream",
    "Content-Length: 2",
  );
  slow.socket.write("x");
  const quick = speak(port, "GET", "/");
  // Somebody else's body, begun later, has run out of time.
  await speak(port, "POST", "/api/documents", "Content-Type: application/json", "Content-Length: 10").closed;
  slow.socket.write("y");
  await expect.poll(() => slow.heard.text).toContain('{"size":2}');
  expect(quick.heard.text).toContain("read");
  expect([slow.socket.destroyed, quick.socket.destroyed]).toEqual([false, false]);
});

it("H11 gives a file of 25 MiB 14 minutes", () => {
  expect(uploadTimeoutMs(25 * 2 ** 20)).toBe(830_000);
});
