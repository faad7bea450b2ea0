import { gzipSync } from "node:zlib";
import type { Tab } from "../browser/tab.ts";
import type { PageTrial } from "../page-trial.ts";
import { definePageScenario } from "../scenario.ts";
import { pause } from "../wait.ts";

interface Size {
  /** How long a page may go on loading once it shows what it is for. */
  readonly restMs: number;
}

export const pageSize = definePageScenario<Size>({
  name: "page-size",
  about:
    "the scripts that a page loads, each gzipped: until it shows what it is for, and until it has come to rest",
  metrics: {
    scripts: { unit: "kB gzip", better: "less", isHeadline: true },
    files: { unit: "", better: "neither" },
    "with what comes later": { unit: "kB gzip", better: "less" },
    "files in all": { unit: "", better: "neither" },
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
  const first = await tab.scripts();
  await pause(restMs);
  const all = await tab.scripts();
  trial.record(caseName, {
    scripts: gzipped(first),
    files: first.length,
    "with what comes later": gzipped(all),
    "files in all": all.length,
  });
  await tab.close();
}

function gzipped(scripts: readonly Buffer[]): number {
  return scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0) / 1_000;
}
