import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {object} Tally what came of one suite
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} failures which, each with what was said about it
 *
 * @typedef {object} VitestReport
 * @property {VitestFile[]} testResults
 *
 * @typedef {object} VitestFile
 * @property {string} name
 * @property {string} status
 * @property {string} [message] why it did not load
 * @property {VitestTest[]} assertionResults
 *
 * @typedef {object} VitestTest
 * @property {string} title
 * @property {string} [fullName] with the titles of what it stands in
 * @property {string[]} [ancestorTitles] those titles
 * @property {string} status
 * @property {string[]} [failureMessages]
 *
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {PlaywrightSpec[]} [specs]
 *
 * @typedef {object} PlaywrightSpec
 * @property {string} title
 * @property {boolean} ok
 * @property {string} file
 * @property {{ status: string, results: { error?: { message?: string } }[] }[]} tests
 */

// Enough of a message to know the failure by, where only the end of the output is at hand.
const linesOfMessage = 12;

/**
 * Reads the report of Vitest's JSON reporter. A file that does not load, and a run that fails without a failed test
 * (an unhandled error, its time used up), count as one failure each.
 * @param {string} file
 * @param {boolean} isGreen the run ended with exit code 0
 * @param {readonly string[]} [unhandled] the errors that belong to no test
 * @returns {Tally}
 */
export function vitestTally(file, isGreen, unhandled = []) {
  /** @type {VitestReport | undefined} */
  const report = readReport(file);
  const files = report?.testResults ?? [];
  const results = files.flatMap((each) => each.assertionResults.map((result) => result.status));
  const broken = files.filter(
    (each) => each.status === "failed" && !each.assertionResults.some((result) => result.status === "failed"),
  );
  const passed = results.filter((status) => status === "passed").length;
  const failed = results.filter((status) => status === "failed").length + broken.length;
  const failures = [
    ...broken.map(({ name, message }) => failure(name, message)),
    ...files.flatMap(failedTests),
    ...unhandled.map((error) => failure("an error that belongs to no test", error)),
  ];
  const skipped = results.length - passed - failed + broken.length;
  return sound({ name: "vitest", passed, failed, skipped, failures }, isGreen);
}

/**
 * Reads the report of Playwright's JSON reporter, by the same rules.
 * @param {string} file
 * @param {boolean} isGreen
 * @returns {Tally}
 */
export function playwrightTally(file, isGreen) {
  const { stats = {}, suites = [], errors = [] } = readReport(file) ?? {};
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  const failures = [
    .../** @type {PlaywrightSuite[]} */ (suites).flatMap(failedSpecs),
    .../** @type {{ message?: string }[]} */ (errors).map(({ message }) => failure("the run", message)),
  ];
  const failed = unexpected + flaky;
  return sound({ name: "playwright", passed: expected, failed, skipped, failures }, isGreen);
}

/** @param {VitestFile} file */
function failedTests({ name, assertionResults }) {
  const failed = assertionResults.filter(({ status }) => status === "failed");
  return failed.map(({ title, fullName = title, failureMessages }) =>
    failure(`${name}: ${fullName}`, failureMessages?.[0]),
  );
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {string[]}
 */
function failedSpecs({ suites = [], specs = [] }) {
  const failed = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => failure(`${file}: ${title}`, results.find(({ error }) => error)?.error?.message)),
  );
  return [...suites.flatMap(failedSpecs), ...failed];
}

/**
 * @param {string} where
 * @param {string} [message]
 */
function failure(where, message = "nothing was said") {
  const lines = stripVTControlCharacters(message).split("\n").slice(0, linesOfMessage);
  return [where, ...lines.map((line) => `  ${line}`)].join("\n");
}

/**
 * A suite that is not green, or in which nothing ran, has at least one failure.
 * @param {Tally} tally
 * @param {boolean} isGreen
 * @returns {Tally}
 */
function sound(tally, isGreen) {
  const isEmpty = tally.passed + tally.failed === 0;
  if (tally.failed > 0 || (isGreen && !isEmpty)) return tally;
  const why = isEmpty ? "nothing ran" : "the run failed though no test did";
  return { ...tally, failed: 1, failures: [...tally.failures, `${tally.name}: ${why}`] };
}

/**
 * What a suite's JSON reporter wrote, undefined where it wrote nothing.
 * @param {string} file
 */
export function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
