import { CloseCode, type DocumentId, encodeMessage, type Message } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { inlineMaterialiser } from "../../test/inline-workshop.ts";
import { MemoryStore } from "../../test/memory-store.ts";
import * as raw from "../../test/raw-update.ts";
import { TestMember } from "../../test/test-member.ts";
import { materialise } from "../materialise/materialise.ts";
import { Room } from "./room.ts";
import { Turns } from "./turns.ts";

const id = "a-document-for-tests" as DocumentId;

/** A room on a store in memory, and who comes to it. */
class Scene {
  readonly store = new MemoryStore();
  readonly #turns = new Turns((error) => {
    throw error;
  });
  readonly #isGated: boolean;
  room: Room;

  constructor(isGated = true) {
    this.#isGated = isGated;
    this.room = this.#open();
  }

  #open(): Room {
    const listener = { changed() {}, peopleChanged() {}, foldFailed: (_: Room, error: unknown) => error };
    const { store } = this;
    return new Room({
      id,
      store,
      turns: this.#turns,
      listener,
      materialiser: inlineMaterialiser(),
      isGated: this.#isGated,
      schema: 0,
      now: () => 1,
    });
  }

  /** Somebody comes, and says nothing yet; with `client`, they say that this is theirs. */
  join(name: string, client?: number): TestMember {
    const member = new TestMember(name);
    this.room.join(member);
    if (client !== undefined) {
      const awareness = Uint8Array.of(1, client, 1, 2, 0x7b, 0x7d);
      this.say(member, { type: "awareness", update: awareness });
    }
    return member;
  }

  /** Somebody comes and answers the room's question: they have nothing that it lacks. */
  enter(name: string, client?: number): TestMember {
    const member = this.join(name, client);
    this.answer(member, Uint8Array.of(0, 0));
    return member;
  }

  say(member: TestMember, message: Message): void {
    this.room.receive(member, message, encodeMessage(message));
    this.#turns.end();
    // What a connection does when it is closed.
    if (member.closed !== undefined) this.room.leave(member);
  }

  answer(member: TestMember, update: Uint8Array): void {
    this.say(member, { type: "sync-step-2", update });
  }

  send(member: TestMember, update: Uint8Array): void {
    this.say(member, { type: "update", update });
  }

  /** Opens the room anew, from a snapshot or from the log. */
  async reopen(from: "snapshot" | "log"): Promise<void> {
    if (from === "snapshot") {
      this.room.tidy();
      await expect.poll(() => this.store.snapshots.has(id)).toBe(true);
    }
    this.room = this.#open();
  }

  get title(): string {
    const ydoc = materialise(this.room.held);
    const title = ydoc.getText("title").toString();
    ydoc.destroy();
    return title;
  }
}

/** Letters of a client in the title, behind those that it has there. */
function letters(client: number, clock: number, text: string): Uint8Array {
  const place: raw.RawPlace = clock === 0 ? { parent: "title" } : { origin: [client, clock - 1] };
  return raw.rawUpdate([{ client, clock, structs: [raw.string(place, text)] }]);
}

/** Ann has written with 7, and is here. */
function annHasWritten(isGated = true): { scene: Scene; ann: TestMember } {
  const scene = new Scene(isGated);
  const ann = scene.enter("ann", 7);
  scene.send(ann, letters(7, 0, "hello"));
  return { scene, ann };
}

