import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { DocumentFile } from "@quire/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fillUp } from "../../../trouble/fill-up.ts";
import { createRandom } from "../../../trouble/random.ts";
import { printedSeed, runs } from "../../../trouble/runs.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";
import { onSmallDisk, seenBy } from "../../../trouble/small-disk.ts";
import { Peer } from "./peer.ts";

let directory: string;
let dataDir: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-files-disk-"));
  dataDir = join(directory, "data");
  mkdirSync(dataDir);
});
afterEach(() => rmSync(directory, { recursive: true }));

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

function upload(server: ServerProcess, id: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(server.url(`/api/documents/${id}/files?name=a.bin`), {
    method: "POST",
    headers: { "content-type": "application/octet-stream", connection: "close" },
    body: bytes,
  });
}

/** The files that are kept, and those that are half done. */
function onDisk(files: string): { whole: string[]; half: string[] } {
  const folders = existsSync(files) ? readdirSync(files).filter((name) => name !== "incoming") : [];
  const whole = folders.flatMap((name) => readdirSync(join(files, name))).sort();
  return { whole, half: readdirSync(join(files, "incoming")) };
}

it("U11 a disk that gets full refuses files with 507 and keeps nothing of them; the text is saved", async () => {
  const server = new ServerProcess(dataDir, onSmallDisk(dataDir, 95));
  try {
    await server.start();
    const id = await server.create();
    expect((await upload(server, id, Buffer.alloc(10 * 2 ** 20, 1))).status).toBe(201);
    // 85 MB are free, and a file may take what leaves 64 of them.
    const refused = await upload(server, id, Buffer.alloc(25 * 2 ** 20, 2));
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
      507,
      "QUIRE_ERR_DISK_FULL",
    ]);
    const files = seenBy(server.pid, join(dataDir, "files"));
    expect(onDisk(files)).toMatchObject({ whole: { length: 1 }, half: [] });
    const filler = seenBy(server.pid, join(dataDir, "filler"));
    fillUp(filler);
    expect((await upload(server, id, Buffer.from("x"))).status).toBe(507);
    expect(onDisk(files)).toMatchObject({ whole: { length: 1 }, half: [] });
    rmSync(filler);
    const ann = await Peer.join(server.syncUrl(id));
    ann.write("saved");
    await ann.allSaved();
    await ann.close();
    expect((await upload(server, id, Buffer.alloc(2 ** 20, 3))).status).toBe(201);
  } finally {
    await server.end();
  }
}, 60_000);

it("U7 a disk that gets full in the middle of a file keeps nothing of it, and all that was answered", async () => {
  const script = fileURLToPath(new URL("children/fill-with-files.ts", import.meta.url));
  const [program, ...args] = [...onSmallDisk(dataDir, 48), process.execPath, script, dataDir];
  const { stdout } = await promisify(execFile)(program, args);
  const { code, stored, kept, counted } = JSON.parse(stdout) as Record<string, unknown>;
  expect([code, kept]).toEqual(["QUIRE_ERR_DISK_FULL", stored]);
  expect(stored).toBeGreaterThan(3);
  expect(counted).toBe(Number(stored) * 100 * 64 * 1024);
});

const kills = runs(5, 100);

it(
  `U7 after a kill the disk has what documents hold, whole, and all that was answered, ${kills} times of ${kills}`,
  async () => {
    const random = createRandom(printedSeed("kills while files come"));
    const server = new ServerProcess(dataDir);
    const answered = new Map<string, number>();
    const seen = new Set<string>();
    let id = "";
    try {
      await server.start();
      id = await server.create();
      for (let kill = 0; kill < kills; kill++) {
        const half = await beginUpload(server, id);
        const news = new Map<string, number>();
        await Promise.allSettled(
          uploadSome(server, id, news, { first: kill * 8, last: 1 + random.below(8) }),
        );
        half.destroy();
        await server.end();
        await server.start();
        const { whole, half: left } = onDisk(join(dataDir, "files"));
        expect(left).toEqual([]);
        await checkAnswered(server, id, news);
        // What was on its way may have been kept, but nothing that no document holds.
        for (const hash of whole.filter((each) => !seen.has(each))) {
          const { status } = await fetch(server.url(`/api/documents/${id}/files/${hash}`), {
            method: "HEAD",
          });
          expect([hash, status]).toEqual([hash, 200]);
          seen.add(hash);
        }
        for (const [hash, size] of news) answered.set(hash, size);
      }
      await checkAnswered(server, id, answered);
      console.info(`kills while files come: ${kills}, files answered: ${answered.size}, lost: 0`);
      expect(answered.size).toBeGreaterThan(kills);
    } finally {
      await server.end();
    }
  },
  runs(180_000, 1_800_000),
);

/** Looks whether each file is there, with the bytes that its hash is of. */
async function checkAnswered(
  server: ServerProcess,
  id: string,
  answered: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [hash, size] of answered) {
    const answer = await fetch(server.url(`/api/documents/${id}/files/${hash}`));
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, bytes.length, sha256(bytes)]).toEqual([200, size, hash]);
  }
}

/** Uploads eight files of different lengths at once, each like no other; kills the server at the answer number `last`. */
function uploadSome(
  server: ServerProcess,
  id: string,
  answered: Map<string, number>,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<void>[] {
  let left = last;
  return Array.from({ length: 8 }, async (_, at) => {
    const bytes = Buffer.alloc(16 + at * 70_000, `${first + at} `);
    const file = (await (await upload(server, id, bytes)).json()) as DocumentFile;
    answered.set(file.hash, file.size);
    if (--left === 0) await server.end();
  });
}

/** An upload of which half has come. */
async function beginUpload(server: ServerProcess, id: string): Promise<Socket> {
  const { port } = new URL(server.url("/"));
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(
    `POST /api/documents/${id}/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n` +
      `Content-Length: 1000000\r\n\r\n${"x".repeat(500_000)}`,
  );
  await expect.poll(() => onDisk(join(dataDir, "files")).half.length).toBeGreaterThan(0);
  return socket;
}
