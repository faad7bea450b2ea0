import type { DocumentId } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { inlineMaterialiser } from "../../test/inline-workshop.ts";
import { MemoryStore } from "../../test/memory-store.ts";
import * as raw from "../../test/raw-update.ts";
import { materialise } from "../materialise/materialise.ts";
import { Journal } from "./journal.ts";

const id = "a-document-for-tests" as DocumentId;

function openJournal(store: MemoryStore, isGated = true) {
  const failures: unknown[] = [];
  const onFoldFailed = (error: unknown) => failures.push(error);
  const tidied: Uint8Array[] = [];
  const onTidied = (update: Uint8Array) => void tidied.push(update);
  const materialiser = inlineMaterialiser();
  const journal = new Journal({ id, store, isGated, materialiser, now: () => 1, onFoldFailed, onTidied });
  return { journal, failures, tidied, ...materialiser };
}

/** Somebody who types into the title, an update a letter. */
class Typist {
  readonly ydoc = new Y.Doc();
  readonly #journal: Journal;
  #update: Uint8Array = new Uint8Array();

  constructor(journal: Journal) {
    this.#journal = journal;
    Y.applyUpdate(this.ydoc, Y.encodeStateAsUpdate(materialise(journal.held)));
    this.ydoc.on("update", (update: Uint8Array) => {
      this.#update = update;
    });
  }

  type(text: string): void {
    this.#journal.append([{ personId: "ann", clientId: 1, update: this.take(text) }]);
  }

  /** Types in a turn that does not end yet. */
  take(text: string): Uint8Array {
    const title = this.ydoc.getText("title");
    title.insert(title.length, text);
    const verdict = this.#journal.judge(this.#update);
    if (verdict.type !== "news") throw new Error(`typing is ${verdict.type}`);
    return this.#journal.take(this.#update, verdict.news, { personId: "ann", clientId: 1 });
  }
}

const noSender = { personId: "", clientId: 0 };

/** Somebody who writes in the text and hears of the others only what they are told. */
class Writing {
  readonly ydoc = new Y.Doc();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  write(edit: (fragment: Y.XmlFragment) => void): Uint8Array {
    const updates: Uint8Array[] = [];
    const listen = (update: Uint8Array): void => void updates.push(update);
    this.ydoc.on("update", listen);
    this.ydoc.transact(() => edit(this.ydoc.getXmlFragment("document")));
    this.ydoc.off("update", listen);
    const [update] = updates;
    if (update === undefined) throw new Error("nothing was written");
    const verdict = this.#journal.judge(update);
    if (verdict.type !== "news") throw new Error(`writing is ${verdict.type}`);
    const taken = this.#journal.take(update, verdict.news, noSender);
    this.#journal.append([{ ...noSender, update: taken }]);
    return update;
  }

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.ydoc, update);
  }
}

