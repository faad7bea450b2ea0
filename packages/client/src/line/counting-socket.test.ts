import {
  type AwarenessEntry,
  decodeAwareness,
  decodeMessage,
  encodeAwareness,
  encodeMessage,
  keepaliveFrame,
  type Message,
} from "@quire/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CountingSocket, type CountingSocketOptions, createSocketClass } from "./counting-socket.ts";
import { Returns } from "./returns.ts";

const clientId = 7;
const nothing = Uint8Array.of(0, 0);

/** A platform's socket whose other side is the test. */
class Platform {
  static last: Platform;
  static count = 0;
  readyState = 0;
  bufferedAmount = 0;
  binaryType = "blob";
  readonly url: string;
  readonly sent: Message[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  onclose: ((event: { code: number; reason: string; wasClean: boolean }) => void) | null = null;

  constructor(url: string) {
    this.url = url;
    Platform.last = this;
    Platform.count++;
  }

  send(frame: Uint8Array): void {
    this.sent.push(decodeMessage(frame));
  }

  close(): void {
    this.isClosed = true;
    this.readyState = 2;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(message: Message | Uint8Array): void {
    const frame = message instanceof Uint8Array ? message : encodeMessage(message);
    this.onmessage?.({ data: frame.slice().buffer });
  }

  end(code: number, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason, wasClean: true });
  }
}

function makeLine(overrides: Partial<CountingSocketOptions> = {}) {
  const lines: CountingSocket[] = [];
  const saved: number[] = [];
  const Socket = createSocketClass({
    WebSocket: Platform as unknown as typeof WebSocket,
    clientId,
    probe: { quietMs: 10_000, answerMs: 5_000 },
    returns: new Returns(),
    wake: { isHidden: false, subscribe: () => () => {} },
    afterPaint: (task: () => void) => task(),
    isCleanUp: () => false,
    onLine: (line) => lines.push(line),
    onSaved: (line) => saved.push(line.saved),
    onChange: () => {},
    ...overrides,
  });
  const socket = new Socket("ws://test/sync/room");
  const heard: Message[] = [];
  socket.onmessage = (event) => heard.push(decodeMessage(new Uint8Array(event.data)));
  const line = lines[0];
  if (line === undefined) throw new Error("no line was announced");
  return { line, socket, heard, saved };
}

function openLine(overrides: Partial<CountingSocketOptions> = {}) {
  const made = makeLine(overrides);
  const platform = Platform.last;
  platform.open();
  return { ...made, platform };
}

