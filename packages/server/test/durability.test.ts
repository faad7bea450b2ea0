import { execFile, spawn } from "node:child_process";
import { on, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { DocumentId } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeLogRecord } from "../src/store/log-record.ts";
import { openStore } from "../src/store/store.ts";
import { payload } from "./payload.ts";
import { Peer } from "./peer.ts";
import { seededRandom } from "./random.ts";
import { printedSeed, runs } from "./runs.ts";

const child = (name: string) => fileURLToPath(new URL(`children/${name}.ts`, import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-durability-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("what was called saved", () => {
  it(
    "S13 is there after a kill at any moment",
    async () => {
      const random = seededRandom(printedSeed("kills"));
      const saved = new Map<string, number>();
      for (let kill = 0; kill < runs(20, 200); kill++) {
        const writer = spawn(process.execPath, [child("write-for-ever"), directory], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        const killAfter = 1 + random.below(60);
        let text = "";
        let lines = 0;
        writer.stdout.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
          lines += chunk.split("\n").length - 1;
          if (lines >= killAfter) writer.kill("SIGKILL");
        });
        await once(writer, "close");
        for (const line of text.split("\n").slice(0, -1)) {
          const [id = "", seq] = line.split(" ");
          saved.set(id, Number(seq));
        }
        const store = await openStore(directory, 1);
        for (const [id, seq] of saved) {
          const { records, seq: last } = store.load(id as DocumentId);
          const tail = records.flatMap(({ bytes }) =>
            decodeLogRecord(bytes).entries.map(({ update }) => update),
          );
          expect(last).toBeGreaterThanOrEqual(seq);
          expect(tail.every((update, at) => Buffer.compare(update, payload(id, at + 1)) === 0)).toBe(true);
        }
        await store.close();
      }
      const total = [...saved.values()].reduce((sum, seq) => sum + seq, 0);
      console.info(`kills: ${runs(20, 200)}, records called saved: ${total}, lost: 0`);
      expect(total).toBeGreaterThan(runs(20, 200));
    },
    runs(180_000, 3_600_000),
  );
});

describe("a full disk", () => {
  /** Runs a script with a file system of its own at the directory, so that nobody else's gets full. */
  const onSmallDisk = (script: string) =>
    ["-rm", "sh", "-c", `mount -t tmpfs -o size=6m tmpfs ${directory} && exec "$0" "$1" "$2"`].concat(
      process.execPath,
      child(script),
      directory,
    );

  it("S14 saves nothing while it is full, ends nothing, and writes the same in order when there is space", async () => {
    const { stdout } = await promisify(execFile)("unshare", onSmallDisk("fill-disk"));
    expect(JSON.parse(stdout)).toEqual({
      cycles: Array.from({ length: 3 }, () => ({ whileFull: 0, failure: true })),
      reports: ["fails", "writes again", "fails", "writes again", "fails", "writes again"],
      unhandled: [],
      isReadyAgain: true,
      last: 620,
      kept: 620,
      isEqual: true,
      isInOrder: true,
    });
  }, 60_000);

  it("S14 closes who writes with 4500, lets readers stay and come, and takes everything when there is space", async () => {
    const server = spawn("unshare", onSmallDisk("serve"), { stdio: ["pipe", "pipe", "ignore"] });
    const ended = once(server, "close");
    const lines = on(server.stdout.setEncoding("utf8"), "data");
    const nextLine = async () => ((await lines.next()).value as [string])[0].trim();
    const tell = async (command: string) => {
      server.stdin.write(command);
      expect(await nextLine()).toBe(command);
    };
    const [port] = (await nextLine()).split(" ");
    const api = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
    const post = { method: "POST", headers: { "content-type": "application/json" } };
    const { id } = (await (await api("/api/documents", { ...post, body: "{}" })).json()) as { id: string };
    const url = `ws://127.0.0.1:${port}/sync/${id}?saved=1`;
    const [ann, bob] = await Promise.all([Peer.join(url), Peer.join(url)]);
    ann.write("saved before");
    await Promise.all([ann.allSaved(), bob.allSaved()]);

    await tell("fill");
    const { saved } = ann;
    // As much as the free pages of the database cannot hold.
    while (ann.closed === undefined) {
      ann.write("x".repeat(100_000));
      await Promise.race([ann.probe(), once(ann.socket, "close")]).catch(() => {});
    }
    expect(ann.closed.code).toBe(4500);
    expect(ann.saved - saved).toBeLessThan(ann.sent - saved);
    expect(bob.closed).toBeUndefined();
    expect((await api("/readyz")).status).toBe(503);
    expect((await api("/healthz")).status).toBe(200);
    expect((await api("/api/documents", { ...post, body: "{}" })).status).toBe(503);
    const reader = await Peer.join(url);
    expect(reader.blocks).toContain("saved before");

    await tell("free");
    await expect.poll(async () => (await api("/readyz")).status, { timeout: 20_000 }).toBe(200);
    const again = await Peer.join(url, ann.ydoc);
    await again.allSaved();
    await expect.poll(() => bob.blocks).toBe(ann.blocks);
    const text = await (await api(`/api/documents/${id}/content?format=text`)).text();
    expect(text).toContain("saved before");
    expect(text.length).toBeGreaterThan(100_000);
    await Promise.all([ann, bob, reader, again].map((peer) => peer.close()));
    server.kill("SIGTERM");
    await ended;
  }, 60_000);
});
