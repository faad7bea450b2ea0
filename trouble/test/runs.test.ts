import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { inTurns } from "../runs.ts";

test("draws in turns meet each once before any comes again, in an order that the seed says", () => {
  const all = ["a", "b", "c", "d", "e"];
  const draw = (seed: number) => inTurns(all, 13, createRandom(seed));
  const drawn = draw(7);
  for (const turn of [drawn.slice(0, 5), drawn.slice(5, 10)]) expect(turn.toSorted()).toEqual(all);
  expect(new Set(drawn.slice(10)).size).toBe(3);
  expect(draw(7)).toEqual(drawn);
  expect(new Set(Array.from({ length: 20 }, (_, seed) => draw(seed).join(""))).size).toBeGreaterThan(15);
});
