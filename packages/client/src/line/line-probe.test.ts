import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LineProbe } from "./line-probe.ts";

const times = { quietMs: 10_000, answerMs: 5_000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // First: what a spy puts back over the real timers would be the made-up ones.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function probedLine() {
  return {
    isResting: vi.fn(() => false),
    ask: vi.fn<() => void>(),
    waitingBytes: vi.fn(() => 0),
    lose: vi.fn<() => void>(),
  };
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
  new LineProbe(line, times).start();
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

test("SV-4 that the question itself leaves the page is no sign of life: a dead line is lost after 15 s all the same", () => {
  const line = probedLine();
  let waiting = 0;
  // As in browsers: what is sent is counted until the platform has taken it, whoever is or is not on the other side.
  line.ask.mockImplementation(() => {
    waiting = 2;
    setTimeout(() => (waiting = 0));
  });
  line.waitingBytes.mockImplementation(() => waiting);
  const probe = new LineProbe(line, times);
  probe.heard();
  vi.advanceTimersByTime(14_999);
  expect(line.lose).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(line.lose).toHaveBeenCalledTimes(1);
});

test("C10 somebody who is back has a line asked at once, and waits half as long for its answer", () => {
  const line = probedLine();
  const probe = new LineProbe(line, times);
  probe.heard();
  vi.advanceTimersByTime(1_000);
  probe.hurry();
  expect(line.ask).toHaveBeenCalledTimes(1);
  probe.hurry();
  expect(line.ask).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2_499);
  expect(line.lose).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(line.lose).toHaveBeenCalledTimes(1);
});

test("C10 a line that answers who is back goes on as before", () => {
  const line = probedLine();
  const probe = new LineProbe(line, times);
  probe.heard();
  probe.hurry();
  probe.heard();
  vi.advanceTimersByTime(9_999);
  expect(line.ask).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(line.ask).toHaveBeenCalledTimes(2);
  expect(line.lose).not.toHaveBeenCalled();
  probe.stop();
});

test("C10 a line of which nothing was heard while the machine slept is lost without a question", () => {
  const line = probedLine();
  const probe = new LineProbe(line, times);
  probe.heard();
  // No timer of ours ran meanwhile, and no clock but the one on the wall.
  vi.setSystemTime(Date.now() + 31_000);
  probe.hurry();
  expect(line.ask).not.toHaveBeenCalled();
  expect(line.lose).toHaveBeenCalledTimes(1);
  probe.stop();
});

test("C10 a line that is opening when somebody is back has as long as an answer may take", () => {
  const line = probedLine();
  const probe = new LineProbe(line, times);
  probe.start();
  probe.hurry();
  vi.advanceTimersByTime(5_000);
  expect(line.lose).toHaveBeenCalledTimes(1);
});

test("C10 a line that is open and still hears the document for the first time is not asked by who is back", () => {
  const line = probedLine();
  const probe = new LineProbe(line, times);
  probe.start();
  probe.stop();
  probe.hurry();
  expect(vi.getTimerCount()).toBe(0);
  expect([line.ask, line.lose].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
});

test("C10 a resting line is never asked while the server says something every 20 s, and else after 30 s", () => {
  const line = probedLine();
  line.isResting.mockReturnValue(true);
  const probe = new LineProbe(line, times);
  probe.heard();
  for (let minute = 0; minute < 5 * 3; minute++) {
    vi.advanceTimersByTime(20_000);
    probe.heard();
  }
  vi.advanceTimersByTime(29_999);
  expect(line.ask).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(line.ask).toHaveBeenCalledTimes(1);
  probe.stop();
});

test("C10 a resting line that is dead is lost after 34.5 s, and at once by who looks again then", () => {
  for (const looksAgain of [false, true]) {
    const line = probedLine();
    line.isResting.mockReturnValue(true);
    const probe = new LineProbe(line, { quietMs: 10_000, answerMs: 4_500 });
    probe.heard();
    vi.advanceTimersByTime(34_499);
    expect(line.lose).not.toHaveBeenCalled();
    if (looksAgain) probe.hurry();
    else vi.advanceTimersByTime(1);
    expect(line.lose).toHaveBeenCalledTimes(1);
    probe.stop();
  }
});

test("C10 SV-4 what leaves a resting line ends its rest: if that is dead, it is lost within 14.5 s of then", () => {
  for (const leavesAtMs of [1, 5_000, 9_999, 10_001, 19_999, 29_999]) {
    const line = probedLine();
    line.isResting.mockReturnValue(true);
    const probe = new LineProbe(line, { quietMs: 10_000, answerMs: 4_500 });
    probe.heard();
    vi.advanceTimersByTime(leavesAtMs);
    line.isResting.mockReturnValue(false);
    vi.advanceTimersByTime(14_500);
    expect(line.lose, `what left after ${leavesAtMs} ms`).toHaveBeenCalledTimes(1);
    probe.stop();
  }
});
