import {
  CloseCode,
  type DocumentId,
  decodeMessage,
  encodeMessage,
  type Message,
  type Person,
} from "@quire/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { inlineMaterialiser } from "../../test/inline-workshop.ts";
import { MemoryStore } from "../../test/memory-store.ts";
import type { Bundle } from "./bundle.ts";
import type { Member } from "./member.ts";
import { Room } from "./room.ts";
import { Turns } from "./turns.ts";

const id = "a-document-for-tests" as DocumentId;

/** A member that keeps what it is sent, with a Y.Doc of its own that syncs by hand. */
class TestMember implements Member {
  readonly ydoc = new Y.Doc();
  readonly heard: Message[] = [];
  readonly savedCounts: number[] = [];
  closed: { code: CloseCode; reason: string } | undefined;
  readonly person: Person;
  readonly canWrite: boolean;
  readonly isBehind = false;
  readonly schema: number;
  #updates: Uint8Array[] = [];

  constructor(name: string, options: { canWrite?: boolean; schema?: number } = {}) {
    this.person = { id: name, name, hue: 1 };
    this.canWrite = options.canWrite ?? true;
    this.schema = options.schema ?? Number.POSITIVE_INFINITY;
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#updates.push(update);
    });
  }

  send(frame: Uint8Array): void {
    const message = decodeMessage(frame);
    this.heard.push(message);
    if (message.type === "update" || message.type === "sync-step-2")
      Y.applyUpdate(this.ydoc, message.update, this);
  }

  relay({ messages }: Bundle): void {
    for (const message of messages) this.send(message);
  }

  answer(bundle: Bundle): void {
    this.relay(bundle);
  }

  pause(): void {}

  resume(): void {}

  close(code: CloseCode, reason: string): void {
    this.closed = { code, reason };
  }

  saved(count: number): void {
    this.savedCounts.push(count);
  }

  say(room: Room, message: Message): void {
    room.receive(this, message, encodeMessage(message));
  }

  /** Types, and hands over what was typed. */
  type(text: string): Uint8Array[] {
    const fragment = this.ydoc.getXmlFragment("document");
    this.ydoc.transact(() => {
      const first = fragment.get(0);
      if (first instanceof Y.XmlElement) {
        const words = first.get(0);
        if (words instanceof Y.XmlText) words.insert(words.length, text);
        return;
      }
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(text)]);
      fragment.insert(0, [paragraph]);
    });
    return this.#updates.splice(0);
  }

  get text(): string {
    return this.ydoc.getXmlFragment("document").toString();
  }
}

let store: MemoryStore;
let turns: Turns;
let room: Room;

beforeEach(() => {
  store = new MemoryStore();
  turns = new Turns((error) => {
    throw error;
  });
  room = openRoom();
});

function openRoom(isGated = true): Room {
  const listener = {
    changed() {},
    peopleChanged() {},
    foldFailed: (_: Room, error: unknown) => expect(error).toBeUndefined(),
  };
  return new Room({
    id,
    store,
    turns,
    listener,
    materialiser: inlineMaterialiser(),
    isGated,
    schema: 0,
    now: () => 1,
  });
}

function enter(member: TestMember, into = room): TestMember {
  into.join(member);
  member.say(into, { type: "sync-step-1", stateVector: Y.encodeStateVector(member.ydoc) });
  turns.end();
  return member;
}

function update(bytes: Uint8Array): Message {
  return { type: "update", update: bytes };
}

