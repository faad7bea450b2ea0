import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { drawHistory, type History } from "../../../trouble/history.ts";
import { Judge } from "../../../trouble/judge.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";
import { faultsOf } from "../../../trouble/words.ts";
import { Author, type Desk } from "./author.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const count = isProof ? 1_000 : 50;
const seed = Number(process.env.QUIRE_SEED ?? 1);
/** One history alone, by the seed that a failure names. */
const only = process.env.QUIRE_HISTORY;
const seeds =
  only === undefined ? Array.from({ length: count }, (_, number) => seed * 1_000 + number) : [Number(only)];
/**
 * Histories that share a server. It stands still whenever its files are copied for the judge: with all documents of a
 * long proof in them it would stand still longer than a line may be silent here.
 */
const onOneServer = 50;
const size = { people: 3, steps: 60, paceMs: 40 };
/** Histories that run at a time: most of one is waiting for its network. */
const atOnce = 10;
// Each provider listens for the end of the process.
process.setMaxListeners(100);
/** What nothing takes that gets anywhere: a page comes back within seconds. */
const stuckMs = 60_000;

/** A server with its data, and who looks into these behind its back. */
interface Place {
  readonly server: ServerProcess;
  readonly judge: Judge;
  close(): Promise<void>;
}

async function openPlace(): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), "quire-histories-"));
  const server = new ServerProcess(directory);
  const judge = new Judge();
  await server.start();
  return {
    server,
    judge,
    async close() {
      judge.close();
      await server.end();
      await rm(directory, { recursive: true });
    },
  };
}

/** What came of one history. */
interface Outcome {
  readonly faults: readonly string[];
  readonly saved: number;
  readonly kept: number;
  readonly connections: number;
  readonly words: number;
}

test(
  `SV-1 whatever their networks do to three people, Saved and kept are true, and in the end all have all words, none twice: ${seeds.length} histories`,
  async () => {
    console.info(`network histories: ${seeds.length} from QUIRE_SEED=${seed}`);
    const outcomes: Outcome[] = [];
    for (let at = 0; at < seeds.length; at += onOneServer)
      outcomes.push(...(await playAll(seeds.slice(at, at + onOneServer))));
    expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);

    const sum = (what: "saved" | "kept" | "connections" | "words") =>
      outcomes.reduce((total, outcome) => total + outcome[what], 0);
    console.info(
      `${sum("words")} words; looked into: ${sum("saved")} times Saved, ${sum("kept")} times kept; ${sum("connections")} connections`,
    );
    // What the rules are about has happened: one history more or less does not matter.
    expect(sum("saved")).toBeGreaterThan(3 * seeds.length);
    expect(sum("kept")).toBeGreaterThan(seeds.length / 2);
    expect(sum("connections")).toBeGreaterThan(3 * seeds.length);
  },
  isProof ? 3_600_000 : 180_000,
);

test("a server's word that comes before the flush is noticed, and so is a device that keeps nothing", async () => {
  const { server, judge, close } = await openPlace();
  const documentId = await server.create({ markdown: "One." });
  const files = { directory: server.dataDir, pid: server.pid };
  const desk: Desk = { url: server.url(""), files, judge, documentId, history: 1 };
  const believer = await Author.come(desk, 0, { socket: lyingSocket });
  await believer.arrive();
  believer.relay.strike({ type: "stall", way: "up" });
  const word = believer.write();
  await expect.poll(() => believer.status.state).toBe("saved");
  await believer.leave();
  expect(believer.faults).toContain(`called saved after 1 words: ${word} is missing`);

  const forgetful = await Author.come(desk, 1, { device: forgetfulDevice });
  await forgetful.arrive();
  forgetful.relay.strike({ type: "shut" });
  forgetful.relay.strike({ type: "cut", how: "reset" });
  const other = forgetful.write();
  await expect.poll(() => forgetful.status).toMatchObject({ state: "offline", kept: true, unsent: true });
  await forgetful.leave();
  expect(forgetful.faults).toContain(`called kept on this device after 1 words: ${other} is missing`);
  await close();
});

