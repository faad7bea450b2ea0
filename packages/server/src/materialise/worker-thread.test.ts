import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { readPacked } from "../../test/packed-document.ts";
import { TooSlow, WorkerThread } from "./worker-thread.ts";

const threads: WorkerThread[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

function open({ deadlineMs = 60_000, heapMb = 512 } = {}): WorkerThread {
  const thread = new WorkerThread({ deadlineMs, heapMb });
  threads.push(thread);
  return thread;
}

const long = `# The river\n\n${"A paragraph of some words.\n\n".repeat(400)}`;
/** Nested links: micromark looks from each bracket back to all that came before. */
const slow = `${"[".repeat(40_000)}a${"](b)".repeat(40_000)}`;
const packed = readPacked("River");

describe("WorkerThread", () => {
  it("T3 starts with the first job, does one after another, and ends when it was idle for a while", async () => {
    const thread = open();
    expect(thread.isRunning).toBe(false);
    const [first, second] = await Promise.all([
      thread.do("create", { markdown: long }),
      thread.do("create", { markdown: long, title: "Another" }),
    ]);
    expect([first.title, second.title]).toEqual(["The river", "Another"]);
    thread.beat(1_000);
    thread.beat(10_900);
    expect(thread.isRunning).toBe(true);
    thread.beat(11_000);
    expect(thread.isRunning).toBe(false);
    expect(await thread.do("summarise", packed)).toMatchObject({ title: "River" });
  });

  it("T3 hears its worker where Node speaks on the same channel, as with --watch", async () => {
    const program = fileURLToPath(new URL("../../test/children/work-watched.ts", import.meta.url));
    const child = spawn(process.execPath, ["--watch", "--no-warnings", program], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said: string[] = [];
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        said.push(line);
        if (line.startsWith("made") || line.startsWith("Failed")) break;
      }
    } finally {
      child.kill("SIGKILL");
    }
    expect(said.at(-1)).toBe("made Watched");
  });

  it("T3 counts how long it was idle from its last job on", async () => {
    const thread = open();
    await thread.do("summarise", packed);
    thread.beat(0);
    const summary = thread.do("summarise", packed);
    thread.beat(20_000);
    await summary;
    thread.beat(21_000);
    expect(thread.isRunning).toBe(true);
  });

  it("T3 keeps a thread that is asked again and again, also where nobody looks while it works", async () => {
    const thread = open();
    for (const now of [0, 6_000, 12_000]) {
      await thread.do("summarise", packed);
      await nextTurn(); // now it is idle
      thread.beat(now);
    }
    expect(thread.isRunning).toBe(true);
  });

  it("T3 gives a job up at its deadline while the main thread goes on, and does the next", async () => {
    const thread = open({ deadlineMs: 3_000 });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await expect(thread.do("create", { markdown: slow })).rejects.toBeInstanceOf(TooSlow);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
    expect((await thread.do("create", { markdown: long })).title).toBe("The river");
  }, 60_000);

  it("T3 survives a job that needs more memory than it may have, and does the next", async () => {
    const thread = open({ heapMb: 24 });
    await expect(thread.do("create", { markdown: "*a* ".repeat(400_000) })).rejects.toThrow();
    expect(await thread.do("summarise", packed)).toMatchObject({ title: "River" });
  }, 60_000);

  it("T3 says why a job failed, and does the next", async () => {
    const thread = open();
    const broken = { state: Uint8Array.of(1, 2, 3), log: [] };
    await expect(thread.do("summarise", broken)).rejects.toThrow('the job "summarise" failed');
    expect(await thread.do("summarise", packed)).toMatchObject({ title: "River" });
  });

  it("T3 does what somebody waits for before what nobody does", async () => {
    const thread = open();
    const order: string[] = [];
    const jobs = [
      thread.do("create", {}).then(() => order.push("first")),
      thread.do("summarise", packed).then(() => order.push("summary")),
      thread.do("rename", { ...packed, title: "Brook" }).then(() => order.push("rename")),
    ];
    await Promise.all(jobs);
    expect(order).toEqual(["first", "rename", "summary"]);
  });

  it("T3 does nothing once it is closed, and refuses what waits", async () => {
    const thread = open();
    const jobs = [thread.do("create", {}), thread.do("create", {})];
    const outcomes = Promise.allSettled(jobs);
    await thread.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(thread.do("create", {})).rejects.toThrow("closing");
  });

  it("T3 leaves the bytes that it was given as they were, and whoever gave them", async () => {
    const thread = open();
    const before = packed.log.map((piece) => piece.slice());
    await thread.do("rename", { ...packed, title: "Brook" });
    expect(packed.log.map((piece) => Uint8Array.from(piece))).toEqual(
      before.map((piece) => Uint8Array.from(piece)),
    );
  });
});
