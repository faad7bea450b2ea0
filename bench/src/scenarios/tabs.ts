import { Client } from "../client.ts";
import { ClosedLoop } from "../closed-loop.ts";
import { closeAll } from "../crowd.ts";
import type { RunningServer } from "../running-server.ts";
import { defineScenario } from "../scenario.ts";
import { settle } from "../settle.ts";
import { beginStretch } from "../stretch.ts";
import type { Trial } from "../trial.ts";
import { clientIdOf, firstUpdate, updateBehind } from "../typist.ts";
import { pause, waitUntil } from "../wait.ts";
import { countCharacters } from "../wire/characters.ts";
import { Writer } from "../writer.ts";

interface Size {
  readonly tabs: number;
  readonly passes: number;
  readonly passMs: number;
  readonly typed: number;
}

const inFlight = 100;
const stallMs = 60_000;
const firstTab = 100_000;
const oldTypist = 6_000;
const newTypist = 6_001;

export const tabs = defineScenario<Size>({
  name: "tabs",
  about: "a keystroke in a document that many tabs have written in, beside one in a new document",
  metrics: {
    "a keystroke, new document": { unit: "us CPU", better: "less" },
    "a keystroke, old document": { unit: "us CPU", better: "less" },
    "old to new": { unit: "x", better: "less", isHeadline: true },
    keystrokes: { unit: "/s", better: "neither" },
  },
  ratios: [{ metric: "a keystroke, old document", to: "best peer" }],
  rounds: 1,
  sizes: {
    full: { tabs: 10_000, passes: 5, passMs: 1_500, typed: 120_000 },
    quick: { tabs: 200, passes: 1, passMs: 100, typed: 3_000 },
  },
  async run(trial, size) {
    // Before anybody is connected: a server ends a connection that is silent for long.
    for (const index of [oldTypist, newTypist]) trial.typists.get(index).prepare(size.typed);
    const server = await trial.launch();
    const [old = "", fresh = ""] = await trial.documents(server, 2);
    await openTabs(server, old, size.tabs);
    await settle(server, { looks: 1 });
    const inOld = await join(trial, server, old, oldTypist);
    const inNew = await join(trial, server, fresh, newTypist);
    await type(server, inOld, size.passMs / 5);
    await type(server, inNew, size.passMs / 5);
    for (let pass = 0; pass < size.passes; pass++) {
      const first = await type(server, inNew, size.passMs);
      const second = await type(server, inOld, size.passMs);
      trial.record(
        `${size.tabs} tabs`,
        {
          "a keystroke, new document": first.micros,
          "a keystroke, old document": second.micros,
          "old to new": second.micros / first.micros,
          keystrokes: second.rate,
        },
        Math.max(first.noise, second.noise),
      );
    }
    await closeAll([...inOld.clients, ...inNew.clients]);
  },
});

/** Has so many client ids write a character each, behind the one before. */
async function openTabs(server: RunningServer, document: string, count: number): Promise<void> {
  let seen = 0;
  const reader = new Client(server, document, {
    onUpdate: (bytes) =>
      countCharacters(bytes, (_client, characters) => {
        seen += characters;
      }),
  });
  const writer = await new Client(server, document).ready;
  (await reader.ready).stayAwake();
  for (let tab = 0; tab < count; tab++) {
    const id = clientIdOf(firstTab + tab);
    writer.sendUpdate(
      tab === 0
        ? firstUpdate(id, writer.opening, server.target.textOf)
        : updateBehind(id, clientIdOf(firstTab + tab - 1)),
    );
    const isHeard = await waitUntil(() => tab - seen < inFlight, stallMs, 1);
    if (!isHeard)
      throw new Error(
        `of ${tab + 1} tabs' characters, ${seen} came back (writer: ${lineOf(writer)}; reader: ${lineOf(reader)})`,
      );
  }
  if (!(await waitUntil(() => seen >= count, stallMs)))
    throw new Error(`of ${count} tabs' characters, ${seen} came back`);
  await closeAll([reader, writer]);
}

/** What became of a client's connection, in words. */
function lineOf({ socket }: Client): string {
  return socket.isClosed ? `gone, ${socket.failure}` : "there";
}

/** Two people in a document, one of whom types. */
interface Pair {
  readonly writer: Writer;
  readonly loop: ClosedLoop;
  readonly clients: readonly Client[];
}

async function join(trial: Trial, server: RunningServer, document: string, index: number): Promise<Pair> {
  const typist = trial.typists.get(index);
  const loop = new ClosedLoop(1, 1);
  const reader = new Client(server, document, loop.listener(typist.clientId));
  const writer = new Writer(server, document, typist);
  const clients = await Promise.all([reader.ready, writer.client.ready]);
  reader.stayAwake();
  return { writer, loop, clients };
}

/** One character at a time, each as soon as the one before has been read. */
async function type(server: RunningServer, { writer, loop }: Pair, ms: number) {
  const before = writer.typed;
  const end = beginStretch(server);
  loop.start(writer);
  await pause(ms);
  loop.stop();
  await waitUntil(() => loop.isComplete, 5_000);
  const { server: used, seconds, noise } = end();
  const keystrokes = writer.typed - before;
  return { micros: (used / keystrokes) * 1e6, rate: keystrokes / seconds, noise };
}