describe("letters under the id of another", () => {
  it("G7 end their sender while its owner is here, and her own are saved", async () => {
    const { scene, ann } = annHasWritten();
    const mallory = scene.enter("mallory");
    scene.send(mallory, letters(7, 5, "EVIL"));
    expect(mallory.closed).toEqual({ code: CloseCode.invalid, reason: "client 7 is somebody else" });
    scene.send(ann, letters(7, 5, " world"));
    expect(scene.title).toBe("hello world");
    await expect.poll(() => ann.savedCounts.at(-1)).toBe(3);
    expect(scene.store.records.flatMap(({ record }) => record.entries)).toHaveLength(2);
  });

  it("G7 end their sender also where its owner has told nobody which id is hers, and wrote with it", () => {
    const scene = new Scene();
    const ann = scene.enter("ann");
    scene.send(ann, letters(7, 0, "hello"));
    const mallory = scene.enter("mallory");
    scene.send(mallory, letters(7, 5, "EVIL"));
    expect(mallory.closed?.code).toBe(CloseCode.invalid);
    expect(scene.title).toBe("hello");
  });

  it("G7 end their sender also where they came with the id while its owner was away", () => {
    const { scene, ann } = annHasWritten();
    scene.room.leave(ann);
    const mallory = scene.enter("mallory");
    scene.send(mallory, letters(7, 5, "carried"));
    expect(mallory.closed).toBeUndefined();
    scene.enter("ann", 7);
    const again = scene.enter("mallory");
    scene.send(mallory, letters(7, 12, "EVIL"));
    scene.send(again, letters(7, 12, "EVIL"));
    expect([mallory.closed?.code, again.closed?.code]).toEqual([CloseCode.invalid, CloseCode.invalid]);
    expect(scene.title).toBe("hellocarried");
  });

  it("G7 end their sender however they come: in an answer, beside their own, after a hole", () => {
    const beside = raw.rawUpdate([
      { client: 9, structs: [raw.string({ parent: "title" }, "mine")] },
      { client: 7, clock: 5, structs: [raw.string({ origin: [7, 4] }, "EVIL")] },
    ]);
    for (const attack of [
      (scene: Scene, mallory: TestMember) => scene.answer(mallory, letters(7, 5, "EVIL")),
      (scene: Scene, mallory: TestMember) => scene.send(mallory, beside),
      (scene: Scene, mallory: TestMember) => {
        scene.send(mallory, letters(7, 9, "LATER"));
        scene.answer(mallory, letters(7, 5, "EVIL"));
      },
    ]) {
      const { scene } = annHasWritten();
      const mallory = scene.enter("mallory");
      attack(scene, mallory);
      expect(mallory.closed?.code).toBe(CloseCode.invalid);
      expect(scene.title).toBe("hello");
    }
  });

  it("G7 are taken while its owner is away, and logged as carried", () => {
    const { scene, ann } = annHasWritten();
    scene.room.leave(ann);
    const bob = scene.enter("bob", 9);
    scene.answer(bob, letters(7, 5, " offline"));
    expect(scene.title).toBe("hello offline");
    expect(scene.store.records.at(-1)?.record.entries).toMatchObject([{ personId: "bob", clientId: 9 }]);
  });

  it("G7 hide as many of what its owner wrote offline, no more, and are in the log as their sender's", async () => {
    const { scene, ann } = annHasWritten();
    scene.room.leave(ann);
    const mallory = scene.enter("mallory", 9);
    scene.send(mallory, letters(7, 5, "EVIL"));
    expect(mallory.closed).toBeUndefined();
    const back = scene.join("ann", 7);
    scene.answer(back, letters(7, 5, " and me"));
    // Her first four bear numbers that are taken; the others stand behind those.
    expect(scene.title).toBe("helloEVIL me");
    await expect.poll(() => back.savedCounts).toEqual([1]);
    const brought = scene.store.records.flatMap(({ record }) => record.entries);
    expect(brought.map(({ personId }) => personId)).toEqual(["ann", "mallory", "ann"]);
    expect(Buffer.from(brought[2]!.update).includes(" and")).toBe(false);
    scene.send(mallory, letters(7, 12, "!"));
    expect(mallory.closed?.code).toBe(CloseCode.invalid);
  });

  it("G7 are taken before its owner has answered, who may have sent them another way", () => {
    const { scene, ann } = annHasWritten();
    scene.room.leave(ann);
    const back = scene.join("ann", 7);
    const bob = scene.enter("bob", 9);
    scene.send(bob, letters(7, 5, "!"));
    expect(bob.closed).toBeUndefined();
    scene.answer(back, Uint8Array.of(0, 0));
    scene.send(bob, letters(7, 6, "!"));
    expect(bob.closed?.code).toBe(CloseCode.invalid);
  });

  it("G7 are taken while its owner is here on another page, which knows nothing of what the first one wrote", () => {
    const { scene, ann } = annHasWritten();
    scene.room.leave(ann);
    scene.enter("ann", 8);
    const bob = scene.enter("bob", 9);
    scene.answer(bob, letters(7, 5, " heard before the crash"));
    expect(bob.closed).toBeUndefined();
    expect(scene.title).toBe("hello heard before the crash");
  });

  it("G7 are the owner's own, from whichever of her tabs they come", () => {
    const { scene } = annHasWritten();
    const tab = scene.enter("ann", 8);
    scene.send(tab, letters(7, 5, "!"));
    expect(tab.closed).toBeUndefined();
    expect(scene.title).toBe("hello!");
  });

  it("G7 are taken of who comes to an open room", () => {
    const { scene } = annHasWritten(false);
    const bob = scene.enter("bob");
    scene.send(bob, letters(7, 5, "!"));
    expect(bob.closed).toBeUndefined();
  });

  it("G7 may be deleted by anybody", () => {
    const { scene } = annHasWritten();
    const bob = scene.enter("bob", 9);
    scene.send(bob, raw.rawUpdate([], [[7, [1, 4]]]));
    expect(scene.title).toBe("h");
  });

  it.for(["snapshot", "log"] as const)(
    "G7 end their sender also in a room opened anew, from its %s",
    async (from) => {
      const { scene, ann } = annHasWritten();
      scene.room.leave(ann);
      await scene.reopen(from);
      scene.enter("ann", 7);
      const mallory = scene.enter("mallory");
      scene.send(mallory, letters(7, 5, "EVIL"));
      expect(mallory.closed?.code).toBe(CloseCode.invalid);
    },
  );

  it("G7 never end who wrote them, though another brought the first of them after a crash", () => {
    for (const client of [undefined, 9]) {
      const scene = new Scene();
      // What ann wrote was relayed, and lost with the server; bob is the first to come back.
      const bob = scene.join("bob", client);
      scene.answer(bob, letters(7, 0, "hello"));
      const ann = scene.enter("ann", client === undefined ? undefined : 7);
      scene.send(ann, letters(7, 5, " world"));
      expect(ann.closed).toBeUndefined();
      expect(scene.title).toBe("hello world");
    }
  });
});

