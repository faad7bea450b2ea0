import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openSession, type Session, type SessionOptions } from "@quire/client";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { openStockServer, type StockServer, type StockServerOptions } from "./stock-server.ts";
import { until, untilState, untilText } from "./until.ts";

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  // The sessions first: a server waits for its sockets.
  for (const thing of opened.splice(0).reverse()) await thing.close();
});

async function serve(options: StockServerOptions = {}): Promise<StockServer> {
  const server = await openStockServer(options);
  opened.push({ close: () => server.stop(1001) });
  return server;
}

function join({ url }: StockServer, options: Partial<SessionOptions> = {}): Session {
  const session = openSession({ url, id: "document-of-a-test", ...options });
  opened.push(session);
  return session;
}

const insert = (session: Session, text: string) => session.ydoc.getText("t").insert(0, text);
const textOf = ({ ydoc }: Session | StockServer) => ydoc.getText("t").toJSON();

test("two sessions on the platform's own sockets end with both people's words, saved", async () => {
  const server = await serve();
  const one = join(server);
  const other = join(server);
  insert(one, "hello ");
  insert(other, "world ");
  await Promise.all([untilState(one, "saved"), untilState(other, "saved")]);
  await untilText(one, (text) => text.includes("world"));
  await untilText(other, (text) => text.includes("hello"));
  for (let round = 0; round < 50; round++) {
    insert(one, "a");
    insert(other, "b");
  }
  await Promise.all([one, other].map((session) => untilText(session, (text) => text.length === 112)));
  await Promise.all([untilState(one, "saved"), untilState(other, "saved")]);
  expect(textOf(one)).toBe(textOf(other));
  expect(textOf(server)).toBe(textOf(one));
});

test("SV-1 a server that calls nothing saved never gets the word", async () => {
  const server = await serve({ isSilent: true });
  const one = join(server);
  const states = new Set<string>();
  one.subscribe(() => states.add(one.status.state));
  insert(one, "hello");
  const other = join(server);
  await untilText(other, (text) => text === "hello");
  insert(other, "so ");
  await untilText(one, (text) => text === "so hello");
  expect(one.status).toEqual({ state: "saving" });
  expect([...states]).not.toContain("saved");
});

test("after a restart the session is back, with what was typed in between", async () => {
  const server = await openStockServer();
  const session = join(server);
  insert(session, "before ");
  await untilState(session, "saved");
  await server.stop(1012);
  expect(await untilState(session, "offline")).toEqual({ state: "offline", kept: false, unsent: false });
  insert(session, "between ");
  expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(server.ydoc));
  const again = await serve({ port: server.port, ydoc });
  await untilState(session, "saved");
  expect(textOf(again)).toBe("between before ");
});

test("C4 4403 is the last word: the session is refused and does not knock again, others come and go", async () => {
  const server = await serve({ refuse: (connect) => [4403, undefined, 4500][connect - 1] });
  const refused = join(server);
  insert(refused, "mine");
  expect(await untilState(refused, "refused")).toEqual({
    state: "refused",
    code: 4403,
    reason: "refused by the test",
    unsent: true,
    alone: true,
    kept: false,
  });
  // The same provider, thrown out with a code for a while, waits as long as a refused one would and comes back twice.
  const other = join(server);
  await untilState(other, "saved");
  server.lines[0]?.socket.close(1012);
  await untilState(other, "offline");
  await untilState(other, "saved");
  expect(server.connects).toBe(4);
  expect(refused.status.state).toBe("refused");
  insert(refused, "still ");
  expect(textOf(refused)).toBe("still mine");
});

test("SV-4 a half-dead line is found and made anew, with the words of both sides", async () => {
  const server = await serve();
  const asleep = join(server, { probe: { quietMs: 200, answerMs: 200 } });
  await untilState(asleep, "saved");
  const [line] = server.lines;
  if (line === undefined) throw new Error("no line");
  // Nothing is read from it any more, and it stays open.
  line.stream.pause();
  const awake = join(server);
  insert(awake, "theirs ");
  insert(asleep, "mine ");
  expect(await untilState(asleep, "offline")).toEqual({ state: "offline", kept: false, unsent: true });
  await untilState(asleep, "saved");
  await untilText(awake, (text) => text.includes("mine"));
  expect(textOf(awake)).toBe(textOf(asleep));
});

test("a line that answers probes stays, however quiet", async () => {
  let asked = 0;
  const probed = Promise.withResolvers<void>();
  const server = await serve({
    onConnect: ({ socket }) =>
      socket.on("message", (data: Buffer) => {
        if (data[0] === 3 && ++asked === 5) probed.resolve();
      }),
  });
  const session = join(server, { probe: { quietMs: 5, answerMs: 60_000 } });
  await probed.promise;
  await untilState(session, "saved");
  expect(server.connects).toBe(1);
});

test("C5 each speaks for itself: awareness of others is never sent back", async () => {
  const server = await serve();
  const one = join(server);
  const other = join(server);
  one.awareness.setLocalState({ user: { name: "One" } });
  other.awareness.setLocalState({ user: { name: "Other" } });
  const sees = (session: Session, name: string) =>
    until(
      () => [...session.awareness.getStates().values()].find((state) => state.user?.name === name),
      (check) => {
        session.awareness.on("change", check);
        return () => session.awareness.off("change", check);
      },
    );
  await Promise.all([sees(one, "Other"), sees(other, "One")]);
  insert(one, "a round trip");
  await untilState(one, "saved");
  await untilText(other, (text) => text === "a round trip");
  insert(other, "another ");
  await untilState(other, "saved");
  const spokenOf = new Set(server.lines.map((line) => [...line.spokenOf].join()));
  expect(spokenOf).toEqual(new Set([one, other].map(({ awareness }) => String(awareness.clientID))));
});

test("a process that has closed its session ends by itself", async () => {
  const server = await serve();
  const face = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  const script = `
    const { openSession } = await import(${JSON.stringify(face)});
    const session = openSession({ url: ${JSON.stringify(server.url)}, id: "document-of-a-test" });
    session.ydoc.getText("t").insert(0, "from a process");
    await new Promise((resolve) => session.subscribe(() => { if (session.status.state === "saved") resolve(); }));
    await session.close();
    console.log("closed");
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [exitCode] = await once(child, "exit");
  expect([exitCode, output.trim()]).toEqual([0, "closed"]);
  expect(textOf(server)).toBe("from a process");
});
