import { gzipSync } from "node:zlib";
import type { Tab } from "../browser/tab.ts";
import { kib } from "../figures.ts";
import type { PageTrial } from "../page-trial.ts";
import { definePageScenario } from "../scenario.ts";
import { pause } from "../wait.ts";

interface Size {
  /** How long a page may go on loading once it can be used. */
  readonly restMs: number;
}

export const pageSize = definePageScenario<Size>({
  name: "page-size",
  about: "the scripts that a page loads, each gzipped, until it has come to rest",
  metrics: {
    scripts: { unit: "KiB gzip", better: "less", isHeadline: true },
    "scripts before gzip": { unit: "KiB", better: "less" },
    files: { unit: "", better: "neither" },
  },
  ratios: [
    { metric: "scripts", to: "prosemirror" },
    { metric: "scripts", to: "best peer" },
  ],
  rounds: 1,
  sizes: { full: { restMs: 2_000 }, quick: { restMs: 200 } },
  async run(trial, { restMs }) {
    const tab = await trial.open(await trial.document(1));
    await weigh(trial, "a document", await tab.ready(), restMs);
    for (const [name, urlOf] of Object.entries(trial.target.otherPages ?? {}))
      await weigh(trial, name, await trial.visit(urlOf(trial.place), 1), restMs);
  },
});

async function weigh(trial: PageTrial, caseName: string, tab: Tab, restMs: number): Promise<void> {
  await pause(restMs);
  const scripts = await tab.scripts();
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
  trial.record(caseName, {
    scripts: sum(scripts.map((script) => gzipSync(script, { level: 9 }).length)) / kib,
    "scripts before gzip": sum(scripts.map(({ length }) => length)) / kib,
    files: scripts.length,
  });
  await tab.close();
}