function wordsIn(fragment: Y.XmlFragment): Y.XmlText {
  return (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
}

function titleOf(journal: Journal): string {
  const ydoc = materialise(journal.held);
  const title = ydoc.getText("title").toString();
  ydoc.destroy();
  return title;
}

describe("Journal", () => {
  it("S1 opens from the log, from a snapshot, and from both as it was", async () => {
    const store = new MemoryStore();
    const { journal } = openJournal(store);
    const ann = new Typist(journal);
    ann.type("one ");
    expect(titleOf(openJournal(store).journal)).toBe("one ");
    await journal.fold();
    expect(store.snapshots.get(id)?.seq).toBe(1);
    expect(titleOf(openJournal(store).journal)).toBe("one ");
    ann.type("two");
    const reopened = openJournal(store).journal;
    expect(titleOf(reopened)).toBe("one two");
    expect(reopened.clocks).toEqual(journal.clocks);
    expect(reopened.schema).toBe(journal.schema);
    expect(reopened.judge(Y.encodeStateAsUpdate(ann.ydoc)).type).toBe("nothing");
  });

  it("S6 folds what was there when it began; what comes meanwhile stays in the tail", async () => {
    const store = new MemoryStore();
    const { journal } = openJournal(store);
    const ann = new Typist(journal);
    ann.type("before ");
    store.isHeld = true;
    const folded = journal.fold();
    ann.type("while ");
    await Promise.resolve();
    store.flush();
    await expect.poll(() => store.snapshots.has(id)).toBe(true);
    ann.type("after");
    store.isHeld = false;
    store.flush();
    await folded;
    expect(store.snapshots.get(id)?.seq).toBe(1);
    expect(journal.held.tail).toHaveLength(2);
    expect(titleOf(journal)).toBe("before while after");
    expect(titleOf(openJournal(store).journal)).toBe("before while after");
  });

  it("S6 begins a fold only when all of it is on disk", async () => {
    const store = new MemoryStore();
    const { journal } = openJournal(store);
    store.isHeld = true;
    new Typist(journal).type("x");
    void journal.fold();
    await new Promise((done) => setImmediate(done));
    expect(store.snapshots.size).toBe(0);
    expect(journal.isAtRest).toBe(false);
    store.isHeld = false;
    store.flush();
    await expect.poll(() => journal.isAtRest).toBe(true);
    expect(store.snapshots.size).toBe(1);
  });

  it("S6 keeps everything when a fold fails, says so, and tries again when the tail has grown", async () => {
    const store = new MemoryStore();
    const { journal, failures } = openJournal(store);
    const ann = new Typist(journal);
    ann.type("kept");
    const failure = new Error("no space left");
    const fold = store.fold.bind(store);
    store.fold = () => Promise.reject(failure);
    await journal.fold();
    expect(failures).toEqual([failure]);
    expect(titleOf(journal)).toBe("kept");
    expect(journal.isWorthFolding).toBe(false);
    store.fold = fold;
    await journal.fold();
    expect(titleOf(openJournal(store).journal)).toBe("kept");
    ann.type("!");
    expect(journal.isWorthFolding).toBe(true);
  });

  it("S6 folds by itself after 2,000 updates, and after a failure not at each one", async () => {
    const store = new MemoryStore();
    const { journal } = openJournal(store);
    const ann = new Typist(journal);
    let tries = 0;
    const fold = store.fold.bind(store);
    store.fold = () => {
      tries++;
      return Promise.reject(new Error("no space left"));
    };
    for (let typed = 0; typed < 2_100; typed++) ann.type("x");
    await expect.poll(() => tries).toBe(1);
    await expect.poll(() => journal.isAtRest).toBe(true);
    for (let typed = 0; typed < 500; typed++) ann.type("x");
    await expect.poll(() => journal.isAtRest).toBe(true);
    expect(tries).toBe(1);
    store.fold = fold;
    for (let typed = 0; typed < 1_500; typed++) ann.type("x");
    await expect.poll(() => store.snapshots.size).toBe(1);
    expect(titleOf(journal)).toBe("x".repeat(4_100));
  }, 30_000);

  it("S6 folds later where many clients wrote: a fold costs what all of them cost", async () => {
    const store = new MemoryStore();
    const { journal } = openJournal(store);
    for (let client = 1; client <= 2_500; client++) {
      const structs = [raw.string({ parent: "title" }, "x")];
      const update = raw.rawUpdate([{ client, structs }]);
      const verdict = journal.judge(update);
      if (verdict.type !== "news") throw new Error(`the first letter of client ${client} is ${verdict.type}`);
      journal.append([{ ...noSender, update: journal.take(update, verdict.news, noSender) }]);
    }
    expect(journal.isAtRest).toBe(false);
    await expect.poll(() => journal.isAtRest).toBe(true);
    expect(store.snapshots.size).toBe(0);
    const ann = new Typist(journal);
    for (const letter of "now") ann.type(letter);
    await expect.poll(() => store.snapshots.size).toBe(1);
  });

  it("S6 folds once more what came while it folded, though nobody types again", async () => {
    const store = new MemoryStore();
    const { journal } = openJournal(store);
    const ann = new Typist(journal);
    const fold = store.fold.bind(store);
    const started = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let folds = 0;
    store.fold = async (...given) => {
      folds++;
      started.resolve();
      await goOn.promise;
      return fold(...given);
    };
    for (let typed = 0; typed < 2_001; typed++) ann.type("x");
    await started.promise;
    for (let typed = 0; typed < 2_500; typed++) ann.type("x");
    goOn.resolve();
    await expect.poll(() => [folds, journal.isAtRest]).toEqual([2, true]);
    expect(journal.isWorthFolding).toBe(false);
    expect(titleOf(journal)).toBe("x".repeat(4_501));
  });

  it("S6 says nothing of a fold that the end cut short", async () => {
    const store = new MemoryStore();
    const { journal, failures } = openJournal(store);
    new Typist(journal).type("x");
    store.fold = () => Promise.reject(new Error("the store is closed"));
    const folded = journal.fold();
    journal.close();
    await folded;
    expect(failures).toEqual([]);
  });

  it("S7 throws where the store cannot load: a failed load is no empty page", () => {
    const store = new MemoryStore();
    store.load = () => {
      throw new Error("input/output error");
    };
    expect(() => openJournal(store)).toThrow("input/output error");
  });

  it("S7 opens what an earlier gate let in and this one would not, and takes what comes after it", () => {
    const store = new MemoryStore();
    const old = raw.rawUpdate([
      {
        client: 7,
        structs: [raw.element({ parent: "document" }, "gallery"), raw.string({ parent: "title" }, "T")],
      },
    ]);
    store.records.push({
      id,
      seq: 1,
      record: { time: 1, entries: [{ personId: "", clientId: 7, update: old }] },
    });
    const { journal } = openJournal(store);
    expect(journal.clocks).toEqual(new Map([[7, 2]]));
    expect(journal.judge(old).type).toBe("nothing");
    const next = raw.rawUpdate([{ client: 7, clock: 2, structs: [raw.string({ origin: [7, 1] }, "itle")] }]);
    expect(journal.judge(next)).toMatchObject({ type: "news", news: { touchesTitle: true } });
  });

  it("S8 cuts out of an update what it says of structs that are known", () => {
    const store = new MemoryStore();
    const { journal } = openJournal(store);
    new Typist(journal).type("true");
    const [client, clock] = [...journal.clocks][0]!;
    // The same ids with another text, and one new struct so that it is news.
    const forged = raw.rawUpdate([
      {
        client,
        structs: [raw.string({ parent: "title" }, "lies"), raw.string({ origin: [client, clock - 1] }, "!")],
      },
    ]);
    const verdict = journal.judge(forged);
    if (verdict.type !== "news") throw new Error(`it is ${verdict.type}`);
    const taken = journal.take(forged, verdict.news, { personId: "mallory", clientId: 0 });
    expect(Buffer.from(taken).includes("lies")).toBe(false);
    expect(titleOf(journal)).toBe("true!");
    // Somebody who has nothing yet and hears only this waits for the rest instead of believing it.
    const fresh = new Y.Doc();
    Y.applyUpdate(fresh, taken);
    expect(fresh.getText("title").toString()).toBe("");
  });

  it("S9 keeps the schema version that the document needs", async () => {
    const store = new MemoryStore();
    const { journal } = openJournal(store);
    const update = raw.rawUpdate([
      { client: 7, structs: [raw.element({ parent: "document" }, "paragraph")] },
    ]);
    const verdict = journal.judge(update);
    if (verdict.type !== "news") throw new Error(`it is ${verdict.type}`);
    const bringer = { personId: "", clientId: 7 };
    journal.append([{ ...bringer, update: journal.take(update, verdict.news, bringer) }]);
    expect(openJournal(store).journal.schema).toBe(1);
    await journal.fold();
    expect(openJournal(store).journal.schema).toBe(1);
  });

  it("S6 learns at a fold what Yjs deleted by itself: it is nobody's news, and no difference", async () => {
    const store = new MemoryStore();
    const { journal, counts, tidied } = openJournal(store);
    const [ann, bob] = [new Writing(journal), new Writing(journal)];
    const block = ann.write((fragment) => fragment.insert(0, [new Y.XmlElement("paragraph")]));
    bob.hear(block);
    // One deletes the block while the other writes into it: Yjs deletes the words when it meets both, and says so to nobody.
    const deleted = ann.write((fragment) => fragment.delete(0, 1));
    bob.write((fragment) => (fragment.get(0) as Y.XmlElement).insert(0, [new Y.XmlText("gone")]));
    bob.hear(deleted);
    const echo = Y.encodeStateAsUpdate(bob.ydoc);
    expect(journal.judge(echo).type).toBe("news");
    await journal.fold();
    expect(journal.judge(echo).type).toBe("nothing");
    expect(openJournal(store).journal.judge(echo).type).toBe("nothing");
    expect(counts).toMatchObject({ folds: 1, indexRebuilds: 0, quarantined: 0 });
    expect(tidied).toEqual([]);
  });

  it("G6 hands over what Yjs tidies when it is folded, and nothing the next time", async () => {
    const store = new MemoryStore();
    const { journal, counts, tidied } = openJournal(store);
    const [ann, bob] = [new Writing(journal), new Writing(journal)];
    const block = ann.write((fragment) => {
      const paragraph = new Y.XmlElement("paragraph");
      fragment.insert(0, [paragraph]);
      paragraph.insert(0, [new Y.XmlText("words")]);
    });
    bob.hear(block);
    // Two make the same words bold at once: the second pair of marks says nothing new.
    const bold = (fragment: Y.XmlFragment) => wordsIn(fragment).format(0, 5, { strong: {} });
    const [first, second] = [ann.write(bold), bob.write(bold)];
    await journal.fold();
    expect(tidied).toHaveLength(1);
    expect(counts).toMatchObject({ folds: 1, indexRebuilds: 0 });
    // It is what every client deletes that hears of both, and it is news: the snapshot says what the log says.
    const deletes = Y.decodeUpdate(tidied[0]!);
    expect(deletes.structs).toEqual([]);
    const verdict = journal.judge(tidied[0]!);
    if (verdict.type !== "news") throw new Error(`it is ${verdict.type}`);
    const update = journal.take(tidied[0]!, verdict.news, noSender);
    journal.append([{ ...noSender, update }]);
    ann.hear(second);
    bob.hear(first);
    expect(journal.judge(Y.encodeStateAsUpdate(ann.ydoc)).type).toBe("nothing");
    await journal.fold();
    expect(tidied).toHaveLength(1);
    expect(counts).toMatchObject({ folds: 2, indexRebuilds: 0 });
  });

  it("S18 builds its index anew at a fold where it says something else than the document", async () => {
    const store = new MemoryStore();
    const { journal, counts } = openJournal(store);
    const ann = new Typist(journal);
    ann.type("one");
    const [client] = [...journal.clocks.keys()];
    journal.clocks.set(client!, 99);
    journal.clocks.set(7, 1);
    const folded = journal.fold();
    await folded;
    expect(counts).toMatchObject({ folds: 1, indexRebuilds: 1 });
    expect(journal.clocks).toEqual(new Map([[client!, 3]]));
    ann.type(" two");
    expect(titleOf(journal)).toBe("one two");
    await journal.fold();
    expect(counts).toMatchObject({ folds: 2, indexRebuilds: 1 });
  });

  it("S18 keeps in an index that is built anew what came while it was folded, the turn's own included", async () => {
    const store = new MemoryStore();
    const { journal, counts } = openJournal(store);
    const ann = new Typist(journal);
    ann.type("one");
    journal.clocks.set(7, 1);
    const folded = journal.fold();
    ann.type(" two");
    ann.take(" three");
    await folded;
    expect(counts.indexRebuilds).toBe(1);
    expect(journal.judge(Y.encodeStateAsUpdate(ann.ydoc)).type).toBe("nothing");
  });

  it("S17 folds what is sound of a log with an update that Yjs cannot apply, and keeps that aside", async () => {
    const store = new MemoryStore();
    const poison = Uint8Array.of(1, 1, 99, 0, 31, 1, 5, 0x74, 0x69, 0x74, 0x6c, 0x65, 0);
    const { journal, counts, culprits, failures } = openJournal(store);
    const ann = new Typist(journal);
    ann.type("one");
    journal.append([{ ...noSender, update: poison }]);
    ann.type(" two");
    await journal.fold();
    expect(failures).toEqual([]);
    expect(counts).toMatchObject({ folds: 1, quarantined: 1, indexRebuilds: 0 });
    expect(culprits).toMatchObject([{ seq: 2, update: poison }]);
    expect(store.quarantined).toEqual(culprits);
    expect(titleOf(openJournal(store).journal)).toBe("one two");
  });

  it("S6 drops a fold that another one overtook, and keeps the tail", async () => {
    const store = new MemoryStore();
    const { journal, counts, failures } = openJournal(store);
    new Typist(journal).type("kept");
    store.fold = () => Promise.resolve(false);
    await journal.fold();
    expect(counts).toMatchObject({ folds: 0, foldFailures: 1 });
    expect(String(failures[0])).toContain("another fold");
    expect(titleOf(journal)).toBe("kept");
    expect(journal.isWorthFolding).toBe(false);
  });
});
