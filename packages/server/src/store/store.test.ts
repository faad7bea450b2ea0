import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentId } from "@quire/protocol";
import { open } from "lmdb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IdRanges } from "../gate/id-ranges.ts";
import { NamedRanges } from "../gate/named-ranges.ts";
import type { DocumentRecord } from "./document-record.ts";
import { openEnvironment } from "./environment.ts";
import type { Fold } from "./fold-writes.ts";
import { decodeLogRecord, encodeLogRecord, type LogRecord } from "./log-record.ts";
import { decodeSegment, encodeSegment } from "./segment.ts";
import { encodeSnapshot } from "./snapshot.ts";
import { openStore, type Store } from "./store.ts";

const id = "a-document-for-tests" as DocumentId;
const other = "another-document-here" as DocumentId;

let directory: string;
let store: Store;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "quire-store-"));
  store = await openStore(directory, 0);
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

async function reopen(): Promise<void> {
  await store.close();
  store = await openStore(directory, 0);
}

const bytes = (...values: number[]) => Uint8Array.from(values);

function record(time: number, ...updates: Uint8Array[]): LogRecord {
  return { time, entries: updates.map((update) => ({ personId: "ann", clientId: 7, update })) };
}

function append(to: DocumentId, seq: number, record: LogRecord, isListed = false): Promise<void> {
  return store.append(to, seq, encodeLogRecord(record), isListed);
}

/** The updates behind the snapshot, and how far the log goes. */
function load(from: DocumentId) {
  const { snapshot, records, seq } = store.load(from);
  const tail = records.flatMap(({ bytes }) => decodeLogRecord(bytes).entries.map(({ update }) => update));
  return { snapshot, tail, seq };
}

/** A fold of the records `from` (exclusive) to `seq`. */
function fold(from: number, seq: number, segments: Fold["segments"] = []): Fold {
  const deletes = new IdRanges();
  deletes.add(1, 2, 3);
  const clocks = new Map([[1, seq]]);
  const ground = { places: new NamedRanges(), kinds: new NamedRanges() };
  const snapshot = encodeSnapshot({
    seq,
    schema: 1,
    clocks,
    owners: new Map([[1, "ann"]]),
    deletes,
    unnamed: new IdRanges(),
    ...ground,
    state: bytes(seq, seq),
  });
  const folded = Array.from({ length: seq - from }, (_, at) => from + at + 1);
  return { from, snapshot, folded, segments, quarantined: [] };
}

function entry(id: DocumentId, updatedAt: number, more: Partial<DocumentRecord> = {}): DocumentRecord {
  return {
    id,
    title: `Title ${updatedAt}`,
    excerpt: "",
    parentId: null,
    createdAt: 1,
    createdBy: "ann",
    updatedAt,
    deletedAt: null,
    schema: 1,
    ...more,
  };
}

