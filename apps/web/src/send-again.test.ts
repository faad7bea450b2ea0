import type { Session } from "@quire/client";
import type { StoredFile } from "@quire/editor";
import { afterEach, expect, test, vi } from "vitest";
import { type Line, sendAgain, Unanswered } from "./send-again.ts";

afterEach(() => {
  vi.useRealTimers();
});

const stored: StoredFile = { url: "/a", name: "a.png", type: "image/png", size: 1 };
const states = {
  saved: { state: "saved" },
  offline: { state: "offline", kept: true, unsent: 0 },
} as unknown as Record<"saved" | "offline", Session["status"]>;

/** A line that the test cuts and mends, a sender who gives these answers, and what somebody is told. */
function sending(...answers: readonly (StoredFile | Error)[]) {
  const listeners = new Set<() => void>();
  const ending = new AbortController();
  const said: (string | number)[] = [];
  let status = states.saved;
  let sent = 0;
  const line: Line = {
    session: {
      get status() {
        return status;
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    page: new EventTarget(),
  };
  const watch = {
    signal: ending.signal,
    onProgress: (share: number) => void said.push(share),
    onWaiting: (why: string) => void said.push(why),
  };
  const send = async () => {
    const answer = answers[sent++];
    if (answer instanceof Error || answer === undefined) throw answer;
    return answer;
  };
  const become = (state: "saved" | "offline") => {
    status = states[state];
    for (const listener of listeners) listener();
  };
  const done = sendAgain(send, watch, line);
  const waiting = () => expect.poll(() => listeners.size).toBe(1);
  return { done, become, waiting, line, said, ending, listeners, sent: () => sent };
}

const nobody = new Unanswered("Nobody answers.");

test("what nobody answered is sent again when the document's connection has been gone and is back", async () => {
  const { done, become, waiting, said, listeners, sent } = sending(nobody, nobody, stored);
  await waiting();
  become("saved"); // it has not noticed yet
  expect(sent()).toBe(1);
  become("offline");
  become("saved");
  await expect.poll(sent).toBe(2);
  await waiting();
  become("offline");
  become("saved");
  expect(await done).toBe(stored);
  expect(said).toEqual(["Nobody answers.", 0, "Nobody answers.", 0]);
  expect(listeners.size).toBe(0);
});

test("it is sent again when the browser has a network again", async () => {
  const { done, waiting, line, listeners } = sending(nobody, stored);
  await waiting();
  line.page.dispatchEvent(new Event("online"));
  expect(await done).toBe(stored);
  expect(listeners.size).toBe(0);
});

test("what was refused is not, and what is left out is neither", async () => {
  const refused = sending(new Error("It is too large."));
  await expect(refused.done).rejects.toThrow("It is too large.");
  const left = sending(nobody, stored);
  await left.waiting();
  left.ending.abort();
  await expect(left.done).rejects.toThrow();
  expect([refused.sent(), left.sent(), left.listeners.size]).toEqual([1, 1, 0]);
});

test("J5 where the line never was gone, as when the server's disk is full, it is sent again after waits that grow", async () => {
  vi.useFakeTimers();
  const { done, sent, listeners } = sending(...Array<Error>(7).fill(nobody), stored);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent()).toBe(2);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent()).toBe(3);
  await vi.advanceTimersByTimeAsync(4_000 + 8_000 + 16_000 + 30_000);
  expect(sent()).toBe(7);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await done).toBe(stored);
  expect([listeners.size, vi.getTimerCount()]).toEqual([0, 0]);
});
