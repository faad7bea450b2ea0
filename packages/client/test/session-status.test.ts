import { openDrawer, openSession, type SessionOptions, type SessionStatus } from "@quire/client";
import { CloseCode, encodeMessage, type Message } from "@quire/protocol";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { seedChance } from "./chance.ts";
import { type FakeLine, FakeServer, type FakeSocket } from "./fake-server.ts";

beforeEach(() => {
  seedChance();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const id = "document-of-a-test";

/** A session without a copy that has begun to connect, with every status that it showed. */
async function open(server: FakeServer, options: Partial<SessionOptions> = {}) {
  const sockets: FakeSocket[] = [];
  const session = openSession({ url: "ws://fake/sync", id, WebSocket: server.platform(sockets), ...options });
  const statuses: SessionStatus["state"][] = [session.status.state];
  session.subscribe(() => {
    if (statuses.at(-1) !== session.status.state) statuses.push(session.status.state);
  });
  while (sockets.length === 0) await new Promise(setImmediate);
  const text = session.ydoc.getText("t");
  const heard = (type: Message["type"]) =>
    server.lines[0]?.heard.filter((message) => message.type === type) ?? [];
  return { session, sockets, statuses, text, heard };
}

test("SV-1 saving shows at once, saved only when the server's disk has it", async () => {
  const server = new FakeServer();
  const { session, text, statuses } = await open(server);
  server.settle();
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  text.insert(0, "a");
  expect(session.status).toEqual({ state: "saving" });
  server.settle();
  expect(server.memory.getText("t").toJSON()).toBe("a");
  expect(session.status).toEqual({ state: "saving" });
  server.flush();
  server.settle();
  expect(statuses).toEqual(["connecting", "saved", "saving", "saved"]);
  await session.close();
});

test("a status stays the same object until it changes, and a listener that has ended is not called", async () => {
  const server = new FakeServer();
  const { session, text } = await open(server);
  const listener = vi.fn<() => void>();
  const end = session.subscribe(listener);
  text.insert(0, "a");
  const before = session.status;
  text.insert(0, "b");
  expect(session.status).toBe(before);
  server.settle();
  const calls = listener.mock.calls.length;
  end();
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  expect(listener).toHaveBeenCalledTimes(calls);
  await session.close();
});

test("words typed before the line is open reach the server by its first question", async () => {
  const server = new FakeServer();
  const { session, text, heard } = await open(server);
  text.insert(0, "early");
  expect(session.status).toEqual({ state: "saving" });
  server.settle();
  expect(session.status).toEqual({ state: "saving" });
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  expect(server.disk.getText("t").toJSON()).toBe("early");
  expect(heard("update")).toEqual([]);
  await session.close();
});

test("an acknowledgement of an older connection says nothing about the next one", async () => {
  const server = new FakeServer();
  const { session, text } = await open(server);
  server.settle();
  text.insert(0, "a");
  server.settle();
  server.flush();
  const [line] = server.lines;
  if (line === undefined) throw new Error("no line");
  server.end(line, 1006);
  text.insert(1, "b");
  server.settle();
  expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
  vi.advanceTimersByTime(3_000);
  server.settle();
  expect(session.status).toEqual({ state: "saving" });
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  await session.close();
});

test("offline is said when the first attempt fails, and nothing is unsent where nothing was typed", async () => {
  const server = new FakeServer();
  server.refusal = 1006;
  const { session, text } = await open(server);
  server.settle();
  expect(session.status).toEqual({ state: "offline", kept: false, unsent: false });
  text.insert(0, "a");
  expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
  await session.close();
});

test("SV-1 offline, kept is said when the device has every edit", async () => {
  const server = new FakeServer();
  const { session, text } = await open(server, { indexedDB: new IDBFactory() });
  server.settle();
  server.crash();
  server.settle();
  text.insert(0, "a");
  expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
  await new Promise<void>((resolve) => {
    session.subscribe(resolve);
  });
  expect(session.status).toEqual({ state: "offline", kept: true, unsent: true });
  await session.close();
});

test("a document that is on the device is loaded before anything is heard from the server", async () => {
  const indexedDB = new IDBFactory();
  const server = new FakeServer();
  const first = await open(server, { indexedDB });
  expect(first.session.isLoaded).toBe(false);
  server.settle();
  expect(first.session.isLoaded).toBe(true);
  first.text.insert(0, "kept");
  await first.session.close();
  const second = await open(new FakeServer(), { indexedDB });
  expect(second.session.isLoaded).toBe(true);
  expect(second.text.toJSON()).toBe("kept");
  expect(second.session.status).toEqual({ state: "saving" });
  await second.session.close();
});

test("documents of the same name on two servers do not share a copy", async () => {
  const indexedDB = new IDBFactory();
  const first = await open(new FakeServer(), { indexedDB });
  first.text.insert(0, "one server's");
  await first.session.close();
  const second = await open(new FakeServer(), { indexedDB, url: "ws://another/sync" });
  expect(second.text.toJSON()).toBe("");
  await second.session.close();
});

/** A device whose database answers when it is told to, and at once from then on. */
function slowDevice(device: IDBFactory) {
  const answers: (() => void)[] = [];
  let isSlow = true;
  const open = (name: string, version: number) => {
    const request: Partial<IDBOpenDBRequest> & { result?: IDBDatabase } = {};
    answers.push(() => {
      const opening = device.open(name, version);
      opening.onsuccess = () => {
        Object.assign(request, { result: opening.result });
        request.onsuccess?.call(opening, new Event("success"));
      };
    });
    if (!isSlow) answer();
    return request;
  };
  const answer = () => {
    isSlow = false;
    for (const give of answers.splice(0)) give();
  };
  return { indexedDB: { open } as unknown as IDBFactory, answer };
}

/** A page that is open with its server, while this device's database, in which an earlier page left an edit, does not answer. */
async function openBeforeCopy(
  brings: (server: FakeServer, left: Uint8Array) => void = () => undefined,
  options: Partial<SessionOptions> = {},
) {
  const device = new IDBFactory();
  const before = await open(new FakeServer(), { indexedDB: device });
  before.text.insert(0, "kept");
  const left = Y.encodeStateAsUpdate(before.session.ydoc);
  await before.session.close();

  const { indexedDB, answer } = slowDevice(device);
  const server = new FakeServer();
  brings(server, left);
  const opening = open(server, { indexedDB, ...options });
  await vi.advanceTimersByTimeAsync(3_000);
  const page = await opening;
  server.settle();
  return { ...page, server, device, answer };
}

test("SV-1 C31 a device whose database does not answer holds up nobody, nothing is called saved meanwhile, and what it kept is sent when it does", async () => {
  const { session, text, statuses, server, answer } = await openBeforeCopy();
  expect(session.isLoaded).toBe(true);
  text.insert(0, "typed ");
  server.settle();
  server.flush();
  server.settle();
  expect(server.disk.getText("t").toJSON()).toBe("typed ");
  expect(session.status).toEqual({ state: "connecting" });
  answer();
  await vi.waitFor(() => expect(text.toJSON()).toContain("kept"));
  expect(session.status).toEqual({ state: "saving" });
  server.settle();
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  expect(statuses).toEqual(["connecting", "saving", "connecting", "saving", "saved"]);
  expect(server.memory.getText("t").toJSON()).toBe(text.toJSON());
  await session.close();
});

test("C22 C31 what an earlier page had not sent, and the server brings first, is called saved when it is on its disk", async () => {
  const { session, statuses, server, device, answer } = await openBeforeCopy(({ memory }, left) =>
    Y.applyUpdate(memory, left),
  );
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "connecting" });
  answer();
  await vi.waitFor(() => expect(session.status).toEqual({ state: "saving" }));
  server.settle();
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  expect(statuses).toEqual(["connecting", "saving", "saved"]);
  await session.close();
  const last = await open(server, { indexedDB: device });
  expect(last.session.status.state).toBe("connecting");
  await last.session.close();
});

