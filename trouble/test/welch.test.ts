import { expect, it } from "vitest";
import { createRandom } from "../random.ts";
import { differsFrom, furthestT, timeBoth, welchT } from "../welch.ts";

it("says Welch's t as textbooks do", () => {
  const one = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4];
  const other = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4];
  expect(welchT(one, other)).toBeCloseTo(-2.46, 2);
  expect(welchT([1, 1], [1, 1])).toBe(0);
});

it("tells work that takes a hundredth longer from work that is interrupted alike, and that from nothing", async () => {
  const random = createRandom(1);
  const chance = createRandom(2);
  const time = (longer: number) => (isOne: boolean) => {
    const noise = Array.from({ length: 12 }, () => chance.below(1_000) / 1_000).reduce(
      (sum, each) => sum + each,
      -6,
    );
    return 1_000 + 50 * noise + (chance.chance(0.01) ? 100_000 : 0) + (isOne ? longer : 0);
  };
  expect(Math.abs(furthestT(await timeBoth(5_000, random, time(10))))).toBeGreaterThan(differsFrom);
  expect(Math.abs(furthestT(await timeBoth(5_000, random, time(0))))).toBeLessThan(differsFrom);
});
