import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentId } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRandom } from "../../../../trouble/random.ts";
import { printedSeed } from "../../../../trouble/runs.ts";
import { Counts } from "../metrics/counts.ts";
import { Commits } from "../store/commits.ts";
import { openEnvironment } from "../store/environment.ts";
import { openStore, Store } from "../store/store.ts";
import { Files } from "./files.ts";

const [one, two] = ["a-document-with-files", "another-with-files-x"] as [DocumentId, DocumentId];
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const words = Buffer.from("some words");

let dataDir: string;
let store: Store;
let files: Files;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "quire-files-"));
  await open();
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

async function open(more: { documentFileBytes?: number; spareBytes?: number } = {}): Promise<void> {
  store = await openStore(dataDir, 0);
  const limits = { fileBytes: 100_000, documentFileBytes: 2 ** 30, ...more };
  files = await Files.open({ store, directory: join(dataDir, "files"), counts: new Counts(), ...limits });
}

async function reopen(more = {}): Promise<void> {
  await store.close();
  await open(more);
}

function add(id: DocumentId, bytes: Uint8Array, personId = "ann") {
  const source = (async function* () {
    yield bytes;
  })();
  return files.add(id, {
    personId,
    begin: () => ({ source, name: "a.txt", declaredBytes: undefined }),
  });
}

/** The files on the disk, by their names. */
function onDisk(): string[] {
  const entries = readdirSync(join(dataDir, "files"), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

/** What must hold at rest: the disk has what documents hold, each document's count is the sum of its files. */
function check(held: ReadonlyMap<DocumentId, ReadonlyMap<string, number>>): void {
  const hashes = new Set([...held.values()].flatMap((each) => [...each.keys()]));
  expect(onDisk()).toEqual([...hashes].sort());
  for (const [id, each] of held) {
    for (const hash of each.keys()) expect(files.find(id, hash).hash).toBe(hash);
    const counted = [...each.values()].reduce((sum, size) => sum + Math.max(4_096, size), 0);
    expect([id, store.files.bytesOf(id)]).toEqual([id, counted]);
  }
}

describe("what a process that was killed left behind", () => {
  const hash = sha256(words);
  const uuid = "123e4567-e89b-42d3-a456-426614174000";
  const incoming = () => join(dataDir, "files", "incoming");
  const blob = () => join(dataDir, "files", hash.slice(0, 2), hash);

  it("U7 is cleared away: an upload that was half written", async () => {
    writeFileSync(join(incoming(), uuid), "some w");
    await reopen();
    expect(onDisk()).toEqual([]);
  });

  it("U7 is cleared away: bytes that were kept, and that no document holds yet", async () => {
    mkdirSync(join(dataDir, "files", hash.slice(0, 2)));
    writeFileSync(blob(), words);
    writeFileSync(join(incoming(), `${hash}.${uuid}`), words);
    await reopen();
    expect(onDisk()).toEqual([]);
  });

  it("U7 is cleared away, and what a document holds stays", async () => {
    await add(one, words);
    writeFileSync(join(incoming(), `${hash}.${uuid}`), words);
    await reopen();
    expect(onDisk()).toEqual([hash]);
    expect(files.find(one, hash).size).toBe(words.length);
  });
});

describe("files that leave", () => {
  it("U12 go with the last document that holds them, and count in none", async () => {
    const other = Buffer.from("other words");
    const { hash } = await add(one, words);
    await add(two, words);
    await add(one, other);
    await files.release(one);
    expect(() => files.find(one, hash)).toThrow(/holds no file/);
    check(
      new Map([
        [one, new Map()],
        [two, new Map([[hash, words.length]])],
      ]),
    );
    await files.release(two);
    check(
      new Map([
        [one, new Map()],
        [two, new Map()],
      ]),
    );
    await reopen();
    check(new Map([[one, new Map()]]));
    await files.release(one);
  });

  it("U12 stay where somebody uploads or copies them at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const { hash } = await add(one, words);
      await Promise.all([files.release(one), add(two, words)]);
      check(
        new Map([
          [one, new Map()],
          [two, new Map([[hash, words.length]])],
        ]),
      );
      await Promise.all([files.copy(two, hash, one, "ann"), files.release(two)]);
      check(
        new Map([
          [one, new Map([[hash, words.length]])],
          [two, new Map()],
        ]),
      );
      await files.release(one);
    }
  });
});

it("U6 a document's count is the sum of its files, and the disk has what is held, whatever happens at once", async () => {
  const seed = printedSeed("files");
  const random = createRandom(seed);
  const held = new Map<DocumentId, Map<string, number>>([
    [one, new Map()],
    [two, new Map()],
  ]);
  const sizes = Array.from({ length: 12 }, () => 1 + random.below(20_000));
  const contents = sizes.map((size, at) => Buffer.alloc(size, `${at} `));
  for (let step = 0; step < 40; step++) {
    const id = random.pick([one, two]);
    const mine = held.get(id);
    const dice = random.below(10);
    if (dice === 0) {
      await files.release(id);
      mine?.clear();
    } else if (dice === 1) {
      await reopen();
    } else {
      const batch = Array.from({ length: 1 + random.below(6) }, () => random.pick(contents));
      const stored = await Promise.all(batch.map((bytes) => add(id, bytes)));
      for (const { hash, size } of stored) mine?.set(hash, size);
      const copied = stored[0];
      if (copied !== undefined && random.chance(0.3)) {
        const other = id === one ? two : one;
        await files.copy(id, copied.hash, other, "ann");
        held.get(other)?.set(copied.hash, copied.size);
      }
    }
    check(held);
  }
});

