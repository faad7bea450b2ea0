import { execFile } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { fillUp } from "../../../trouble/fill-up.ts";
import { runs } from "../../../trouble/runs.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";
import { onSmallDisk, seenBy } from "../../../trouble/small-disk.ts";
import { whileStill } from "../../../trouble/while-still.ts";
import { type Held, materialise } from "../src/materialise/materialise.ts";
import { openStore } from "../src/store/store.ts";
import { Peer } from "./peer.ts";
import { heldBy } from "./stored-updates.ts";

const times = runs(5, 50);
const megabytes = 48;

let directory: string;
let dataDir: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-full-disk-"));
  dataDir = join(directory, "data");
  mkdirSync(dataDir);
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("a disk that is full and has space again", () => {
  it(
    `S14 saves nothing, ends nothing, and writes the same in order when there is space, ${times} times of ${times}`,
    async () => {
      const script = fileURLToPath(new URL("children/fill-disk.ts", import.meta.url));
      const [program, ...args] = [...onSmallDisk(dataDir, megabytes), process.execPath, script, dataDir];
      const { stdout } = await promisify(execFile)(program, [...args, String(times)]);
      const written = 20 + 200 * times;
      expect(JSON.parse(stdout)).toEqual({
        cycles: Array.from({ length: times }, () => ({ whileFull: 0, failure: true })),
        reports: Array.from({ length: times }, () => ["fails", "writes again"]).flat(),
        unhandled: [],
        isReadyAgain: true,
        last: written,
        kept: written,
        isEqual: true,
        isInOrder: true,
      });
    },
    runs(60_000, 600_000),
  );

  it(
    `S14 closes who writes with 4500, lets readers stay and come, and has then all that it relayed, in order, ${times} times of ${times}`,
    async () => {
      const server = new ServerProcess(dataDir, onSmallDisk(dataDir, megabytes));
      try {
        await server.start();
        for (let time = 0; time < times; time++) await fillAndFree(server);
        await server.end("SIGTERM");
        expect(server.output).not.toContain("a bug");
      } finally {
        await server.end();
      }
    },
    runs(60_000, 1_200_000),
  );
});

/** Somebody who writes, with all that they said, in order. */
interface Author {
  readonly peer: Peer;
  readonly said: Uint8Array[];
}

/** A document with somebody who reads what two others write. */
interface Place {
  readonly id: string;
  readonly url: string;
  readonly authors: readonly Author[];
  readonly reader: Peer;
  /** What the reader has heard, in order. */
  readonly relayed: string[];
}

async function fillAndFree(server: ServerProcess): Promise<void> {
  const place = await openPlace(server);
  const filler = seenBy(server.pid, join(dataDir, "filler"));
  fillUp(filler);
  await Promise.all(place.authors.map(writeUntilClosed));
  const newcomer = await checkWhileFull(server, place);
  rmSync(filler);
  await expect.poll(() => statusOf(server, "/readyz"), { timeout: 20_000 }).toBe(200);
  await checkOnceFree(server, place, newcomer);
}

async function openPlace(server: ServerProcess): Promise<Place> {
  const id = await server.create();
  const url = server.syncUrl(id);
  const reader = await Peer.join(url);
  const relayed: string[] = [];
  reader.ydoc.on("update", (update: Uint8Array) => relayed.push(...idsOf(update)));
  const authors = await Promise.all([bring(url), bring(url)]);
  for (const { peer } of authors) peer.write("saved before");
  await Promise.all([reader, ...authors.map(({ peer }) => peer)].map((peer) => peer.allSaved()));
  return { id, url, authors, reader, relayed };
}

/** Answers with somebody who came meanwhile. */
async function checkWhileFull(server: ServerProcess, { id, url, authors, reader }: Place): Promise<Peer> {
  expect(authors.map(({ peer }) => peer.closed?.code)).toEqual([4500, 4500]);
  expect(reader.closed).toBeUndefined();
  expect(await statusOf(server, "/readyz")).toBe(503);
  expect(await statusOf(server, "/healthz")).toBe(200);
  await expect(server.create()).rejects.toThrow("QUIRE_ERR_STORE_FAILED");
  await reader.probe();
  const newcomer = await Peer.join(url);
  expect(newcomer.blocks).toBe(reader.blocks);
  expect(authors.every(({ peer }) => peer.sent > peer.saved)).toBe(true);
  const saved = authors.flatMap(({ said, peer }) => said.slice(0, peer.saved));
  const lost = lostOf(saved, await readDisk(server, id));
  expect(lost, "what was called saved and is not on the disk").toEqual([]);
  return newcomer;
}

async function checkOnceFree(server: ServerProcess, place: Place, newcomer: Peer): Promise<void> {
  const { id, url, authors, reader, relayed } = place;
  const back = await Promise.all(authors.map(({ peer }) => Peer.join(url, peer.ydoc)));
  await Promise.all(back.map((peer) => peer.allSaved()));
  const present = [reader, newcomer, ...back];
  await Promise.all(present.map((peer) => peer.probe()));
  for (const peer of present) expect(peer.blocks).toBe(reader.blocks);
  const { tail } = await readDisk(server, id);
  expect(tail.flatMap(idsOf).slice(-relayed.length)).toEqual(relayed);
  await Promise.all([...present, ...authors.map(({ peer }) => peer)].map((peer) => peer.close()));
}

async function bring(url: string): Promise<Author> {
  const said: Uint8Array[] = [];
  const peer = new Peer(url, new Y.Doc(), (update) => said.push(update));
  await peer.until(() => peer.isSynced);
  return { peer, said };
}

/** Writes more than the free pages of the database can hold. */
async function writeUntilClosed({ peer }: Author): Promise<void> {
  const closed = once(peer.socket, "close");
  while (peer.closed === undefined) {
    peer.write("x".repeat(20_000));
    await Promise.race([peer.probe(), closed]).catch(() => undefined);
  }
}

async function statusOf(server: ServerProcess, path: string): Promise<number> {
  return (await fetch(server.url(path), { headers: { connection: "close" } })).status;
}

/** The document as it is on the server's disk at this moment. */
async function readDisk({ pid }: ServerProcess, id: string): Promise<Held> {
  const copy = mkdtempSync(join(directory, "copy-"));
  whileStill(pid, () => copyFileSync(seenBy(pid, join(dataDir, "quire.mdb")), join(copy, "quire.mdb")));
  const store = await openStore(copy, 1);
  const held = heldBy(store, id);
  await store.close();
  rmSync(copy, { recursive: true });
  return held;
}

function lostOf(updates: readonly Uint8Array[], held: Held): string[] {
  const ydoc = materialise(held);
  const snapshot = Y.snapshot(ydoc);
  ydoc.destroy();
  return updates.filter((update) => !Y.snapshotContainsUpdate(snapshot, update)).flatMap(idsOf);
}

/** The structs of an update, by their ids. */
function idsOf(update: Uint8Array): string[] {
  return Y.decodeUpdate(update).structs.map(({ id, length }) => `${id.client}:${id.clock}+${length}`);
}