test("C31 a copy that has not answered in 30 s counts as failed, until it answers", async () => {
  const { session, text, statuses, server, answer } = await openBeforeCopy();
  for (let seconds = 3; seconds < 30; seconds += 3) {
    expect(session.status).toEqual({ state: "connecting" });
    vi.advanceTimersByTime(3_000);
    server.settle();
    server.flush();
    server.settle();
  }
  expect(session.status).toEqual({ state: "saved" });
  expect(session.isKept).toBe(false);
  answer();
  await vi.waitFor(() => expect(text.toJSON()).toBe("kept"));
  expect(session.status).toEqual({ state: "saving" });
  server.settle();
  server.flush();
  server.settle();
  expect(statuses).toEqual(["connecting", "saved", "saving", "saved"]);
  expect(server.disk.getText("t").toJSON()).toBe("kept");
  await session.close();
});

test.each([CloseCode.notFound, CloseCode.forbidden])(
  "C36 J3 a line waits for a document that is being made also where the device is slow: %i is not the end before the copy is read",
  async (code) => {
    const made = Promise.withResolvers<void>();
    const beforeLine = vi.fn(() => made.promise);
    const refusing = (server: FakeServer) => {
      server.refusal = code;
    };
    const { session, text, statuses, server, device, answer, sockets } = await openBeforeCopy(refusing, {
      beforeLine,
    });
    expect(session.status).toEqual({ state: "connecting" });
    expect(beforeLine).not.toHaveBeenCalled();
    answer();
    await vi.waitFor(() => expect(beforeLine).toHaveBeenCalledOnce());
    expect(text.toJSON()).toBe("kept");
    expect(session.status).toEqual({ state: "offline", kept: true, unsent: true });
    expect(sockets).toHaveLength(1);
    server.refusal = undefined;
    made.resolve();
    await vi.waitFor(() => expect(sockets).toHaveLength(2));
    server.settle();
    server.flush();
    server.settle();
    expect(statuses).toEqual(["connecting", "offline", "saving", "saved"]);
    expect(server.disk.getText("t").toJSON()).toBe("kept");
    await session.close();
    expect(await openDrawer(device).list()).toEqual([]);
  },
);