/** One that calls each update saved at once, in the server's place. */
function lyingSocket(honest: typeof WebSocket): typeof WebSocket {
  return class extends honest {
    #sent = 0;

    override send(frame: Uint8Array<ArrayBuffer>): void {
      super.send(frame);
      // Step 2 or an update.
      if (frame[0] !== 0 || frame[1] === 0) return;
      const saved = Uint8Array.of(100, ++this.#sent).buffer;
      queueMicrotask(() => this.onmessage?.(new MessageEvent("message", { data: saved })));
    }
  };
}

/** One that takes everything and has nothing of it for whoever comes next. */
const forgetfulDevice = {
  open: (name: string, version?: number) => new IDBFactory().open(name, version),
} as IDBFactory;

/** Plays them on one server, some at a time. */
async function playAll(seeds: readonly number[]): Promise<Outcome[]> {
  const place = await openPlace();
  const outcomes: Outcome[] = [];
  const left = [...seeds];
  const playOn = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      outcomes.push(await play(drawHistory(next, size), place));
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, playOn));
  } finally {
    await place.close();
  }
  return outcomes;
}

async function play(history: History, { server, judge }: Place): Promise<Outcome> {
  const documentId = await server.create({ markdown: "One.\n\nTwo.\n\nThree." });
  const files = { directory: server.dataDir, pid: server.pid };
  const desk: Desk = { url: server.url(""), files, judge, documentId, history: history.seed };
  const authors = await Promise.all([0, 1, 2].map((who) => Author.come(desk, who)));
  const faults = await inTime(live(history, desk, authors), () =>
    authors.map(({ said }, who) => `${who} does not come to rest: ${said.join(", ")}`),
  );
  const connections = authors.reduce((sum, { relay }) => sum + relay.connections, 0);
  await inTime(
    Promise.all(authors.map((author) => author.leave())),
    () => void faults.push("somebody cannot leave"),
  );
  faults.push(...authors.flatMap((author, who) => author.faults.map((fault) => `${who} ${fault}`)));
  return {
    faults: faults.map((fault) => `QUIRE_HISTORY=${history.seed}: ${fault}`),
    saved: authors.reduce((sum, { claims }) => sum + claims.saved, 0),
    kept: authors.reduce((sum, { claims }) => sum + claims.kept, 0),
    connections,
    words: authors.reduce((sum, { words }) => sum + words.there.size + words.gone.size, 0),
  };
}

/** Waits for it; where that takes for ever, answers in its place. */
async function inTime<T, Late>(promise: Promise<T>, late: () => Late): Promise<T | Late> {
  const { promise: isLate, resolve } = Promise.withResolvers<Late>();
  const timer = setTimeout(() => resolve(late()), stuckMs);
  const result = await Promise.race([promise, isLate]);
  clearTimeout(timer);
  return result;
}

/** Lets the history happen; answers with what is wrong at the end. */
async function live(history: History, desk: Desk, authors: readonly Author[]): Promise<string[]> {
  await Promise.all(authors.map((author) => author.arrive()));
  for (const { afterMs, who, act } of history.steps) {
    await delay(afterMs);
    const author = authors[who]!;
    if (act.type === "write" || act.type === "erase" || act.type === "reopen") await author.do(act);
    else if (act.type === "clear") author.clear(act.held);
    else author.relay.strike(act);
  }
  return settle(desk, authors);
}

/** Lets every network be well, waits until all have all, and says what is wrong then. */
async function settle({ files, judge, documentId }: Desk, authors: readonly Author[]): Promise<string[]> {
  for (const author of authors) author.clear("passes");
  const there = authors.flatMap(({ words }) => [...words.there]);
  const gone = authors.flatMap(({ words }) => [...words.gone]);
  await Promise.all(authors.map((author) => author.settle({ there, gone })));
  const stored = await judge.textOf(files, documentId);
  const texts = [stored, ...authors.map(({ text }) => text)];
  return texts.flatMap((text, whose) =>
    faultsOf(text, { there, gone }).map(
      (fault) => `at the end, ${whose === 0 ? "on disk" : whose}: ${fault}`,
    ),
  );
}
