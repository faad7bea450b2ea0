import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Peer } from "./peer.ts";

const serve = fileURLToPath(new URL("children/serve.ts", import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-flush-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

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

function hex(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

it("S15 each saved leaves after the fdatasync that covers what it is said of", async () => {
  const tracePath = join(directory, "trace");
  const data = join(directory, "data");
  const calls = "fdatasync,fsync,write,sendto,writev,sendmsg,pwrite64,pwritev";
  const tracing = ["-f", "-tt", "-xx", "-s", "200000", "-e", `trace=${calls}`, "-o", tracePath];
  const server = spawn("strace", [...tracing, process.execPath, serve, data], {
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
}, 120_000);
