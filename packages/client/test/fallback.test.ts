import { openSession, type Session, type SessionStatus } from "@quire/client";
import { encodeMessage, type Role } from "@quire/protocol";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { Fallback } from "../src/line/fallback.ts";
import { lineAddress } from "../src/line/line-requests.ts";
import { PolledSocket } from "../src/line/polled-socket.ts";
import { waysTo } from "../src/line/ways.ts";
import { type BlockingProxy, blockingProxy } from "./blocking-proxy.ts";
import { type Quire, removeData, serve } from "./quire.ts";
import { until, untilState, untilText } from "./until.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A server and the proxy before it. */
async function start(webSockets: BlockingProxy["webSockets"], role?: () => Promise<Role>) {
  const server = await serve(role && { role });
  undo.push(() => removeData(server));
  undo.push(() => server.stop());
  const proxy = await blockingProxy(server.port);
  undo.push(() => proxy.close());
  proxy.webSockets = webSockets;
  return { server, proxy, url: `ws://127.0.0.1:${proxy.port}/sync`, id: await server.createDocument() };
}

function open(url: string, id: string): Session {
  const session = openSession({ url, id });
  undo.push(() => session.close());
  return session;
}

async function polledLines({ port }: Quire): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^quire_polled_lines (\d+)$/m.exec(metrics)?.[1]);
}

