import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepFor, openDrawer, openSession, type Session, type SessionOptions } from "@quire/client";
import { type Authorize, type Quire, quire } from "@quire/server";
import { createTokenAuthorize } from "@quire/server/tokens";
import { IDBFactory } from "fake-indexeddb";
import Fastify from "fastify";
import { afterEach, describe, expect, test, vi } from "vitest";
import { agreed, id, secret, tokenUntil } from "./host-tokens.ts";
import { polledClass } from "./polled-class.ts";
import { until, untilState, untilText } from "./until.ts";

// As an application does that knows its people: the tokens alone would have nothing kept.
keepFor("u-1");

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A server that believes these tokens, by a clock that the test moves. */
async function start() {
  const dataDir = await mkdtemp(join(tmpdir(), "quire-tokens-"));
  undo.push(() => rm(dataDir, { recursive: true }));
  const clock = { now: Date.now() };
  const app = Fastify();
  const opened: Quire[] = [];
  const program = { person: { id: "app", name: "App", hue: 1 }, role: "own" } as const;
  const heard = new Set<number>();
  const hearing = new Set<() => void>();
  const byToken = createTokenAuthorize({
    ...agreed,
    secret,
    leewayMs: 0,
    now: () => clock.now,
    otherwise: ({ headers }) =>
      headers.authorization === "Bearer sesame" ? program : { refused: "unauthenticated" },
  });
  const authorize: Authorize = async (...question) => {
    const answer = await byToken(...question);
    if ("until" in answer && answer.until !== undefined) heard.add(answer.until);
    for (const hear of hearing) hear();
    return answer;
  };
  await app.register(quire, { dataDir, authorize, onOpen: (documents) => void opened.push(documents) });
  await app.listen({ host: "127.0.0.1", port: 0 });
  undo.push(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  const made = await fetch(`http://127.0.0.1:${port}/api/documents`, {
    method: "POST",
    headers: { authorization: "Bearer sesame", "content-type": "application/json", connection: "close" },
    body: JSON.stringify({ id }),
  });
  expect(made.status).toBe(201);
  return {
    clock,
    url: `ws://127.0.0.1:${port}/sync`,
    /** Resolves when the server has believed a token that ends then. */
    async hears(end: number): Promise<void> {
      while (!heard.has(end))
        await new Promise<void>((resolve) => {
          hearing.add(resolve);
        });
    },
    /** Lets time pass, and the server look who may still be here. */
    pass(ms: number): void {
      clock.now += ms;
      opened[0]?.recheck();
    },
    open(options: Partial<SessionOptions>): Session {
      const session = openSession({ url: `ws://127.0.0.1:${port}/sync`, id, ...options });
      undo.push(() => session.close());
      return session;
    },
  };
}

/** A class of sockets that says how many were made. */
function counted(Platform: typeof WebSocket): {
  readonly WebSocket: typeof WebSocket;
  readonly made: WebSocket[];
} {
  const made: WebSocket[] = [];
  const Counted = new Proxy(Platform, {
    construct(target, [url, protocols]: [string, string[]?]) {
      const socket = new target(url, protocols);
      made.push(socket);
      return socket;
    },
  });
  return { WebSocket: Counted, made };
}

const title = (session: Session) => session.ydoc.getText("title");

const minuteMs = 60_000;

describe("B33 a session is given tokens", () => {
  test.each([
    ["WebSocket", undefined],
    ["HTTP in its place", polledClass],
  ])(
    "threat A11 over %s it writes on over three ends of a token: no word is lost, and nobody is signed out",
    async (_, polled) => {
      const server = await start();
      const asked: number[] = [];
      const token = () => {
        asked.push(server.clock.now);
        return tokenUntil(server.clock.now + minuteMs);
      };
      const device = { indexedDB: new IDBFactory(), ...(polled && { WebSocket: polled(server.url) }) };
      const writer = server.open({ token, ...device });
      const reader = server.open({ token: () => tokenUntil(server.clock.now + 55 * minuteMs) });
      await Promise.all([untilState(writer, "saved"), untilState(reader, "saved")]);
      const said = new Set<string>();
      writer.subscribe(() => said.add(writer.status.state));
      let text = "";
      const write = (word: string) => {
        title(writer).insert(text.length, word);
        text += word;
      };
      for (let end = 1; end <= 3; end++) {
        for (let word = 0; word < 20; word++) {
          write(`${end}-${word} `);
          // In the midst of it the token ends; the server sees that in the same turn.
          if (word === 10) server.pass(minuteMs);
          await new Promise(setImmediate);
        }
        await untilText(reader, (read) => read === text, "title");
        await untilState(writer, "saved");
        expect(asked.length).toBeGreaterThanOrEqual(end + 1);
      }
      if (polled === undefined) {
        // It is asked once for each line, and nobody reads "offline" meanwhile.
        expect(asked.length).toBe(4);
        expect([...said].filter((state) => state === "offline" || state === "refused")).toEqual([]);
      }
    },
  );

  test.each([
    ["WebSocket", undefined],
    ["HTTP in its place", polledClass],
  ])(
    "threat A11 B121 over %s a line brings a newer token before its own ends, and goes on as the same line, three times",
    async (_, polled) => {
      // The page's clock and the server's stand until the test moves them, however long the machine takes.
      vi.useFakeTimers({ toFake: ["Date"] });
      undo.push(async () => vi.useRealTimers());
      const server = await start();
      const { WebSocket: Counted, made } = counted(polled?.(server.url) ?? WebSocket);
      // In whole seconds, as tokens say it.
      let end = Math.ceil(server.clock.now / 1_000) * 1_000;
      const token = () => {
        end += 1_000;
        return tokenUntil(end);
      };
      const writer = server.open({ WebSocket: Counted, token });
      await untilState(writer, "saved");
      const said = new Set<string>();
      writer.subscribe(() => said.add(writer.status.state));
      let text = "";
      const write = async () => {
        title(writer).insert(text.length, "word ");
        text += "word ";
        await untilState(writer, "saved");
      };
      for (let renewals = 1; renewals <= 3; renewals++) {
        const before = end;
        await server.hears(before + 1_000);
        await write();
        // All are over but the newest; the server looks who may still be here.
        vi.setSystemTime(before);
        server.pass(before - server.clock.now);
        await write();
      }
      expect(made.length).toBe(1);
      expect([...said].toSorted()).toEqual(["saved", "saving"]);
      const reader = server.open({ token: () => tokenUntil(server.clock.now + 55 * minuteMs) });
      await untilText(reader, (read) => read === text, "title");
    },
  );

  test("threat A11 where no newer one comes, the line ends with 4401 by itself, and what was not sent stays on the device", async () => {
    const server = await start();
    const indexedDB = new IDBFactory();
    // The server's own look, and a real second: nobody tells it that something changed.
    const last = tokenUntil(server.clock.now + 2_000);
    let given = 0;
    const writer = server.open({
      indexedDB,
      token: () => {
        given++;
        return last;
      },
    });
    await untilState(writer, "saved");
    server.clock.now += 2_000;
    title(writer).insert(0, "kept");
    const status = await untilState(writer, "refused");
    expect(status).toMatchObject({ code: 4401, reason: "this server does not know who you are" });
    // Asked before its end, and at it: none was newer.
    expect(given).toBeGreaterThanOrEqual(2);
    title(writer).insert(4, " words");
    await until(
      () => (writer.status.state === "refused" && writer.status.kept && writer.status.unsent) || undefined,
      (check) => writer.subscribe(check),
    );
    const [entry] = await openDrawer(indexedDB).list();
    expect(entry).toMatchObject({ documentId: id, code: 4401 });
    // Signed in once more, they leave.
    await writer.close();
    const again = server.open({ indexedDB, token: () => tokenUntil(server.clock.now + minuteMs) });
    await untilText(again, (read) => read.includes("words"), "title");
    await untilState(again, "saved");
  });

  test("one whose token cannot be had now is offline, keeps its words, and comes back", async () => {
    const server = await start();
    let isThere = true;
    const token = async () => {
      if (!isThere) throw new Error("the application is away");
      return tokenUntil(server.clock.now + minuteMs);
    };
    const writer = server.open({ token, indexedDB: new IDBFactory() });
    await untilState(writer, "saved");
    isThere = false;
    server.pass(minuteMs);
    await untilState(writer, "offline");
    title(writer).insert(0, "words");
    isThere = true;
    await untilState(writer, "saved");
    const reader = server.open({ token });
    await untilText(reader, (read) => read === "words", "title");
  });

  test("one that is given nothing but bad ones is refused, and asks no more", async () => {
    const server = await start();
    for (const bad of ["", "a.b.c", "spaces are no tokens", tokenUntil(server.clock.now - minuteMs)]) {
      let given = 0;
      const session = server.open({
        token: () => {
          given++;
          return bad;
        },
      });
      expect(await untilState(session, "refused")).toMatchObject({ code: 4401 });
      expect(given).toBe(2);
    }
  });
});
