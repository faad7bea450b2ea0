import * as Y from "yjs";
import { createRandom } from "../../../../trouble/random.ts";
import type { Counts } from "./counts.ts";
import { pickOperation } from "./operations.ts";
import type { Sabotage } from "./server.ts";
import { World } from "./world.ts";

export interface Scenario {
  readonly seed: number;
  /** How many people there are. */
  readonly people: number;
  /** The operations that are done, by number; those between them are left out. */
  readonly operations: readonly number[];
  readonly sabotage?: Sabotage;
}

export interface Outcome {
  readonly violation: string | undefined;
  /** The last operation that was done. */
  readonly last: number;
  readonly counts: Counts;
}

/** The scenario of a seed. */
export function scenarioOf(seed: number, sabotage?: Sabotage): Scenario {
  // Other numbers than the world's, whose kind must not depend on how many are in it.
  const random = createRandom(seed ^ 0x5bd1e995);
  const people = random.pick([2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 6, 8, 12]);
  // Most documents are short, so that many things are tried; some are long. What many write is told to each of them.
  const length = 40 + random.below(random.chance(0.93) ? 200 : 800);
  const count = Math.ceil(length / Math.max(1, people / 4));
  const operations = Array.from({ length: count }, (_, at) => at);
  return { seed, people, operations, ...(sabotage && { sabotage }) };
}

/**
 * Plays a scenario: nothing in it depends on anything but the seed and the numbers of the operations. `look` is shown the
 * world before it ends.
 */
export async function play(
  { seed, people, operations, sabotage }: Scenario,
  look?: (world: World) => void,
): Promise<Outcome> {
  const world = new World({ seed, people, ...(sabotage && { sabotage }) });
  const restore = world.clock.install();
  let last = 0;
  try {
    await world.begin();
    for (const operation of operations) {
      last = operation;
      const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(operation + 1, 0x85ebca6b));
      await pickOperation(world, random)(world, random);
      await world.clock.pass(random.chance(0.97) ? random.below(120) / 10 : random.below(300));
      if (world.judge.violation !== undefined) break;
    }
    if (world.judge.violation === undefined) await world.settle();
    look?.(world);
    return { violation: world.judge.violation, last, counts: world.counts };
  } catch (error) {
    const violation = `the simulation failed: ${error instanceof Error ? error.stack : String(error)}`;
    return { violation: world.judge.violation ?? violation, last, counts: world.counts };
  } finally {
    world.end();
    restore();
  }
}

/** Says that two worlds went the same way. */
export function digestOf(world: World): string {
  const states = world.clients.map(({ ydoc }) => Buffer.from(Y.encodeStateAsUpdate(ydoc)).toString("base64"));
  return [world.clock.now, world.clock.events, JSON.stringify(world.counts), ...states].join(" ");
}
