import { CloseCode, encodeMessage, type Message } from "@quire/protocol";
import { fragmentName, titleName } from "@quire/schema";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { inlineMaterialiser } from "../../test/inline-workshop.ts";
import { type LoneRoom, openLoneRoom } from "../../test/lone-room.ts";
import * as raw from "../../test/raw-update.ts";
import { TestMember } from "../../test/test-member.ts";
import type { Jobs } from "../materialise/jobs.ts";
import { Journal } from "./journal.ts";
import { longUpdateBytes } from "./long-updates.ts";
import { Presence } from "./presence.ts";

/** A worker whose judgements a test lets through. */
class HeldWorker {
  readonly judged: Uint8Array[] = [];
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  readonly materialiser = inlineMaterialiser();

  constructor() {
    const { workshop } = this.materialiser;
    const work = workshop.do.bind(workshop);
    workshop.do = async <Name extends keyof Jobs>(name: Name, given: Jobs[Name]["given"]) => {
      if (name !== "judge") return work(name, given);
      this.judged.push((given as Jobs["judge"]["given"]).update);
      const waiting = Promise.withResolvers<void>();
      this.#waiting.push(waiting);
      const done = await work(name, given);
      await waiting.promise;
      return done;
    };
  }

  /** Resolves when what was judged is taken, or judged once more. */
  async goOn(): Promise<void> {
    for (const { resolve } of this.#waiting.splice(0)) resolve();
    await new Promise(setImmediate);
  }

  async fail(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error("the worker ended"));
    await new Promise(setImmediate);
  }
}

/** Somebody with a document of their own. */
class Writer extends TestMember {
  readonly ydoc = new Y.Doc();
  readonly #updates: Uint8Array[] = [];

  constructor(name: string, options?: { readonly canWrite: boolean }) {
    super(name, options);
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "room") this.#updates.push(update);
    });
  }

  type(text: string): void {
    const title = this.ydoc.getText(titleName);
    title.insert(title.length, text);
  }

  /** Pastes a paragraph that is too long to be judged at once. */
  paste(letter = "x"): void {
    const text = new Y.XmlText(letter.repeat(longUpdateBytes));
    const block = new Y.XmlElement("paragraph");
    block.insert(0, [text]);
    this.ydoc.getXmlFragment(fragmentName).push([block]);
  }

  /** Whom the server closes is in the room no more. */
  override close(code: CloseCode, reason: string): void {
    super.close(code, reason);
    lone.room.leave(this);
  }

  takeUpdates(): Uint8Array[] {
    return this.#updates.splice(0);
  }
}

let worker: HeldWorker;
let lone: LoneRoom;

beforeEach(() => {
  worker = new HeldWorker();
  lone = openLoneRoom({ materialiser: worker.materialiser });
});
afterEach(() => lone.close());

function enter<Who extends TestMember>(member: Who): Who {
  lone.room.join(member);
  say(member, { type: "sync-step-2", update: Uint8Array.of(0, 0) });
  return member;
}

function say(member: TestMember, message: Message): void {
  lone.room.receive(member, message, encodeMessage(message));
  lone.turns.end();
}

function sayAll(writer: Writer): void {
  for (const update of writer.takeUpdates()) say(writer, { type: "update", update });
}

/** What the room holds, as text. */
function held() {
  const ydoc = new Y.Doc();
  const { snapshot, tail } = lone.room.held;
  for (const update of [...(snapshot ? [snapshot.state] : []), ...tail]) Y.applyUpdate(ydoc, update);
  return {
    title: ydoc.getText(titleName).toString(),
    length: ydoc.getXmlFragment(fragmentName).toString().length,
  };
}

async function settle(): Promise<void> {
  await worker.goOn();
  lone.turns.end();
  await new Promise(setImmediate);
}