describe("the log", () => {
  it("S1 loads what was appended, in order, after a reopening too", async () => {
    expect(load(id)).toEqual({ snapshot: undefined, tail: [], seq: 0 });
    await Promise.all([
      append(id, 1, record(10, bytes(1), bytes(2))),
      append(other, 1, record(10, bytes(9))),
      append(id, 2, record(11, bytes(3))),
    ]);
    for (let round = 0; round < 2; round++) {
      expect(load(id)).toEqual({ snapshot: undefined, tail: [bytes(1), bytes(2), bytes(3)], seq: 2 });
      expect(load(other).tail).toEqual([bytes(9)]);
      await reopen();
    }
  });

  it("S1 keeps its order behind ten and a thousand records, and apart from names that begin alike", async () => {
    const longer = `${id}-2` as DocumentId;
    const appended = Array.from({ length: 1_100 }, (_, at) =>
      append(id, at + 1, record(at, bytes(at >> 8, at & 0xff))),
    );
    await Promise.all([...appended, append(longer, 1, record(1, bytes(9)))]);
    const { tail, seq } = load(id);
    expect(seq).toBe(1_100);
    expect(tail.map(([high = 0, low = 0]) => high * 256 + low)).toEqual(
      Array.from({ length: 1_100 }, (_, at) => at),
    );
    expect(load(longer).seq).toBe(1);
  });

  it("S1 keeps rooms whose names are as long and as strange as they may be", async () => {
    const names = ["a/b/../c", "👩‍👩‍👧".repeat(28), "x".repeat(512), "ünï", " ", "[1]", "0"] as DocumentId[];
    await Promise.all(names.map((name, at) => append(name, 1, record(1, bytes(at)))));
    await store.fold(names[1]!, fold(0, 1));
    await reopen();
    names.forEach((name, at) => {
      const { tail, snapshot } = load(name);
      expect(at === 1 ? snapshot?.state : tail[0]).toEqual(at === 1 ? bytes(1, 1) : bytes(at));
    });
  });

  it("S2 knows whether there is anything under a name", async () => {
    expect(store.has(id)).toBe(false);
    await append(id, 1, record(1, bytes(1)));
    expect(store.has(id)).toBe(true);
    await store.fold(id, fold(0, 1));
    expect(store.has(id)).toBe(true);
  });

  it("S3 takes no write once it is closed", async () => {
    await store.close();
    await expect(append(id, 1, record(1, bytes(1)))).rejects.toThrow("the store is closed");
    await expect(store.records.put(entry(id, 1))).rejects.toThrow("closed");
    store = await openStore(directory, 0);
  });

  it("S3 writes also what it is given by whoever hears of the last write, or says that it does not", async () => {
    const late = append(id, 1, record(1, bytes(1))).then(() => append(id, 2, record(2, bytes(2))));
    const outcome = late.then(
      () => "written",
      (error: Error) => error.message,
    );
    await reopen();
    if ((await outcome) === "written") expect(load(id).tail).toEqual([bytes(1), bytes(2)]);
    else expect(await outcome).toContain("the store is closed");
  });

  it("S3 writes all that it was given before it closes", async () => {
    const written = Array.from({ length: 50 }, (_, at) => append(id, at + 1, record(1, bytes(at))));
    await reopen();
    await Promise.all(written);
    expect(load(id).tail).toHaveLength(50);
  });
});

describe("a fold", () => {
  const logged = (seq: number) => record(seq * 10, bytes(seq), bytes(seq, seq));
  const segmentOf = (...seqs: number[]) => encodeSegment(seqs.map((seq) => ({ seq, ...logged(seq) })));

  it("S6 puts the snapshot in the place of what is in it, and archives that", async () => {
    for (const seq of [1, 2, 3]) await append(id, seq, logged(seq));
    await append(other, 1, record(1, bytes(9)));
    expect(store.openSegment(id)).toBeUndefined();
    expect(await store.fold(id, fold(0, 2, [{ first: 1, bytes: segmentOf(1, 2) }]))).toBe(true);
    for (let round = 0; round < 2; round++) {
      const loaded = load(id);
      expect(loaded.snapshot?.seq).toBe(2);
      expect(loaded.snapshot?.clocks).toEqual(new Map([[1, 2]]));
      expect(loaded.tail).toEqual([bytes(3), bytes(3, 3)]);
      expect(loaded.seq).toBe(3);
      expect(load(other).tail).toEqual([bytes(9)]);
      await reopen();
    }
    // The segment that is open yet is written anew, with more in it.
    expect(decodeSegment(store.openSegment(id)!)).toHaveLength(2);
    await store.fold(id, fold(2, 3, [{ first: 1, bytes: segmentOf(1, 2, 3) }]));
    expect(load(id)).toMatchObject({ tail: [], seq: 3 });
    await store.close();
    expect(await readArchive()).toEqual([[[id, 1], [1, 2, 3].map((seq) => ({ seq, ...logged(seq) }))]]);
    store = await openStore(directory, 0);
  });

  it("S6 gives out the newest segment only while it is short", async () => {
    for (const seq of [1, 2]) await append(id, seq, logged(seq));
    const long = { first: 2, bytes: new Uint8Array(20_000) };
    await store.fold(id, fold(0, 1, [{ first: 1, bytes: segmentOf(1) }]));
    expect(store.openSegment(id)).toEqual(Buffer.from(segmentOf(1)));
    expect(store.openSegment(other)).toBeUndefined();
    await store.fold(id, fold(1, 2, [long]));
    expect(store.openSegment(id)).toBeUndefined();
  });

  it("S6 that another one overtook changes nothing, whether that is on disk or on its way", async () => {
    for (const seq of [1, 2, 3]) await append(id, seq, logged(seq));
    const both = [store.fold(id, fold(0, 3)), store.fold(id, fold(0, 1))];
    expect(await Promise.all(both)).toEqual([true, false]);
    expect(await store.fold(id, fold(0, 2, [{ first: 1, bytes: segmentOf(1) }]))).toBe(false);
    expect(load(id)).toMatchObject({ snapshot: { seq: 3 }, tail: [], seq: 3 });
    expect(store.openSegment(id)).toBeUndefined();
  });

  it("S6 keeps what could not be applied", async () => {
    await append(id, 1, logged(1));
    const quarantined = [{ seq: 1, update: bytes(1, 2, 3), error: "Unexpected end" }];
    await store.fold(id, { ...fold(0, 1), quarantined });
    await store.close();
    const environment = await openEnvironment(directory);
    expect([...environment.quarantine.getRange({})]).toEqual([
      { key: [id, 1, 0], value: { error: "Unexpected end", update: "AQID" } },
    ]);
    await environment.close();
    store = await openStore(directory, 0);
  });

  it("S6 takes any number of records at once", async () => {
    const appended = Array.from({ length: 5_000 }, (_, at) => append(id, at + 1, record(at, bytes(1))));
    await Promise.all(appended);
    await store.fold(id, fold(0, 4_999));
    expect(load(id).tail).toHaveLength(1);
    await store.fold(id, fold(4_999, 5_000));
    await reopen();
    expect(load(id)).toMatchObject({ tail: [], seq: 5_000 });
  });

  it("S6 numbers what comes after it on from where it was", async () => {
    await append(id, 1, record(1, bytes(1)));
    await store.fold(id, fold(0, 1));
    await reopen();
    const { seq } = load(id);
    expect(seq).toBe(1);
    await append(id, seq + 1, record(2, bytes(2)));
    expect(load(id)).toMatchObject({ tail: [bytes(2)], seq: 2 });
  });
});

