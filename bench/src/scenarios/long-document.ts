import type { Watch } from "../browser/watch.ts";
import { mib } from "../figures.ts";
import { linesOfProse } from "../prose.ts";
import { definePageScenario } from "../scenario.ts";
import { beginNoise } from "../stretch.ts";

interface Size {
  readonly lines: number;
  /** How many people open it, one after the other. */
  readonly times: number;
}

/** Of all bytes: what is smaller is no part of the document. */
const chunkShare = 0.05;

export const longDocument = definePageScenario<Size>({
  name: "long-document",
  about:
    "somebody who has never been there opens a long document: from its bytes' arrival to the first painted screen",
  metrics: {
    "bytes to first screen": { unit: "ms", better: "less", isHeadline: true },
    "address to first screen": { unit: "ms", better: "less" },
    "longest task": { unit: "ms", better: "less" },
    received: { unit: "MiB", better: "less" },
  },
  ratios: [
    { metric: "bytes to first screen", to: "prosemirror" },
    { metric: "bytes to first screen", to: "best peer" },
  ],
  sizes: { full: { lines: 20_000, times: 2 }, quick: { lines: 300, times: 1 } },
  async run(trial, { lines, times }) {
    const characters = linesOfProse(lines).join("").length;
    const caseName = `${characters.toLocaleString("en-US")} characters in ${lines.toLocaleString("en-US")} blocks`;
    const document = await trial.document(lines);
    for (let time = 0; time < times; time++) {
      const noise = beginNoise();
      const tab = await (await trial.open(document)).ready();
      const others = noise();
      trial.record(caseName, opened(await tab.look(), await tab.openedAt()), others);
      await tab.close();
    }
  },
});

function opened({ arrivals, longTasks, firstScreenAt = Number.NaN }: Watch, openedAt: number) {
  const before = arrivals.filter(({ at }) => at <= firstScreenAt);
  const bytes = before.reduce((sum, arrival) => sum + arrival.bytes, 0);
  // The document's last piece: what is asked and said beside it is small.
  const last = before.filter((arrival) => arrival.bytes >= bytes * chunkShare).at(-1);
  return {
    "bytes to first screen": firstScreenAt - (last?.at ?? Number.NaN),
    "address to first screen": firstScreenAt - openedAt,
    "longest task": Math.max(0, ...longTasks.map(({ ms }) => ms)),
    received: bytes / mib,
  };
}