describe("saved", () => {
  it("W1 is not said before the store has flushed", async () => {
    store.isHeld = true;
    const ann = enter(new TestMember("ann"));
    for (const bytes of ann.type("hello")) ann.say(room, update(bytes));
    turns.end();
    await Promise.resolve();
    expect(ann.savedCounts).toEqual([]);
    store.flush();
    await expect.poll(() => ann.savedCounts).toEqual([1]);
  });

  it("W1 is not said before what was there at the start is flushed, which a killed process may have left", async () => {
    const opened = Promise.withResolvers<void>();
    const [bytes] = new TestMember("ann").type("hello");
    enter(new TestMember("ann")).say(room, update(bytes!));
    turns.end();
    store.opened = opened.promise;
    room = openRoom();
    const ann = enter(new TestMember("ann"));
    // It is there already: nothing is written for it whose flush could be waited for.
    ann.say(room, update(bytes!));
    turns.end();
    await new Promise((done) => setImmediate(done));
    expect(ann.savedCounts).toEqual([]);
    opened.resolve();
    await expect.poll(() => ann.savedCounts).toEqual([1]);
  });

  it("W1 is said for a message that brings nothing new, once what came before it is flushed", async () => {
    const ann = enter(new TestMember("ann"));
    const [bytes] = ann.type("hello");
    store.isHeld = true;
    ann.say(room, update(bytes!));
    turns.end();
    ann.say(room, update(bytes!));
    turns.end();
    await Promise.resolve();
    expect(ann.savedCounts).toEqual([]);
    store.flush();
    await expect.poll(() => ann.savedCounts).toEqual([1, 2]);
    expect(store.records).toHaveLength(1);
  });

  it("W1 comes once for all that one turn brought, and never goes back", async () => {
    const ann = enter(new TestMember("ann"));
    for (const text of ["a", "b", "c"]) for (const bytes of ann.type(text)) ann.say(room, update(bytes));
    turns.end();
    await expect.poll(() => ann.savedCounts).toEqual([3]);
    expect(store.records).toHaveLength(1);
    expect(store.records[0]?.record.entries).toHaveLength(3);
  });
});

describe("relay", () => {
  it("R6 reaches everybody but the sender, whoever comes later, and a room that was opened anew", async () => {
    const ann = enter(new TestMember("ann"));
    const bob = enter(new TestMember("bob"));
    for (const bytes of ann.type("hello")) ann.say(room, update(bytes));
    turns.end();
    expect(bob.text).toBe(ann.text);
    expect(ann.heard.filter(({ type }) => type === "update")).toHaveLength(0);
    const cat = enter(new TestMember("cat"));
    expect(cat.text).toBe(ann.text);
    room.tidy();
    await expect.poll(() => room.tidy() || store.snapshots.has(id)).toBe(true);
    const reopened = openRoom();
    const dan = enter(new TestMember("dan"), reopened);
    expect(dan.text).toBe(ann.text);
  });

  it("W3 holds an update whose past is missing, asks for it, and takes both when it comes", async () => {
    const ann = enter(new TestMember("ann"));
    const bob = enter(new TestMember("bob"));
    ann.type("lost ");
    const later = ann.type("kept");
    ann.heard.length = 0;
    for (const bytes of later) ann.say(room, update(bytes));
    turns.end();
    expect(bob.text).toBe("");
    expect(ann.heard.map(({ type }) => type)).toEqual(["sync-step-1"]);
    expect(ann.savedCounts).toEqual([]);
    ann.say(room, { type: "sync-step-2", update: Y.encodeStateAsUpdate(ann.ydoc) });
    turns.end();
    expect(bob.text).toBe(ann.text);
    await expect.poll(() => ann.savedCounts).toEqual([2]);
  });

  it("W3 closes with 4500 whoever does not fill the hole, and changes nothing", () => {
    const ann = enter(new TestMember("ann"));
    ann.type("lost ");
    const [later] = ann.type("kept");
    ann.say(room, update(later!));
    ann.say(room, { type: "sync-step-2", update: later! });
    expect(ann.closed?.code).toBe(CloseCode.storeFailed);
    expect(store.records).toEqual([]);
  });
});