it("U6 a copy counts too, and one too much is refused", async () => {
  await reopen({ documentFileBytes: 8_192 });
  const all = await Promise.all(["a", "b"].map((text) => add(one, Buffer.from(text))));
  await add(two, words);
  const [a, b] = all.map(({ hash }) => hash);
  await files.copy(one, a ?? "", two, "ann");
  await expect(files.copy(one, b ?? "", two, "ann")).rejects.toMatchObject({ code: "QUIRE_ERR_FILES_FULL" });
  // What it holds already takes no room.
  await files.copy(one, a ?? "", two, "ann");
  expect(store.files.bytesOf(two)).toBe(8_192);
});

it("U1 a file of 64 MiB is written and read with a few chunks of it in memory", async () => {
  await store.close();
  store = await openStore(dataDir, 0);
  const limits = { fileBytes: 2 ** 30, documentFileBytes: 2 ** 30 };
  files = await Files.open({ store, directory: join(dataDir, "files"), counts: new Counts(), ...limits });
  let most = 0;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  };
  const before = process.memoryUsage().arrayBuffers;
  const source = (async function* () {
    for (let at = 0; at < 1_024; at++) {
      look();
      yield Buffer.alloc(64 * 1024, at);
    }
  })();
  const begin = () => ({ source, name: "a.bin", declaredBytes: 64 * 2 ** 20 });
  const file = await files.add(one, { personId: "ann", begin });
  let size = 0;
  for await (const chunk of await files.read(file)) {
    look();
    size += (chunk as Buffer).length;
  }
  expect(size).toBe(64 * 2 ** 20);
  // What is not needed any more is given back now and then.
  expect(most - before).toBeLessThan(48 * 2 ** 20);
});

it("U1 a file that has lost bytes is whole again when somebody uploads it", async () => {
  const { hash } = await add(one, words);
  const path = join(dataDir, "files", hash.slice(0, 2), hash);
  writeFileSync(path, "some");
  await expect(files.read(files.find(one, hash))).rejects.toThrow("has 4 bytes instead of 10");
  await add(two, words);
  expect(readFileSync(path)).toEqual(words);
  expect(onDisk()).toEqual([hash]);
});

describe("a store that takes no writes", () => {
  const failed = { code: "QUIRE_ERR_STORE_FAILED" };
  const disk = { isFull: false };

  beforeEach(async () => {
    await store.close();
    disk.isFull = false;
    const commits = new Commits(0, () => {
      if (disk.isFull) throw new Error("no space left");
    });
    store = new Store(await openEnvironment(dataDir), commits);
    await store.opened;
    const limits = { fileBytes: 1_000, documentFileBytes: 2 ** 20 };
    files = await Files.open({ store, directory: join(dataDir, "files"), counts: new Counts(), ...limits });
    disk.isFull = true;
    await expect(add(one, words)).rejects.toMatchObject(failed);
    // Kept, and not written down yet.
    expect(onDisk()).toEqual([sha256(words), expect.stringContaining(`${sha256(words)}.`)]);
    expect(() => files.find(one, sha256(words))).toThrow(/holds no file/);
  });

  it("U7 refuses files at once, and writes what had come before when it can", async () => {
    await expect(add(one, Buffer.from("other words"))).rejects.toMatchObject(failed);
    await expect(files.copy(two, sha256(words), one, "ann")).rejects.toMatchObject(failed);
    disk.isFull = false;
    await expect.poll(() => store.failure).toBeUndefined();
    await expect.poll(onDisk).toEqual([sha256(words)]);
    check(new Map([[one, new Map([[sha256(words), words.length]])]]));
  });

  it("U7 leaves to the next start what it could not write until it was closed", async () => {
    await reopen();
    expect(onDisk()).toEqual([]);
    expect(store.files.bytesOf(one)).toBe(0);
  });
});

it("U11 an upload leaves room for the text, and nothing of itself where there is not so much", async () => {
  await reopen({ spareBytes: Number.MAX_SAFE_INTEGER });
  await expect(add(one, words)).rejects.toMatchObject({ code: "QUIRE_ERR_DISK_FULL" });
  expect(onDisk()).toEqual([]);
});

it("U7 a directory that is gone is an error, and nothing is held", async () => {
  rmSync(join(dataDir, "files"), { recursive: true });
  await expect(add(one, words)).rejects.toThrow("ENOENT");
  expect(store.files.find(one, sha256(words))).toBeUndefined();
  expect(existsSync(join(dataDir, "files"))).toBe(false);
  mkdirSync(join(dataDir, "files"));
});
