import { CloseCode, type DocumentId, encodeMessage } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { inlineMaterialiser } from "../../test/inline-workshop.ts";
import { MemoryStore } from "../../test/memory-store.ts";
import { TestMember } from "../../test/test-member.ts";
import { materialise } from "../materialise/materialise.ts";
import type { Room } from "./room.ts";
import { Rooms } from "./rooms.ts";
import { Turns } from "./turns.ts";

const id = "a-document-for-tests" as DocumentId;
const kind = { isGated: true, schema: 0 };
const graceMs = 30_000;

let store: MemoryStore;
let turns: Turns;
let rooms: Rooms;
let clock: number;

beforeEach(() => {
  clock = performance.now();
  store = new MemoryStore();
  turns = new Turns((error) => {
    throw error;
  });
  const listener = {
    changed() {},
    peopleChanged() {},
    foldFailed: (_: Room, error: unknown) => expect(error).toBeUndefined(),
  };
  rooms = new Rooms({ store, turns, listener, materialiser: inlineMaterialiser(), now: () => 1, graceMs });
});
afterEach(() => rooms.close());

function type(room: Room, member: TestMember, text: string): void {
  const ydoc = materialise(room.held);
  const before = Y.encodeStateVector(ydoc);
  const title = ydoc.getText("title");
  title.insert(title.length, text);
  const message = { type: "update", update: Y.encodeStateAsUpdate(ydoc, before) } as const;
  room.receive(member, message, encodeMessage(message));
  turns.end();
}

function titleOf(room: Room): string {
  return materialise(room.held).getText("title").toString();
}

/** The sweeps of a while: folding takes one, letting go the next. */
async function sweepFor(ms: number): Promise<void> {
  for (const end = clock + ms; clock <= end; clock += graceMs / 2) {
    rooms.sweep(clock);
    await new Promise((done) => setImmediate(done));
  }
}

describe("Rooms", () => {
  it("R1 gives whoever opens a document the same room", () => {
    const room = rooms.open(id, kind);
    expect(rooms.open(id, kind)).toBe(room);
    expect(rooms.find(id)).toBe(room);
    expect([...rooms.all()]).toEqual([room]);
  });

  it("R1 makes no room of a document that cannot be loaded, and tries again for the next", () => {
    const load = store.load.bind(store);
    store.load = () => {
      throw new Error("input/output error");
    };
    expect(() => rooms.open(id, kind)).toThrow("input/output error");
    expect(rooms.find(id)).toBeUndefined();
    store.load = load;
    expect(rooms.open(id, kind)).toBeDefined();
  });

  it("R2 keeps a room for a grace after the last has left, folds it and lets it go", async () => {
    const room = rooms.open(id, kind);
    const ann = new TestMember("ann");
    room.join(ann);
    type(room, ann, "words");
    await sweepFor(10 * graceMs);
    expect(rooms.find(id)).toBe(room);
    expect(store.snapshots.has(id)).toBe(false);
    room.leave(ann);
    await sweepFor(graceMs / 2);
    expect(rooms.find(id)).toBe(room);
    await sweepFor(3 * graceMs);
    expect(rooms.find(id)).toBeUndefined();
    expect(store.snapshots.has(id)).toBe(true);
    expect(titleOf(rooms.open(id, kind))).toBe("words");
  });

  it("R2 keeps the room of whoever comes back within the grace", async () => {
    const room = rooms.open(id, kind);
    const ann = new TestMember("ann");
    room.join(ann);
    room.leave(ann);
    const start = performance.now();
    rooms.sweep(start);
    room.join(ann);
    rooms.sweep(start + 2 * graceMs);
    room.leave(ann);
    rooms.sweep(start + 2 * graceMs + 1);
    expect(rooms.find(id)).toBe(room);
  });

  it("R3 never lets a room go before its last commit is flushed, so that it opens with the last word typed", async () => {
    const room = rooms.open(id, kind);
    const ann = new TestMember("ann");
    room.join(ann);
    store.isHeld = true;
    type(room, ann, "last word");
    room.leave(ann);
    await sweepFor(10 * graceMs);
    expect(rooms.find(id)).toBe(room);
    store.isHeld = false;
    store.flush();
    await sweepFor(4 * graceMs);
    expect(rooms.find(id)).toBeUndefined();
    expect(titleOf(rooms.open(id, kind))).toBe("last word");
  });

  it("R3 keeps a room while it is folded", async () => {
    const room = rooms.open(id, kind);
    const ann = new TestMember("ann");
    room.join(ann);
    type(room, ann, "words");
    room.leave(ann);
    const fold = store.fold.bind(store);
    const folding = Promise.withResolvers<void>();
    store.fold = (...args) => folding.promise.then(() => fold(...args));
    await sweepFor(5 * graceMs);
    expect(rooms.find(id)).toBe(room);
    folding.resolve();
    await sweepFor(2 * graceMs);
    expect(rooms.find(id)).toBeUndefined();
  });

  it("R3 lets a room go that could not be folded: the log has it all", async () => {
    const failures: unknown[] = [];
    rooms.close();
    const listener = {
      changed() {},
      peopleChanged() {},
      foldFailed: (_: Room, error: unknown) => failures.push(error),
    };
    rooms = new Rooms({ store, turns, listener, materialiser: inlineMaterialiser(), now: () => 1, graceMs });
    const room = rooms.open(id, kind);
    const ann = new TestMember("ann");
    room.join(ann);
    type(room, ann, "words");
    room.leave(ann);
    store.fold = () => Promise.reject(new Error("no space left"));
    await sweepFor(5 * graceMs);
    expect(failures).toHaveLength(1);
    expect(rooms.find(id)).toBeUndefined();
    expect(titleOf(rooms.open(id, kind))).toBe("words");
  });

  it("R4 closes whoever waits for a store that begins to fail, and lets readers stay", () => {
    const room = rooms.open(id, kind);
    const [ann, bob] = [new TestMember("ann"), new TestMember("bob")];
    for (const member of [ann, bob]) room.join(member);
    store.isHeld = true;
    type(room, ann, "unsaved");
    store.fail(new Error("no space left"));
    expect(ann.closed?.code).toBe(CloseCode.storeFailed);
    expect(ann.savedCounts).toEqual([]);
    expect(bob.closed).toBeUndefined();
    expect(titleOf(room)).toBe("unsaved");
  });

  it("R5 closes a document's connections for a reason, and all of them with 1012 at the end", () => {
    const [room, other] = [rooms.open(id, kind), rooms.open("another-document-here" as DocumentId, kind)];
    const [ann, bob] = [new TestMember("ann"), new TestMember("bob")];
    room.join(ann);
    other.join(bob);
    rooms.closeRoom(id, CloseCode.gone, "this document was deleted");
    expect(ann.closed).toEqual({ code: 4410, reason: "this document was deleted" });
    expect(bob.closed).toBeUndefined();
    rooms.close();
    expect(bob.closed?.code).toBe(CloseCode.restarting);
  });

  it("R5 logs at the end what the turn had brought", () => {
    const room = rooms.open(id, kind);
    const ann = new TestMember("ann");
    room.join(ann);
    const end = turns.end.bind(turns);
    turns.end = () => {};
    type(room, ann, "last");
    turns.end = end;
    expect(store.records).toHaveLength(0);
    rooms.close();
    expect(store.records).toHaveLength(1);
  });
});
