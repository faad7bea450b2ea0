import "./simulated.ts";
import { describe, expect, it } from "vitest";
import { sabotages } from "./sabotage.ts";
import { digestOf, play, type Scenario, scenarioOf } from "./scenario.ts";
import type { Sabotage } from "./server.ts";
import { shrink } from "./shrinking.ts";

/** The providers of a dozen people hang a listener on the process, each its own. */
process.setMaxListeners(50);

function readScenario(text: string): Scenario {
  return JSON.parse(text) as Scenario;
}

describe("a simulation", () => {
  const printed = process.env.QUIRE_SIMULATION;
  if (printed !== undefined)
    it("E9 is played again from what it printed", async () => {
      expect((await play(readScenario(printed))).violation).toBeUndefined();
    });

  it("E8 lets somebody write whose role changed between their admission and the opening of their socket", async () => {
    const { violation } = await play({ seed: 930_004_466, people: 6, operations: [0, 1, 2, 3] });
    expect(violation).toBeUndefined();
  });

  it("E1 waits for a hocuspocus provider whose answer a worker still reads", async () => {
    const operations = Array.from({ length: 240 }, (_, at) => at);
    expect((await play({ seed: 950_006_362, people: 2, operations })).violation).toBeUndefined();
  });

  it("E1 goes on where Yjs fails to undo", async () => {
    const { people } = scenarioOf(950_010_341);
    const operations = Array.from({ length: 100 }, (_, at) => at);
    expect((await play({ seed: 950_010_341, people, operations })).violation).toBeUndefined();
  });

  it("E7 keeps a hocuspocus provider that was told to stay away, and came back with its next socket", async () => {
    const operations = Array.from({ length: 200 }, (_, at) => at);
    const { violation } = await play({ seed: 940_016_478, people: 3, operations });
    expect(violation).toBeUndefined();
  });

  it("E1 waits for somebody who pasted a megabyte and may send 8 KiB a second", async () => {
    const { violation } = await play(scenarioOf(16_576_047));
    expect(violation).toBeUndefined();
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
    ["E4 notices a hocuspocus provider that is told too much", sabotages.takenTwice, /lost|no rest came/],
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
    ["S9 notices an old page that is sent a block", sabotages.oldPagesStay, /was sent a block/],
    ["E7 notices somebody who stays behind", sabotages.nobodyLeaves, /sees|no rest came/],
  ];
  it.each(cases)("%s", async (_title, sabotage, expected) => {
    const violations: string[] = [];
    for (let seed = 1; seed <= 150 && !violations.some((each) => expected.test(each)); seed++) {
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
