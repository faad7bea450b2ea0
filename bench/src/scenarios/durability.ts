import * as Y from "yjs";
import { Client } from "../client.ts";
import { closeAll } from "../crowd.ts";
import { Opening, readText } from "../opening.ts";
import { createRandom, type Random } from "../random.ts";
import type { RunningServer } from "../running-server.ts";
import { defineScenario } from "../scenario.ts";
import { settle } from "../settle.ts";
import type { TextOf } from "../target.ts";
import type { Trial } from "../trial.ts";
import { pause, startPace, waitUntil } from "../wait.ts";
import { countCharacters } from "../wire/characters.ts";
import { Writer } from "../writer.ts";

interface Size {
  readonly kills: number;
  /** Characters a second. */
  readonly rate: number;
  readonly shortestMs: number;
  readonly longestMs: number;
}

/** What one kill cost. */
interface Loss {
  readonly acknowledged: number;
  readonly delivered: number;
  readonly acknowledgedLost: number;
  readonly deliveredLost: number;
  /** How long the oldest lost character had been with its reader, in milliseconds. */
  readonly age: number;
}

const seed = 11;
const graceMs = 1_500;
const typistIndex = 5_000;

export const durability = defineScenario<Size>({
  name: "durability",
  about:
    "the process is killed at a random moment of somebody's typing, and started again: what is missing of what was called saved, and of what another client had read",
  metrics: {
    kills: { unit: "", better: "neither" },
    acknowledged: { unit: "", better: "neither", isHeadline: true },
    "acknowledged and lost": { unit: "", better: "less", isHeadline: true },
    delivered: { unit: "", better: "neither" },
    "delivered and lost": { unit: "", better: "less" },
    "kills with a loss": { unit: "", better: "less" },
    "oldest loss": { unit: "ms", better: "less" },
  },
  ratios: [],
  rounds: 1,
  isSideBySide: true,
  needsPersistence: true,
  sizes: {
    full: { kills: 200, rate: 100, shortestMs: 100, longestMs: 3_000 },
    quick: { kills: 3, rate: 100, shortestMs: 50, longestMs: 300 },
  },
  async run(trial, size) {
    const { kills, rate, shortestMs, longestMs } = size;
    trial.typists.get(typistIndex).prepare((rate * longestMs) / 1_000 + rate);
    const random = createRandom(seed);
    const server = await trial.launch();
    const losses: Loss[] = [];
    while (losses.length < kills) losses.push(await killOnce(trial, server, random, size));
    const sum = (count: (loss: Loss) => number): number => losses.reduce((all, loss) => all + count(loss), 0);
    const { acknowledges } = trial.target;
    trial.record(
      `${kills} kills after ${shortestMs} to ${longestMs} ms, ${rate} characters/s, seed ${seed}`,
      {
        kills,
        acknowledged: acknowledges ? sum(({ acknowledged }) => acknowledged) : Number.NaN,
        "acknowledged and lost": acknowledges ? sum(({ acknowledgedLost }) => acknowledgedLost) : Number.NaN,
        delivered: sum(({ delivered }) => delivered),
        "delivered and lost": sum(({ deliveredLost }) => deliveredLost),
        "kills with a loss": sum(({ deliveredLost, acknowledgedLost }) =>
          deliveredLost + acknowledgedLost > 0 ? 1 : 0,
        ),
        "oldest loss": Math.max(...losses.map(({ age }) => age)),
      },
    );
  },
});

async function killOnce(trial: Trial, server: RunningServer, random: Random, size: Size): Promise<Loss> {
  const document = await trial.document(server);
  const typist = trial.typists.get(typistIndex);
  const readAt: number[] = [];
  let acknowledged = 0;
  const reader = new Client(server, document, {
    onUpdate: (bytes) =>
      countCharacters(bytes, (client, characters, clock) => {
        if (client !== typist.clientId) return;
        for (let at = clock; at < clock + characters; at++) readAt[at] ??= performance.now();
      }),
  });
  const writer = new Writer(server, document, typist, {
    onAcknowledged: (updates) => {
      acknowledged = Math.max(acknowledged, updates);
    },
  });
  await Promise.all([reader.ready, writer.client.ready]);
  const pace = startPace(size.rate, () => writer.type());
  await pause(size.shortestMs + random(size.longestMs - size.shortestMs));
  pace.stop();
  const killedAt = performance.now();
  await server.stop("SIGKILL");
  await pause(50);
  reader.socket.destroy();
  writer.client.socket.destroy();
  await server.start();
  const delivered = readAt.length;
  const there = await countKept(server, document, Math.max(delivered, acknowledged));
  return {
    acknowledged,
    delivered,
    acknowledgedLost: Math.max(0, acknowledged - there),
    deliveredLost: Math.max(0, delivered - there),
    age: killedAt - (readAt[there] ?? killedAt),
  };
}

/** How many characters are there again. Where some are missing, the server gets all the time that it wants to find them. */
async function countKept(server: RunningServer, document: string, expected: number): Promise<number> {
  const opening = new Opening(server, document);
  await opening.client.ready;
  const count = (): number => lengthOf(opening, server.target.textOf);
  const isAll = await waitUntil(() => count() >= expected, graceMs, 20);
  if (!isAll) await settle(server, { looks: 2, limitMs: 15_000 });
  const found = count();
  await closeAll([opening.client]);
  return found;
}

function lengthOf(opening: Opening, textOf: TextOf): number {
  const ydoc = new Y.Doc();
  for (const { bytes } of opening.pieces) Y.applyUpdate(ydoc, bytes);
  return readText(ydoc, textOf)?.length ?? 0;
}
