import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloseCode, type DocumentId, type LibraryEvent, type Person } from "@quire/protocol";
import { schema, writeBlocks, writeTitle } from "@quire/schema";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { TestMember } from "../test/test-member.ts";
import { Documents } from "./documents.ts";
import { materialise } from "./materialise/materialise.ts";
import { Workers } from "./materialise/workers.ts";
import { Commits, type Write } from "./store/commits.ts";
import { type Environment, openEnvironment } from "./store/environment.ts";
import { Store } from "./store/store.ts";
import type { Room } from "./sync/room.ts";

const ann: Person = { id: "ann", name: "Ann", hue: 1 };
const id = "a-document-for-tests" as DocumentId;

/** Commits that a test holds back before they reach the disk, or lets fail. */
class HeldCommits extends Commits {
  gate: Promise<void> = Promise.resolve();
  #failure: Error | undefined;
  readonly #tell = new Set<(failure: Error | undefined) => void>();

  override get failure(): Error | undefined {
    return this.#failure;
  }

  override subscribe(listener: (failure: Error | undefined) => void): () => void {
    this.#tell.add(listener);
    return () => this.#tell.delete(listener);
  }

  override async add(writes: readonly Write[]): Promise<void> {
    await this.gate;
    await super.add(writes);
  }

  fail(failure: Error | undefined): void {
    this.#failure = failure;
    for (const tell of this.#tell) tell(failure);
  }

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gate = promise;
    return resolve;
  }
}

let directory: string;
let environment: Environment;
let commits: HeldCommits;
let documents: Documents;
let events: LibraryEvent[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "quire-documents-"));
  await open();
});

async function open(): Promise<void> {
  environment = await openEnvironment(directory);
  commits = new HeldCommits(0);
  documents = new Documents({
    store: new Store(environment, commits),
    roomGraceMs: 1_000,
    pingMs: 10_000,
    openRooms: false,
    quotas: {},
    onError: (error) => {
      throw error;
    },
  });
  events = [];
  documents.subscribe((event) => events.push(event));
}
afterEach(async () => {
  await documents.close();
  rmSync(directory, { recursive: true, force: true });
});

function opened(): Room {
  const room = documents.openRoom(id);
  if (room === undefined || "code" in room)
    throw new Error(`the document is not there: ${room?.reason ?? "it never was"}`);
  return room;
}

describe("a new document", () => {
  it("J3 has one empty block, or none where its maker brings one, and then the maker's is the only one", async () => {
    const { id: usual } = await documents.create({}, ann);
    const text = async (of: string) => JSON.parse((await documents.content(of as DocumentId, "json")).text);
    expect((await text(usual)).document.content).toHaveLength(1);

    await documents.create({ id, withoutBlock: true }, ann);
    expect(documents.get(id)).toMatchObject({ title: "", excerpt: "" });
    const brought = new Y.Doc();
    writeTitle(brought, "Plan");
    writeBlocks(
      brought,
      schema.node("doc", null, [schema.node("paragraph", null, [schema.text("We met.")])]),
    );
    await opened().edit(Y.encodeStateAsUpdate(brought), ann);
    expect(await text(id)).toMatchObject({
      title: "Plan",
      document: { content: [{ content: [{ text: "We met." }] }] },
    });
    expect((await text(id)).document.content).toHaveLength(1);
  });
});

describe("names that are given at the same moment", () => {
  it("J1 end as the last that was asked for, whole", async () => {
    await documents.create({ id, title: "Plan" }, ann);
    const names = ["Name 0", "Name 1", "River"];
    await Promise.all(names.map((title) => documents.rename(id, title, ann)));
    expect(documents.get(id)).toMatchObject({ title: "River" });
    expect(JSON.parse((await documents.content(id, "json")).text)).toMatchObject({ title: "River" });
  });
});

describe("a document on its way to the disk", () => {
  it("R1 is not there for anybody, and its id is taken", async () => {
    const release = commits.hold();
    const creating = documents.create({ id, title: "Kept" }, ann);
    await expect(documents.create({ id }, ann)).rejects.toMatchObject({ code: "QUIRE_ERR_DOCUMENT_TAKEN" });
    expect(documents.openRoom(id)).toBeUndefined();
    expect(() => documents.get(id)).toThrow(
      expect.objectContaining({ code: "QUIRE_ERR_DOCUMENT_NOT_FOUND" }),
    );
    await expect(documents.content(id, "text")).rejects.toMatchObject({
      code: "QUIRE_ERR_DOCUMENT_NOT_FOUND",
    });
    await expect(documents.rename(id, "Mine", ann)).rejects.toMatchObject({
      code: "QUIRE_ERR_DOCUMENT_NOT_FOUND",
    });
    release();
    await creating;
    expect(JSON.parse((await documents.content(id, "json")).text)).toMatchObject({ title: "Kept" });
    await documents.rename(id, "Mine", ann);
    expect(JSON.parse((await documents.content(id, "json")).text)).toMatchObject({ title: "Mine" });
    expect(documents.get(id)).toMatchObject({ title: "Mine" });
  });
});

describe("a store that fails meanwhile", () => {
  it("R4 answers 503, and what was asked happens to everybody when it is written", async () => {
    await documents.create({ id, title: "River" }, ann);
    const member = new TestMember("bob");
    opened().join(member);
    const release = commits.hold();
    const deleting = documents.delete(id, ann);
    commits.fail(new Error("no space left"));
    await expect(deleting).rejects.toMatchObject({ code: "QUIRE_ERR_STORE_FAILED" });
    expect(documents.isReady).toBe(false);
    await expect(documents.create({ title: "Another" }, ann)).rejects.toMatchObject({
      code: "QUIRE_ERR_STORE_FAILED",
    });
    expect(member.closed).toBeUndefined();
    commits.fail(undefined);
    release();
    await expect.poll(() => member.closed?.code).toBe(CloseCode.gone);
    expect(events).toContainEqual({ type: "deleted", id });
    expect(() => documents.get(id)).toThrow(expect.objectContaining({ code: "QUIRE_ERR_DOCUMENT_DELETED" }));
    expect(documents.openRoom(id)).toEqual({ code: CloseCode.gone, reason: "this document was deleted" });
    await documents.restore(id);
    expect(documents.get(id)).toMatchObject({ title: "River" });
  });
});

