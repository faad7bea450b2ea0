import { encodeMessage, type Message, type Role, roles } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

/** Every message of the wire, and what a sender with that role hears of it: nothing special, or the code that ends them. */
const messages: Record<
  string,
  { readonly message: Message; readonly codeFor: (role: Role, transport: string) => number | undefined }
> = {
  "a question": { message: { type: "sync-step-1", stateVector: Uint8Array.of(0) }, codeFor: () => undefined },
  "an answer with nothing new": {
    message: { type: "sync-step-2", update: nothing },
    codeFor: () => undefined,
  },
  "an answer with news": { message: { type: "sync-step-2", update: news }, codeFor: readersOnly },
  "an update of nothing": { message: { type: "update", update: nothing }, codeFor: () => undefined },
  "an update with news": { message: { type: "update", update: news }, codeFor: readersOnly },
  "its presence": {
    message: { type: "awareness", update: nothing.subarray(0, 1) },
    codeFor: () => undefined,
  },
  "the question who is here": { message: { type: "query-awareness" }, codeFor: () => undefined },
  // In hocuspocus' protocol these are the bytes of a token, which changes nothing where the document is open.
  "a refusal, which only a server says": {
    message: { type: "auth", reason: "no" },
    codeFor: (_, transport) => (transport === hocuspocus ? undefined : 4422),
  },
  "a receipt, which only a server says": { message: { type: "saved", count: 1 }, codeFor: () => 4422 },
  "a remover, which only a server says": { message: { type: "remover", clientId: 1 }, codeFor: () => 4422 },
};

function readersOnly(role: Role): number | undefined {
  return role === "edit" || role === "own" ? undefined : 4403;
}

/** What comes of it that somebody with this role says the message: the code that ends, or refuses, what they do here. */
const transports: Record<string, (id: string, role: Role, message: Message) => Promise<number | undefined>> =
  {
    "a WebSocket": async (id, role, message) => {
      const peer = await Peer.join(`${server.syncUrl}/${id}?role=${role}`);
      peer.socket.send(encodeMessage(message));
      await peer.probe().catch(() => undefined);
      const code = peer.closed?.code;
      await peer.close();
      return code;
    },
    [hocuspocus]: async (id, role, message) => {
      const peer = await HocuspocusPeer.connect(server.port, `?role=${role}`);
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
    HTTP: async (id, role, message) => {
      const peer = await PolledPeer.join(server, id, `role=${role}`);
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
  const table = roles.flatMap((role) => Object.keys(messages).map((name) => [role, name] as const));

  it.for(table)("B94 who may %s says %s", async ([role, name]) => {
    const { message, codeFor } = messages[name] as (typeof messages)[string];
    const send = transports[transport] as (typeof transports)[string];
    const id = await server.create();
    const code = codeFor(role, transport);
    expect(await send(id, role, message)).toBe(code);
    const isNews = "update" in message && message.update === news;
    const after = await Peer.join(`${server.syncUrl}/${id}`);
    expect(after.title).toBe(isNews && code === undefined ? "news" : "");
    await after.close();
  });
});
