import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { applyPatch } from "./patch.mjs";
import { run } from "./run.mjs";
import { readReport } from "./tally.mjs";
import { binaries, root } from "./workspace.mjs";
import { copyWorkspace } from "./workspace-copy.mjs";

/**
 * @typedef {object} Test the tests of a file whose titles, or those of what they stand in, begin with a rule's or a threat's id
 * @property {string} file as a path from the project's folder
 * @property {string} rule `R6`, `threat A5`
 *
 * @typedef {object} Mutation a way to break the product that tests must notice
 * @property {string} name
 * @property {string} patch
 * @property {Test[]} tests that must go red by it, each of them
 */

/** Where the mutations of a package are: beside its tests. */
const folders = ["packages/people/test/mutations", "packages/server/test/mutations"].map((folder) =>
  path.join(root, folder),
);
const limitMs = 10 * 60_000;

/**
 * The mutations of docs/testing.md, as their patches say.
 * @returns {Mutation[]}
 */
export function readMutations() {
  return folders.flatMap((folder) => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".patch"));
    return files.sort().map((file) => readMutation(path.join(folder, file)));
  });
}

/**
 * @param {string} file
 * @returns {Mutation}
 */
function readMutation(file) {
  const patch = readFileSync(file, "utf8");
  const tests = [...patch.matchAll(/^Red: (\S+) ((?:threat )?\S+)$/gm)].map(([, test = "", rule = ""]) => ({
    file: test,
    rule,
  }));
  return { name: path.basename(file, ".patch"), patch, tests };
}

/**
 * Breaks the product in each of these ways, in a copy of the working tree, and runs the tests that must go red by it.
 * @param {readonly Mutation[]} [mutations]
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runMutations(mutations = readMutations()) {
  const all = mutations.flatMap(({ tests }) => tests);
  const unbroken = await inCopy((copy) => runTests(copy, all));
  const failures = [];
  for (const mutation of mutations) {
    const sick = testsBut("green", mutation.tests, unbroken);
    const fault =
      sick.length > 0
        ? `shows nothing: ${sick.join(", ")} without it`
        : await inCopy((copy) => faultOf(mutation, copy));
    console.log(fault === undefined ? `caught: ${mutation.name}` : `FAILED: ${mutation.name} ${fault}`);
    if (fault !== undefined) failures.push(`${mutation.name} ${fault}`);
  }
  const failed = failures.length;
  return { name: "mutations", passed: mutations.length - failed, failed, skipped: 0, failures };
}

/**
 * Why a mutation shows nothing, or what it shows the tests to lack; undefined where they caught it.
 * @param {Mutation} mutation
 * @param {string} copy
 */
async function faultOf({ patch, tests }, copy) {
  try {
    applyPatch(patch, copy);
  } catch (error) {
    return `does not apply: ${error instanceof Error ? error.message : String(error)}`;
  }
  const blind = testsBut("red", tests, await runTests(copy, tests));
  return blind.length === 0 ? undefined : `is not caught: ${blind.join(", ")}`;
}

/**
 * @template T
 * @param {(copy: string) => Promise<T>} work
 */
async function inCopy(work) {
  const copy = copyWorkspace();
  try {
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/**
 * Runs the tests at the size of every day and from one seed, so that they go the same way each time.
 * @param {string} copy
 * @param {readonly Test[]} tests
 */
async function runTests(copy, tests) {
  const report = path.join(copy, "report.json");
  const files = new Set(tests.map(({ file }) => file));
  const rules = new Set(tests.map(({ rule }) => rule));
  const only = ["--testNamePattern", `(^| )(${[...rules].join("|")}) `];
  const told = ["--silent", "--reporter=json", `--outputFile.json=${report}`];
  const env = { QUIRE_PROVE: undefined, QUIRE_SEED: "1" };
  await run(path.join(binaries, "vitest"), ["run", ...files, ...only, ...told], { cwd: copy, env, limitMs });
  return readReport(report);
}

/**
 * Which of the tests are something else than they should be, in words. A file that does not load is neither: its tests
 * did not run.
 * @param {"red" | "green"} wanted
 * @param {readonly Test[]} tests
 * @param {import("./tally.mjs").VitestReport | undefined} report
 * @returns {string[]}
 */
export function testsBut(wanted, tests, report) {
  return tests.flatMap(({ file, rule }) => {
    const results = report?.testResults.find(({ name }) => name.endsWith(`/${file}`))?.assertionResults ?? [];
    const isMeant = (/** @type {string} */ title) => title.startsWith(`${rule} `);
    const meant = results.filter(({ title, ancestorTitles = [] }) =>
      [...ancestorTitles, title].some(isMeant),
    );
    const statuses = meant.map(({ status }) => status);
    const ran = statuses.includes("passed") ? "green" : "not run";
    const colour = statuses.includes("failed") ? "red" : ran;
    return colour === wanted ? [] : [`${rule} of ${file} is ${colour}`];
  });
}
