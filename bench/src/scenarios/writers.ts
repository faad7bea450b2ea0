import { keyTimes } from "../browser/key-times.ts";
import type { Tab } from "../browser/tab.ts";
import { Company, type CompanySize } from "../company.ts";
import { percentile } from "../figures.ts";
import type { PageTrial } from "../page-trial.ts";
import { definePageScenario } from "../scenario.ts";
import { beginNoise } from "../stretch.ts";
import { pause } from "../wait.ts";

interface Size {
  readonly blocks: number;
  readonly companies: readonly CompanySize[];
  readonly warmMs: number;
  readonly keys: number;
  readonly eachMs: number;
}

/** How far behind a page may be when all have stopped. */
const drainMs = 30_000;

export const writers = definePageScenario<Size>({
  name: "writers",
  about: "somebody types in a long document while many others write in it, or only move their carets there",
  metrics: {
    "tasks over 50 ms": { unit: "", better: "less", isHeadline: true },
    "longest of them": { unit: "ms", better: "less" },
    "own paint p50": { unit: "ms", better: "less", isHeadline: true },
    "own paint p95": { unit: "ms", better: "less", isHeadline: true },
    "others' last letter": { unit: "ms", better: "less" },
    "others' letters": { unit: "", better: "neither" },
    "server's loop late by at most": { unit: "ms", better: "less", isHeadline: true },
    carets: { unit: "", better: "neither" },
  },
  ratios: [
    { metric: "tasks over 50 ms", to: "best peer" },
    { metric: "own paint p50", to: "best peer" },
    { metric: "own paint p95", to: "best peer" },
  ],
  needsServer: true,
  sizes: {
    full: {
      blocks: 2_000,
      companies: [
        { writers: 20, rate: 5, carets: 0, moves: 0 },
        { writers: 0, rate: 0, carets: 200, moves: 0.5 },
        { writers: 20, rate: 5, carets: 100, moves: 0.5 },
      ],
      warmMs: 3_000,
      keys: 75,
      eachMs: 200,
    },
    quick: {
      blocks: 50,
      companies: [
        { writers: 2, rate: 10, carets: 0, moves: 0 },
        { writers: 0, rate: 0, carets: 3, moves: 10 },
      ],
      warmMs: 200,
      keys: 4,
      eachMs: 50,
    },
  },
  async run(trial, size) {
    for (const company of size.companies) await typeAmong(trial, company, size);
  },
});

async function typeAmong(trial: PageTrial, companySize: CompanySize, size: Size): Promise<void> {
  const { warmMs, keys, eachMs } = size;
  const loopDelayMs = async () => trial.server.target.loopDelayMs?.(trial.server.port);
  const document = await trial.document(size.blocks);
  const own = await (await trial.open(document)).ready();
  await own.goToFirstLine();
  const company = await Company.join(trial, document, companySize);
  await company.isShown(own);
  company.start();
  await pause(warmMs);
  await own.watchLetters();
  await loopDelayMs();
  const noise = beginNoise();
  const from = Date.now();
  await own.type(keys, eachMs);
  const until = Date.now();
  company.stop();
  const others = noise();
  const loopDelay = await loopDelayMs();
  const shown = await company.caretsOn(own);
  const caughtUp = await company.lastLetterOn(own, drainMs);
  await own.hasPainted(keys, drainMs);
  const { times, tasks } = await readOff(own, from, until);
  trial.record(
    caseOf(companySize, size),
    {
      "tasks over 50 ms": tasks.length,
      "longest of them": tasks.length === 0 ? Number.NaN : Math.max(...tasks),
      "own paint p50": percentile(times, 0.5),
      "own paint p95": percentile(times, 0.95),
      "others' last letter": caughtUp,
      "others' letters": company.written,
      "server's loop late by at most": loopDelay,
      carets: shown,
    },
    others,
  );
  await company.leave();
  await own.close();
}

function caseOf(
  { writers: writing, rate, carets, moves }: CompanySize,
  { blocks, keys, eachMs }: Size,
): string {
  return [
    `${blocks.toLocaleString("en-US")} blocks`,
    ...(writing > 0 ? [`${writing} others write ${rate} characters/s each`] : []),
    ...(carets > 0 ? [`${carets} others move their carets ${moves}/s each`] : []),
    `${(keys * eachMs) / 1_000} s`,
  ].join(", ");
}

/** From each key to its letter's paint, and the tasks that held the page up meanwhile, in milliseconds. */
async function readOff(tab: Tab, from: number, until: number) {
  const { keys, paints, longTasks } = await tab.look();
  return {
    times: keyTimes(keys, paints),
    tasks: longTasks.filter(({ at }) => at >= from && at <= until).map(({ ms }) => ms),
  };
}
