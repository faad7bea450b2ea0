import { encodeMessage, type Message, type Role, roles } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { HocuspocusPeer } from "./hocuspocus-peer.ts";
import { Peer } from "./peer.ts";
import { PolledPeer } from "./polled-peer.ts";
import { startServer } from "./server.ts";
import { titled } from "./titled.ts";

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterAll(() => server.remove());

const hocuspocus = "hocuspocus' protocol";
const nothing = Uint8Array.of(0, 0);
const news = titled("news");

interface Case {
  /** What is said. */
  readonly says: string;
  readonly message: Message;
  /** What a sender with that role hears of it: nothing special, or the code that ends them. */
  readonly codeFor: (role: Role, transport: string) => number | undefined;
}

/** Every message of the wire; the types do not compile where one of them is missing. */
const messages: { readonly [Type in Message["type"]]: readonly [Case, ...Case[]] } = {
  "sync-step-1": [
    {
      says: "a question",
      message: { type: "sync-step-1", stateVector: Uint8Array.of(0) },
      codeFor: () => undefined,
    },
  ],
  "sync-step-2": [
    {
      says: "an answer with nothing new",
      message: { type: "sync-step-2", update: nothing },
      codeFor: () => undefined,
    },
    { says: "an answer with news", message: { type: "sync-step-2", update: news }, codeFor: readersOnly },
  ],
  update: [
    { says: "an update of nothing", message: { type: "update", update: nothing }, codeFor: () => undefined },
    { says: "an update with news", message: { type: "update", update: news }, codeFor: readersOnly },
  ],
  awareness: [
    {
      says: "its presence",
      message: { type: "awareness", update: nothing.subarray(0, 1) },
      codeFor: () => undefined,
    },
  ],
  "query-awareness": [
    { says: "the question who is here", message: { type: "query-awareness" }, codeFor: () => undefined },
  ],
  auth: [
    {
      says: "a refusal, which only a server says",
      message: { type: "auth", reason: "no" },
      // In hocuspocus' protocol these are the bytes of a token, which changes nothing where the document is open.
      codeFor: (_, transport) => (transport === hocuspocus ? undefined : 4422),
    },
  ],
  saved: [
    {
      says: "a receipt, which only a server says",
      message: { type: "saved", count: 1 },
      codeFor: () => 4422,
    },
  ],
  remover: [
    {
      says: "a remover, which only a server says",
      message: { type: "remover", clientId: 1 },
      codeFor: () => 4422,
    },
  ],
  part: [
    {
      says: "a part, which only a server says",
      message: { type: "part", rest: 1, bytes: Uint8Array.of(0) },
      codeFor: () => 4422,
    },
  ],
};

function readersOnly(role: Role): number | undefined {
  return role === "edit" || role === "own" ? undefined : 4403;
}

/** What comes of it that somebody says the message, known by a query: the code that ends, or refuses, what they do here. */
const transports: Record<string, (id: string, who: string, message: Message) => Promise<number | undefined>> =
  {
    "a WebSocket": async (id, who, message) => {
      const peer = await Peer.join(`${server.syncUrl}/${id}?${who}`);
      peer.socket.send(encodeMessage(message));
      await peer.probe().catch(() => undefined);
      const code = peer.closed?.code;
      await peer.close();
      return code;
    },
    [hocuspocus]: async (id, who, message) => {
      const peer = await HocuspocusPeer.connect(server.port, `?${who}`);
      await peer.join(id);
      peer.forget();
      peer.message(id, message);
      peer.say({ type: "ping" });
      await peer.until(() => peer.heard.some(({ type }) => type === "pong")).catch(() => undefined);
      if (peer.closed !== undefined) return peer.closed.code;
      const words = peer.words(id);
      peer.close();
      if (words.some((word) => word.startsWith("closed"))) return 4422;
      // A reader's news are refused, and it reads on.
      return words.includes("refused") ? 4403 : undefined;
    },
    HTTP: async (id, who, message) => {
      const peer = await PolledPeer.join(server, id, who);
      await peer.say(message, { type: "query-awareness" });
      const answered = (): boolean =>
        peer.heard.some(({ type, ...said }) => type === "awareness" && "update" in said);
      await peer.until(answered);
      if (peer.closed === undefined) {
        // What came before the answer of this question came before that of the next.
        const before = peer.heard.length;
        await peer.say({ type: "query-awareness" }).catch(() => undefined);
        await peer.until(() => peer.heard.length > before);
      }
      return peer.closed?.code;
    },
  };

describe.for(Object.keys(transports))("threat C3 over %s", (transport) => {
  const send = transports[transport] as (typeof transports)[string];
  const table = roles.flatMap((role) => [
    { role, name: role, who: `role=${role}` },
    { role, name: `${role} as a guest`, who: `role=${role}&guest=1` },
  ]);

  it.for(table)(
    "B94 who may $name says each message, and of what is refused nothing is kept or relayed",
    async ({ role, who }) => {
      const quiet = await server.create();
      for (const { says, message, codeFor } of Object.values(messages).flat()) {
        const code = codeFor(role, transport);
        const isNews = "update" in message && message.update === news && code === undefined;
        // Where nothing may come of it, all are said in one document.
        const id = isNews ? await server.create() : quiet;
        const onlooker = await Peer.join(`${server.syncUrl}/${id}`);
        const expected = new Y.Doc();
        Y.applyUpdate(expected, Y.encodeStateAsUpdate(onlooker.ydoc));
        if (isNews) Y.applyUpdate(expected, news);
        expect(await send(id, who, message), says).toBe(code);
        await onlooker.probe();
        const after = await Peer.join(`${server.syncUrl}/${id}`);
        for (const { ydoc } of [onlooker, after])
          expect(Y.encodeStateAsUpdate(ydoc), says).toEqual(Y.encodeStateAsUpdate(expected));
        await Promise.all([onlooker.close(), after.close()]);
      }
    },
  );
});
