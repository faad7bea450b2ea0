import { keyTimes } from "../browser/key-times.ts";
import type { Tab } from "../browser/tab.ts";
import { percentile } from "../figures.ts";
import type { PageTrial } from "../page-trial.ts";
import { definePageScenario } from "../scenario.ts";
import { beginNoise } from "../stretch.ts";
import { pause } from "../wait.ts";

interface Size {
  /** A document of so many blocks each. */
  readonly blocks: readonly number[];
  /** Keys before the ones that count, and those. */
  readonly warmUp: number;
  readonly keys: number;
  readonly eachMs: number;
  /** How long pages are left alone once they are open. */
  readonly restMs: number;
}

const drainMs = 10_000;

export const keystroke = definePageScenario<Size>({
  name: "keystroke",
  about:
    "two people have a document open and one of them types: from the key to the letter's paint, on both pages",
  metrics: {
    "own paint p50": { unit: "ms", better: "less", isHeadline: true },
    "own paint p95": { unit: "ms", better: "less", isHeadline: true },
    "other's paint p50": { unit: "ms", better: "less", isHeadline: true },
    "other's paint p95": { unit: "ms", better: "less", isHeadline: true },
    "drawn together": { unit: "", better: "neither" },
    "own paints in all": { unit: "", better: "neither", isHidden: true },
    "other's paints in all": { unit: "", better: "neither", isHidden: true },
  },
  ratios: [
    { metric: "own paint p50", to: "prosemirror" },
    { metric: "own paint p50", to: "best peer" },
    { metric: "other's paint p50", to: "prosemirror", by: "own paint p50" },
    { metric: "other's paint p50", to: "best peer" },
  ],
  sizes: {
    full: { blocks: [1, 2_000, 10_000], warmUp: 10, keys: 60, eachMs: 120, restMs: 1_500 },
    quick: { blocks: [50], warmUp: 1, keys: 4, eachMs: 40, restMs: 100 },
  },
  async run(trial, size) {
    for (const blocks of size.blocks) await typeIn(trial, blocks, size);
  },
});

async function typeIn(trial: PageTrial, blocks: number, size: Size): Promise<void> {
  const { warmUp, keys, eachMs, restMs } = size;
  const document = await trial.document(blocks);
  const own = await (await trial.open(document)).ready();
  const other = trial.target.server && (await (await trial.open(document)).ready());
  await own.goToFirstLine();
  await pause(restMs);
  await own.watchLetters();
  await other?.watchLetters();
  const noise = beginNoise();
  await own.type(warmUp + keys, eachMs);
  await own.hasPainted(warmUp + keys, drainMs);
  await other?.hasPainted(warmUp + keys, drainMs);
  const others = noise();
  const { keys: pressedAt, paints } = await own.look();
  const times = keyTimes(pressedAt, paints, warmUp);
  const otherTimes = other === undefined ? [] : keyTimes(pressedAt, await paintsOf(other), warmUp);
  trial.record(
    blocks === 1 ? "1 block" : `${blocks.toLocaleString("en-US")} blocks`,
    {
      "own paint p50": percentile(times, 0.5),
      "own paint p95": percentile(times, 0.95),
      "other's paint p50": percentile(otherTimes, 0.5),
      "other's paint p95": percentile(otherTimes, 0.95),
      "drawn together": keys - times.length + (other === undefined ? 0 : keys - otherTimes.length),
      "own paints in all": times.length,
      "other's paints in all": otherTimes.length,
    },
    others,
  );
  await Promise.all([own.close(), other?.close()]);
}

async function paintsOf(tab: Tab): Promise<readonly number[]> {
  return (await tab.look()).paints;
}
