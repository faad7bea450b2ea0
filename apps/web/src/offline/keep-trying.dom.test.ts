import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepTrying } from "./keep-trying.ts";

let isHidden = false;
let attempts = 0;
/** What each attempt waits for, and comes to. */
let outcome: () => Promise<boolean> = async () => false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  vi.spyOn(document, "hidden", "get").mockImplementation(() => isHidden);
  isHidden = false;
  attempts = 0;
  outcome = async () => false;
});
afterEach(() => {
  end();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let end = (): void => undefined;

function begin() {
  const trying = keepTrying(window, () => {
    attempts++;
    return outcome();
  });
  end = () => trying.end();
  trying.begin();
  return trying;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function turn(hidden: boolean): void {
  isHidden = hidden;
  document.dispatchEvent(new Event("visibilitychange"));
}

test("N8 what failed is tried again after waits that grow, until it is done", async () => {
  begin();
  await pass(0);
  expect(attempts).toBe(1);
  for (const [waitMs, count] of [
    [10_000, 2],
    [20_000, 3],
    [40_000, 4],
  ] as const) {
    await pass(waitMs - 1);
    expect(attempts).toBe(count - 1);
    await pass(1);
    expect(attempts).toBe(count);
  }
  outcome = () => Promise.reject(new Error("no network"));
  await pass(80_000);
  expect(attempts).toBe(5);
  outcome = async () => true;
  await pass(15 * 60_000);
  expect(attempts).toBe(6);
  dispatchEvent(new Event("online"));
  turn(false);
  await pass(60 * 60_000);
  expect(attempts).toBe(6);
});

test("N8 it is tried at once when the network is back, and when somebody looks again after a while", async () => {
  begin();
  await pass(0);
  dispatchEvent(new Event("online"));
  await pass(0);
  expect(attempts).toBe(2);
  turn(true);
  turn(false);
  await pass(0);
  expect(attempts).toBe(2);
  await pass(10_000 + 20_000);
  expect(attempts).toBe(4);
  turn(true);
  await pass(10_001);
  expect(attempts).toBe(4);
  turn(false);
  await pass(0);
  expect(attempts).toBe(5);
});

test("N8 it is never tried twice at a time, and what is begun meanwhile is done after it", async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  outcome = () => promise;
  const trying = begin();
  dispatchEvent(new Event("online"));
  trying.begin();
  await pass(0);
  expect(attempts).toBe(1);
  outcome = async () => true;
  resolve(true);
  await pass(0);
  expect(attempts).toBe(2);
  await pass(60 * 60_000);
  expect(attempts).toBe(2);
});
