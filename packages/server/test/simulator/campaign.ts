import { printedSeed, runs } from "../../../../trouble/runs.ts";
import type { Counts } from "./counts.ts";
import { type Outcome, play, type Scenario, scenarioOf } from "./scenario.ts";
import { shrink } from "./shrinking.ts";

/** What was played, and what happened in it. */
interface Tally extends Counts {
  operations: number;
  scenarios: number;
}

/** Operations of a half: two files play one each, side by side. */
const operationsOfHalf = runs(100_000, 10_000_000);
/** How far the second half's seeds are from the first's. */
const seedsApart = 1_000_000;

/**
 * Plays half of what a run of the tests plays; answers with what happened in it less often than it must for the rest to
 * say something. Throws where a scenario fails.
 */
export async function playHalf(half: 0 | 1): Promise<string[]> {
  process.setMaxListeners(50);
  const before = process.cpuUsage();
  const tally = await playMany(printedSeed("simulator") + half * seedsApart, operationsOfHalf);
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / tally.operations;
  console.info(`simulator: ${JSON.stringify(tally)}, ${Math.round(each)} µs of CPU an operation`);
  return tooRareIn(tally);
}

function tooRareIn(tally: Tally): string[] {
  const { operations, scenarios, connects } = tally;
  const isEnough = {
    edits: tally.edits > operations / 2,
    acknowledged: tally.acknowledged > operations / 10,
    connects: connects > operations / 50,
    crashes: tally.crashes > operations / 500,
    settled: tally.settled > scenarios,
    hocuspocus: tally.hocuspocus > connects / 20,
    tooOld: tally.tooOld > scenarios / 50,
    repairs: tally.repairs > operations / 2_500,
    pauses: tally.pauses > operations / 1_000,
    folds: tally.folds > scenarios / 2,
    jobsBesidesFolds: tally.differences + tally.judged > 0,
  };
  return Object.entries(isEnough).flatMap(([name, enough]) => (enough ? [] : [name]));
}

/**
 * Plays one scenario after the other, each from the next seed, until so many operations are done. Throws at the first
 * that fails, with the shortest way to it.
 */
async function playMany(first: number, operations: number): Promise<Tally> {
  const tally: Record<string, number> = { operations: 0, scenarios: 0 };
  const add = (name: string, count: number): void => {
    tally[name] = (tally[name] ?? 0) + count;
  };
  for (let seed = first; (tally.operations ?? 0) < operations; seed++) {
    const scenario = scenarioOf(seed);
    const outcome = await play(scenario);
    if (outcome.violation !== undefined) throw new Error(await report(scenario, outcome));
    add("operations", scenario.operations.length);
    add("scenarios", 1);
    for (const [name, count] of Object.entries(outcome.counts)) add(name, count);
  }
  return tally as unknown as Tally;
}

/** What went wrong, and how to see it again. */
async function report(scenario: Scenario, failed: Outcome): Promise<string> {
  const { scenario: shortest, outcome } = await shrink(scenario, failed);
  const again = JSON.stringify({ ...shortest, sabotage: undefined });
  return `${outcome.violation}\nplay again with QUIRE_SIMULATION='${again}'\nseed ${scenario.seed} said: ${failed.violation}`;
}