describe("an update of more than 256 KiB", () => {
  it("G1 is judged in the worker, while others write on", async () => {
    const [ann, ben] = [enter(new Writer("ann")), enter(new Writer("ben"))];
    ann.paste();
    sayAll(ann);
    ben.type("quick");
    sayAll(ben);
    expect(worker.judged).toHaveLength(1);
    expect(held()).toEqual({ title: "quick", length: 0 });
    await settle();
    expect(worker.judged).toHaveLength(1);
    expect(held().length).toBeGreaterThan(longUpdateBytes);
    expect(ben.heard.filter(({ type }) => type === "update")).toHaveLength(1);
    await expect.poll(() => ann.savedCounts.at(-1)).toBe(2);
  });

  it("G1 holds back what its sender says behind it, and their socket, until it is taken", async () => {
    const ann = enter(new Writer("ann"));
    ann.paste();
    ann.type("behind");
    ann.paste("y");
    ann.type(" all");
    sayAll(ann);
    expect(ann.pauses).toBe(1);
    expect(held()).toEqual({ title: "", length: 0 });
    await settle();
    expect(held().title).toBe("behind");
    expect(ann.pauses).toBe(1);
    await settle();
    expect(held().title).toBe("behind all");
    expect(ann.pauses).toBe(0);
    await expect.poll(() => ann.savedCounts.at(-1)).toBe(5);
  });

  it("G1 is refused with all that came behind it", async () => {
    const ann = enter(new Writer("ann"));
    const update = raw.rawUpdate([
      { client: 7, structs: [raw.string({ parent: "script" }, "x".repeat(longUpdateBytes))] },
    ]);
    say(ann, { type: "update", update });
    ann.type("behind");
    sayAll(ann);
    await settle();
    expect(ann.closed?.code).toBe(CloseCode.invalid);
    expect(held()).toEqual({ title: "", length: 0 });
    expect(lone.room.isAtRest).toBe(true);
  });

  it("G1 is kept when its sender has gone meanwhile, and so is what they wrote behind it", async () => {
    const ann = enter(new Writer("ann"));
    ann.paste();
    ann.type("goodbye");
    sayAll(ann);
    lone.room.leave(ann);
    expect(lone.room.isAtRest).toBe(false);
    await settle();
    expect(held().title).toBe("goodbye");
    await expect.poll(() => lone.room.isAtRest).toBe(true);
  });

  it("B94 threat A12 is not taken from who was sent away while it was judged, nor is what they wrote behind it", async () => {
    const ann = enter(new Writer("ann"));
    ann.paste();
    ann.type("behind it");
    sayAll(ann);
    ann.canWrite = false;
    ann.close(CloseCode.roleChanged, "your role changed");
    await worker.goOn();
    expect(held()).toMatchObject({ title: "" });
  });

  it("G1 is judged again where the document has gone on in the same clients", async () => {
    const [ann, again] = [enter(new Writer("ann")), enter(new Writer("ann"))];
    ann.paste();
    const [pasted = new Uint8Array()] = ann.takeUpdates();
    say(ann, { type: "update", update: pasted });
    say(again, { type: "sync-step-2", update: pasted });
    await settle();
    await settle();
    expect(worker.judged.length).toBeGreaterThan(2);
    expect(held().length).toBeLessThan(2 * longUpdateBytes);
    expect(lone.store.records).toHaveLength(1);
    await expect.poll(() => again.savedCounts.at(-1)).toBe(2);
  });

  it("G1 ends its sender with 4500 where it could not be judged, and nothing behind it is taken", async () => {
    const ann = enter(new Writer("ann"));
    ann.paste();
    ann.type("behind");
    sayAll(ann);
    await worker.fail();
    expect(ann.closed?.code).toBe(CloseCode.storeFailed);
    expect(held()).toEqual({ title: "", length: 0 });
    expect(ann.pauses).toBe(0);
    expect(lone.errors).toEqual([new Error("the worker ended")]);
  });

  it("G1 and what comes behind it costs its sender the connection where the server fails at it, and nobody else", async () => {
    const [ann, ben] = [enter(new Writer("ann")), enter(new Writer("ben"))];
    const broken = new TypeError("a bug");
    ann.paste();
    sayAll(ann);
    say(ann, { type: "awareness", update: Uint8Array.of(0) });
    const receive = vi.spyOn(Presence.prototype, "receive").mockImplementation(() => {
      throw broken;
    });
    await settle();
    receive.mockRestore();
    expect(ann.closed?.code).toBe(CloseCode.storeFailed);
    expect(lone.errors).toEqual([broken]);
    ben.type("on");
    sayAll(ben);
    expect(held().title).toBe("on");
  });

  it("G1 is never judged where everybody waits, however often the document goes on under it", async () => {
    const [ann, ben] = [enter(new Writer("ann")), enter(new Writer("ben"))];
    ben.type("lost");
    ben.takeUpdates();
    Y.applyUpdate(ann.ydoc, Y.encodeStateAsUpdate(ben.ydoc), "room");
    ann.ydoc.getText(titleName).insert(4, "x".repeat(longUpdateBytes));
    const here = vi.spyOn(Journal.prototype, "judge");
    sayAll(ann);
    const cleo = enter(new Writer("cleo"));
    for (let key = 0; key < 5; key++) {
      cleo.type("k");
      sayAll(cleo);
      await settle();
    }
    const longest = Math.max(...here.mock.calls.map(([update]) => update.length));
    here.mockRestore();
    expect(longest).toBeLessThan(longUpdateBytes);
    expect(worker.judged).toHaveLength(1);
  });

  it("G2 waits for what is missing before it", async () => {
    const ann = enter(new Writer("ann"));
    ann.type("lost");
    ann.takeUpdates();
    ann.ydoc.getText(titleName).insert(4, "x".repeat(longUpdateBytes));
    sayAll(ann);
    await settle();
    // Too long to be held: its sender comes back, and says all that it has.
    expect(ann.closed?.code).toBe(CloseCode.storeFailed);
    const back = enter(new Writer("ann"));
    say(back, { type: "sync-step-2", update: Y.encodeStateAsUpdate(ann.ydoc) });
    await settle();
    expect(held().title).toHaveLength(4 + longUpdateBytes);
  });

  it("G8 with a hole in it brings what stands before the hole, as a step 2", async () => {
    const [ann, ben] = [enter(new Writer("ann")), new Writer("ben")];
    ben.type("lost");
    const [lost = new Uint8Array()] = ben.takeUpdates();
    ben.type("missed");
    Y.applyUpdate(ann.ydoc, Y.encodeStateAsUpdate(ben.ydoc), "room");
    ann.paste();
    const all = Y.encodeStateAsUpdate(ann.ydoc);
    // Ann has of Ben what nobody else has, but for its beginning.
    const holed = Y.diffUpdate(all, Y.encodeStateVectorFromUpdate(lost));
    say(ann, { type: "sync-step-2", update: holed });
    await settle();
    expect(held().length).toBeGreaterThan(longUpdateBytes);
    expect(ann.closed).toBeUndefined();
    // What was missing comes, and what waited for it.
    const back = enter(new Writer("ben"));
    say(back, { type: "sync-step-2", update: Y.encodeStateAsUpdate(ben.ydoc) });
    expect(held().title).toBe("lostmissed");
  });
});
