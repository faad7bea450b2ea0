import { describe, expect, it, vi } from "vitest";
import { seededRandom } from "../random.ts";
import { printedSeed, runs } from "../runs.ts";
import { sabotages } from "./sabotage.ts";
import { digestOf, type Outcome, play, type Scenario } from "./scenario.ts";
import type { Sabotage } from "./server.ts";
import { shrink } from "./shrinking.ts";
import type { Counts } from "./world.ts";

await vi.hoisted(async () => (await import("./entropy.ts")).seedEntropy());
// The store waits by this module's clock and deflates on other threads: here by the simulated clock, and at once.
vi.mock("node:timers/promises", () => import("./delay.ts"));
vi.mock("node:zlib", async (original) => ({
  ...(await original<object>()),
  deflateRaw: (bytes: Uint8Array, done: (error: null, bytes: Uint8Array) => void) => done(null, bytes),
}));

/** The providers of a dozen people hang a listener on the process, each its own. */
process.setMaxListeners(50);

function scenarioOf(seed: number, sabotage?: Sabotage): Scenario {
  const random = seededRandom(seed);
  // Most documents are short, so that many things are tried; some are long.
  const count = 50 + random.below(random.chance(0.9) ? 300 : 1_200);
  const operations = Array.from({ length: count }, (_, at) => at);
  return { seed, operations, ...(sabotage && { sabotage }) };
}

/** What went wrong, and how to see it again. */
async function report(scenario: Scenario, failed: Outcome): Promise<string> {
  const { scenario: shortest, outcome } = await shrink(scenario, failed);
  const again = JSON.stringify({ seed: shortest.seed, operations: shortest.operations });
  return `${outcome.violation}\nplay again with QUIRE_SIMULATION='${again}'\nseed ${scenario.seed} said: ${failed.violation}`;
}

function readScenario(text: string): Scenario {
  return JSON.parse(text) as Scenario;
}

/** Plays one scenario after the other, each from the next seed, until so many operations are done. */
async function playMany(
  first: number,
  goal: number,
): Promise<Counts & { operations: number; scenarios: number }> {
  const total = {
    operations: 0,
    scenarios: 0,
    edits: 0,
    connects: 0,
    acknowledged: 0,
    crashes: 0,
    settled: 0,
  };
  for (let seed = first; total.operations < goal; seed++) {
    const scenario = scenarioOf(seed);
    const outcome = await play(scenario);
    if (outcome.violation !== undefined) throw new Error(await report(scenario, outcome));
    total.operations += scenario.operations.length;
    total.scenarios++;
    for (const name of ["edits", "connects", "acknowledged", "crashes", "settled"] as const)
      total[name] += outcome.counts[name];
  }
  return total;
}

describe("a document, its server and the people in it, simulated", () => {
  it(
    "E1 end with the same text and structs, with all that was called saved and all that a page holds, whatever breaks",
    async () => {
      const before = process.cpuUsage();
      const total = await playMany(printedSeed("simulator"), runs(200_000, 6_000_000));
      const { user, system } = process.cpuUsage(before);
      const each = (user + system) / total.operations;
      console.info(`simulator: ${JSON.stringify(total)}, ${Math.round(each)} µs of CPU an operation`);
      expect(total.crashes).toBeGreaterThan(total.operations / 500);
      expect(total.settled).toBeGreaterThan(total.scenarios);
    },
    runs(300_000, 5_400_000),
  );

  const printed = process.env.QUIRE_SIMULATION;
  if (printed !== undefined)
    it("E9 is played again from what it printed", async () => {
      expect((await play(readScenario(printed))).violation).toBeUndefined();
    });

  it("E9 goes the same way from the same seed", async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const digests: string[] = [];
      for (let time = 0; time < 2; time++)
        await play(scenarioOf(seed), (world) => void digests.push(digestOf(world)));
      expect(digests).toEqual([digests[0], digests[0]]);
    }
  });
});

describe("the judge", () => {
  const cases: readonly (readonly [title: string, Sabotage, RegExp])[] = [
    ["E4 notices saved before the flush", sabotages.savedBeforeFlush, /not flushed|came before/],
    ["E4 notices a message that counts twice", sabotages.countedTwice, /is told saved \d+ of \d+/],
    [
      "E2 notices that a turn's last update is not logged",
      sabotages.lastOfTurnDropped,
      /not flushed|the disk and/,
    ],
    ["E2 notices a document that is opened without its tail", sabotages.tailForgotten, /./],
    [
      "E2 notices a fold that takes what came meanwhile",
      sabotages.foldTakesMore,
      /lost|the disk|not in the document/,
    ],
    [
      "E6 notices an update that comes back to its sender",
      sabotages.relayedToSender,
      /which came from there|twice/,
    ],
    ["E6 notices an update that is relayed twice", sabotages.relayedTwice, /after all up to|twice/],
    ["E3 notices an update that somebody is not told", sabotages.relayDropped, /differ|waits for/],
    ["E5 notices a reader who writes", sabotages.readersWrite, /a viewer changed/],
    ["E8 notices an honest client that is refused", sabotages.honestRefused, /was closed with 4422/],
    ["E7 notices somebody who stays behind", sabotages.nobodyLeaves, /sees|no rest came/],
  ];
  it.each(cases)("%s", async (_title, sabotage, expected) => {
    const violations: string[] = [];
    for (let seed = 1; seed <= 40 && !violations.some((each) => expected.test(each)); seed++) {
      const { violation } = await play(scenarioOf(seed, sabotage));
      if (violation !== undefined) violations.push(violation);
    }
    expect(violations).toContainEqual(expect.stringMatching(expected));
  });

  it("E9 is shown the shortest way to what it notices", async () => {
    const scenario = scenarioOf(1, sabotages.relayedToSender);
    const failed = await play(scenario);
    const { scenario: shortest, outcome } = await shrink(scenario, failed);
    expect(shortest.operations.length).toBeLessThan(5);
    expect(outcome.violation).toMatch(/which came from there/);
    expect((await play(shortest)).violation).toBe(outcome.violation);
  });
});
