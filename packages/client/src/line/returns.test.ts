import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Returns } from "./returns.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The waits of lines that end with this code, each as soon as it is made. */
function waits(returns: Returns, count: number, code = 1006): number[] {
  return Array.from({ length: count }, () => {
    returns.ended(code, 0);
    vi.advanceTimersByTime(returns.waitMs);
    return returns.waitMs;
  });
}

test("C9 the first line does not wait", () => {
  expect(new Returns().waitMs).toBe(0);
});

test("C9 a wait is as long as one was away already, half a second at first, and 15 s at most", () => {
  expect(waits(new Returns(() => 1), 9)).toEqual([
    500, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000,
  ]);
});

test("C9 by chance it is a fifth of that, or anything between", () => {
  expect(waits(new Returns(() => 0), 3)).toEqual([100, 100, 100]);
  const returns = new Returns(() => 0);
  returns.ended(1006, 0);
  vi.advanceTimersByTime(60_000);
  returns.ended(1006, 0);
  expect(returns.waitMs).toBe(3_000);
  const some = new Returns(() => 0.5);
  some.ended(1006, 0);
  expect(some.waitMs).toBeCloseTo(300);
});

test("C9 a line that was good and broke was no failure: on a bad network nobody waits longer and longer", () => {
  const returns = new Returns(() => 1);
  expect(waits(returns, 5).at(-1)).toBe(4_000);
  returns.ended(1006, 1);
  expect(returns.waitMs).toBe(500);
});

test("C9 where the server sends people away it was no failure if it was good for 10 s", () => {
  const returns = new Returns(() => 1);
  expect(waits(returns, 5).at(-1)).toBe(4_000);
  returns.ended(4500, 9_999);
  expect(returns.waitMs).toBe(8_000);
  returns.ended(4500, 10_000);
  expect(returns.waitMs).toBe(2_000);
});

test("C9 when there is reason to believe that it works, nothing waits, and the waits begin anew", () => {
  const returns = new Returns(() => 1);
  waits(returns, 6);
  returns.hurry();
  expect(returns.waitMs).toBe(0);
  expect(waits(returns, 1)).toEqual([500]);
});

test.each([
  [1012, 1_000],
  [4500, 2_000],
  [1013, 5_000],
  [4529, 20_000],
  // The new role is there already.
  [4510, 100],
])("C9 after %i the first wait is up to %i ms", (code, expected) => {
  const returns = new Returns(() => 1);
  returns.ended(code, 60_000);
  expect(returns.waitMs).toBe(expected);
});

test("C9 a server that sends people away again and again is come back to less and less often", () => {
  expect(waits(new Returns(() => 1), 6, 4500)).toEqual([2_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
});
