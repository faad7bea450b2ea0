import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import type { DocumentId } from "@quire/protocol";
import { open } from "lmdb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IdRanges } from "../gate/id-ranges.ts";
import { NamedRanges } from "../gate/named-ranges.ts";
import type { DocumentRecord } from "./document-record.ts";
import { openEnvironment } from "./environment.ts";
import { decodeLogRecord, type LogRecord } from "./log-record.ts";
import type { Snapshot } from "./snapshot.ts";
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

function snapshot(seq: number): Snapshot {
  const deletes = new IdRanges();
  deletes.add(1, 2, 3);
  return {
    seq,
    schema: 1,
    clocks: new Map([[1, seq]]),
    owners: new Map([[1, "ann"]]),
    deletes,
    places: new NamedRanges(),
    kinds: new NamedRanges(),
    state: bytes(seq, seq),
  };
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
    expect(store.load(id)).toEqual({ snapshot: undefined, tail: [], bringers: [], seq: 0 });
    await Promise.all([
      store.append(id, 1, record(10, bytes(1), bytes(2))),
      store.append(other, 1, record(10, bytes(9))),
      store.append(id, 2, record(11, bytes(3))),
    ]);
    for (let round = 0; round < 2; round++) {
      const tail = [bytes(1), bytes(2), bytes(3)];
      const bringers = tail.map(() => ({ personId: "ann", clientId: 7 }));
      expect(store.load(id)).toEqual({ snapshot: undefined, tail, bringers, seq: 2 });
      expect(store.load(other).tail).toEqual([bytes(9)]);
      await reopen();
    }
  });

  it("S1 keeps its order behind ten and a thousand records, and apart from names that begin alike", async () => {
    const longer = `${id}-2` as DocumentId;
    const appended = Array.from({ length: 1_100 }, (_, at) =>
      store.append(id, at + 1, record(at, bytes(at >> 8, at & 0xff))),
    );
    await Promise.all([...appended, store.append(longer, 1, record(1, bytes(9)))]);
    const { tail, seq } = store.load(id);
    expect(seq).toBe(1_100);
    expect(tail.map(([high = 0, low = 0]) => high * 256 + low)).toEqual(
      Array.from({ length: 1_100 }, (_, at) => at),
    );
    expect(store.load(longer).seq).toBe(1);
  });

  it("S1 keeps rooms whose names are as long and as strange as they may be", async () => {
    const names = ["a/b/../c", "👩‍👩‍👧".repeat(28), "x".repeat(512), "ünï", " ", "[1]", "0"] as DocumentId[];
    await Promise.all(names.map((name, at) => store.append(name, 1, record(1, bytes(at)))));
    await store.fold(names[1]!, snapshot(1));
    await reopen();
    names.forEach((name, at) => {
      const { tail, snapshot } = store.load(name);
      expect(at === 1 ? snapshot?.state : tail[0]).toEqual(at === 1 ? bytes(1, 1) : bytes(at));
    });
  });

  it("S2 knows whether there is anything under a name", async () => {
    expect(store.has(id)).toBe(false);
    await store.append(id, 1, record(1, bytes(1)));
    expect(store.has(id)).toBe(true);
    await store.fold(id, snapshot(1));
    expect(store.has(id)).toBe(true);
  });

  it("S3 takes no write once it is closed", async () => {
    await store.close();
    await expect(store.append(id, 1, record(1, bytes(1)))).rejects.toThrow("the store is closed");
    await expect(store.records.put(entry(id, 1))).rejects.toThrow("closed");
    store = await openStore(directory, 0);
  });

  it("S3 writes all that it was given before it closes", async () => {
    const written = Array.from({ length: 50 }, (_, at) => store.append(id, at + 1, record(1, bytes(at))));
    await reopen();
    await Promise.all(written);
    expect(store.load(id).tail).toHaveLength(50);
  });
});