/** Resolves once it is so. */
async function seen(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const title = (session: Session) => session.ydoc.getText("title");

test("SV-7 L6 where WebSockets are refused HTTP takes over by itself, and the words arrive", async () => {
  const { server, proxy, url, id } = await start("refused");
  const [one, other] = [open(url, id), open(server.url, id)];
  title(one).insert(0, "Hello");
  await untilState(one, "saved");
  await untilText(other, (text) => text === "Hello", "title");
  expect(await polledLines(server)).toBe(1);
  expect(proxy.upgrades).toBeLessThan(6);
});

test("L6 where nobody answers, HTTP is not taken: a server that comes back is reached by WebSocket", async () => {
  const { server, url, id, proxy } = await start("pass");
  const session = open(url, id);
  await untilState(session, "saved");
  await server.stop();
  await untilState(session, "offline");
  const before = proxy.upgrades;
  await until(
    () => proxy.upgrades > before + 2 || undefined,
    (check) => {
      const timer = setInterval(check, 20);
      return () => clearInterval(timer);
    },
  );
  const again = await serve({ dataDir: server.dataDir, port: server.port });
  undo.push(() => again.stop());
  await untilState(session, "saved");
  expect(await polledLines(again)).toBe(0);
});

/** Nothing but HTTP ends a silent line. */
const probe = { quietMs: 10_000_000, answerMs: 10_000_000 };

/** A session with little patience. */
function openHastily(url: string, id: string): Session {
  const hasty = { firstMs: 20, doubtfulMs: 20, leadMs: 20 };
  const session = openSession({ url, id, probe, WebSocket: waysTo(url, WebSocket, hasty) });
  undo.push(() => session.close());
  return session;
}

test.each(["swallowed", "silent"] as const)(
  "SV-7 L6 where WebSockets are %s, two are given up as soon as HTTP is told what they are not, and HTTP is taken",
  async (webSockets) => {
    const { server, proxy, url, id } = await start(webSockets);
    const session = openHastily(url, id);
    title(session).insert(0, "Hello");
    await untilState(session, "saved");
    expect(proxy.upgrades).toBe(2);
    await seen(async () => (await polledLines(server)) === 1);
  },
);

test("L6 a server that is slow is slow to HTTP as well: its WebSocket is not given up", async () => {
  let gate = Promise.resolve();
  const { server, proxy, url, id } = await start("pass", async () => {
    await gate;
    return "own";
  });
  const { promise, resolve: answer } = Promise.withResolvers<void>();
  gate = promise;
  const session = openHastily(url, id);
  await seen(() => proxy.requests > 0);
  answer();
  await untilState(session, "saved");
  await seen(async () => (await polledLines(server)) === 0);
  expect(proxy.upgrades).toBe(1);
});

test("L6 a WebSocket that is told something a little later than HTTP has not failed", async () => {
  const { url, id } = await start("swallowed");
  const heard = new AbortController();
  let answers = 0;
  const request: typeof fetch = async (...asked) => {
    const answer = await fetch(...asked);
    // The first one opens the line, the second brings what the server says first.
    if (++answers === 2) setTimeout(() => heard.abort());
    return answer;
  };
  const fallback = new Fallback({ server: url, WebSocket, fetch: request, leadMs: 40 });
  const socket = new WebSocket(`${url}/${id}?saved=1`);
  const way = { url: socket.url, protocols: undefined };
  expect(await fallback.overtakes(socket, way, heard.signal)).toBe(false);
  expect(fallback.isDoubtful).toBe(false);
  socket.close();
});

test.each([
  ["swallowed", true],
  ["silent", false],
] as const)(
  "L6 who is refused over HTTP need not wait for a WebSocket that is %s: %s",
  async (webSockets, isOvertaken) => {
    const { url, proxy } = await start(webSockets);
    const fallback = new Fallback({ server: url, WebSocket, leadMs: 0 });
    const socket = new WebSocket(`${url}/a-document-of-nobody`);
    if (webSockets === "silent") await new Promise((resolve) => socket.addEventListener("open", resolve));
    else await seen(() => proxy.upgrades > 0);
    const way = { url: socket.url, protocols: undefined };
    expect(await fallback.overtakes(socket, way, new AbortController().signal)).toBe(isOvertaken);
    socket.close();
  },
);

test("L6 what is heard on a WebSocket, if only why it ends, is no failure", async () => {
  const { url } = await start("pass");
  const Sockets = waysTo(url, WebSocket);
  for (let times = 0; times < 4; times++) {
    const socket = new Sockets(`${url}/a-document-of-nobody`);
    expect(socket).toBeInstanceOf(WebSocket);
    await new Promise((resolve) => socket.addEventListener("close", resolve));
  }
});

test.each(["ws://127.0.0.1:1/elsewhere", "ws://127.0.0.1:1/sync"])(
  "L6 a server that opens no lines beside %s gets none",
  async (server) => {
    const fallback = new Fallback({
      server,
      WebSocket,
      fetch: async () => new Response("", { status: 404 }),
    });
    for (let times = 0; times < 3; times++) await fallback.failed();
    expect(fallback.next(`${server}/x`)).toBeUndefined();
  },
);

/** A session over HTTP, whose fallback the test has in hand. */
async function fallenBack(url: string, id: string) {
  const trialMs = { first: 20, longest: 80 };
  const fallback = new Fallback({ server: url, WebSocket, trialMs, random: () => 0.5 });
  await fallback.failed();
  await fallback.failed();
  const made: string[] = [];
  const Sockets = new Proxy(WebSocket, {
    construct(_, [address]: [string]) {
      const polled = fallback.next(address);
      made.push(polled === undefined ? "WebSocket" : "HTTP");
      return polled ?? new WebSocket(address);
    },
  });
  const session = openSession({ url, id, WebSocket: Sockets });
  undo.push(() => session.close());
  return { session, made };
}

test("SV-7 L7 HTTP gives way when WebSocket works again, and nothing is lost", async () => {
  const { server, proxy, url, id } = await start("refused");
  const { session, made } = await fallenBack(url, id);
  const statuses: SessionStatus[] = [];
  session.subscribe(() => statuses.push(session.status));
  title(session).insert(0, "before ");
  await untilState(session, "saved");
  const tried = proxy.upgrades;
  await until(
    () => proxy.upgrades > tried + 1 || undefined,
    (check) => {
      const timer = setInterval(check, 5);
      return () => clearInterval(timer);
    },
  );
  expect(made).toEqual(["HTTP"]);
  proxy.webSockets = "pass";
  await until(
    () => made.length > 1 || undefined,
    (check) => {
      const timer = setInterval(check, 5);
      return () => clearInterval(timer);
    },
  );
  title(session).insert(7, "after");
  await untilState(session, "saved");
  expect(made).toEqual(["HTTP", "WebSocket"]);
  const other = open(server.url, id);
  await untilState(other, "saved");
  expect(title(other).toJSON()).toBe("before after");
  expect(await polledLines(server)).toBe(0);
  expect(statuses.some(({ state }) => state === "refused")).toBe(false);
});

/** A line over HTTP that nobody speaks on but the test. */
function polled(url: string, id: string): PolledSocket {
  const address = lineAddress(url, `${url}/${id}?saved=1`);
  if (address === undefined) throw new Error(`there is no place for lines beside ${url}`);
  return new PolledSocket(url, { address });
}

function update(text: string): Uint8Array<ArrayBuffer> {
  const ydoc = new Y.Doc();
  ydoc.getText("title").insert(0, text);
  return new Uint8Array(encodeMessage({ type: "update", update: Y.encodeStateAsUpdate(ydoc) }));
}

test("L7 HTTP does not give way before all that was written is on the server's disk", async () => {
  const { url, id } = await start("pass");
  const socket = polled(url, id);
  const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  const savedAt: number[] = [];
  socket.onmessage = ({ data }) => {
    if (new Uint8Array(data)[0] === 100) savedAt.push(socket.readyState);
  };
  socket.send(update("Hello"));
  socket.retire();
  expect(socket.readyState).toBe(socket.OPEN);
  await closed;
  expect(savedAt).toEqual([socket.OPEN]);
});

test("L6 a line over HTTP that is lost makes a WebSocket be tried first", async () => {
  const { url, proxy, id } = await start("pass");
  const fallback = new Fallback({ server: url, WebSocket });
  await fallback.failed();
  await fallback.failed();
  const socket = fallback.next(`${url}/${id}`);
  await new Promise((resolve) => socket?.addEventListener("open", resolve));
  const closed = new Promise((resolve) => socket?.addEventListener("close", resolve));
  await proxy.close();
  undo.pop();
  await closed;
  expect(fallback.next(`${url}/${id}`)).toBeUndefined();
});
