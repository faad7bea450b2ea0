import type { LibraryEvent } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openLibraryEvents } from "./library-events.ts";

class FakeSocket {
  static readonly made: FakeSocket[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  isClosed = false;

  constructor(_url: string) {
    FakeSocket.made.push(this);
  }

  close() {
    this.isClosed = true;
  }

  say(data: unknown) {
    this.onmessage?.({ data: typeof data === "string" ? data : JSON.stringify(data) });
  }
}

function open() {
  const heard: LibraryEvent[] = [];
  const lines: boolean[] = [];
  const events = openLibraryEvents({
    url: "ws://host/api/events",
    onEvent: (event) => heard.push(event),
    onLine: (isOpen) => lines.push(isOpen),
    WebSocket: FakeSocket as unknown as typeof WebSocket,
    random: () => 1,
  });
  return { events, heard, lines };
}

function newest(): FakeSocket {
  const socket = FakeSocket.made.at(-1);
  if (socket === undefined) throw new Error("no socket was opened");
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the library's stream in the page", () => {
  it("hands on what it hears, and nothing that it does not know", () => {
    const { heard, lines } = open();
    newest().say({ type: "ready" });
    newest().say("no JSON");
    newest().say({ type: "from the future" });
    newest().say({ type: "deleted", id: "a" });
    expect(heard).toEqual([{ type: "ready" }, { type: "deleted", id: "a" }]);
    expect(lines).toEqual([true]);
  });

  it("SV-4 ends a line on which the server does not say again that it lives, and comes back", () => {
    const { heard, lines } = open();
    const line = newest();
    line.say({ type: "ready" });
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made, "a server that never said so is not expected to").toHaveLength(1);
    for (let beat = 0; beat < 3; beat++) {
      line.say({ type: "still", nextMs: 10_000 });
      vi.advanceTimersByTime(14_000);
    }
    line.say({ type: "deleted", id: "a" });
    vi.advanceTimersByTime(14_499);
    expect(lines).toEqual([true]);
    vi.advanceTimersByTime(1);
    expect(lines).toEqual([true, false]);
    expect(line.isClosed).toBe(true);
    vi.advanceTimersByTime(500);
    expect(FakeSocket.made).toHaveLength(2);
    expect(heard.map(({ type }) => type)).toEqual(["ready", "deleted"]);
  });

  it("C39 gives up a line that says nothing at all, as behind a proxy that swallows it, and tells so at least twice a minute", () => {
    const { heard, lines } = open();
    const silent = newest();
    vi.advanceTimersByTime(14_499);
    expect([lines, silent.isClosed]).toEqual([[], false]);
    vi.advanceTimersByTime(1);
    expect([lines, silent.isClosed]).toEqual([[false], true]);
    for (let minute = 1; minute < 10; minute++) {
      const before = lines.length;
      vi.advanceTimersByTime(60_000);
      expect(lines.length - before, "whoever is told reads the list").toBeGreaterThanOrEqual(2);
    }
    // At last somebody is there who says no more than that.
    vi.advanceTimersByTime(30_000);
    newest().say({ type: "ready" });
    const made = FakeSocket.made.length;
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(made);
    expect([heard, lines.at(-1)]).toEqual([[{ type: "ready" }], true]);
  });

  it("comes back after a lost line, later each time, and at once after one that was heard", () => {
    const { lines } = open();
    for (const wait of [500, 1_000, 2_000]) {
      newest().onclose?.({ code: 1006 });
      const before = FakeSocket.made.length;
      vi.advanceTimersByTime(wait - 1);
      expect(FakeSocket.made).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(FakeSocket.made).toHaveLength(before + 1);
    }
    newest().say({ type: "ready" });
    newest().onclose?.({ code: 1012 });
    vi.advanceTimersByTime(500);
    expect(FakeSocket.made).toHaveLength(5);
    expect(lines.at(-1)).toBe(false);
  });

  it("waits half a minute at the most", () => {
    open();
    for (let failure = 0; failure < 20; failure++) {
      newest().onclose?.({ code: 1006 });
      const before = FakeSocket.made.length;
      const begunAt = Date.now();
      while (FakeSocket.made.length === before) vi.advanceTimersByTime(500);
      expect(Date.now() - begunAt).toBeLessThanOrEqual(30_000);
    }
  });

  it("stops at a final close code", () => {
    open();
    newest().onclose?.({ code: 4403 });
    vi.advanceTimersByTime(120_000);
    expect(FakeSocket.made).toHaveLength(1);
  });

  it("connects anew when it is woken, and hears nothing more of the line before", () => {
    const { events, heard } = open();
    const stale = newest();
    events.wake();
    stale.say({ type: "deleted", id: "old" });
    newest().say({ type: "ready" });
    expect(stale.isClosed).toBe(true);
    expect(FakeSocket.made).toHaveLength(2);
    expect(heard).toEqual([{ type: "ready" }]);
  });

  it("is over when it is closed, also while it waits", () => {
    const { events } = open();
    newest().onclose?.({ code: 1006 });
    events.close();
    vi.advanceTimersByTime(120_000);
    expect(FakeSocket.made).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