const send = (line: CountingSocket, message: Message) => line.send(new Uint8Array(encodeMessage(message)));
const update: Message = { type: "update", update: nothing };
const stepTwo: Message = { type: "sync-step-2", update: nothing };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("C1 it counts step 2 and updates that leave, and nothing else", () => {
  const { line, platform } = openLine();
  send(line, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
  expect(line).toMatchObject({ sent: 0, hasAnswered: false });
  send(line, stepTwo);
  send(line, update);
  send(line, { type: "query-awareness" });
  expect(line).toMatchObject({ sent: 2, saved: 0, hasAnswered: true, isOpen: true });
  expect(platform.sent.map(({ type }) => type)).toEqual([
    "sync-step-1",
    "sync-step-2",
    "update",
    "query-awareness",
  ]);
});

test("it keeps what the server calls saved to itself, and hands everything else on", () => {
  const { line, platform, heard, saved } = openLine();
  send(line, stepTwo);
  platform.say({ type: "saved", count: 1 });
  platform.say(stepTwo);
  platform.say(keepaliveFrame);
  expect(saved).toEqual([1]);
  expect(heard.map(({ type }) => type)).toEqual(["sync-step-2", "awareness"]);
});

test("a count that goes back, or that is above what was sent, says nothing", () => {
  const { line, platform, saved } = openLine();
  send(line, stepTwo);
  send(line, update);
  platform.say({ type: "saved", count: 3 });
  expect(line.saved).toBe(0);
  platform.say({ type: "saved", count: 2 });
  platform.say({ type: "saved", count: 1 });
  platform.say({ type: "saved", count: 2 });
  expect(line.saved).toBe(2);
  expect(saved).toEqual([2]);
});

test("a line that is closing sends nothing, counts nothing and believes nothing", () => {
  const { line, platform, saved, heard } = openLine();
  send(line, stepTwo);
  send(line, update);
  platform.readyState = 2;
  send(line, update);
  platform.say({ type: "saved", count: 2 });
  platform.say(stepTwo);
  expect(line).toMatchObject({ sent: 2, saved: 0, isOpen: false });
  expect(platform.sent).toHaveLength(2);
  expect([saved, heard]).toEqual([[], []]);
});

test("C5 awareness of others is not echoed, our own leaves, also out of a mixed message", () => {
  const own: AwarenessEntry = { clientId, clock: 4, state: '{"a":1}' };
  const entries = fc.array(
    fc.record({ clientId: fc.integer({ min: 1, max: 12 }), clock: fc.nat(9), state: fc.constant("{}") }),
  );
  fc.assert(
    fc.property(entries, (given) => {
      const { line, platform } = openLine();
      const mixed = [...given, own];
      send(line, { type: "awareness", update: encodeAwareness(mixed) });
      send(line, {
        type: "awareness",
        update: encodeAwareness(given.filter((entry) => entry.clientId !== clientId)),
      });
      const left = platform.sent.flatMap((message) =>
        message.type === "awareness" && message.update.length > 1 ? [decodeAwareness(message.update)] : [],
      );
      expect(left).toEqual([mixed.filter((entry) => entry.clientId === clientId)]);
    }),
  );
});

test("a reader's clean-up stays here; someone who was asked what they have sends it", () => {
  const { line, platform } = openLine({ isCleanUp: () => true });
  send(line, update);
  expect(platform.sent).toEqual([]);
  expect(line.sent).toBe(0);
  send(line, stepTwo);
  send(line, update);
  expect(platform.sent.map(({ type }) => type)).toEqual(["sync-step-2", "update"]);
  expect(line.sent).toBe(2);
});

test("SV-4 a silent line is asked with a query, and ends with 1006 when nothing comes", () => {
  const { line, socket, platform } = openLine();
  const ends: number[] = [];
  socket.onclose = ({ code }) => ends.push(code);
  platform.say(stepTwo);
  vi.advanceTimersByTime(10_000);
  expect(platform.sent).toEqual([{ type: "query-awareness" }]);
  vi.advanceTimersByTime(4_000);
  platform.say(keepaliveFrame);
  vi.advanceTimersByTime(10_000);
  expect(platform.sent).toHaveLength(2);
  vi.advanceTimersByTime(5_000);
  expect(ends).toEqual([1006]);
  expect(platform.isClosed).toBe(true);
  expect(line.readyState).toBe(line.CLOSED);
  platform.end(1000);
  expect(ends).toEqual([1006]);
  expect(vi.getTimerCount()).toBe(0);
});

test("SV-4 a silent line that is closing is asked nothing, and ends all the same", () => {
  const { line, platform } = openLine();
  platform.say(stepTwo);
  platform.readyState = 2;
  vi.advanceTimersByTime(15_000);
  expect(platform.sent).toEqual([]);
  expect(line.readyState).toBe(line.CLOSED);
});

test("C7 a line is asked before the server's text is here too, and at once when somebody is back", () => {
  const { line, platform } = openLine();
  platform.say({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
  vi.advanceTimersByTime(5_000);
  line.wake();
  expect(platform.sent).toEqual([{ type: "query-awareness" }]);
  vi.advanceTimersByTime(2_500);
  expect(platform.isClosed).toBe(true);
});

/** A message as a server sends one that is longer than `most`. */
function inParts(message: Message, most: number): Message[] {
  const frame = encodeMessage(message);
  const parts: Message[] = [];
  for (let from = 0; from < frame.length; from += most) {
    const bytes = frame.subarray(from, from + most);
    parts.push({ type: "part", rest: frame.length - from - bytes.length, bytes });
  }
  return parts;
}

test("W12 C7 a message that comes in parts is handed on whole, and each of them is a sign of life", () => {
  const { platform, heard } = openLine();
  const long: Message = { type: "sync-step-2", update: new Uint8Array(1_000).fill(7) };
  for (const part of inParts(long, 100)) {
    vi.advanceTimersByTime(14_000);
    platform.say(part);
  }
  expect(platform.isClosed).toBe(false);
  const signs = heard.filter(({ type }) => type === "awareness");
  expect(signs.length, "what keeps the provider from giving it up").toBe(10);
  expect(heard.filter(({ type }) => type !== "awareness")).toEqual([long]);
});

test("W12 what comes between two parts is heard, and a part of another message ends the line", () => {
  const { platform, heard, line } = openLine();
  const [first, second] = inParts({ type: "update", update: new Uint8Array(150) }, 100);
  if (first === undefined || second === undefined) throw new Error("it is too short");
  platform.say(first);
  platform.say(stepTwo);
  platform.say(second);
  expect(heard.map(({ type }) => type)).toEqual(["awareness", "sync-step-2", "update"]);
  platform.say(first);
  platform.say(first);
  expect(platform.isClosed).toBe(true);
  expect(line.readyState).toBe(line.CLOSED);
});

test.each([
  ["no message", Uint8Array.of(99)],
  ["half a message", Uint8Array.of(0, 2, 9)],
  ["two messages in a frame", Uint8Array.of(3, 3)],
  ["nothing", new Uint8Array()],
])("a frame of %s ends the line, so that the provider starts again", (_, frame) => {
  const { socket, platform, heard } = openLine();
  const ends: number[] = [];
  socket.onclose = ({ code }) => ends.push(code);
  platform.say(frame);
  expect(ends).toEqual([1006]);
  expect(heard).toEqual([]);
});

test("a text frame ends the line", () => {
  const { line, platform } = openLine();
  platform.onmessage?.({ data: "hello" });
  expect(line.readyState).toBe(line.CLOSED);
});

test("no bytes that a server could send get past it as an exception", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (frame) => {
      const { platform } = openLine();
      platform.say(frame);
    }),
  );
});

