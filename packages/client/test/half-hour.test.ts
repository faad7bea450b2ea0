import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepFor, openSession, type Session, type SessionStatus } from "@quire/client";
import { quire } from "@quire/server";
import { createTokenAuthorize } from "@quire/server/tokens";
import { IDBFactory } from "fake-indexeddb";
import Fastify from "fastify";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { seedChance } from "./chance.ts";
import { CutNetwork } from "./cut-network.ts";
import { agreed, id, secret, tokenUntil } from "./host-tokens.ts";
import { until, untilState } from "./until.ts";

const second = 1_000;
const minute = 60 * second;
/** Between two steps all that is on its way arrives; less than a line may be silent. */
const stepMs = 5 * second;
/** So many that the server's log is long enough to be folded, and the device's to be merged. */
const wordsAStep = 3;

const offlineAndKept: SessionStatus = { state: "offline", kept: true, unsent: true };

// Whose browser is whose the devices say.
keepFor(undefined);

const undo: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  seedChance();
  const clocks = ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const;
  // Of everything in this process: the pages, and the server.
  vi.useFakeTimers({ toFake: [...clocks, "performance", "Date"] });
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A server whose people come with tokens that are good for five minutes. */
async function start() {
  const dataDir = await mkdtemp(join(tmpdir(), "quire-half-hour-"));
  undo.push(() => rm(dataDir, { recursive: true }));
  const app = Fastify();
  const program = { person: { id: "app", name: "App", hue: 1 }, role: "own" } as const;
  const authorize = createTokenAuthorize({
    ...agreed,
    secret,
    leewayMs: 0,
    otherwise: () => program,
  });
  await app.register(quire, { dataDir, authorize });
  await app.listen({ host: "127.0.0.1", port: 0 });
  undo.push(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  const ask = async (method: "GET" | "POST", url: string, payload?: object) =>
    (await app.inject({ method, url, headers: { host: `127.0.0.1:${port}` }, ...(payload && { payload }) }))
      .body;
  await ask("POST", "/api/documents", { id, markdown: "a\n\nb\n\nc" });
  return {
    port,
    answers: () => fetch(`http://127.0.0.1:${port}/healthz`, { headers: { connection: "close" } }),
    content: () => ask("GET", `/api/documents/${id}/content?format=text`),
    folds: async () => Number(/^quire_folds_total (\d+)$/m.exec(await ask("GET", "/metrics"))?.[1]),
  };
}

/** A page with the document open. It counts its lines and tokens, and remembers each status. */
async function open(port: number, who: string, device: IDBFactory = new IDBFactory()) {
  const counted = { lines: 0, tokens: 0 };
  const session = openSession({
    url: `ws://127.0.0.1:${port}/sync`,
    id,
    schemaVersion: 1,
    indexedDB: device,
    token: () => {
      counted.tokens++;
      return tokenUntil(Date.now() + 5 * minute, who);
    },
    WebSocket: class extends WebSocket {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        counted.lines++;
      }
    },
  });
  undo.push(() => session.close());
  const said: SessionStatus["state"][] = [];
  session.subscribe(() => {
    if (said.at(-1) !== session.status.state) said.push(session.status.state);
  });
  await untilState(session, "saved");
  const blocks = () => session.ydoc.getXmlFragment("document");
  let written = 0;
  return {
    session,
    counted,
    said,
    text: () => blocks().toString(),
    /** Writes a word at the end of one of the blocks. */
    write(): void {
      const block = blocks().get(written % blocks().length);
      const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
      if (text instanceof Y.XmlText) text.insert(text.length, `[${who}-${written++}]`);
    },
    words: () => Array.from({ length: written }, (_, word) => `[${who}-${word}]`),
    /** Resolves when all that somebody has written is here. */
    hears: ({ ydoc }: Session) =>
      until(
        () =>
          Y.getState(session.ydoc.store, ydoc.clientID) === Y.getState(ydoc.store, ydoc.clientID) ||
          undefined,
        (check) => {
          session.ydoc.on("update", check);
          return () => session.ydoc.off("update", check);
        },
      ),
  };
}

const wordsIn = (text: string) => (text.match(/\[.*?\]/g) ?? []).toSorted();

/** How many records of updates a browser's database holds. */
async function recordsOn(device: IDBFactory): Promise<number> {
  const answered = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve) => request.addEventListener("success", () => resolve(request.result)));
  const database = await answered(device.open("quire"));
  const count = await answered(database.transaction("updates").objectStore("updates").count());
  database.close();
  return count;
}

test("OF-4 OF-2 C9 C21 two tabs without a network and two people with one write for half an hour, by everybody's clock: all have all of it, each word once", async () => {
  const server = await start();
  const network = await CutNetwork.open(server.port);
  undo.push(() => network.close());
  const device = new IDBFactory();
  const tabs = [await open(network.port, "first", device), await open(network.port, "second", device)];
  const others = [await open(server.port, "ben"), await open(server.port, "cleo")];
  const pages = [...tabs, ...others];
  network.cut();
  await Promise.all(tabs.map(({ session }) => untilState(session, "offline")));
  for (const { counted } of pages) Object.assign(counted, { lines: 0, tokens: 0 });

  const steps = (30 * minute) / stepMs;
  for (let step = 0; step < steps; step++) {
    for (const page of pages) for (let word = 0; word < wordsAStep; word++) page.write();
    const [ben, cleo] = others;
    await Promise.all([ben!.hears(cleo!.session), cleo!.hears(ben!.session)]);
    await vi.advanceTimersByTimeAsync(stepMs);
  }
  for (const { session, counted, said } of tabs) {
    const kept = () => (session.isKept ? session.status : undefined);
    expect(await until(kept, (check) => session.subscribe(check))).toEqual(offlineAndKept);
    expect(said.filter((state) => state === "offline")).toHaveLength(1);
    // Waits of up to 15 s; each line with a token of its own, since those before have ended.
    expect(counted.lines).toBeGreaterThan((30 * minute) / (15 * second));
    expect(counted.lines).toBeLessThan((30 * minute) / (5 * second));
    expect(counted.tokens).toBe(counted.lines);
  }
  for (const { counted, said } of others) {
    // On the line that they came on, with a newer token each time before one ends.
    expect(counted).toEqual({ lines: 0, tokens: 6 });
    expect(said).not.toContain("offline");
  }
  // One is due; a worker does it, by its own clock.
  while ((await server.folds()) === 0) await server.answers();
  // What both tabs wrote and read is merged as it grows.
  expect(await recordsOn(device)).toBeLessThan(tabs[0]!.words().length);

  network.mend();
  for (const { session } of pages)
    while (session.status.state !== "saved") {
      await vi.advanceTimersByTimeAsync(second);
      // What is on its way in this process arrives meanwhile.
      await server.answers();
    }
  // A newcomer reads what was folded, and what came after it.
  pages.push(await open(server.port, "newcomer"));
  const words = pages.flatMap((page) => page.words()).sort();
  expect(words).toHaveLength(4 * wordsAStep * steps);
  for (const { text } of pages) expect(text()).toBe(pages[0]!.text());
  expect(wordsIn(pages[0]!.text())).toEqual(words);
  expect(wordsIn(await server.content())).toEqual(words);
}, 60_000);