test("C36 a document that the server does not have after it was made, or before a copy that does not answer in 30 s, is refused for good", async () => {
  const refusing = (server: FakeServer) => {
    server.refusal = CloseCode.notFound;
  };
  const made = await openBeforeCopy(refusing, { beforeLine: () => Promise.resolve() });
  made.answer();
  await vi.waitFor(() => expect(made.sockets).toHaveLength(2));
  made.server.settle();
  expect(made.session.status).toMatchObject({ state: "refused", code: CloseCode.notFound, unsent: true });
  await made.session.close();

  const silent = await openBeforeCopy(refusing, { beforeLine: () => Promise.resolve() });
  expect(silent.session.status).toEqual({ state: "connecting" });
  vi.advanceTimersByTime(27_000);
  expect(silent.session.status).toMatchObject({ state: "refused", code: CloseCode.notFound, unsent: false });
  expect(silent.sockets).toHaveLength(1);
  silent.answer();
  await silent.session.close();
});

test("C31 without a server, that nothing waits for it is not said before the copy is read", async () => {
  const device = new IDBFactory();
  const before = await open(new FakeServer(), { indexedDB: device });
  before.text.insert(0, "kept");
  await before.session.close();

  const { indexedDB, answer } = slowDevice(device);
  const server = new FakeServer();
  server.refusal = 1006;
  const opening = open(server, { indexedDB });
  await vi.advanceTimersByTimeAsync(3_000);
  const { session, statuses } = await opening;
  server.settle();
  expect(session.status).toEqual({ state: "connecting" });
  answer();
  await vi.waitFor(() => expect(session.status).toEqual({ state: "offline", kept: true, unsent: true }));
  expect(statuses).toEqual(["connecting", "offline"]);
  await session.close();
});

/** How many letters of a text a client has sent on these lines, each time that it did. */
function lettersSentOn(lines: Iterable<FakeLine>): readonly number[] {
  const sent = [...lines]
    .flatMap(({ heard }) => heard)
    .map((message) => {
      if (message.type !== "update" && message.type !== "sync-step-2") return 0;
      const { structs } = Y.decodeUpdate(message.update);
      return structs.reduce((sum, { length }) => sum + length, 0);
    });
  return sent.filter((letters) => letters > 0);
}

