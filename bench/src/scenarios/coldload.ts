import { closeAll } from "../crowd.ts";
import { diskBytes } from "../disk.ts";
import { feed } from "../feed.ts";
import { median, mib } from "../figures.ts";
import { Judge, Opening } from "../opening.ts";
import type { RunningServer } from "../running-server.ts";
import { defineScenario } from "../scenario.ts";
import { settle } from "../settle.ts";
import { beginStretch } from "../stretch.ts";
import { recordedTrace, syntheticTrace, type Trace } from "../trace.ts";
import type { Trial } from "../trial.ts";
import { pause } from "../wait.ts";

interface Size {
  readonly traces: () => readonly Trace[];
  /** How many times each way of opening is tried. */
  readonly times: number;
  readonly crowd: number;
  /** How long a server must be idle before it is asked to end, in half seconds: some write long after they have read. */
  readonly idleLooks: number;
}

/** Of the whole state: what comes behind it is found by waiting. */
const enough = 0.8;

export const coldload = defineScenario<Size>({
  name: "coldload",
  about:
    "a long document is opened after a restart: by one client, once more after another restart, and by a crowd at once",
  metrics: {
    "cold open": { unit: "ms", better: "less" },
    "bytes to state": { unit: "x", better: "less", isHeadline: true },
    "cold open, server CPU": { unit: "ms", better: "less" },
    "warm open": { unit: "ms", better: "less" },
    "cold open again": { unit: "ms", better: "less" },
    "crowd, last": { unit: "ms", better: "less" },
    "crowd, median": { unit: "ms", better: "less" },
    "crowd, server CPU": { unit: "ms", better: "less" },
    "taking it in, server CPU": { unit: "s", better: "less" },
    "on disk": { unit: "MiB", better: "less" },
  },
  ratios: [
    { metric: "cold open", to: "hocuspocus-sqlite" },
    { metric: "cold open", to: "best peer" },
    { metric: "crowd, last", to: "hocuspocus-sqlite" },
    { metric: "crowd, last", to: "best peer" },
  ],
  rounds: 1,
  needsPersistence: true,
  sizes: {
    full: { traces: () => [recordedTrace(), syntheticTrace(260_000)], times: 3, crowd: 50, idleLooks: 4 },
    quick: {
      traces: () => [recordedTrace(2_000), syntheticTrace(1_000)],
      times: 1,
      crowd: 4,
      idleLooks: 1,
    },
  },
  async run(trial, size) {
    for (const trace of size.traces()) await load(trial, trace, size);
  },
});

async function load(trial: Trial, trace: Trace, size: Size): Promise<void> {
  const about = `${trace.name}, ${trace.edits} edits, ${trace.stateBytes} bytes of state`;
  const judge = new Judge(trace.text, trial.target.textOf);
  const source = await trial.launch();
  const document = await trial.document(source);
  const before = source.meter.cpuSeconds;
  await feed(source, document, trace);
  await settle(source, { looks: size.idleLooks });
  const taken = source.meter.cpuSeconds - before;
  await source.stop();
  trial.record(about, { "taking it in, server CPU": taken, "on disk": diskBytes(source.dataDir) / mib });
  for (let time = 0; time < size.times; time++) {
    const server = await trial.launch(source);
    await openAlone(trial, server, document, { trace, judge, about, size });
    await server.stop();
    const crowded = await trial.launch(source);
    await openTogether(trial, crowded, document, { trace, judge, about, size });
    await crowded.stop();
  }
}

interface Way {
  readonly trace: Trace;
  readonly judge: Judge;
  readonly about: string;
  readonly size: Size;
}

async function openAlone(trial: Trial, server: RunningServer, document: string, way: Way): Promise<void> {
  const { trace, judge, about, size } = way;
  const open = async (): Promise<Opening> => {
    await pause(300);
    const opening = new Opening(server, document);
    await opening.arrived(trace.stateBytes * enough);
    return opening;
  };
  const time = (opening: Opening): number => judge.wholeAfter(opening, opening.client.openedAt);
  const end = beginStretch(server);
  const cold = await open();
  const usage = end();
  const warm = await open();
  const values = {
    "cold open": time(cold),
    "bytes to state": cold.client.socket.bytesIn / trace.stateBytes,
    "cold open, server CPU": usage.server * 1_000,
    "warm open": time(warm),
  };
  trial.record(about, values, usage.noise);
  await closeAll([cold.client, warm.client]);
  await settle(server, { looks: size.idleLooks, limitMs: 10_000 });
  await server.stop();
  await server.start();
  const again = await open();
  trial.record(about, { "cold open again": time(again) });
  await closeAll([again.client]);
}

async function openTogether(trial: Trial, server: RunningServer, document: string, way: Way): Promise<void> {
  const { trace, judge, about, size } = way;
  await pause(300);
  const end = beginStretch(server);
  const from = performance.now();
  const crowd = Array.from({ length: size.crowd }, () => new Opening(server, document));
  await Promise.all(crowd.map((opening) => opening.arrived(trace.stateBytes * enough)));
  const usage = end();
  const times = crowd.map((opening) => judge.wholeAfter(opening, from));
  const values = {
    "crowd, last": Math.max(...times),
    "crowd, median": median(times),
    "crowd, server CPU": usage.server * 1_000,
  };
  trial.record(about, values, usage.noise);
  await closeAll(crowd.map(({ client }) => client));
}