describe("what is heard", () => {
  it("S8 is only what is new of an update, whoever sent the rest before", () => {
    const ann = enter(new TestMember("ann"));
    const bob = enter(new TestMember("bob"));
    for (const bytes of ann.type("known ")) ann.say(room, update(bytes));
    turns.end();
    bob.heard.length = 0;
    ann.type("new");
    ann.say(room, update(Y.encodeStateAsUpdate(ann.ydoc)));
    turns.end();
    const [message] = bob.heard;
    expect(message?.type === "update" && Buffer.from(message.update).includes("known")).toBe(false);
    expect(bob.text).toBe(ann.text);
    expect(store.records.at(-1)?.record.entries[0]?.update).toEqual(
      message?.type === "update" && message.update,
    );
  });

  it("S8 is an update, never the step 2 in which it came", () => {
    const bob = enter(new TestMember("bob"));
    const ann = enter(new TestMember("ann"));
    ann.type("offline");
    bob.heard.length = 0;
    ann.say(room, { type: "sync-step-2", update: Y.encodeStateAsUpdate(ann.ydoc) });
    turns.end();
    expect(bob.heard.map(({ type }) => type)).toEqual(["update"]);
  });

  it("W2 is an answer within the turn where somebody probes, also where nobody is there", () => {
    const ann = enter(new TestMember("ann"));
    ann.heard.length = 0;
    ann.say(room, { type: "query-awareness" });
    turns.end();
    expect(ann.heard).toEqual([{ type: "awareness", update: Uint8Array.of(0) }]);
  });

  it("W1 is no saved for who has left, nor for what came after the hole that a member left open", async () => {
    const ann = enter(new TestMember("ann"));
    const bob = enter(new TestMember("bob"));
    const [first] = ann.type("first ");
    ann.say(room, update(first!));
    ann.type("lost ");
    const [afterHole] = ann.type("held");
    ann.say(room, update(afterHole!));
    ann.say(room, update(first!));
    turns.end();
    await expect.poll(() => ann.savedCounts).toEqual([1]);
    for (const bytes of bob.type("more")) bob.say(room, update(bytes));
    room.leave(bob);
    turns.end();
    await Promise.resolve();
    expect(bob.savedCounts).toEqual([]);
    expect(store.records).toHaveLength(2);
  });

  it("S3 is nothing of a reader's, also where it builds on a hole", () => {
    const ann = enter(new TestMember("ann", { canWrite: false }));
    ann.type("lost ");
    const [bytes] = ann.type("kept");
    ann.say(room, update(bytes!));
    expect(ann.closed?.code).toBe(CloseCode.forbidden);
  });
});

describe("who has nothing", () => {
  it("W4 is told the same bytes as others who come before anything changes, and the newest after it", () => {
    const ann = enter(new TestMember("ann"));
    for (const bytes of ann.type("first ")) ann.say(room, update(bytes));
    turns.end();
    const bundles: Bundle[] = [];
    const come = (name: string): TestMember => {
      const member = new TestMember(name);
      const hear = member.answer.bind(member);
      member.answer = (bundle) => {
        bundles.push(bundle);
        hear(bundle);
      };
      room.join(member);
      member.say(room, { type: "sync-step-1", stateVector: Uint8Array.of(0) });
      turns.end();
      return member;
    };
    const [bob, cat] = [come("bob"), come("cat")];
    expect(bundles[0]).toBe(bundles[1]);
    expect([bob.text, cat.text]).toEqual([ann.text, ann.text]);
    for (const bytes of ann.type("second")) ann.say(room, update(bytes));
    turns.end();
    expect(come("dan").text).toBe(ann.text);
  });
});