describe("a reset", () => {
  it("S19 is one transaction: until it is on disk there is neither the new document nor an end of the old one", async () => {
    await documents.create({ id, title: "River" }, ann);
    const member = new TestMember("bob");
    opened().join(member);
    const release = commits.hold();
    const add = vi.spyOn(commits, "add");
    const resetting = documents.reset(id, {}, ann);
    await expect.poll(() => add.mock.calls.length).toBe(1);
    const keys = add.mock.calls.flatMap(([writes]) => writes.map(({ key }) => key));
    const to = keys.find((key) => typeof key === "string" && key !== id) as DocumentId;
    expect(keys).toEqual(expect.arrayContaining([id, to, [to, 1]]));
    expect(environment.documents.get(id)).not.toHaveProperty("replacedBy");
    expect(documents.openRoom(id)).toMatchObject({ code: CloseCode.tooBusy });
    expect(documents.openRoom(to)).toBeUndefined();
    expect(member).toMatchObject({ closed: undefined, pauses: 1 });
    release();
    expect(await resetting).toMatchObject({ id: to, title: "River" });
    const gone = { code: CloseCode.gone, reason: `this document was replaced by ${to}` };
    expect(documents.openRoom(id)).toEqual(gone);
    expect(member).toMatchObject({ closed: gone, pauses: 0 });
    expect(events).toContainEqual({ type: "deleted", id });
    expect(() => documents.get(id)).toThrow(expect.objectContaining({ code: "QUIRE_ERR_DOCUMENT_REPLACED" }));
    await documents.close();
    await open();
    expect(documents.openRoom(id)).toEqual(gone);
    await documents.restore(id);
    expect(environment.documents.get(id)).not.toHaveProperty("replacedBy");
  });

  it("S19 that fails changes nothing, and whoever is there goes on", async () => {
    await documents.create({ id, title: "River" }, ann);
    const member = new TestMember("bob");
    opened().join(member);
    vi.spyOn(Workers.prototype, "do").mockRejectedValueOnce(new Error("the worker ended"));
    await expect(documents.reset(id, {}, ann)).rejects.toThrow("the worker ended");
    expect(member).toMatchObject({ closed: undefined, pauses: 0 });
    expect(opened().size).toBe(1);
    expect(documents.get(id)).toMatchObject({ title: "River" });
  });
});

describe("lists", () => {
  it("S16 tell after a start what an earlier process had logged and not told, at the time at which it was written", async () => {
    await documents.create({ id, title: "River" }, ann);
    const other = (await documents.create({ title: "Later" }, ann)).id;
    const ydoc = materialise(opened().held);
    const before = Y.encodeStateVector(ydoc);
    ydoc.getText("title").insert(5, "s");
    await opened().edit(Y.encodeStateAsUpdate(ydoc, before), ann);
    const writtenAt = Date.now();
    await documents.close();
    await open();
    expect(documents.get(id)).toMatchObject({ title: "River" });
    await documents.readUnread();
    expect(documents.get(id)).toMatchObject({ title: "Rivers" });
    const { documents: listed } = await documents.list({ limit: 2 });
    expect(listed.map((each) => each.id)).toEqual([id, other]);
    expect(listed[0]?.updatedAt).toBeLessThanOrEqual(writtenAt);
    await documents.close();
    await open();
    expect([...environment.unread.getKeys()]).toEqual([]);
  });

  it("S16 are not late for what is written while they are read: the next reading tells of it", async () => {
    await documents.create({ id, title: "River" }, ann);
    const type = async (letter: string): Promise<void> => {
      const ydoc = materialise(opened().held);
      const before = Y.encodeStateVector(ydoc);
      ydoc.getText("title").insert(0, letter);
      await opened().edit(Y.encodeStateAsUpdate(ydoc, before), ann);
    };
    await type("A");
    const reading = documents.readUnread();
    await type("B");
    await reading;
    await documents.close();
    await open();
    await documents.readUnread();
    expect(documents.get(id)).toMatchObject({ title: "BARiver" });
  });

  it("S4 know who deleted a document, until it is restored", async () => {
    await documents.create({ id, title: "River" }, ann);
    await documents.delete(id, { ...ann, id: "bob", name: "Bob" });
    expect(environment.documents.get(id)).toMatchObject({
      createdBy: "ann",
      deletedBy: "bob",
      deletedByName: "Bob",
    });
    await documents.restore(id);
    expect(environment.documents.get(id)).not.toHaveProperty("deletedBy");
    expect(environment.documents.get(id)).not.toHaveProperty("deletedByName");
  });

  it("S4 show the newest first, in pages, without what was deleted", async () => {
    const made: string[] = [];
    for (const title of ["one", "two", "three"]) made.push((await documents.create({ title }, ann)).id);
    await documents.delete(made[1] as DocumentId, ann);
    await documents.rename(made[0] as DocumentId, "one again", ann);
    const first = await documents.list({ limit: 1 });
    expect(first.documents.map(({ title }) => title)).toEqual(["one again"]);
    expect(first.next).not.toBeNull();
    const second = await documents.list({ limit: 1, cursor: first.next ?? "" });
    expect(second).toMatchObject({ documents: [{ title: "three" }], next: null });
  });
});
