import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { node, root } from "../../scripts/lib/workspace.mjs";
import { type Line, type Measurement, parseLines } from "../src/line.ts";

const bench = path.join(root, "bench/src/main.ts");
const servers = ["quire (open rooms)", "quire (documents)", "limit", "limit-framed", "limit-batched"];

async function runBench(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(node, [bench, ...args], { cwd: root });
  return stdout;
}

describe("the bench at its smallest size", () => {
  let lines: readonly Line[];
  let measured: readonly Measurement[];

  beforeAll(async () => {
    lines = parseLines(
      await runBench("--quick", "--json", "--scenario", "fanout,light", "--targets", "quire,limits"),
    );
    measured = lines.filter((line) => line.type === "measurement");
  }, 120_000);

  it("says what it measured with, and the versions of each server", () => {
    expect(lines[0]).toMatchObject({ type: "run", node: expect.stringMatching(/^v\d+\./) });
    const versions = lines.filter((line) => line.type === "versions");
    expect(versions.map(({ target }) => target)).toEqual(servers);
    for (const line of versions) {
      const ofQuire = line.target.startsWith("quire")
        ? { quire: expect.stringMatching(/^\d+\.\d+\.\d+/) }
        : {};
      expect(line.versions).toMatchObject({ ws: expect.stringMatching(/^\d+\.\d+\.\d+$/), ...ofQuire });
    }
  });

  it.each(servers)("counts every character that should reach another client of %s", (target) => {
    const value = (scenario: string, metric: string) =>
      measured
        .filter((line) => line.scenario === scenario && line.target === target && line.metric === metric)
        .map((line) => line.value);
    for (const scenario of ["fanout", "light"]) {
      const expected = value(scenario, "expected in all");
      expect(expected.length).toBe(scenario === "fanout" ? 2 : 1);
      for (const count of expected) expect(count).toBeGreaterThan(0);
      expect(value(scenario, "delivered in all")).toEqual(expected);
      expect(value(scenario, "undelivered")).toEqual(expected.map(() => 0));
    }
  });

  it("fails at nothing", () => {
    expect(lines.filter(({ type }) => type === "failure")).toEqual([]);
  });
});

describe("the bench's options", () => {
  it("are printed by --help", async () => {
    const help = await runBench("--help");
    for (const option of ["--scenario", "--targets", "--reps", "--quick", "--markdown"])
      expect(help).toContain(option);
  });

  it("name what they do not know", async () => {
    await expect(runBench("--targets", "querk")).rejects.toThrow(
      '--targets knows no "querk"; it knows quire,',
    );
    await expect(runBench("--reps", "0")).rejects.toThrow("--reps must be a whole number");
  });
});
