import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { type PieceLine, Pieces, type Progress, type Written } from "./pieces.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A line that keeps what leaves, and calls saved what the test says. */
class Line implements PieceLine {
  readonly left: Written[] = [];
  readonly progress: (Progress | undefined)[] = [];
  readonly pieces = new Pieces(this);
  ended = 0;
  #saved = 0;

  leave(message: Written, ends: number): number {
    this.ended += ends;
    return this.left.push(message);
  }

  saved(): number {
    return this.#saved;
  }

  changed(): void {
    this.progress.push(this.pieces.progress);
  }

  save(count = this.left.length): void {
    this.#saved = count;
    this.pieces.acknowledged();
  }

  get bytes(): number[] {
    return this.left.map(({ update }) => update.length);
  }

  /** What the other side has. */
  get ydoc(): Y.Doc {
    const ydoc = new Y.Doc();
    for (const { update } of this.left) {
      Y.applyUpdate(ydoc, update);
      expect(ydoc.store.pendingStructs).toBeNull();
    }
    return ydoc;
  }
}

/** Somebody who writes, and what they say of it. */
function writer(clientID: number) {
  const ydoc = Object.assign(new Y.Doc(), { clientID });
  let last: Uint8Array = new Uint8Array();
  ydoc.on("update", (update: Uint8Array) => {
    last = update;
  });
  const text = ydoc.getText("t");
  const say = (at: number, words: string): Written => {
    text.insert(at, words);
    return { type: "update", update: last };
  };
  return { ydoc, text, say };
}

const long = "x".repeat(600_000);

test("C11 one piece is on its way, the next leaves when it is saved, and they get longer while that is quick", () => {
  const line = new Line();
  line.pieces.add(writer(1).say(0, long));
  expect(line.left).toHaveLength(1);
  for (let piece = 2; line.ended === 0; piece++) {
    line.save();
    expect(line.left).toHaveLength(piece);
  }
  expect(line.bytes[0]).toBeLessThanOrEqual(64 * 1024);
  expect(Math.max(...line.bytes)).toBeGreaterThan(128 * 1024);
  expect(line.ydoc.getText("t").toJSON() === long).toBe(true);
});

test("C11 they get shorter while it is slow", () => {
  const line = new Line();
  line.pieces.add(writer(1).say(0, long));
  for (let piece = 0; piece < 6; piece++) {
    vi.advanceTimersByTime(7_000);
    line.save();
  }
  expect(line.bytes.at(-1)).toBeLessThanOrEqual(32 * 1024);
  line.pieces.stop();
});

test("C11 what stands on what waits waits too, and leaves in its turn", () => {
  const line = new Line();
  const { say, ydoc } = writer(1);
  line.pieces.add(say(0, long));
  line.pieces.add(say(5, "typed meanwhile"));
  const other = writer(2);
  Y.applyUpdate(other.ydoc, Y.encodeStateAsUpdate(ydoc));
  line.pieces.add(other.say(7, "in the middle of it"));
  expect(line.left).toHaveLength(1);
  while (line.ended < 3) line.save();
  expect(line.ydoc.getText("t").toJSON() === other.text.toJSON()).toBe(true);
});

test("C11 what stands on nothing that waits leaves at once", () => {
  const line = new Line();
  const known = writer(3);
  const before = known.say(0, "known");
  line.pieces.add(before);
  line.pieces.add(writer(1).say(0, long));
  line.pieces.add(known.say(5, " and more"));
  expect([line.left.length, line.ended]).toEqual([3, 2]);
  while (line.ended < 3) line.save();
  expect(line.ydoc.getText("t").toJSON().replace(/x+/, "")).toBe("known and more");
});

test("C11 a short step 2 does not overtake: it says that all is there", () => {
  const line = new Line();
  line.pieces.add(writer(1).say(0, long));
  line.pieces.add({ type: "sync-step-2", update: writer(2).say(0, "short").update });
  expect(line.left).toHaveLength(1);
  while (line.ended < 2) line.save();
  expect(line.left.at(-1)?.type).toBe("sync-step-2");
});

test("C11 of a step 2 the pieces are updates, but for the last that brings something, and what is deleted behind it", () => {
  const line = new Line();
  const { ydoc, text, say } = writer(1);
  const others = writer(2);
  Y.applyUpdate(ydoc, others.say(0, "o".repeat(100)).update);
  const known = Y.encodeStateVector(ydoc);
  // Every second letter of what is known goes: each is a range of its own.
  for (let at = 0; at < 50; at++) text.delete(at, 1);
  say(0, long);
  line.pieces.add({ type: "sync-step-2", update: Y.encodeStateAsUpdate(ydoc, known) });
  while (line.ended < 1) line.save();
  const types = line.left.map(({ type }) => type);
  expect(new Set(types.slice(0, -1))).toEqual(new Set(["update"]));
  expect(types.at(-1)).toBe("sync-step-2");
});

test("C11 it says how far it is, in bytes, and nothing once all is saved", () => {
  const line = new Line();
  const message = writer(1).say(0, long);
  line.pieces.add(message);
  expect(line.progress.at(-1)).toEqual({ saved: 0, total: message.update.length });
  line.save();
  expect(line.progress.at(-1)).toEqual({ saved: line.bytes[0], total: message.update.length });
  while (line.ended === 0) line.save();
  expect(line.progress.at(-1)?.saved).toBeLessThan(message.update.length);
  line.save();
  expect(line.progress.at(-1)).toBeUndefined();
  line.pieces.add(writer(2).say(0, "short"));
  expect(line.progress.at(-1)).toBeUndefined();
});

test("C11 where nothing is ever called saved the next piece leaves after a while", () => {
  const line = new Line();
  line.pieces.add(writer(1).say(0, long));
  for (let piece = 2; line.ended === 0; piece++) {
    vi.advanceTimersByTime(3_000);
    expect(line.left).toHaveLength(piece);
  }
  vi.advanceTimersByTime(3_000);
  expect(line.pieces.progress).toBeUndefined();
  expect(line.ydoc.getText("t").toJSON() === long).toBe(true);
});

test("C11 a server that has called something saved is waited for", () => {
  const line = new Line();
  line.pieces.add(writer(1).say(0, long));
  line.save();
  const { length } = line.left;
  vi.advanceTimersByTime(60_000);
  expect(line.left).toHaveLength(length);
});

test("nothing leaves on a line that has ended, and no timer is left", () => {
  const line = new Line();
  line.pieces.add(writer(1).say(0, long));
  line.pieces.stop();
  line.pieces.add(writer(2).say(0, "more"));
  vi.advanceTimersByTime(60_000);
  expect(line.left).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
