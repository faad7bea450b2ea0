import "./simulated.ts";
import { expect } from "vitest";
import { runs } from "../../../../trouble/runs.ts";
import { playHalf } from "./campaign.ts";

/** How long a half may take, in milliseconds. */
export const halfMs = runs(300_000, 24 * 3_600_000);

/** Half of the simulation's test: a worker of Vitest plays a file, and there are two. */
export async function testHalf(half: 0 | 1): Promise<void> {
  expect(await playHalf(half)).toEqual([]);
}