describe("an answer with a hole", () => {
  const holed = raw.rawUpdate([
    { client: 9, structs: [raw.string({ parent: "title" }, "own words")] },
    { client: 7, clock: 3, structs: [raw.string({ origin: [7, 2] }, "late")] },
  ]);

  it("G8 saves what lies before it, asks for the rest, and ends with 4500 whoever has it not", () => {
    const scene = new Scene();
    const bob = scene.join("bob");
    bob.heard.length = 0;
    scene.answer(bob, holed);
    expect(scene.title).toBe("own words");
    const [question] = bob.heard;
    const clocks = question?.type === "sync-step-1" && Y.decodeStateVector(question.stateVector);
    expect(clocks).toEqual(new Map([[9, 9]]));
    expect(bob.closed).toBeUndefined();
    scene.answer(bob, holed);
    expect(bob.closed?.code).toBe(CloseCode.storeFailed);
    expect(scene.title).toBe("own words");
  });

  it("G8 is taken whole when what was missing comes, and counted then", async () => {
    const scene = new Scene();
    const bob = scene.join("bob");
    scene.answer(bob, holed);
    await Promise.resolve();
    expect(bob.savedCounts).toEqual([]);
    scene.answer(bob, letters(7, 0, "abc"));
    expect(scene.title).toHaveLength("own words".length + "abc".length + "late".length);
    await expect.poll(() => bob.savedCounts).toEqual([2]);
  });

  it("G8 is held without what is here already, however much that is", () => {
    const scene = new Scene();
    const bob = scene.join("bob");
    const much = raw.rawUpdate([
      { client: 9, structs: [raw.string({ parent: "title" }, "x".repeat(200_000))] },
      { client: 7, clock: 3, structs: [raw.string({ origin: [7, 2] }, "late")] },
    ]);
    scene.answer(bob, much);
    expect(bob.closed).toBeUndefined();
    expect(scene.title).toHaveLength(200_000);
  });
});
