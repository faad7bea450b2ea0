import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Sender } from "./sender.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const sender of senders.splice(0)) sender.close();
  vi.useRealTimers();
});

const senders: Sender[] = [];

/** A sender whose rounds end as told, and when they began. */
function sending(...answers: readonly (boolean | Error)[]) {
  const left = [...answers];
  const begun: number[] = [];
  const start = Date.now();
  const sender = new Sender({
    name: "test",
    locks: undefined,
    random: () => 1,
    look: () => Promise.resolve(),
    async round() {
      begun.push(Date.now() - start);
      const answer = left.shift() ?? true;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  senders.push(sender);
  return { sender, begun };
}

test("J1 what is left is tried again by itself after longer and longer waits, half a minute at most", async () => {
  const { sender, begun } = sending(...Array.from({ length: 9 }, () => false));
  sender.wake();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(begun.map((at) => at / 1_000)).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121, 151]);
});

test("J1 a reason to try again cuts the wait short, and where all is sent nothing is tried", async () => {
  const { sender, begun } = sending(false, false, true);
  sender.wake();
  await vi.advanceTimersByTimeAsync(1_100);
  sender.wake();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(begun).toEqual([0, 1_000, 1_100]);
});

test("a device that does not answer is asked again; who closes asks no more", async () => {
  const { sender, begun } = sending(new Error("the database is gone"), false);
  sender.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual([0, 1_000]);
  sender.close();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(begun).toEqual([0, 1_000]);
});