test.each([
  ["one after the other", [9]],
  ["at the same moment", [9, 9]],
] as const)(
  "OF-4 two tabs of one browser without a server have what the other writes, and where they come back %s the document has it once",
  async (way, sent) => {
    const indexedDB = new IDBFactory();
    const server = new FakeServer();
    server.refusal = 1006;
    const [one, other] = [await open(server, { indexedDB }), await open(server, { indexedDB })];
    server.settle();
    one.text.insert(0, "one ");
    await vi.waitFor(() => {
      vi.advanceTimersByTime(1);
      expect(other.text.toJSON()).toBe("one ");
    });
    other.text.insert(4, "other");
    await vi.waitFor(() => {
      vi.advanceTimersByTime(1);
      expect(one.text.toJSON()).toBe("one other");
      expect(one.session.status).toEqual({ state: "offline", kept: true, unsent: true });
    });
    // Whoever was refused meanwhile hears of it, and waits.
    server.settle();
    server.refusal = undefined;
    const lines = new Set<FakeLine>();
    for (let ms = 0; lines.size < 2 && ms < 60_000; ms += 10) {
      vi.advanceTimersByTime(10);
      for (const line of server.lines) lines.add(line);
      // Whoever is asked after the server has the words has nothing to send.
      if (way === "one after the other") server.settle();
    }
    for (let round = 0; round < 2; round++) {
      server.settle();
      server.flush();
    }
    server.settle();
    for (const { session } of [one, other]) expect(session.status).toEqual({ state: "saved" });
    expect(server.lines).toEqual([...lines]);
    expect(lettersSentOn(lines)).toEqual(sent);
    expect(server.disk.getText("t").toJSON()).toBe("one other");
    await one.session.close();
    await other.session.close();
  },
);

test("a copy that may not be made is not made", async () => {
  const indexedDB = new IDBFactory();
  const { session } = await open(new FakeServer(), { indexedDB, deviceCopy: false });
  await session.close();
  expect(await indexedDB.databases()).toEqual([]);
});

test("a reader is saved once synced", async () => {
  const server = new FakeServer();
  server.canWrite = false;
  server.memory.getText("t").insert(0, "theirs");
  const { session, text, statuses } = await open(server);
  server.settle();
  expect(text.toJSON()).toBe("theirs");
  expect(statuses).toEqual(["connecting", "saved"]);
  await session.close();
});

test("C6 a reader writes nothing, not even when Yjs tidies the marks of two others, and stays saved", async () => {
  const server = new FakeServer();
  server.canWrite = false;
  const bold = new Y.Doc();
  server.memory.getText("t").insert(0, "hello world");
  Y.applyUpdate(bold, Y.encodeStateAsUpdate(server.memory));
  const { session, text, statuses, sockets } = await open(server);
  let tidied = 0;
  session.ydoc.on("update", (_: Uint8Array, origin: unknown) => {
    if (origin === null) tidied++;
  });
  server.settle();
  for (const ydoc of [bold, server.memory]) ydoc.getText("t").format(0, 5, { strong: {} });
  for (const ydoc of [bold, server.memory]) {
    const frame = encodeMessage({ type: "update", update: Y.encodeStateAsUpdate(ydoc) });
    sockets[0]?.coming.push({ frame });
  }
  server.settle();
  expect(tidied).toBe(1);
  expect(text.toDelta()).toEqual([{ insert: "hello", attributes: { strong: {} } }, { insert: " world" }]);
  expect(server.lines[0]?.taken).toBe(0);
  expect(statuses).toEqual(["connecting", "saved"]);
  await session.close();
});

test("a reader's own edit is sent, so that the server can say no, and is never called saved", async () => {
  const server = new FakeServer();
  server.canWrite = false;
  const { session, text } = await open(server);
  server.settle();
  text.insert(0, "mine");
  server.settle();
  server.flush();
  server.settle();
  expect(server.lines[0]?.taken).toBe(1);
  expect(session.status).toEqual({ state: "saving" });
  await session.close();
});

