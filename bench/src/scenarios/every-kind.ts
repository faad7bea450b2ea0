import { keyTimes } from "../browser/key-times.ts";
import { Company } from "../company.ts";
import { percentile } from "../figures.ts";
import { blocksOfEveryKind } from "../kinds.ts";
import type { PageTrial } from "../page-trial.ts";
import { linesOfProse } from "../prose.ts";
import { definePageScenario } from "../scenario.ts";
import { beginNoise } from "../stretch.ts";
import { pause } from "../wait.ts";

interface Size {
  readonly blocks: readonly number[];
  /** How many others write meanwhile. */
  readonly writers: readonly number[];
  /** Characters a second of each. */
  readonly rate: number;
  readonly warmMs: number;
  readonly warmUp: number;
  readonly keys: number;
  readonly eachMs: number;
}

const drainMs = 30_000;
const makers = { prose: linesOfProse, "every kind": blocksOfEveryKind } as const;

export const everyKind = definePageScenario<Size>({
  name: "every-kind",
  about:
    "somebody types in a document with every kind in it, beside one of lines alone: alone and among others who write",
  metrics: {
    "own paint p50": { unit: "ms", better: "less", isHeadline: true },
    "own paint p95": { unit: "ms", better: "less", isHeadline: true },
    "others' letters": { unit: "", better: "neither" },
  },
  ratios: [],
  needsServer: true,
  needsKinds: true,
  sizes: {
    full: {
      blocks: [1, 2_000, 10_000],
      writers: [0, 20],
      rate: 5,
      warmMs: 3_000,
      warmUp: 10,
      keys: 60,
      eachMs: 120,
    },
    quick: { blocks: [60], writers: [0, 2], rate: 10, warmMs: 100, warmUp: 1, keys: 4, eachMs: 40 },
  },
  async run(trial, size) {
    for (const blocks of size.blocks)
      for (const writers of blocks === 1 ? [0] : size.writers)
        for (const content of blocks === 1 ? (["prose"] as const) : (["prose", "every kind"] as const))
          await typeIn(trial, { content, blocks, writers }, size);
  },
});

interface Case {
  readonly content: keyof typeof makers;
  readonly blocks: number;
  readonly writers: number;
}

async function typeIn(trial: PageTrial, { content, blocks, writers }: Case, size: Size): Promise<void> {
  const { warmUp, keys, eachMs } = size;
  // Of every kind half are lines; all of them are, with the first.
  const document = await trial.documentOf(makers[content](blocks), Math.ceil(blocks / 2));
  const own = await (await trial.open(document)).ready();
  await own.goToFirstLine();
  const company = await Company.join(trial, document, { writers, rate: size.rate, carets: 0, moves: 0 });
  company.start();
  await pause(size.warmMs);
  await own.watchLetters();
  const noise = beginNoise();
  await own.type(warmUp + keys, eachMs);
  company.stop();
  await own.hasPainted(warmUp + keys, drainMs);
  const others = noise();
  const look = await own.look();
  const times = keyTimes(look.keys, look.paints, warmUp);
  trial.record(
    [
      `${blocks.toLocaleString("en-US")} blocks, ${content}`,
      ...(writers > 0 ? [`${writers} others write`] : []),
    ].join(", "),
    {
      "own paint p50": percentile(times, 0.5),
      "own paint p95": percentile(times, 0.95),
      "others' letters": company.written,
    },
    others,
  );
  await company.leave();
  await own.close();
}
