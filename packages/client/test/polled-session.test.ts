import { openSession, type Session, type SessionOptions } from "@quire/client";
import type { Role } from "@quire/protocol";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { polledClass } from "./polled-class.ts";
import { type Quire, type QuireSetting, removeData, serve } from "./quire.ts";
import { until, untilState, untilText } from "./until.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(setting: QuireSetting = {}): Promise<Quire> {
  const server = await serve(setting);
  if (setting.dataDir === undefined) undo.push(() => removeData(server));
  undo.push(() => server.stop());
  return server;
}

/** Opens a document as somebody whose WebSockets are all blocked. */
function open(
  { url }: Quire,
  id: string,
  request?: typeof fetch,
  more: Partial<SessionOptions> = {},
): Session {
  const session = openSession({ url, id, schemaVersion: 1, WebSocket: polledClass(url, request), ...more });
  undo.push(() => session.close());
  return session;
}

const title = (session: Session): Y.Text => session.ydoc.getText("title");

test("SV-1 SV-7 over HTTP a document is written by two sessions and saved", async () => {
  const server = await start();
  const id = await server.createDocument();
  const [one, other] = [open(server, id), open(server, id)];
  await Promise.all([untilState(one, "saved"), untilState(other, "saved")]);
  title(one).insert(0, "Hello");
  expect(one.status).toEqual({ state: "saving" });
  await untilText(other, (text) => text === "Hello", "title");
  await untilState(one, "saved");
  title(other).insert(5, " world");
  await untilText(one, (text) => text === "Hello world", "title");
});

test("SV-7 over HTTP each sees where the other is, and nobody who has left", async () => {
  const server = await start();
  const id = await server.createDocument();
  const [one, other] = [open(server, id), open(server, id)];
  one.awareness.setLocalState({ cursor: 1 });
  const seen = (): unknown => other.awareness.getStates().get(one.ydoc.clientID);
  await until(
    () => seen() ?? undefined,
    (check) => {
      other.awareness.on("change", check);
      return () => other.awareness.off("change", check);
    },
  );
  await one.close();
  await until(
    () => seen() === undefined || undefined,
    (check) => {
      other.awareness.on("change", check);
      return () => other.awareness.off("change", check);
    },
  );
});

test("SV-7 over HTTP what was saved is there after a restart, with what was typed in between", async () => {
  const server = await start();
  const id = await server.createDocument();
  const session = open(server, id);
  title(session).insert(0, "before");
  await untilState(session, "saved");
  await server.stop();
  await untilState(session, "offline");
  title(session).insert(6, " and between");
  expect(session.status).toEqual({ state: "offline", kept: false, unsent: true });
  const again = await start({ dataDir: server.dataDir, port: server.port });
  await untilState(session, "saved");
  const later = open(again, id);
  await untilState(later, "saved");
  expect(title(later).toJSON()).toBe("before and between");
});

test("SV-7 over HTTP a reader is saved once synced, and refused with the reason when it writes", async () => {
  let role: Role = "own";
  const server = await start({ role: () => role });
  const id = await server.createDocument();
  const writer = open(server, id);
  title(writer).insert(0, "theirs");
  await untilState(writer, "saved");
  // The writer's line is asked who it is with each request, and comes back as a reader's.
  const left = untilState(writer, "connecting");
  role = "view";
  const reader = open(server, id);
  await untilState(reader, "saved");
  expect(title(reader).toJSON()).toBe("theirs");
  title(reader).insert(0, "mine and ");
  expect(await untilState(reader, "refused")).toMatchObject({ code: 4403, unsent: true });
  await left;
  expect(await untilState(writer, "saved")).toBeDefined();
});

test("SV-7 over HTTP a document that is not there is refused with 4404", async () => {
  const server = await start();
  const nobody = open(server, "a-document-of-nobody");
  expect(await untilState(nobody, "refused")).toMatchObject({ code: 4404, unsent: false });
});

test("SV-7 over HTTP a paste of megabytes goes both ways", async () => {
  const server = await start({ limits: false });
  const id = await server.createDocument();
  const [one, other] = [open(server, id), open(server, id)];
  await Promise.all([untilState(one, "saved"), untilState(other, "saved")]);
  const block = new Y.XmlElement("paragraph");
  block.insert(0, [new Y.XmlText("x".repeat(3_000_000))]);
  one.ydoc.getXmlFragment("document").insert(0, [block]);
  await untilState(one, "saved");
  const here = (): true | undefined => other.ydoc.getXmlFragment("document").length === 2 || undefined;
  await until(here, (check) => {
    other.ydoc.on("update", check);
    return () => other.ydoc.off("update", check);
  });
  const late = open(server, id);
  await untilState(late, "saved");
  const blocks = ({ ydoc }: Session): string => ydoc.getXmlFragment("document").toString();
  expect(blocks(late)).toBe(blocks(one));
});

test("SV-7 over HTTP any name of an open room is a name", async () => {
  const server = await start({ openRooms: true });
  const name = "a b/é#?%2F";
  const [one, other] = [open(server, name), open(server, name)];
  title(one).insert(0, "Hello");
  await untilState(one, "saved");
  await untilText(other, (text) => text === "Hello", "title");
});

test.each([
  ["a page of its own with 200", () => new Response("<h1>Sign in to this network</h1>")],
  ["something else with 201", () => Response.json({ what: "ever" }, { status: 201 })],
  ["a page of its own with 511", () => new Response("<h1>Sign in</h1>", { status: 511 })],
])(
  "SV-7 a proxy that answers %s loses the line, and the session waits for a better one",
  async (_, answer) => {
    const server = await start();
    const id = await server.createDocument();
    let isAnswering = true;
    const request: typeof fetch = async (...asked) => (isAnswering ? answer() : fetch(...asked));
    const session = open(server, id, request);
    await untilState(session, "offline");
    title(session).insert(0, "Hello");
    isAnswering = false;
    await untilState(session, "saved");
  },
);