/** The archive as it is on disk: each segment's records, as they were logged. */
async function readArchive(): Promise<unknown[]> {
  const environment = await openEnvironment(directory);
  const segments = [...environment.archive.getRange({})].map(({ key, value }) => [key, decodeSegment(value)]);
  await environment.close();
  return segments;
}

describe("what lists do not tell of yet", () => {
  const left = () => store.unread.left();

  it("S16 is marked with the news, until a record tells of the newest of them", async () => {
    await store.create(entry(id, 5), record(5, bytes(1)));
    expect(left()).toEqual([]);
    await append(id, 2, record(6, bytes(2)), true);
    expect(left()).toEqual([id]);
    await append(id, 3, record(7, bytes(3)), true);
    await store.summarise(entry(id, 6), 2);
    expect(left()).toEqual([id]);
    await store.summarise(entry(id, 7), 3);
    expect(left()).toEqual([]);
    await append(id, 4, record(8, bytes(4)), true);
    await reopen();
    expect(left()).toEqual([id]);
    await store.summarise(entry(id, 8), 4);
    expect(left()).toEqual([]);
  });

  it("S16 is not asked of open rooms: no list shows them", async () => {
    await append(id, 1, record(1, bytes(1)));
    expect(left()).toEqual([]);
  });
});

describe("the documents' records", () => {
  const ids = (after?: { updatedAt: number; id: string }) =>
    [...store.records.newest(after)].map((each) => each.id);
  const named = (name: string) => name as DocumentId;

  it("S4 lists what is not deleted, last changed first, from behind a cursor on", async () => {
    for (const [name, updatedAt] of [
      ["a", 5],
      ["b", 7],
      ["c", 7],
      ["d", 6],
    ] as const)
      await store.records.put(entry(named(name), updatedAt));
    await store.records.put(entry(named("d"), 6, { deletedAt: 9 }));
    expect(ids()).toEqual(["c", "b", "a"]);
    expect(ids({ updatedAt: 7, id: "c" })).toEqual(["b", "a"]);
    expect(ids({ updatedAt: 7, id: "b" })).toEqual(["a"]);
    expect(ids({ updatedAt: 5, id: "a" })).toEqual([]);
    expect(ids({ updatedAt: 6, id: "zzz" })).toEqual(["a"]);
  });

  it("S4 lists each document once, at its latest change, deleted and restored as it may be", async () => {
    await store.records.put(entry(named("a"), 5));
    await store.records.put(entry(named("b"), 6));
    await Promise.all([7, 8, 9].map((updatedAt) => store.records.put(entry(named("a"), updatedAt))));
    expect(ids()).toEqual(["a", "b"]);
    await store.records.put(entry(named("a"), 9, { deletedAt: 1 }));
    expect(ids()).toEqual(["b"]);
    expect(store.records.find(named("a"))?.deletedAt).toBe(1);
    // Its summary may still be refreshed.
    await store.records.put(entry(named("a"), 12, { deletedAt: 1 }));
    expect(ids()).toEqual(["b"]);
    await store.records.put(entry(named("a"), 12));
    expect(ids()).toEqual(["a", "b"]);
    await reopen();
    expect(ids()).toEqual(["a", "b"]);
  });

  it("S5 shows a record as soon as it is given, before LMDB does", async () => {
    const written = store.records.put(entry(id, 5));
    expect(store.records.find(id)?.title).toBe("Title 5");
    const again = store.records.put(entry(id, 6));
    expect(store.records.find(id)?.title).toBe("Title 6");
    await written;
    expect(store.records.find(id)?.title).toBe("Title 6");
    await again;
    expect(store.records.find(id)?.title).toBe("Title 6");
  });

  it("S5 makes a document and its first update together", async () => {
    await store.create(entry(id, 5), record(5, bytes(1)));
    await reopen();
    expect(store.records.find(id)).toEqual(entry(id, 5));
    expect(load(id)).toEqual({ snapshot: undefined, tail: [bytes(1)], seq: 1 });
  });
});

