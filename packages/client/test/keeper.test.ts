import {
  keepFor,
  openDrawer,
  openSession,
  type Session,
  type SessionOptions,
  writeOnDevice,
} from "@quire/client";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, expect, test, vi } from "vitest";
import { FakeServer, type FakeSocket } from "./fake-server.ts";
import { until, untilState } from "./until.ts";

// The tests of this file share what the page says of itself: at first nobody has said whose it is.

const url = "wss://host/sync";
const id = "a-document-of-the-host";
const sessions: Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
});

/** Of an application that cannot be asked now: no line is opened. */
const token = () => Promise.reject(new Error("there is no network"));

function open(options: Partial<SessionOptions>): Session {
  const session = openSession({ url, id, ...options });
  sessions.push(session);
  return session;
}

const title = ({ ydoc }: Session) => ydoc.getText("title");

const untilKept = (session: Session) =>
  until(
    () => session.isKept || undefined,
    (check) => session.subscribe(check),
  );

/** Somebody's page in this browser, once it has read what is kept for them. */
async function openAs(who: string, indexedDB: IDBFactory): Promise<Session> {
  keepFor(who);
  const session = open({ indexedDB, token });
  await untilKept(session);
  return session;
}

test("threat D23 B212 a session whose token alone says who somebody is keeps nothing, and reads nothing that was kept", async () => {
  const indexedDB = new IDBFactory();
  // As by a page that has cookies.
  await writeOnDevice({ url, id, indexedDB }, (ydoc) => ydoc.getText("title").insert(0, "of somebody else"));
  const session = open({ indexedDB, token });
  title(session).insert(0, "words");
  expect(await untilState(session, "offline")).toEqual({ state: "offline", kept: false, unsent: true });
  expect(title(session).toJSON()).toBe("words");
  expect(session.isKept).toBe(false);
  expect(await openDrawer(indexedDB).list()).toEqual([]);
});

test("B212 who asks for a copy all the same is told what to say first, and nothing is left of it", () => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const subscribe = vi.fn(() => () => undefined);
  const options = {
    indexedDB: new IDBFactory(),
    deviceCopy: true,
    token,
    wake: { isHidden: false, subscribe },
  };
  expect(() => open(options)).toThrow(/keepFor\(person\)/);
  expect(() => open({ url: "https://host" })).toThrow(/must be like/);
  // Nobody has a session to close: nothing may have begun.
  expect([vi.getTimerCount(), subscribe.mock.calls]).toEqual([0, []]);
  vi.useRealTimers();
});

test("threat D23 B212 each person finds, without a network, what they wrote in this browser, and nobody else does", async () => {
  const indexedDB = new IDBFactory();
  const ann = await openAs("ann", indexedDB);
  title(ann).insert(0, "Ann's secret");
  await untilKept(ann);
  await ann.close();
  const ben = await openAs("ben", indexedDB);
  expect(title(ben).toJSON()).toBe("");
  await ben.close();
  expect(title(await openAs("ann", indexedDB)).toJSON()).toBe("Ann's secret");
});

test("B212 what a session could not send is kept for who opened it, also when the page is somebody else's by then", async () => {
  const [server, indexedDB] = [new FakeServer(), new IDBFactory()];
  const sockets: FakeSocket[] = [];
  keepFor("ann");
  const ann = open({ indexedDB, WebSocket: server.platform(sockets) });
  await vi.waitFor(() => expect(sockets).not.toEqual([]));
  server.settle();
  keepFor("ben");
  title(ann).insert(0, "refused");
  for (const line of server.lines.slice()) server.end(line, 4403, "why");
  server.settle();
  await until(
    () => (ann.status.state === "refused" && ann.status.kept) || undefined,
    (check) => ann.subscribe(check),
  );
  expect(await openDrawer(indexedDB).list()).toEqual([]);
  keepFor("ann");
  expect(await openDrawer(indexedDB).list()).toMatchObject([{ documentId: id, code: 4403 }]);
});
