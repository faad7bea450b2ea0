import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { node, root } from "../../scripts/lib/workspace.mjs";
import { type Line, parseLines } from "../src/line.ts";

const bench = path.join(root, "bench/src/main.ts");
const scenarios = "keystroke,writers,every-kind,long-document,large-steps,page-size";
const keys = 4;

describe("the bench of pages at its smallest size", () => {
  let lines: readonly Line[];

  beforeAll(async () => {
    const args = ["--quick", "--json", "--scenario", scenarios, "--targets", "quire,prosemirror"];
    const { stdout } = await promisify(execFile)(node, [bench, ...args], { cwd: root });
    lines = parseLines(stdout);
    // Some ten pages are opened: seconds, but many of them where others use the machine.
  }, 240_000);

  const values = (scenario: string, target: string, metric: string) =>
    lines
      .filter((line) => line.type === "measurement")
      .filter((line) => line.scenario === scenario && line.target === target && line.metric === metric)
      .map(({ value }) => value ?? 0);

  it("says which browser it was, and with which versions the pages are made", () => {
    expect(lines.filter((line) => line.type === "browser")).toMatchObject([
      { version: expect.stringMatching(/^Chromium \d+\./) },
    ]);
    const versions = lines.filter((line) => line.type === "versions");
    expect(versions.map(({ target }) => target)).toEqual(["quire (page)", "prosemirror"]);
    for (const line of versions)
      expect(line.versions).toMatchObject({ "prosemirror-view": expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  });

  it.each([
    ["prosemirror", 1],
    ["quire (page)", 2],
  ])("times each key to its paint in %s, on %i pages", (target, pages) => {
    const own = values("keystroke", target, "own paints in all");
    const others = values("keystroke", target, "other's paints in all");
    const together = values("keystroke", target, "drawn together");
    expect(own).toHaveLength(1);
    expect(own.map((count, index) => count + (others[index] ?? 0) + (together[index] ?? 0))).toEqual(
      own.map(() => pages * keys),
    );
    for (const metric of ["own paint p50", ...(pages > 1 ? ["other's paint p50"] : [])])
      for (const time of values("keystroke", target, metric)) expect(time).toBeGreaterThan(0);
  });

  it("has others write, and move their carets, in the page that is measured", () => {
    const [written = 0, ...none] = values("writers", "quire (page)", "others' letters");
    expect(written).toBeGreaterThan(0);
    expect(none).toEqual([0]);
    expect(values("writers", "quire (page)", "carets")).toEqual([expect.any(Number), expect.any(Number)]);
    for (const carets of values("writers", "quire (page)", "carets")) expect(carets).toBeGreaterThan(0);
  });

  it("asks Quire's server how late it was meanwhile", () => {
    const late = values("writers", "quire (page)", "server's loop late by at most");
    expect(late).toHaveLength(2);
    for (const ms of late) expect(ms).toBeGreaterThan(0);
  });

  it("times a long paste and many replacements on both pages, and a key in a large table", () => {
    const own = values("large-steps", "quire (page)", "own paint p50");
    const other = values("large-steps", "quire (page)", "other's paint");
    expect([own.length, other.length]).toEqual([3, 2]);
    for (const time of [...own, ...other]) expect(time).toBeGreaterThan(0);
  });

  it("times keys in a document of every kind, beside one of lines, alone and among writers", () => {
    const times = values("every-kind", "quire (page)", "own paint p50");
    expect(times).toHaveLength(4);
    for (const time of times) expect(time).toBeGreaterThan(0);
    const letters = values("every-kind", "quire (page)", "others' letters");
    expect(letters.map((count) => count > 0)).toEqual([false, false, true, true]);
  });

  it("knows when a document's bytes were there, and when its first screen was painted", () => {
    for (const target of ["prosemirror", "quire (page)"]) {
      for (const metric of ["received", "bytes to first screen"])
        for (const value of values("long-document", target, metric)) expect(value).toBeGreaterThan(0);
    }
  });

  it("weighs the scripts of each of Quire's pages", () => {
    const [document = 0, library = 0] = values("page-size", "quire (page)", "scripts");
    expect(library).toBeGreaterThan(0);
    expect(document).toBeGreaterThan(library);
  });

  it("fails at nothing", () => {
    expect(lines.filter(({ type }) => type === "failure")).toEqual([]);
  });
});
