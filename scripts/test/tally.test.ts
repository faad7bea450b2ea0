import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { playwrightTally, vitestTally } from "../lib/tally.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "quire-tally-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = path.join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

function vitestFile(status: string, ...tests: string[]) {
  const assertionResults = tests.map((each) => ({
    status: each,
    fullName: `it ${each}`,
    failureMessages: each === "failed" ? ["\u001b[31mno\u001b[39m"] : [],
  }));
  return { name: "a.test.ts", status, assertionResults };
}

describe("the tally of a run of Vitest", () => {
  test("counts each test by what came of it", () => {
    const file = report({
      testResults: [
        vitestFile("failed", "passed", "failed"),
        vitestFile("passed", "passed", "skipped", "todo"),
      ],
    });
    expect(vitestTally(file, false)).toEqual({
      name: "vitest",
      passed: 2,
      failed: 1,
      skipped: 2,
      failures: ["a.test.ts: it failed\n  no"],
    });
  });

  test("tells an error that belongs to no test", () => {
    const file = report({ testResults: [vitestFile("passed", "passed")] });
    expect(vitestTally(file, false, ["Error: late"]).failures).toEqual([
      "an error that belongs to no test\n  Error: late",
      "vitest: the run failed though no test did",
    ]);
  });

  test("counts a file that did not load as a failure", () => {
    const file = report({ testResults: [vitestFile("failed"), vitestFile("passed", "passed")] });
    expect(vitestTally(file, false)).toMatchObject({ passed: 1, failed: 1 });
  });

  test("has a failure when the run failed though no test did", () => {
    const file = report({ testResults: [vitestFile("passed", "passed")] });
    expect(vitestTally(file, false)).toMatchObject({ passed: 1, failed: 1 });
  });

  test("has a failure when no test ran, or no report was written", () => {
    expect(vitestTally(report({ testResults: [] }), true)).toMatchObject({ passed: 0, failed: 1 });
    expect(vitestTally(path.join(folder, "none.json"), true)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe("the tally of a run of Playwright", () => {
  test("counts a flaky test as failed", () => {
    const file = report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } });
    expect(playwrightTally(file, false)).toMatchObject({
      name: "playwright",
      passed: 3,
      failed: 2,
      skipped: 2,
    });
  });

  test("tells which failed, and the first lines of why", () => {
    const message = Array.from({ length: 20 }, (_, at) => `line ${at}`).join("\n");
    const specs = [
      {
        title: "bad",
        file: "a.spec.ts",
        tests: [{ status: "unexpected", results: [{ error: { message } }] }],
      },
      { title: "good", file: "a.spec.ts", tests: [{ status: "expected", results: [{}] }] },
    ];
    const file = report({ stats: { expected: 1, unexpected: 1 }, suites: [{ suites: [{ specs }] }] });
    const { failures } = playwrightTally(file, false);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^a\.spec\.ts: bad\n {2}line 0\n/);
    expect(failures[0]?.split("\n")).toHaveLength(13);
  });

  test("has a failure when the run failed though no test did, and when no test ran", () => {
    expect(playwrightTally(report({ stats: { expected: 3 } }), false)).toMatchObject({
      passed: 3,
      failed: 1,
    });
    expect(playwrightTally(report({ stats: { expected: 0 } }), true)).toMatchObject({ passed: 0, failed: 1 });
  });
});