test("it is a WebSocket to its user: constants, states, listeners, the close's code and reason", () => {
  const { socket, platform } = openLine();
  const events: string[] = [];
  socket.addEventListener("message", ({ type }) => events.push(type));
  socket.addEventListener("close", ({ type, code, reason }) => events.push(`${type} ${code} ${reason}`));
  expect([CountingSocket.CONNECTING, CountingSocket.OPEN, socket.CLOSING, socket.CLOSED]).toEqual([
    0, 1, 2, 3,
  ]);
  expect(socket).toMatchObject({ readyState: 1, url: "ws://test/sync/room", binaryType: "arraybuffer" });
  platform.say(keepaliveFrame);
  socket.close();
  expect(socket.readyState).toBe(socket.CLOSING);
  platform.end(4403, "not allowed");
  expect(socket.readyState).toBe(socket.CLOSED);
  expect(events).toEqual(["message", "close 4403 not allowed"]);
  expect(vi.getTimerCount()).toBe(0);
});

/** Returns after a line that broke: the next one waits for 500 ms. */
function waitingReturns(): Returns {
  const returns = new Returns(() => 1);
  returns.ended(1006, 0);
  return returns;
}

test("C9 a line that comes back too early is connecting for its user, and for the platform not there yet", () => {
  const before = Platform.count;
  const { line, socket } = makeLine({ returns: waitingReturns() });
  expect(line.readyState).toBe(line.CONNECTING);
  expect(line.bufferedAmount).toBe(0);
  vi.advanceTimersByTime(499);
  expect(Platform.count).toBe(before);
  vi.advanceTimersByTime(1);
  expect(Platform.count).toBe(before + 1);
  const opened = vi.fn<() => void>();
  socket.onopen = opened;
  Platform.last.open();
  expect(opened).toHaveBeenCalledTimes(1);
  expect(line.isOpen).toBe(true);
});

test("C9 a line that waits is made at once when it is woken", () => {
  const before = Platform.count;
  const { line } = makeLine({ returns: waitingReturns() });
  line.wake();
  expect(Platform.count).toBe(before + 1);
  vi.advanceTimersByTime(500);
  expect(Platform.count).toBe(before + 1);
});

test("C9 a line that is closed while it waits is over, and never made", () => {
  const before = Platform.count;
  const { line, socket } = makeLine({ returns: waitingReturns() });
  const ends: number[] = [];
  socket.onclose = ({ code }) => ends.push(code);
  line.close();
  line.wake();
  expect([line.readyState, ends]).toEqual([line.CLOSED, [1006]]);
  expect(vi.getTimerCount()).toBe(0);
  expect(Platform.count).toBe(before);
});

test.each([
  ["the other side says why", (platform: Platform) => platform.end(1013), 5_000],
  ["its user closes it", (_: Platform, line: CountingSocket) => line.close(), 500],
  ["what came is no message", (platform: Platform) => platform.say(Uint8Array.of(99)), 500],
] as const)("C9 the next line is told how long to wait when %s", (_, end, waitMs) => {
  const returns = new Returns(() => 1);
  const { line, platform } = openLine({ returns });
  end(platform, line);
  expect(returns.waitMs).toBe(waitMs);
  platform.end(1006);
  expect(returns.waitMs).toBe(waitMs);
});

test("C9 a line is good from when it has all that the server has, not from when it opened", () => {
  const returns = waitingReturns();
  const first = makeLine({ returns });
  vi.advanceTimersByTime(500);
  Platform.last.open();
  vi.advanceTimersByTime(11_500);
  Platform.last.end(1006);
  expect(first.line.readyState).toBe(first.line.CLOSED);
  expect(returns.waitMs).toBe(12_000);
  makeLine({ returns }).line.wake();
  Platform.last.open();
  Platform.last.say(stepTwo);
  vi.advanceTimersByTime(1_000);
  Platform.last.end(1006);
  expect(returns.waitMs).toBe(500);
});

test("C10 nobody is asked in a page that nobody looks at, unless something waits to be saved", () => {
  const wake = { isHidden: true, subscribe: () => () => {} };
  const { line, platform } = openLine({ wake });
  platform.say(stepTwo);
  vi.advanceTimersByTime(29_000);
  platform.say(keepaliveFrame);
  vi.advanceTimersByTime(29_000);
  expect(platform.sent).toEqual([]);
  send(line, update);
  platform.say(keepaliveFrame);
  vi.advanceTimersByTime(10_000);
  expect(platform.sent.map(({ type }) => type)).toEqual(["update", "query-awareness"]);
});