describe("who returns", () => {
  it("W4 is told by a worker what it lacks of a large document, with what came meanwhile, once at a time", async () => {
    const ann = enter(new TestMember("ann"));
    for (const bytes of ann.type("first ")) ann.say(room, update(bytes));
    turns.end();
    const bob = new TestMember("bob");
    Y.applyUpdate(bob.ydoc, Y.encodeStateAsUpdate(ann.ydoc), bob);
    for (const bytes of ann.type("long ".repeat(10_000))) ann.say(room, update(bytes));
    turns.end();
    room.tidy();
    await expect.poll(() => store.snapshots.has(id)).toBe(true);
    const asks: Message = { type: "sync-step-1", stateVector: Y.encodeStateVector(bob.ydoc) };
    room.join(bob);
    bob.say(room, asks);
    turns.end();
    bob.say(room, asks);
    turns.end();
    for (const bytes of ann.type("meanwhile")) ann.say(room, update(bytes));
    turns.end();
    const answers = () => bob.heard.filter(({ type }) => type === "sync-step-2").length;
    expect(answers()).toBe(0);
    await expect.poll(() => answers() === 2 || turns.end()).toBe(true);
    expect(bob.text).toBe(ann.text);
  });

  it("W4 is told nothing when it has left meanwhile", async () => {
    const ann = enter(new TestMember("ann"));
    for (const bytes of ann.type("long ".repeat(10_000))) ann.say(room, update(bytes));
    turns.end();
    room.tidy();
    await expect.poll(() => store.snapshots.has(id)).toBe(true);
    const bob = new TestMember("bob");
    room.join(bob);
    bob.say(room, { type: "sync-step-1", stateVector: Uint8Array.of(1, 7, 1) });
    turns.end();
    room.leave(bob);
    bob.heard.length = 0;
    const cat = enter(new TestMember("cat"));
    await expect.poll(() => cat.text).toBe(ann.text);
    expect(bob.heard).toEqual([]);
  });
});

describe("G6", () => {
  it("G6 tells everybody what Yjs tidies when the log is folded", async () => {
    const [ann, bob] = [enter(new TestMember("ann")), enter(new TestMember("bob"))];
    for (const bytes of ann.type("words")) ann.say(room, update(bytes));
    turns.end();
    const bold = (member: TestMember) => {
      const paragraph = member.ydoc.getXmlFragment("document").get(0) as Y.XmlElement;
      const before = Y.encodeStateVector(member.ydoc);
      (paragraph.get(0) as Y.XmlText).format(0, 5, { strong: {} });
      return Y.encodeStateAsUpdate(member.ydoc, before);
    };
    const [first, second] = [bold(ann), bold(bob)];
    ann.say(room, update(first));
    bob.say(room, update(second));
    turns.end();
    room.tidy();
    await expect.poll(() => store.snapshots.has(id)).toBe(true);
    await expect.poll(() => turns.end() ?? store.records.length).toBe(3);
    expect(store.records.at(-1)?.record.entries).toMatchObject([{ personId: "" }]);
    const cat = enter(new TestMember("cat"));
    for (const member of [ann, bob])
      expect(Y.equalSnapshots(Y.snapshot(member.ydoc), Y.snapshot(cat.ydoc))).toBe(true);
  });
});

describe("rights and faults", () => {
  it("R6 says something to a reader at once, where nobody is there: a silent line looks dead", () => {
    const ann = enter(new TestMember("ann", { canWrite: false }));
    expect(ann.heard[0]?.type).toBe("awareness");
  });

  it("R6 closes a reader who writes with 4403, and asks no reader for what it has", () => {
    const ann = enter(new TestMember("ann", { canWrite: false }));
    expect(ann.heard.some(({ type }) => type === "sync-step-1")).toBe(false);
    const [bytes] = ann.type("mine");
    ann.say(room, update(bytes!));
    turns.end();
    expect(ann.closed?.code).toBe(CloseCode.forbidden);
    expect(store.records).toEqual([]);
  });

  it("R4 closes whoever sends news with 4500 while the store fails; readers stay, and may come", () => {
    const ann = enter(new TestMember("ann"));
    const bob = enter(new TestMember("bob"));
    store.fail(new Error("no space left"));
    const [bytes] = ann.type("unsaved");
    ann.say(room, update(bytes!));
    expect(ann.closed?.code).toBe(CloseCode.storeFailed);
    expect(bob.closed).toBeUndefined();
    expect(enter(new TestMember("cat")).closed).toBeUndefined();
    expect(store.records).toEqual([]);
  });

  it("S9 lets a page that is older than an update go before the update is relayed", () => {
    const old = enter(new TestMember("old", { schema: 0 }));
    const ann = enter(new TestMember("ann", { schema: 1 }));
    for (const bytes of ann.type("new kind")) ann.say(room, update(bytes));
    turns.end();
    expect(old.closed?.code).toBe(CloseCode.pageTooOld);
    expect(ann.closed).toBeUndefined();
  });
});
