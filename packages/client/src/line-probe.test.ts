import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LineProbe } from "./line-probe.ts";

const times = { quietMs: 10_000, answerMs: 5_000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function probedLine() {
  return { ask: vi.fn<() => void>(), waitingBytes: vi.fn(() => 0), lose: vi.fn<() => void>() };
}

test("SV-4 a silent line is asked after 10 s and lost 5 s later", () => {
  const line = probedLine();
  const probe = new LineProbe(line, times);
  probe.heard();
  vi.advanceTimersByTime(9_999);
  expect(line.ask).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(line.ask).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(4_999);
  expect(line.lose).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(line.lose).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("C7 each message begins the silence anew, at the cost of no timer", () => {
  const line = probedLine();
  const probe = new LineProbe(line, times);
  probe.heard();
  const timers = vi.spyOn(globalThis, "setTimeout");
  for (let second = 1; second <= 9; second++) {
    vi.advanceTimersByTime(1_000);
    probe.heard();
  }
  expect(timers).not.toHaveBeenCalled();
  vi.advanceTimersByTime(9_999);
  expect(line.ask).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(line.ask).toHaveBeenCalledTimes(1);
  probe.stop();
});

test("C7 a line that answers lives, and is asked again", () => {
  const line = probedLine();
  const probe = new LineProbe(line, times);
  probe.heard();
  for (let round = 1; round <= 5; round++) {
    vi.advanceTimersByTime(14_000);
    expect(line.ask).toHaveBeenCalledTimes(round);
    probe.heard();
  }
  expect(line.lose).not.toHaveBeenCalled();
  probe.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test("a line that never opens is lost", () => {
  const line = probedLine();
  new LineProbe(line, times);
  vi.advanceTimersByTime(15_000);
  expect(line.lose).toHaveBeenCalledTimes(1);
  expect(line.ask).not.toHaveBeenCalled();
});

test("C7 a question that waits behind a large message is waited for as long as that one leaves", () => {
  const line = probedLine();
  const waiting = [3_000_000, 2_000_000, 1_000_000, 1_000_000];
  line.waitingBytes.mockImplementation(() => waiting.shift() ?? 0);
  const probe = new LineProbe(line, times);
  probe.heard();
  vi.advanceTimersByTime(10_000 + 5_000 + 5_000);
  expect(line.lose).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect(line.lose).toHaveBeenCalledTimes(1);
});
