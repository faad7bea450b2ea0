import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Arrivals } from "./arrivals.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

/** Arrivals that take a millisecond each, and which of them were let in. */
function given() {
  const arrivals = new Arrivals();
  const done: number[] = [];
  const come = (number: number): void =>
    arrivals.add(() => {
      done.push(number);
      vi.advanceTimersByTime(1);
    });
  return { arrivals, come, done };
}

/** Resolves when the turn of the event loop is over. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

it("OP-4 who comes alone is let in at once", () => {
  const { come, done } = given();
  come(1);
  expect(done).toEqual([1]);
});

it("OP-4 of thousands who come at once a few are let in a turn, in order", async () => {
  const { come, done } = given();
  const all = Array.from({ length: 20 }, (_, at) => at);
  for (const number of all) come(number);
  expect(done).toHaveLength(3);
  for (let turns = 2; done.length < all.length; turns++) {
    await turn();
    expect(done.length).toBeLessThanOrEqual(3 * turns);
  }
  expect(done).toEqual(all);
  await turn();
  come(20);
  expect(done.at(-1)).toBe(20);
});

it("OP-4 who comes while another is let in comes behind them", async () => {
  const { arrivals, come, done } = given();
  arrivals.add(() => {
    come(2);
    done.push(1);
  });
  while (done.length < 2) await turn();
  expect(done).toEqual([1, 2]);
});
