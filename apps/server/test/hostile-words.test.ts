import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addressOf, type Belongings, makeBelongings } from "./belongings.ts";
import { expectedRights } from "./fixtures/expected-rights.ts";
import { startWhole, type WholeServer } from "./whole-server.ts";

const prototype = Object.getOwnPropertyNames(Object.prototype).toSorted();

let server: WholeServer;
let mine: Belongings;
let log: readonly string[];
beforeAll(async () => {
  server = await startWhole({ limits: false });
  mine = await makeBelongings(server);
  log = hearLog(server.app);
});
afterAll(async () => {
  await server.remove();
  expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(prototype);
});

/** What the program logs from now on: by pino's own way to its stream, which nothing but a test replaces. */
function hearLog({ log }: FastifyInstance): readonly string[] {
  const lines: string[] = [];
  const stream = Object.getOwnPropertySymbols(log).find(({ description }) => description === "pino.stream");
  if (stream === undefined) throw new Error("pino has no stream by that name");
  Object.defineProperty(log, stream, { value: { write: (line: string) => void lines.push(line) } });
  log.level = "trace";
  return lines;
}

/** A line's end and what would be the next one, in each way that a terminal or a reader of logs knows; colours; a NUL. */
const evil = 'x\r\n{"level":60,"msg":"forged"}\u2028\u0085\u001b[2J\u001b]0;title\u0007\u009b31m\0y';

it("threat D16 what anybody says on any route of the program begins no line of the log and colours none", async () => {
  server.app.log.error({ err: new Error(evil) }, "that the log is heard");
  expect(log).toHaveLength(1);
  // What no header can hold, no server is sent.
  const header = evil.replaceAll(/[^\x20-\x7e\x80-\xff]/g, "");
  const said = {
    "user-agent": header,
    referer: header,
    "x-forwarded-for": header,
    "x-request-id": header,
    "accept-language": header,
    cookie: `__Host-quire-session=${header}; __Host-quire-visit=${header}`,
  };
  let asked = 0;
  for (const { method, path } of server.routes) {
    const body: unknown = JSON.parse(JSON.stringify(expectedRights[`${method} ${path}`]?.body ?? {}));
    const texts = Object.keys(body as object);
    const payloads = [
      ...texts.map((name) => ({ ...(body as object), [name]: evil })),
      { [evil]: evil },
      `{"${evil}`,
    ];
    const url = path.replace(/:\w+|\*/g, encodeURIComponent(evil));
    for (const [at, payload] of method === "GET" || method === "HEAD"
      ? [[0, undefined] as const]
      : payloads.entries()) {
      for (const headers of [
        { ...said, origin: header, authorization: `Bearer ${header}` },
        { ...said, ...mine.owner.headers, "user-agent": header },
      ]) {
        const target = `${at === 0 ? url : addressOf(path, mine)}?cursor=${encodeURIComponent(evil)}`;
        const json = payload !== undefined && { "content-type": "application/json" };
        asked++;
        await server.ask({
          method,
          url: target,
          remoteAddress: `10.2.${(asked >> 8) & 255}.${asked & 255}`,
          headers: { ...headers, ...json },
          ...(payload !== undefined && { payload }),
        });
      }
    }
  }
  expect(asked).toBeGreaterThan(300);
  // Where something of it is repeated, it is told and not done.
  expect(log.slice(1).join("")).toContain("forged");
  for (const line of log.slice(1)) {
    expect(() => JSON.parse(line), line).not.toThrow();
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  }
  console.info(`${asked} requests, ${log.length - 1} lines of the log`);
});
