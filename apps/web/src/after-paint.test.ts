import { expect, onTestFinished, test, vi } from "vitest";
import { createAfterPaint } from "./after-paint.ts";

/** A window whose frames and timers come when the test says so. */
function openPage() {
  const frames: (() => void)[] = [];
  const timers = new Map<number, () => void>();
  const document = Object.assign(new EventTarget(), { hidden: false });
  const page = Object.assign(new EventTarget(), {
    document,
    requestAnimationFrame: (callback: () => void) => frames.push(callback),
    setTimeout: (callback: () => void) => timers.set(timers.size + 1, callback).size,
    clearTimeout: (id: number | undefined) => void timers.delete(id ?? 0),
  });
  const done: string[] = [];
  return {
    afterPaint: createAfterPaint(page as unknown as Window),
    done,
    task: (name: string) => () => void done.push(name),
    frames,
    timers,
    leave: () => page.dispatchEvent(new Event("pagehide")),
    hide: () => {
      document.hidden = true;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    paint: () => {
      for (const callback of frames.splice(0)) callback();
    },
  };
}

test("what is given waits for a frame and its paint, and runs in the order that it came in", async () => {
  const { afterPaint, task, done, frames, paint } = openPage();
  afterPaint(task("first"));
  afterPaint(task("second"));
  expect(frames).toHaveLength(1);
  paint();
  expect(done).toEqual([]);
  await vi.waitFor(() => expect(done).toEqual(["first", "second"]));
});

test("a task that is given for each of many keys runs once, and again for the next ones", async () => {
  const { afterPaint, task, done, frames, paint } = openPage();
  const write = task("write");
  for (let key = 0; key < 5; key++) afterPaint(write);
  paint();
  await vi.waitFor(() => expect(done).toEqual(["write"]));
  afterPaint(write);
  expect(frames).toHaveLength(1);
  paint();
  await vi.waitFor(() => expect(done).toEqual(["write", "write"]));
});

test("a page that is left or hidden does at once what it still has", () => {
  const left = openPage();
  left.afterPaint(left.task("write"));
  left.leave();
  expect(left.done).toEqual(["write"]);

  const hidden = openPage();
  hidden.afterPaint(hidden.task("write"));
  hidden.hide();
  expect(hidden.done).toEqual(["write"]);
});

test("a hidden page waits for no frame", async () => {
  const { afterPaint, task, done, frames, hide } = openPage();
  hide();
  afterPaint(task("write"));
  expect(frames).toEqual([]);
  await vi.waitFor(() => expect(done).toEqual(["write"]));
});

test("a window that is drawn no more is not waited for, and no timer is left behind", () => {
  const { afterPaint, task, done, timers } = openPage();
  afterPaint(task("write"));
  for (const end of timers.values()) end();
  expect(done).toEqual(["write"]);
  expect(timers.size).toBe(0);
});

test("what a task gives runs with it, and one that throws is told and stops no other", () => {
  const told = vi.fn();
  vi.stubGlobal("reportError", told);
  onTestFinished(() => void vi.unstubAllGlobals());
  const { afterPaint, task, done, leave } = openPage();
  const fault = new Error("of a test");
  afterPaint(() => {
    throw fault;
  });
  afterPaint(() => afterPaint(task("given by a task")));
  leave();
  expect(done).toEqual(["given by a task"]);
  expect(told).toHaveBeenCalledExactlyOnceWith(fault);
});
