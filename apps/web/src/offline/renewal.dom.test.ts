import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchForQuiet } from "./renewal.ts";
import { ServerBuild } from "./server-build.ts";

const quietMs = 1_000;
let isHidden = false;
let reloads = 0;
const ends: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  isHidden = false;
  reloads = 0;
  vi.spyOn(document, "hidden", "get").mockImplementation(() => isHidden);
  vi.spyOn(location, "reload").mockImplementation(() => void reloads++);
  sessionStorage.clear();
  history.replaceState(null, "");
  document.body.replaceChildren();
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A page of build one, and a server that has one too until it is replaced. */
async function open() {
  const build = new ServerBuild("one");
  const server = { build: "one", isUp: true };
  const told: (string | undefined)[] = [];
  const fetch = build.hearing(async () => {
    if (!server.isUp) throw new TypeError("Failed to fetch");
    return new Response(null, { headers: { "quire-build": server.build } });
  });
  const isReady = async () => (await fetch("/api/me")).ok;
  const known: (string | undefined)[] = [];
  const onOther = () => void known.push(build.other);
  const onSeen = () => void told.push(build.other);
  const state = { isSettled: true };
  const work = { isSettled: () => state.isSettled, takePlace: () => ({ at: 7 }) };
  ends.push(watchForQuiet({ page: window, build, work, isReady, onOther, onSeen, quietMs }));
  const replace = async (name: string) => {
    server.build = name;
    await fetch("/api/me");
  };
  return { server, known, told, replace, work: state };
}

function turn(hidden: boolean): void {
  isHidden = hidden;
  document.dispatchEvent(new Event("visibilitychange"));
}

function follow(by: "pointerdown" | "keydown"): void {
  dispatchEvent(new Event(by));
  dispatchEvent(new Event("pushState"));
}

test("N5 who looks at a page is told once that the server has another build, and it is not reloaded", async () => {
  const { known, told, replace } = await open();
  await replace("one");
  expect(told).toEqual([]);
  await replace("two");
  turn(true);
  turn(false);
  expect(told).toEqual(["two"]);
  await replace("three");
  expect(told).toEqual(["two", "three"]);
  expect(known).toEqual(told);
  await vi.advanceTimersByTimeAsync(100 * quietMs);
  expect(reloads).toBe(0);
});

test("N5 a page that is out of sight for a while is reloaded, and what comes knows where somebody was", async () => {
  const { known, told, replace } = await open();
  history.replaceState({ isNew: true }, "");
  turn(true);
  await replace("two");
  await vi.advanceTimersByTimeAsync(quietMs - 1);
  expect(reloads).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(reloads).toBe(1);
  expect(history.state).toEqual({ isNew: true, place: { at: 7 } });
  expect([known, told]).toEqual([["two"], []]);
});

test("N5 a glance at it begins the while anew", async () => {
  const { replace } = await open();
  turn(true);
  await replace("two");
  await vi.advanceTimersByTimeAsync(quietMs - 1);
  turn(false);
  turn(true);
  await vi.advanceTimersByTimeAsync(quietMs - 1);
  expect(reloads).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(reloads).toBe(1);
});

test("N5 words that are not saved and a server that is away are waited for", async () => {
  const { server, replace, work } = await open();
  work.isSettled = false;
  turn(true);
  await replace("two");
  await vi.advanceTimersByTimeAsync(3 * quietMs);
  expect(reloads).toBe(0);
  work.isSettled = true;
  server.isUp = false;
  await vi.advanceTimersByTimeAsync(3 * quietMs);
  expect(reloads).toBe(0);
  server.isUp = true;
  await vi.advanceTimersByTimeAsync(quietMs);
  expect(reloads).toBe(1);
});

test.each([
  ["a dialog", '<div role="dialog"></div>'],
  ["a menu", '<div role="menu"></div>'],
  ["a file that is sent", '<div class="quire-upload"></div>'],
  ["a message that nobody has read", '<div class="toast" data-type="loss"></div>'],
])("N5 %s is not taken away", async (_, html) => {
  const { replace } = await open();
  document.body.innerHTML = html;
  turn(true);
  await replace("two");
  await vi.advanceTimersByTimeAsync(3 * quietMs);
  follow("pointerdown");
  expect(reloads).toBe(0);
});

test("N5 a field that is written in, an input method at work and sound that plays are left alone", async () => {
  const { replace } = await open();
  document.body.innerHTML = "<input><audio></audio>";
  const [field, audio] = [document.querySelector("input"), document.querySelector("audio")];
  turn(true);
  await replace("two");
  const quiet = async () => {
    await vi.advanceTimersByTimeAsync(quietMs);
    return reloads;
  };
  field?.focus();
  expect(await quiet()).toBe(0);
  field?.blur();
  dispatchEvent(new Event("compositionstart"));
  expect(await quiet()).toBe(0);
  dispatchEvent(new Event("compositionend"));
  const paused = vi.spyOn(audio as HTMLAudioElement, "paused", "get").mockReturnValue(false);
  expect(await quiet()).toBe(0);
  paused.mockReturnValue(true);
  expect(await quiet()).toBe(1);
});

test("N5 a link that is pressed leads to the server's page, one that is typed stays in this one", async () => {
  const { replace, work } = await open();
  follow("pointerdown");
  expect(reloads).toBe(0);
  await replace("two");
  follow("keydown");
  expect(reloads).toBe(0);
  work.isSettled = false;
  follow("pointerdown");
  expect(reloads).toBe(0);
  work.isSettled = true;
  history.replaceState({ isNew: true }, "");
  follow("pointerdown");
  expect(reloads).toBe(0);
  history.replaceState(null, "");
  follow("pointerdown");
  expect(reloads).toBe(1);
});

test("N5 a page that came back as it was is reloaded no more for the same build", async () => {
  const first = await open();
  turn(true);
  await first.replace("two");
  await vi.advanceTimersByTimeAsync(quietMs);
  expect(reloads).toBe(1);
  for (const end of ends.splice(0)) end();
  // A proxy gave the old page again.
  const second = await open();
  await second.replace("two");
  await vi.advanceTimersByTimeAsync(3 * quietMs);
  expect(reloads).toBe(1);
  await second.replace("three");
  await vi.advanceTimersByTimeAsync(quietMs);
  expect(reloads).toBe(2);
});
