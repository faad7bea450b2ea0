import { encodeMessage, type Message } from "@quire/protocol";
import { expect, onTestFinished, test } from "vitest";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { keepWireDeletes, wireDeletesKey, wireRemoverKey } from "./wire-deletes.ts";

/** A line on which nothing arrives by itself. */
class Line extends EventTarget {
  static last: Line | undefined;
  onmessage: ((event: MessageEvent) => unknown) | null = null;

  constructor() {
    super();
    Line.last = this;
  }

  send(): void {}

  close(): void {}
}

/** A provider's document, what each of its transactions says was named, and the way of a frame into it. */
function receiver() {
  const ydoc = new Y.Doc();
  const provider = new WebsocketProvider("ws://127.0.0.1:9", "room", ydoc, {
    disableBc: true,
    WebSocketPolyfill: Line as unknown as typeof WebSocket,
  });
  onTestFinished(() => provider.destroy());
  keepWireDeletes(provider);
  const named: unknown[] = [];
  const removers: unknown[] = [];
  ydoc.on("afterTransaction", ({ meta }) => {
    named.push(meta.get(wireDeletesKey));
    removers.push(meta.get(wireRemoverKey));
  });
  const receive = (message: Message) => {
    const data = new Uint8Array(encodeMessage(message)).buffer;
    Line.last?.onmessage?.(new MessageEvent("message", { data }));
  };
  return { ydoc, named, removers, receive };
}

/** A writer's document, and what it says when something is done to it. */
function writer() {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  let update: Uint8Array = new Uint8Array();
  ydoc.on("update", (news: Uint8Array) => {
    update = news;
  });
  const say = (edit: () => void): Message => {
    ydoc.transact(edit);
    return { type: "update", update };
  };
  return { text: ydoc.getText("t"), say };
}

test("a transaction knows what its update names as deleted, and nothing where it deletes nothing", () => {
  const { text, say } = writer();
  const { ydoc, named, receive } = receiver();
  receive(say(() => text.insert(0, "abc")));
  receive(say(() => text.delete(1, 1)));
  expect(ydoc.getText("t").toString()).toBe("ac");
  expect(named).toEqual([[{ clients: new Map() }], [{ clients: new Map([[1, [{ clock: 1, len: 1 }]]]) }]]);
});

test("what Yjs deletes by itself in a deleted type is not named", () => {
  const { ydoc, named, receive } = receiver();
  const other = new Y.Doc();
  other.clientID = 1;
  const inner = new Y.Text("abc");
  other.getArray<Y.Text>("list").insert(0, [inner]);
  receive({ type: "sync-step-2", update: Y.encodeStateAsUpdate(other) });
  ydoc.getArray<Y.Text>("list").get(0).insert(3, "unseen");
  other.on("update", (update: Uint8Array) => receive({ type: "update", update }));
  other.getArray("list").delete(0, 1);
  expect(named.at(-1)).toEqual([{ clients: new Map([[1, [{ clock: 0, len: 4 }]]]) }]);
});

test("W11 a transaction knows who removed what the server has said it of, and of nothing behind it", () => {
  const { text, say } = writer();
  const { removers, receive } = receiver();
  receive(say(() => text.insert(0, "abc")));
  receive({ type: "remover", clientId: 7 });
  receive({ type: "query-awareness" });
  receive(say(() => text.delete(1, 1)));
  receive(say(() => text.delete(0, 1)));
  expect(removers).toEqual([undefined, 7, undefined]);
});

test("an observer's own transaction, and what follows, is no update", () => {
  const { text, say } = writer();
  const { ydoc, named, receive } = receiver();
  const own = ydoc.getMap("own");
  ydoc.getText("t").observe(() => {
    if (!own.has("seen")) own.set("seen", true);
  });
  receive(say(() => text.insert(0, "abc")));
  own.set("later", true);
  expect(named).toEqual([[{ clients: new Map() }], undefined, undefined]);
});

test("a question brings no update", () => {
  const { named, receive } = receiver();
  receive({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
  expect(named).toEqual([]);
});