test.each([4401, 4403, 4404, 4409, 4410, 4413, 4422, 1009])(
  "a close with %i is final: nobody knocks again, the words stay",
  async (code) => {
    const server = new FakeServer();
    const { session, sockets, text } = await open(server, { indexedDB: new IDBFactory() });
    server.settle();
    text.insert(0, "a");
    const [line] = server.lines;
    if (line === undefined) throw new Error("no line");
    server.end(line, code, "why");
    server.settle();
    expect(session.status).toEqual({
      state: "refused",
      code,
      reason: "why",
      unsent: true,
      alone: true,
      kept: false,
    });
    vi.advanceTimersByTime(600_000);
    expect(sockets).toHaveLength(1);
    text.insert(1, "b");
    expect(text.toJSON()).toBe("ab");
    await session.close();
  },
);

test.each([1006, 1012, 1013, 4500, 4510, 4529])("C9 after a close with %i it comes back", async (code) => {
  const server = new FakeServer();
  const { session, sockets } = await open(server);
  server.settle();
  const [line] = server.lines;
  if (line === undefined) throw new Error("no line");
  server.end(line, code);
  server.settle();
  // Whose role changed is not sent away: the next line is as good as there.
  const away = code === 4510 ? { state: "connecting" } : { state: "offline", kept: false, unsent: false };
  expect(session.status).toEqual(away);
  for (let waited = 0; waited < 200 && sockets.length < 2; waited++) vi.advanceTimersByTime(100);
  server.settle();
  server.flush();
  server.settle();
  expect(sockets).toHaveLength(2);
  expect(session.status).toEqual({ state: "saved" });
  await session.close();
});

