import { loadPieces, openSession } from "@quire/client";
import { keepaliveFrame } from "@quire/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { seedChance } from "./chance.ts";
import { FakeServer, type FakeSocket } from "./fake-server.ts";
import { Waking } from "./waking.ts";

beforeEach(() => {
  seedChance();
  const clocks = [
    "setTimeout",
    "clearTimeout",
    "setInterval",
    "clearInterval",
    "performance",
    "Date",
  ] as const;
  vi.useFakeTimers({ toFake: [...clocks] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const second = 1_000;
const minute = 60 * second;

/** Somebody with the document open, whose page has begun to connect. */
async function open(server: FakeServer) {
  const sockets: FakeSocket[] = [];
  const wake = new Waking();
  const WebSocket = server.platform(sockets);
  const session = openSession({ url: "ws://fake/sync", id: "document-of-a-test", WebSocket, wake });
  while (sockets.length === 0) await new Promise(setImmediate);
  const text = session.ydoc.getText("t");
  const line = () => server.lines.find(({ socket }) => socket === sockets.at(-1));
  return { session, sockets, wake, text, line };
}

/** Everything arrives, and is saved. */
function settle(server: FakeServer): void {
  server.settle();
  server.flush();
  server.settle();
}

/** Time passes while everything arrives. */
function pass(server: FakeServer, ms: number): void {
  for (let passed = 0; passed < ms; passed += second) {
    vi.advanceTimersByTime(second);
    settle(server);
  }
}

/** The machine sleeps, or the browser has stopped the page: no timer runs, and the clock on the wall goes on. */
function sleep(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** The network is gone, and nobody is told: what is sent goes nowhere, and nothing comes. */
function goSilent(server: FakeServer, socket: FakeSocket | undefined): void {
  const at = server.lines.findIndex((line) => line.socket === socket);
  if (at < 0) throw new Error("there is no such line");
  server.lines.splice(at, 1);
}

test("SV-3 after five minutes without a server, in which two went on typing, both have all words, each once", async () => {
  const server = new FakeServer();
  const people = [await open(server), await open(server)];
  settle(server);
  server.crash();
  server.refusal = 1006;
  server.settle();
  const words: string[] = [];
  for (let step = 0; step < 300; step++) {
    for (const [person, { text }] of people.entries()) {
      words.push(`<${person}-${step}>`);
      text.insert(text.length, `<${person}-${step}>`);
    }
    pass(server, second);
  }
  for (const { session, sockets } of people) {
    expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
    // Often enough to be back soon, and not all the time.
    expect(sockets.length).toBeGreaterThan(300 / 15);
    expect(sockets.length).toBeLessThan(120);
  }
  server.refusal = undefined;
  pass(server, 15 * second);
  for (const { session, text } of people) {
    expect(session.status).toEqual({ state: "saved" });
    expect(text.toJSON()).toBe(server.disk.getText("t").toJSON());
    expect(text.toJSON().match(/<.*?>/g)?.sort()).toEqual(words.toSorted());
    await session.close();
  }
});

test("OP-4 a server that is away for less than three seconds is back for everybody four seconds later at most", async () => {
  const server = new FakeServer();
  const people = [];
  for (let person = 0; person < 20; person++) people.push(await open(server));
  settle(server);
  for (const line of server.lines.slice()) server.end(line, 1012);
  server.refusal = 1006;
  pass(server, 3 * second);
  server.refusal = undefined;
  pass(server, 4 * second);
  for (const { session } of people) {
    expect(session.status).toEqual({ state: "saved" });
    await session.close();
  }
});

test("SV-4 a laptop wakes: its dead line is replaced at once, and what both have written is kept", async () => {
  const server = new FakeServer();
  const asleep = await open(server);
  const awake = await open(server);
  settle(server);
  goSilent(server, asleep.sockets[0]);
  sleep(60 * minute);
  awake.text.insert(0, "theirs ");
  settle(server);
  asleep.wake.call();
  asleep.text.insert(0, "mine ");
  vi.advanceTimersByTime(1);
  expect(asleep.sockets).toHaveLength(2);
  settle(server);
  for (const { session, text } of [asleep, awake]) {
    expect(session.status).toEqual({ state: "saved" });
    expect(text.toJSON().split(" ").sort()).toEqual(["", "mine", "theirs"]);
    await session.close();
  }
});

test("SV-4 after a short sleep the line is asked, and given up within three seconds", async () => {
  const server = new FakeServer();
  const { session, sockets, wake } = await open(server);
  settle(server);
  goSilent(server, sockets[0]);
  sleep(20 * second);
  wake.call();
  vi.advanceTimersByTime(2_500);
  expect(session.status.state).toBe("offline");
  pass(server, second);
  expect(sockets).toHaveLength(2);
  expect(session.status).toEqual({ state: "saved" });
  await session.close();
});

test("SV-4 a line that lives stays, however often somebody comes back", async () => {
  const server = new FakeServer();
  const { session, sockets, wake, line } = await open(server);
  settle(server);
  for (let times = 0; times < 20; times++) {
    wake.hide();
    pass(server, 7 * second);
    wake.show();
    settle(server);
  }
  expect(sockets).toHaveLength(1);
  expect(line()?.heard.filter(({ type }) => type === "query-awareness").length).toBe(20);
  await session.close();
  expect(wake.listeners).toBe(0);
});

test("MO-5 after five minutes in the background all is here at once, and what was written there too, once", async () => {
  const server = new FakeServer();
  const phone = await open(server);
  const other = await open(server);
  settle(server);
  phone.text.insert(0, "before ");
  phone.wake.hide();
  goSilent(server, phone.sockets[0]);
  sleep(5 * minute);
  other.text.insert(0, "meanwhile ");
  settle(server);
  const before = performance.now();
  phone.wake.show();
  vi.advanceTimersByTime(1);
  settle(server);
  expect(performance.now() - before).toBeLessThan(2 * second);
  expect(phone.session.status).toEqual({ state: "saved" });
  for (const { session, text } of [phone, other]) {
    expect(text.toJSON().split(" ").sort()).toEqual(["", "before", "meanwhile"]);
    await session.close();
  }
});

test("MO-5 a page in the background whose timers run is back by itself, and asks for nothing while its line lives", async () => {
  const server = new FakeServer();
  const { session, sockets, wake, line } = await open(server);
  settle(server);
  wake.hide();
  const asked = () => line()?.heard.filter(({ type }) => type === "query-awareness").length;
  for (let times = 0; times < 15; times++) {
    pass(server, 20 * second);
    sockets[0]?.coming.push({ frame: keepaliveFrame });
    server.settle();
  }
  expect(asked()).toBe(0);
  expect(sockets).toHaveLength(1);
  goSilent(server, sockets[0]);
  pass(server, minute);
  expect(sockets.length).toBeGreaterThan(1);
  expect(session.status).toEqual({ state: "saved" });
  await session.close();
});

test("C9 when the network is there again nobody waits, however long it was gone", async () => {
  const server = new FakeServer();
  const { session, sockets, wake } = await open(server);
  settle(server);
  server.crash();
  server.refusal = 1006;
  pass(server, 10 * minute);
  server.refusal = undefined;
  const before = sockets.length;
  wake.call();
  // The provider may be about to make the next line.
  vi.advanceTimersByTime(1);
  settle(server);
  expect(sockets).toHaveLength(before + 1);
  expect(session.status).toEqual({ state: "saved" });
  await session.close();
});

/** Moves frames until nothing moves, in turns of the event loop: what is fetched, or promised, comes between. */
async function settleLong(server: FakeServer, until: () => boolean): Promise<void> {
  while (!until()) {
    settle(server);
    await new Promise(setImmediate);
  }
}

test("C11 a long change is saved piece by piece, goes on after a cut from what the server has, and is whole in the end", async () => {
  await loadPieces();
  const server = new FakeServer();
  const { session, sockets, text, line } = await open(server);
  settle(server);
  server.refusal = 1006;
  server.end(line()!, 1006);
  server.settle();
  const long = Array.from({ length: 250_000 }, (_, word) => `${word} `).join("");
  text.insert(0, long);
  const progress = new Set<number>();
  session.subscribe(() => session.progress && progress.add(session.progress.saved));
  server.refusal = undefined;
  for (const _ of ["cut", "cut again"]) {
    pass(server, second);
    await settleLong(server, () => (line()?.taken ?? 0) > 3);
    expect(session.status).toEqual({ state: "saving" });
    expect(session.progress).toBeDefined();
    server.end(line()!, 1006);
    server.settle();
    expect(session.progress).toBeUndefined();
    expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
  }
  pass(server, 2 * second);
  await settleLong(server, () => session.status.state === "saved");
  expect(server.disk.getText("t").toJSON() === long).toBe(true);
  expect(session.progress).toBeUndefined();
  expect(progress.size).toBeGreaterThan(4);
  expect(sockets).toHaveLength(4);
  await session.close();
});

test("C11 carets pass a long change that is under way, and nothing is called saved before its last piece is", async () => {
  await loadPieces();
  const server = new FakeServer();
  const { session, text, line } = await open(server);
  settle(server);
  text.insert(0, "x".repeat(800_000));
  await settleLong(server, () => (line()?.taken ?? 0) > 2);
  text.insert(0, "typed meanwhile ");
  session.awareness.setLocalState({ caret: 7 });
  server.settle();
  expect(line()?.heard.some(({ type }) => type === "awareness")).toBe(true);
  const states = new Set<string>();
  session.subscribe(() =>
    states.add(server.disk.getText("t").length < 800_016 ? session.status.state : "whole"),
  );
  await settleLong(server, () => session.status.state === "saved");
  expect([...states]).toEqual(["saving", "whole"]);
  expect(server.disk.getText("t").toJSON().startsWith("typed meanwhile x")).toBe(true);
  await session.close();
});
