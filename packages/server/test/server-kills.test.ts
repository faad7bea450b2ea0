import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRandom, type Random } from "../../../trouble/random.ts";
import { printedSeed, runs } from "../../../trouble/runs.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";
import { openStore } from "../src/store/store.ts";
import { Desk, together } from "./desk.ts";
import { LineEnd } from "./peer.ts";
import { heldBy } from "./stored-updates.ts";

const kills = runs(20, 1_000);
/** After so many, new people write in new documents: Yjs' own work on what has become long would be most of the time. */
const killsEach = 10;

let directory: string;
let server: ServerProcess;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-kills-"));
  server = new ServerProcess(directory);
});
afterEach(async () => {
  await server.end();
  rmSync(directory, { recursive: true });
});

it(
  `S13 all that quire serve called saved is there after it was killed, ${kills} times of ${kills}`,
  async () => {
    const random = createRandom(printedSeed("server kills"));
    const desks: Desk[] = [];
    for (let kill = 0; kill < kills; kill += killsEach) {
      await server.start();
      const open = await Promise.all([3, 2, 1].map((writers) => openDesk(writers, random)));
      // Asked to: it leaves behind what makes the next starts quick.
      await server.end("SIGTERM");
      for (let each = 0; each < killsEach; each++) await workUntilKilled(open, random);
      await server.start();
      for (const desk of open) await desk.finish(server.syncUrl(desk.id));
      await server.end();
      desks.push(...open);
    }
    await checkOnDisk(desks);
    const saved = desks.reduce((sum, { savedCount }) => sum + savedCount, 0);
    console.info(`server kills: ${kills}, messages called saved: ${saved}, lost: 0`);
    expect(saved).toBeGreaterThan(kills * 20);
  },
  runs(600_000, 24 * 3_600_000),
);

async function openDesk(writers: number, random: Random): Promise<Desk> {
  return new Desk(await server.create(), writers, random);
}

/** Starts the server, looks whether all is there that was saved, lets everybody come back and write, and kills it. */
async function workUntilKilled(desks: readonly Desk[], random: Random): Promise<void> {
  const moment = new KillMoment(random);
  const timed = moment.start();
  if (await server.start()) {
    const heard = (): void => moment.heard();
    await together(desks.map((desk) => desk.work(server.syncUrl(desk.id), heard))).catch(
      ({ errors }: AggregateError) => {
        const others = errors.filter((error) => !(moment.isOver && error instanceof LineEnd));
        if (others.length > 0) throw new AggregateError(others);
      },
    );
  }
  await timed;
  await server.end();
  await Promise.all(desks.map((desk) => desk.leave()));
}

/** When a kill comes: at a word that something is saved or soon after, while the server starts, or while it stops. */
class KillMoment {
  isOver = false;
  readonly #random: Random;
  #words: number;

  constructor(random: Random) {
    this.#random = random;
    this.#words = 1 + random.below(90);
  }

  /** One of ten is killed at any time from its start on. */
  async start(): Promise<void> {
    if (!this.#random.chance(0.1)) return;
    await delay(this.#random.below(800));
    this.#kill();
  }

  /** Somebody hears that something is saved. */
  heard(): void {
    if (--this.#words !== 0) return;
    if (this.#random.chance(0.5)) this.#kill();
    else void this.#killSoon();
  }

  async #killSoon(): Promise<void> {
    const isStopping = this.#random.chance(0.2);
    if (isStopping) this.#end("SIGTERM");
    await delay(this.#random.below(40));
    this.#kill();
  }

  #kill(): void {
    if (!this.isOver) this.#end("SIGKILL");
  }

  #end(signal: NodeJS.Signals): void {
    this.isOver = true;
    void server.end(signal);
  }
}

async function checkOnDisk(desks: readonly Desk[]): Promise<void> {
  const store = await openStore(directory, 1);
  for (const desk of desks) desk.checkHeld(heldBy(store, desk.id));
  await store.close();
}
