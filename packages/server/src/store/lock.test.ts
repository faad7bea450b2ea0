import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import timers from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runs } from "../../../../trouble/runs.ts";
import { lockDirectory } from "./lock.ts";

const script = fileURLToPath(new URL("../../test/children/hold-lock.ts", import.meta.url));

let directory: string;
const children = new Set<ChildProcessWithoutNullStreams>();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-lock-"));
});
afterEach(async () => {
  await Promise.all([...children].map((child) => kill(child)));
  rmSync(directory, { recursive: true });
});

interface Racer {
  readonly child: ChildProcessWithoutNullStreams;
  nextLine(): Promise<string>;
}

/** A process that is ready to take the lock. */
async function startRacer(): Promise<Racer> {
  const child = spawn(process.execPath, [script, directory]);
  children.add(child);
  child.once("close", () => children.delete(child));
  const lines: string[] = [];
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    const whole = text.split("\n");
    text = whole.pop() ?? "";
    lines.push(...whole);
    child.emit("line");
  });
  const nextLine = async (): Promise<string> => {
    while (lines.length === 0) await once(child, "line");
    return lines.shift()!;
  };
  expect(await nextLine()).toBe("ready");
  return { child, nextLine };
}

async function hold(): Promise<Racer> {
  const racer = await startRacer();
  racer.child.stdin.write("go");
  expect(await racer.nextLine()).toBe("held");
  return racer;
}

async function kill(child: ChildProcessWithoutNullStreams): Promise<void> {
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
}

/** Changes what the lock in the directory says of its holder. */
function forge(change: Record<string, unknown>): void {
  const path = join(directory, "quire.lock");
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...change }));
}

describe("the lock of a data directory", () => {
  it("S12 refuses a second process, and names the pid of the first", async () => {
    const { child } = await hold();
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      code: "QUIRE_ERR_DATA_DIR_LOCKED",
      message: expect.stringContaining(`the process ${child.pid}`),
    });
    expect(readdirSync(directory)).toEqual(["quire.lock"]);
  });

  it("S12 refuses the same process a second time", async () => {
    const held = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: "QUIRE_ERR_DATA_DIR_LOCKED" });
    held.release();
    const again = await lockDirectory(directory);
    again.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("S12 is there for the next once the holder has ended, or was killed", async () => {
    const ended = await hold();
    ended.child.stdin.end();
    await once(ended.child, "close");
    const killed = await hold();
    await kill(killed.child);
    const held = await lockDirectory(directory);
    held.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("S12 is not kept by another process that got the dead one's pid", async () => {
    const held = await lockDirectory(directory);
    forge({ began: "another boot 12345" });
    const again = await lockDirectory(directory);
    // The first let-go must not take away what is the second's by now.
    held.release();
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: "QUIRE_ERR_DATA_DIR_LOCKED" });
    again.release();
  });

  it("S12 nothing is written by a holder who was suspended until another took the lock", async () => {
    const held = await lockDirectory(directory);
    held.check();
    const path = join(directory, "quire.lock");
    const other = JSON.stringify({ pid: 1, host: "elsewhere", began: "then", nonce: "another's" });
    writeFileSync(path, other);
    const { now } = performance;
    vi.spyOn(performance, "now").mockImplementation(() => now.call(performance) + 10_000);
    expect(() => held.check()).toThrow(expect.objectContaining({ code: "QUIRE_ERR_DATA_DIR_LOST" }));
    vi.restoreAllMocks();
    expect(() => held.check(), "for ever").toThrow("another process has taken");
    held.release();
    expect(readFileSync(path, "utf8")).toBe(other);
  });

  it("S12 nothing is written by a holder whose whole machine was suspended, which its own clock does not count", async () => {
    const held = await lockDirectory(directory);
    forge({ nonce: "another's" });
    const later = Date.now() + 10_000;
    vi.spyOn(Date, "now").mockReturnValue(later);
    expect(() => held.check()).toThrow(expect.objectContaining({ code: "QUIRE_ERR_DATA_DIR_LOST" }));
    vi.restoreAllMocks();
    held.release();
  });

  it("S12 nothing is written by a holder who was suspended until another had taken the lock and let it go", async () => {
    const held = await lockDirectory(directory);
    rmSync(join(directory, "quire.lock"));
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 10_000);
    expect(() => held.check()).toThrow(expect.objectContaining({ code: "QUIRE_ERR_DATA_DIR_LOST" }));
    vi.restoreAllMocks();
    held.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("S12 is put back when it was removed by hand", async () => {
    const held = await lockDirectory(directory);
    rmSync(join(directory, "quire.lock"));
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 5_000);
    held.check();
    vi.restoreAllMocks();
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: "QUIRE_ERR_DATA_DIR_LOCKED" });
    held.release();
  });

  it("S12 is taken from a holder on another host whose heart has stopped", async () => {
    const held = await lockDirectory(directory);
    held.release();
    const path = join(directory, "quire.lock");
    for (const text of ['{"pid":1,"host":"elsewhere","began":"1"}', "{", ""]) {
      writeFileSync(path, text);
      const long = new Date(Date.now() - 60_000);
      utimesSync(path, long, long);
      const taken = await lockDirectory(directory);
      taken.release();
    }
  });

  describe("of a holder on another host, where its process cannot be looked up", () => {
    /** What comes to pass while the lock waits for another's heart; the wait itself takes no time. */
    const passes = vi.fn<(ms: number) => unknown>();
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
      vi.spyOn(timers, "setTimeout").mockImplementation(async (ms) => void passes(ms ?? 0));
      syncBuiltinESMExports();
    });
    afterEach(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
      syncBuiltinESMExports();
      passes.mockReset();
    });

    it("S12 is not taken while its heart beats", async () => {
      const held = await lockDirectory(directory);
      forge({ host: "elsewhere" });
      passes.mockImplementation((ms) => vi.advanceTimersByTime(ms));
      await expect(lockDirectory(directory)).rejects.toMatchObject({ code: "QUIRE_ERR_DATA_DIR_LOCKED" });
      held.release();
    });

    it("S12 is taken when its heart does not beat for as long as three beats take", async () => {
      const held = await lockDirectory(directory);
      forge({ host: "elsewhere", nonce: "another's" });
      const taken = await lockDirectory(directory);
      expect(passes.mock.calls).toEqual([[7_000]]);
      taken.release();
      held.release();
    });
  });

  it(
    "S12 goes to exactly one of many that find a dead holder's",
    async () => {
      for (let round = 0; round < runs(3, 100); round++) {
        const dead = await hold();
        await kill(dead.child);
        const racers = await Promise.all(Array.from({ length: 6 }, startRacer));
        for (const { child } of racers) child.stdin.write("go");
        const said = await Promise.all(racers.map(({ nextLine }) => nextLine()));
        expect(said.filter((line) => line === "held")).toHaveLength(1);
        expect(said.filter((line) => line.includes("is held by the process"))).toHaveLength(5);
        await Promise.all([...children].map((child) => kill(child)));
      }
    },
    runs(60_000, 24 * 3_600_000),
  );
});
