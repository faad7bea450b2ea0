import {
  addressed,
  decodeHocuspocus,
  decodeMessage,
  encodeAddress,
  encodeAwareness,
  encodeHocuspocus,
  encodeMessage,
  hocuspocusKeepalive,
  type Message,
} from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { FakeSocket } from "../../test/fake-socket.ts";
import { loneRoomId as id, type LoneRoom, openLoneRoom } from "../../test/lone-room.ts";
import { Connection } from "./connection.ts";
import { HocuspocusEnvelopes } from "./hocuspocus-envelopes.ts";
import { HocuspocusSocket } from "./hocuspocus-socket.ts";

const timings = { keepaliveMs: 20_000, pingMs: 10_000, pongTimeoutMs: 2 ** 30, stallMs: 30_000 };
const language = { encode: encodeMessage, decode: decodeMessage };

let world: LoneRoom;
let ydoc: Y.Doc;

beforeEach(() => {
  world = openLoneRoom();
  ydoc = new Y.Doc();
});
afterEach(() => world.close());

/** What a socket of either kind is opened with. */
function lineOf<Word>(socket: FakeSocket<Word>) {
  const { turns, heart, errors } = world;
  const onError = (error: unknown) => errors.push(error);
  const { webSocket, wire } = socket;
  return { socket: webSocket, wire: wire.socket, turns, heart, timings, rates: undefined, onError };
}

function enter(name: string, options: { wantsRemover?: boolean } = {}) {
  const socket = new FakeSocket(language);
  const { wantsRemover = true } = options;
  const schema = Number.POSITIVE_INFINITY;
  const connection = new Connection({
    ...lineOf(socket),
    wantsSaved: false,
    wantsRemover,
    wantsParts: false,
    schema,
  });
  connection.admit(world.room, { id: name, name, hue: 1 }, true);
  return take(socket);
}

/** What it has heard so far is heard. */
function take<Word>(socket: FakeSocket<Word>): FakeSocket<Word> {
  world.turns.end();
  socket.take();
  return socket;
}

/** A hocuspocus provider whose document is open. */
async function enterHocuspocus() {
  const socket = new FakeSocket({ encode: encodeHocuspocus, decode: decodeHocuspocus });
  new HocuspocusSocket({
    ...lineOf(socket),
    keepalive: hocuspocusKeepalive,
    maxDocuments: 3,
    schema: Number.POSITIVE_INFINITY,
    envelopes: new HocuspocusEnvelopes(),
    ask: async ({ answer }) =>
      answer({ room: world.room, person: { id: "hoc", name: "Hoc", hue: 1 }, canWrite: true }),
    members: new Set(),
  });
  socket.say({ type: "token", address: id, token: "", version: "4.8.0" });
  await new Promise(setImmediate);
  return take(socket);
}

/** Says of oneself that one is here, under the document's client id. */
function present(): Message {
  const state = JSON.stringify({ user: {} });
  return { type: "awareness", update: encodeAwareness([{ clientId: ydoc.clientID, clock: 1, state }]) };
}

/** What an edit of the document is on the wire. */
function edit(change: (fragment: Y.XmlFragment) => void): Message {
  const before = Y.encodeStateVector(ydoc);
  let update: Uint8Array = Y.encodeStateAsUpdate(ydoc, before);
  ydoc.once("update", (news: Uint8Array) => {
    update = news;
  });
  ydoc.transact(() => change(ydoc.getXmlFragment("document")));
  return { type: "update", update };
}

const write = () =>
  edit((fragment) => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText("words")]);
    fragment.push([paragraph]);
  });
const removeBlock = () => edit((fragment) => fragment.delete(0, 1));
const removeLetter = () =>
  edit((fragment) => {
    const paragraph = fragment.get(0);
    const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined;
    if (text instanceof Y.XmlText) text.delete(0, 1);
  });

function heard<Word>(socket: FakeSocket<Word>): Word[] {
  world.turns.end();
  return socket.take();
}

describe("W11 who removed a block", () => {
  it("is said before the update that names nobody, to whoever asked for it", () => {
    const [ann, bob, stock] = [enter("ann"), enter("bob"), enter("stock", { wantsRemover: false })];
    ann.say(present());
    ann.say(write());
    world.turns.end();
    for (const socket of [ann, bob, stock]) take(socket);
    const removal = removeBlock();
    ann.say(removal);
    expect(heard(bob)).toEqual([{ type: "remover", clientId: ydoc.clientID }, removal]);
    expect(stock.take()).toEqual([removal]);
    expect(ann.take()).toEqual([]);
  });

  it("is not said of letters, nor of what says itself who wrote it", () => {
    const [ann, bob] = [enter("ann"), enter("bob")];
    ann.say(present());
    ann.say(write());
    take(bob);
    for (const message of [removeLetter(), write()]) {
      ann.say(message);
      expect(heard(bob)).toEqual([message]);
    }
  });

  it("is the one who wrote with the connection last where no presence names them, and nobody where nothing does", () => {
    const [ann, bob, cat] = [enter("ann"), enter("bob"), enter("cat")];
    const words = [write(), write()];
    for (const message of words) ann.say(message);
    take(bob);
    ann.say(removeBlock());
    expect(heard(bob).map(({ type }) => type)).toEqual(["remover", "update"]);
    cat.say(removeBlock());
    expect(heard(bob).map(({ type }) => type)).toEqual(["update"]);
  });

  it("is not said of what somebody brings when they come: others may have removed it", () => {
    const [ann, bob] = [enter("ann"), enter("bob")];
    ann.say(present());
    ann.say(write());
    take(bob);
    removeBlock();
    ann.say({ type: "sync-step-2", update: Y.encodeStateAsUpdate(ydoc) });
    expect(heard(bob).map(({ type }) => type)).toEqual(["update"]);
  });

  it("is said of a hocuspocus provider too, and not to it", async () => {
    const bob = enter("bob");
    const hoc = await enterHocuspocus();
    const tell = (message: Message) => hoc.sayBytes(addressed(encodeAddress(id), encodeMessage(message)));
    tell(present());
    tell(write());
    tell(write());
    take(bob);
    take(hoc);
    tell(removeBlock());
    expect(heard(bob).map(({ type }) => type)).toEqual(["remover", "update"]);
    bob.say(removeBlock());
    world.turns.end();
    const frames = hoc.take().filter((frame) => frame.type === "message");
    expect(frames).toHaveLength(1);
  });

  it("is told by no client", () => {
    const ann = enter("ann");
    ann.say({ type: "remover", clientId: 1 });
    expect(ann.closed?.code).toBe(4422);
  });

  it("goes with each removal of a turn in which several wrote, and none of it to its own remover", () => {
    const [ann, bob] = [enter("ann"), enter("bob")];
    ann.say(present());
    ann.say(write());
    take(ann);
    take(bob);
    const other = new Y.Doc();
    other.getText("title").insert(0, "title");
    const title: Message = { type: "update", update: Y.encodeStateAsUpdate(other) };
    const removal = removeBlock();
    ann.say(removal);
    bob.say(title);
    expect(heard(ann)).toEqual([title]);
    expect(heard(bob).map(({ type }) => type)).toEqual(["remover", "update"]);
  });
});
