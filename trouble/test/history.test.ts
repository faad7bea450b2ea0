import { expect, test } from "vitest";
import { drawHistory } from "../history.ts";

const size = { people: 3, steps: 60, paceMs: 40 };

test("the same seed draws the same history, another one another", () => {
  expect(drawHistory(5, size)).toEqual(drawHistory(5, size));
  expect(drawHistory(5, size).steps).not.toEqual(drawHistory(6, size).steps);
});

test("everything that can happen to a network happens in some history", () => {
  const drawn = Array.from({ length: 50 }, (_, seed) => drawHistory(seed, size).steps).flat();
  const types = new Set(drawn.map(({ act }) => act.type));
  const troubles = [
    "clear",
    "cut",
    "half-open",
    "late",
    "lumps",
    "narrow",
    "pieces",
    "refuse",
    "shut",
    "stall",
  ];
  expect(types).toEqual(new Set(["write", "erase", "reopen"].concat(troubles)));
  expect(new Set(drawn.map(({ who }) => who))).toEqual(new Set([0, 1, 2]));
});
