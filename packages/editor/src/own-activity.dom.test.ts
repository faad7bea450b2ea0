import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { editingMs, idleMs, tellActivity } from "./own-activity.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function open() {
  const ydoc = new Y.Doc();
  const awareness = new Awareness(ydoc);
  const told: unknown[] = [];
  awareness.on("change", () => told.push(awareness.getLocalState()?.activity));
  const stop = tellActivity(awareness, window);
  const write = () => ydoc.getText("title").insert(0, "x");
  const close = () => {
    stop();
    awareness.destroy();
  };
  return { ydoc, told, write, close };
}

test("P8 somebody who opens a document views it, and edits it while they write", () => {
  const { told, write, close } = open();
  expect(told).toEqual(["viewing"]);
  for (let key = 0; key < 100; key++) {
    write();
    vi.advanceTimersByTime(100);
  }
  expect(told, "told once, not at each key").toEqual(["viewing", "editing"]);
  vi.advanceTimersByTime(editingMs);
  expect(told).toEqual(["viewing", "editing", "viewing"]);
  close();
});

test("P8 what others write is none of their doing", () => {
  const { ydoc, told, close } = open();
  const other = new Y.Doc();
  other.getText("title").insert(0, "x");
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other), "wire");
  expect(told).toEqual(["viewing"]);
  close();
});

test("P8 they are idle when no hand moved for two minutes, and back with the next", () => {
  const { told, close } = open();
  vi.advanceTimersByTime(idleMs - 1_000);
  window.dispatchEvent(new Event("pointermove"));
  vi.advanceTimersByTime(idleMs - 1_000);
  expect(told).toEqual(["viewing"]);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual(["viewing", "idle"]);
  window.dispatchEvent(new Event("keydown"));
  expect(told).toEqual(["viewing", "idle", "viewing"]);
  close();
});

test("P8 they are idle at once where another page is looked at", () => {
  const { told, close } = open();
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(told).toEqual(["viewing", "idle"]);
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(told).toEqual(["viewing", "idle", "viewing"]);
  close();
});

test("P8 nothing is told after the end", () => {
  const { told, write, close } = open();
  close();
  write();
  window.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(idleMs);
  expect(told.filter(Boolean)).toEqual(["viewing"]);
});