describe("a fold", () => {
  it("S6 puts the snapshot in the place of what is in it, and archives that", async () => {
    for (const seq of [1, 2, 3]) await store.append(id, seq, record(seq * 10, bytes(seq), bytes(seq, seq)));
    await store.append(other, 1, record(1, bytes(9)));
    await store.fold(id, snapshot(2));
    for (let round = 0; round < 2; round++) {
      const loaded = store.load(id);
      expect(loaded.snapshot?.seq).toBe(2);
      expect(loaded.snapshot?.clocks).toEqual(new Map([[1, 2]]));
      expect(loaded.tail).toEqual([bytes(3), bytes(3, 3)]);
      expect(loaded.seq).toBe(3);
      expect(store.load(other).tail).toEqual([bytes(9)]);
      await reopen();
    }
    await store.fold(id, snapshot(3));
    expect(store.load(id)).toMatchObject({ tail: [], seq: 3 });
    await store.close();
    expect(await readArchive()).toEqual([
      [
        [id, 1],
        [record(10, bytes(1), bytes(1, 1)), record(20, bytes(2), bytes(2, 2))],
      ],
      [[id, 3], [record(30, bytes(3), bytes(3, 3))]],
    ]);
    store = await openStore(directory, 0);
  });

  it("S6 takes any number of records at once", async () => {
    const appended = Array.from({ length: 5_000 }, (_, at) => store.append(id, at + 1, record(at, bytes(1))));
    await Promise.all(appended);
    await store.fold(id, snapshot(4_999));
    expect(store.load(id).tail).toHaveLength(1);
    await store.fold(id, snapshot(5_000));
    await reopen();
    expect(store.load(id)).toMatchObject({ tail: [], seq: 5_000 });
  });

  it("S6 numbers what comes after it on from where it was", async () => {
    await store.append(id, 1, record(1, bytes(1)));
    await store.fold(id, snapshot(1));
    await reopen();
    const { seq } = store.load(id);
    expect(seq).toBe(1);
    await store.append(id, seq + 1, record(2, bytes(2)));
    expect(store.load(id)).toMatchObject({ tail: [bytes(2)], seq: 2 });
  });
});

/** The archive as it is on disk: each segment's records, as they were logged. */
async function readArchive(): Promise<unknown[]> {
  const environment = await openEnvironment(directory);
  const segments = [...environment.archive.getRange({})].map(({ key, value }) => {
    const joined = inflateRawSync(value);
    const records: LogRecord[] = [];
    for (let at = 0; at < joined.length; ) {
      const length = joined.readUInt32BE(at);
      records.push(decodeLogRecord(joined.subarray(at + 4, at + 4 + length)));
      at += 4 + length;
    }
    return [key, records];
  });
  await environment.close();
  return segments;
}

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
    expect(store.load(id)).toMatchObject({ snapshot: undefined, tail: [bytes(1)], seq: 1 });
  });
});

describe("the data directory", () => {
  it("S11 of a newer version is not touched", async () => {
    await store.close();
    const root = open({ path: join(directory, "quire.mdb"), noSubdir: true, encoding: "json", maxDbs: 16 });
    await root.put("format", 2);
    await root.close();
    await expect(openStore(directory, 0)).rejects.toMatchObject({
      code: "QUIRE_ERR_DATA_FORMAT_NEWER",
      message: expect.stringContaining(directory),
    });
    // It was let go all the same: whoever has the newer version can open it.
    const newer = open({ path: join(directory, "quire.mdb"), noSubdir: true, encoding: "json", maxDbs: 16 });
    expect(newer.get("format")).toBe(2);
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
    const written = store.append(id, 1, record(10, bytes(1)));
    written.catch(() => undefined);
    expect(await failed).toMatchObject({ code: "QUIRE_ERR_DATA_DIR_LOST" });
    vi.restoreAllMocks();
    await store.close();
    await expect(written).rejects.toThrow("another process has taken");
    rmSync(path);
    store = await openStore(directory, 0);
    expect(store.load(id).tail).toEqual([]);
  });

  it("S11 is made where it is missing, for its owner alone", async () => {
    const deep = join(directory, "deep", "er");
    const made = await openStore(deep, 0);
    expect(statSync(deep).mode & 0o777).toBe(0o700);
    await made.close();
  });
});
