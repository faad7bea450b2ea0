import { execFile, spawn, spawnSync } from "node:child_process";
import { on, once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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

/** A system call of the server's, by the lines of its trace on which it began and ended. */
interface Call {
  readonly name: string;
  readonly arguments: string;
  readonly began: number;
  readonly ended: number;
}

/** The calls of a trace; one that another thread's interrupted is on two lines. */
function readTrace(trace: string): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<string, { name: string; text: string; began: number }>();
  trace.split("\n").forEach((line, at) => {
    const [, pid = "", text = ""] = /^(\d+) +[\d:.]+ (.*)$/.exec(line) ?? [];
    const [, resumed] = /^<\.\.\. (\w+) resumed>/.exec(text) ?? [];
    const start = unfinished.get(pid);
    if (resumed !== undefined && start?.name === resumed) {
      unfinished.delete(pid);
      calls.push({ name: resumed, arguments: start.text + text, began: start.began, ended: at });
      return;
    }
    const [, name] = /^(\w+)\(/.exec(text) ?? [];
    if (name === undefined) return;
    if (text.endsWith("<unfinished ...>")) unfinished.set(pid, { name, text, began: at });
    else calls.push({ name, arguments: text, began: at, ended: at });
  });
  return calls;
}

function hasStrace(): boolean {
  return spawnSync("strace", ["-V"]).status === 0;
}

function hex(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

describe("the disk and the word", () => {
  it.runIf(process.env.QUIRE_PROVE !== undefined && hasStrace())(
    "S15 each saved leaves after the fdatasync that covers what it is said of",
    async () => {
      const tracePath = join(directory, "trace");
      const data = join(directory, "data");
      const calls = "fdatasync,fsync,write,sendto,writev,sendmsg,pwrite64,pwritev";
      const tracing = ["-f", "-tt", "-xx", "-s", "200000", "-e", `trace=${calls}`, "-o", tracePath];
      const server = spawn("strace", [...tracing, process.execPath, child("serve"), data], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [line] = (await once(server.stdout, "data")) as [Buffer];
      const [port, pid] = line.toString().trim().split(" ");
      const base = `127.0.0.1:${port}`;
      const created = await fetch(`http://${base}/api/documents`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      });
      const { id } = (await created.json()) as { id: string };
      const peer = await Peer.join(`ws://${base}/sync/${id}?saved=1`);
      await peer.allSaved();
      const marks = new Map<string, number>();
      for (let number = 0; number < 60; number++) {
        const mark = `mark-${String(number).padStart(3, "0")}-${"x".repeat(number * 20)}`;
        peer.write(mark);
        marks.set(mark, peer.sent);
        if (number % 3 === 0) await peer.allSaved();
      }
      await peer.allSaved();
      await peer.close();
      const ended = once(server, "close");
      // strace that is killed would let it run on.
      process.kill(Number(pid), "SIGTERM");
      await ended;

      const trace = readTrace(readFileSync(tracePath, "latin1"));
      // The frame of `saved n`: 82 02 64 n, in one write or in two parts of one.
      const saved = trace.flatMap((call) => {
        const frames = [
          ...call.arguments.matchAll(/\\x82\\x02(?:", iov_len=2}, {iov_base=")?\\x64\\x([0-9a-f]{2})/g),
        ];
        return frames.map(([, count = ""]) => ({ count: Number.parseInt(count, 16), call }));
      });
      expect(Math.max(...saved.map(({ count }) => count))).toBe(peer.sent);
      for (const [mark, number] of marks) {
        const after = (call: Call | undefined, test: RegExp) =>
          trace.find(({ name, began }) => call !== undefined && began > call.ended && test.test(name));
        // Nobody else is in the room: whoever writes this writes it to the database.
        const pages = trace.find(({ arguments: text }) => text.includes(hex(mark)));
        const flush = after(pages, /sync$/);
        // The page that makes the others count, written through to the disk.
        const meta = after(flush, /^pwrite/);
        const word = saved.find(({ count }) => count >= number)?.call;
        expect([pages, flush, meta, word]).not.toContain(undefined);
        expect([mark, word!.began]).toEqual([mark, expect.toSatisfy((began: number) => began > meta!.ended)]);
      }
      console.info(`saved frames: ${saved.length}, updates: ${marks.size}, each after its fdatasync`);
    },
    120_000,
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
