import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Tally what came of one suite
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 *
 * @typedef {object} VitestReport
 * @property {{ name: string, status: string, assertionResults: { title: string, status: string }[] }[]} testResults
 */

/**
 * Reads the report of Vitest's JSON reporter. A file that does not load, and a run that fails without a failed test
 * (an unhandled error, its time used up), count as one failure each.
 * @param {string} file
 * @param {boolean} isGreen the run ended with exit code 0
 * @returns {Tally}
 */
export function vitestTally(file, isGreen) {
  /** @type {VitestReport | undefined} */
  const report = readReport(file);
  const files = report?.testResults ?? [];
  const results = files.flatMap((each) => each.assertionResults.map((result) => result.status));
  const broken = files.filter(
    (each) => each.status === "failed" && !each.assertionResults.some((result) => result.status === "failed"),
  );
  const passed = results.filter((status) => status === "passed").length;
  const failed = results.filter((status) => status === "failed").length + broken.length;
  return sound(
    { name: "vitest", passed, failed, skipped: results.length - passed - failed + broken.length },
    isGreen,
  );
}

/**
 * Reads the report of Playwright's JSON reporter, by the same rules.
 * @param {string} file
 * @param {boolean} isGreen
 * @returns {Tally}
 */
export function playwrightTally(file, isGreen) {
  const stats = readReport(file)?.stats ?? {};
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  return sound({ name: "playwright", passed: expected, failed: unexpected + flaky, skipped }, isGreen);
}

/**
 * A suite that is not green, or in which nothing ran, has at least one failure.
 * @param {Tally} tally
 * @param {boolean} isGreen
 * @returns {Tally}
 */
function sound(tally, isGreen) {
  const isEmpty = tally.passed + tally.failed === 0;
  return tally.failed === 0 && (isEmpty || !isGreen) ? { ...tally, failed: 1 } : tally;
}

/**
 * What a suite's JSON reporter wrote, undefined where it wrote nothing.
 * @param {string} file
 */
export function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