test.each([4403, 1012, 1006])(
  "a listener may close the session while a close with %i is being told",
  async (code) => {
    const server = new FakeServer();
    const { session } = await open(server);
    server.settle();
    let closing: Promise<void> | undefined;
    session.subscribe(() => {
      closing ??= session.close();
    });
    const [line] = server.lines;
    if (line === undefined) throw new Error("no line");
    server.end(line, code);
    server.settle();
    await closing;
    expect(closing).toBeDefined();
    vi.advanceTimersByTime(600_000);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("SV-4 a line on which nothing comes any more is given up in under 15 s and made anew", async () => {
  const server = new FakeServer();
  const { session, sockets, text } = await open(server);
  server.settle();
  text.insert(0, "into the void");
  vi.advanceTimersByTime(14_499);
  expect(session.status).toEqual({ state: "saving" });
  vi.advanceTimersByTime(1);
  expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
  vi.advanceTimersByTime(3_000);
  server.settle();
  server.flush();
  server.settle();
  expect(sockets).toHaveLength(2);
  expect(session.status).toEqual({ state: "saved" });
  expect(server.disk.getText("t").toJSON()).toBe("into the void");
  await session.close();
});

test("C7 a line that opens, and on which nothing ever comes, is given up in under 15 s and made anew", async () => {
  const server = new FakeServer();
  const { session, sockets } = await open(server);
  const [swallowed] = sockets;
  swallowed?.coming.splice(1);
  expect(swallowed?.takeNext()).toBe(true);
  vi.advanceTimersByTime(14_499);
  expect(sockets).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(session.status).toMatchObject({ state: "offline" });
  vi.advanceTimersByTime(3_000);
  expect(sockets).toHaveLength(2);
  server.settle();
  server.flush();
  server.settle();
  expect(session.status).toEqual({ state: "saved" });
  await session.close();
});

test("C7 a line that dies before the text is here is found in under 15 s as well", async () => {
  const server = new FakeServer();
  const { session, sockets } = await open(server);
  const [dead] = sockets;
  dead?.coming.splice(2);
  while (dead?.takeNext());
  vi.advanceTimersByTime(14_500);
  expect(session.status).toMatchObject({ state: "offline" });
  vi.advanceTimersByTime(3_000);
  expect(sockets).toHaveLength(2);
  await session.close();
});

test("W12 C7 a long document takes the time that it takes, on one line, as long as parts of it come, and it is said how much has", async () => {
  const server = new FakeServer();
  server.memory.getText("t").insert(0, "long ".repeat(1_000));
  const { session, sockets } = await open(server);
  const [slow] = sockets;
  if (slow === undefined) throw new Error("no line");
  server.lines[0]?.socket.takeNext();
  for (const line of server.lines) while (server.takeNext(line));
  const told: (number | undefined)[] = [];
  session.subscribe(() => void told.push(session.coming));
  const coming = slow.coming.splice(0);
  for (const each of coming) {
    const frame = each === "open" || "code" in each ? undefined : each.frame;
    if (frame === undefined || frame.length < 1_000) {
      slow.coming.push(each);
      while (slow.takeNext());
      continue;
    }
    for (let from = 0; from < frame.length; from += 500) {
      vi.advanceTimersByTime(9_000);
      expect(session.isLoaded).toBe(false);
      const bytes = frame.subarray(from, from + 500);
      const part = encodeMessage({ type: "part", rest: frame.length - from - bytes.length, bytes });
      slow.onmessage?.({ data: part.slice().buffer });
    }
  }
  expect(session.isLoaded).toBe(true);
  expect(session.ydoc.getText("t").length).toBe(5_000);
  // Told with each part, and not any more once it is here.
  expect(told.slice(0, 3)).toEqual([9, 19, 29]);
  expect(told.at(-1)).toBeUndefined();
  expect(sockets).toHaveLength(1);
  await session.close();
});

test("RT-8 others are gone from the awareness when the line is, and we are gone from theirs when we close", async () => {
  const server = new FakeServer();
  const one = await open(server);
  const other = await open(server);
  one.session.awareness.setLocalState({ user: { name: "One" } });
  server.settle();
  one.session.awareness.setLocalState({ user: { name: "One again" } });
  server.settle();
  expect([...other.session.awareness.getStates().values()]).toContainEqual({ user: { name: "One again" } });
  const [, line] = server.lines;
  if (line === undefined) throw new Error("no line");
  server.end(line, 1012);
  other.sockets[0]?.takeNext();
  expect(other.session.awareness.getStates().size).toBe(1);
  vi.advanceTimersByTime(3_000);
  server.settle();
  one.session.awareness.setLocalState({ user: { name: "One is back" } });
  server.settle();
  expect(other.session.awareness.getStates().size).toBe(2);
  server.lines[0]?.socket.coming.splice(0);
  const leaving = one.sockets[0]?.leaving;
  await one.session.close();
  expect(leaving).toHaveLength(1);
  await other.session.close();
});

test("it asks for acknowledgements, tells its schema, and puts any name into the address", async () => {
  const server = new FakeServer();
  const first = await open(server, { schemaVersion: 3, url: "ws://fake/sync/" });
  expect(first.sockets[0]?.url).toBe("ws://fake/sync/document-of-a-test?saved=1&remover=1&parts=1&schema=3");
  const second = await open(server, { id: "a b?/é#" });
  expect(second.sockets[0]?.url).toBe("ws://fake/sync/a%20b%3F/%C3%A9%23?saved=1&remover=1&parts=1");
  await first.session.close();
  await second.session.close();
});

test.each(["", "sync", "http://host/sync", "ws://host/sync?x=1", "ws://host/sync#x"])(
  'an address like "%s" is refused with the value and the way out',
  (url) => {
    expect(() => openSession({ url, id })).toThrow(
      `openSession's url must be like "wss://host/sync", got "${url}"`,
    );
  },
);

test("C8 a session that is closed before its copy is read never connects, keeps what was typed, and leaves no timer", async () => {
  const server = new FakeServer();
  const sockets: FakeSocket[] = [];
  const indexedDB = new IDBFactory();
  const session = openSession({ url: "ws://fake/sync", id, indexedDB, WebSocket: server.platform(sockets) });
  session.ydoc.getText("t").insert(0, "typed at once");
  await session.close();
  await session.close();
  expect(sockets).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  const again = await open(server, { indexedDB });
  expect(again.text.toJSON()).toBe("typed at once");
  await again.session.close();
});