describe("the data directory", () => {
  it("S11 of a newer version is not touched", async () => {
    await store.close();
    const root = open({ path: join(directory, "quire.mdb"), noSubdir: true, encoding: "json", maxDbs: 16 });
    await root.put("format", 3);
    await root.close();
    await expect(openStore(directory, 0)).rejects.toMatchObject({
      code: "QUIRE_ERR_DATA_FORMAT_NEWER",
      message: expect.stringContaining(directory),
    });
    // It was let go all the same: whoever has the newer version can open it.
    const newer = open({ path: join(directory, "quire.mdb"), noSubdir: true, encoding: "json", maxDbs: 16 });
    expect(newer.get("format")).toBe(3);
    await newer.put("format", 1);
    await newer.close();
    store = await openStore(directory, 0);
  });

  it("S11 that is none is said to be none", async () => {
    const file = join(directory, "a-file");
    writeFileSync(file, "");
    await expect(openStore(file, 0)).rejects.toMatchObject({ code: "QUIRE_ERR_DATA_DIR_UNUSABLE" });
    await expect(openStore(join(file, "below"), 0)).rejects.toMatchObject({
      code: "QUIRE_ERR_DATA_DIR_UNUSABLE",
    });
  });

  it("S11 that holds something else than a database is not overwritten", async () => {
    const foreign = mkdtempSync(join(tmpdir(), "quire-foreign-"));
    writeFileSync(join(foreign, "quire.mdb"), "this is no database ".repeat(1_000));
    await expect(openStore(foreign, 0)).rejects.toMatchObject({
      code: "QUIRE_ERR_DATA_DIR_UNUSABLE",
      message: expect.stringContaining("not a database"),
    });
    rmSync(foreign, { recursive: true });
  });

  it("S12 that another process has taken is not written to any more", async () => {
    const path = join(directory, "quire.lock");
    writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", began: "then", nonce: "another's" }));
    const { now } = performance;
    vi.spyOn(performance, "now").mockImplementation(() => now.call(performance) + 10_000);
    const failed = new Promise((resolve) => store.subscribe(resolve));
    const written = append(id, 1, record(10, bytes(1)));
    written.catch(() => undefined);
    expect(await failed).toMatchObject({ code: "QUIRE_ERR_DATA_DIR_LOST" });
    vi.restoreAllMocks();
    await store.close();
    await expect(written).rejects.toThrow("another process has taken");
    rmSync(path);
    store = await openStore(directory, 0);
    expect(load(id).tail).toEqual([]);
  });

  it("S11 is made where it is missing, for its owner alone", async () => {
    const deep = join(directory, "deep", "er");
    const made = await openStore(deep, 0);
    expect(statSync(deep).mode & 0o777).toBe(0o700);
    await made.close();
  });

  it("B139 has no file that another user may read, also in a directory that everybody may", async () => {
    const open = join(directory, "open");
    mkdirSync(open, { mode: 0o755 });
    const made = await openStore(open, 0);
    const modes = readdirSync(open).map((name) => [name, statSync(join(open, name)).mode & 0o077] as const);
    expect(modes.map(([name]) => name)).toEqual(
      expect.arrayContaining(["quire.lock", "quire.mdb", "quire.mdb-lock"]),
    );
    expect(modes.filter(([, others]) => others !== 0)).toEqual([]);
    await made.close();
  });
});
