// npm test: installs what is missing, a browser included, and runs every check and test.
// npm run prove: the same at full size.
import { rmSync } from "node:fs";
import path from "node:path";
import { runAudit } from "./lib/audit.mjs";
import { ensureBrowser } from "./lib/browser.mjs";
import { runChecks } from "./lib/checks.mjs";
import { ensureCommand } from "./lib/debian.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { main } from "./lib/main.mjs";
import { runMutations } from "./lib/mutations.mjs";
import { run } from "./lib/run.mjs";
import { inMemory } from "./lib/scratch.mjs";
import { playwrightTally, readReport, vitestTally } from "./lib/tally.mjs";
import { unhandledFile } from "./lib/unhandled-reporter.mjs";
import { binaries, memory } from "./lib/workspace.mjs";

const isProof = process.argv.includes("--prove");
const minuteMs = 60_000;
// Several times of what docs/testing.md says: a suite that hangs is ended, one whose processor others use as well is not.
const limitMs = isProof
  ? { vitest: 240 * minuteMs, playwright: 90 * minuteMs }
  : { vitest: 40 * minuteMs, playwright: 60 * minuteMs };
// What is random is the same in each `npm test`, so that a red one is the change's doing; looking for more is `prove`'s.
const seed = process.env.QUIRE_SEED ?? String(Date.now() % 2 ** 31);
// Playwright ends itself in time, with a report of what it got to; this is for when it does not.
const lastWordMs = 30_000;

/** @typedef {import("./lib/tally.mjs").Tally} Tally */

await main(async () => {
  await ensureInstalled();
  // First, so that what is missing is said before minutes have gone by.
  await ensureBrowser();
  if (isProof) await ensureCommand("strace");
  const tallies = [await timed(runChecks), await timed(runVitest), await timed(runPlaywright)];
  if (isProof) tallies.push(await timed(runMutations), await timed(runAudit));
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  // Once more at the end: where only the last lines of a run are kept, they say what failed.
  const failures = tallies.flatMap((tally) => tally.failures.map((each) => `FAILED ${tally.name}: ${each}`));
  console.log(["", ...failures, ...tallies.map(line), `${passed} passed, ${failed} failed`].join("\n"));
  return failed === 0 ? 0 : 1;
});

async function runVitest() {
  const report = path.join(memory, "vitest.json");
  rmSync(unhandledFile, { force: true });
  const reporters = [
    "--reporter=default",
    "--reporter=json",
    "--reporter=./scripts/lib/unhandled-reporter.mjs",
  ];
  const args = ["run", ...reporters, `--outputFile.json=${report}`];
  const isGreen = await runSuite("vitest", args, report, limitMs.vitest);
  return vitestTally(report, isGreen, readReport(unhandledFile));
}

async function runPlaywright() {
  // The name is playwright.config.ts's as well.
  const report = path.join(memory, "playwright.json");
  const args = ["test", `--global-timeout=${limitMs.playwright}`];
  return playwrightTally(report, await runSuite("playwright", args, report, limitMs.playwright + lastWordMs));
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} report an older one must not be taken for this run's
 * @param {number} limit
 */
async function runSuite(command, args, report, limit) {
  rmSync(report, { force: true });
  // Most tests start a server, and each server its workers: compiled once, they take half the processor's time.
  const compiled = { NODE_COMPILE_CACHE: path.join(memory, "compiled") };
  const suite = (/** @type {NodeJS.ProcessEnv} */ env) =>
    run(path.join(binaries, command), args, { env: { ...compiled, ...env }, limitMs: limit });
  const { code, isLate } = isProof
    ? await suite({ QUIRE_PROVE: "1", QUIRE_SEED: seed })
    : await inMemory(suite);
  if (isLate) console.error(`${command} took longer than its ${limit / minuteMs} minutes and was ended.`);
  return code === 0;
}

/**
 * @param {() => Promise<Tally>} suite
 * @returns {Promise<Tally & { seconds: number }>}
 */
async function timed(suite) {
  const start = Date.now();
  const tally = await suite();
  return { ...tally, seconds: Math.round((Date.now() - start) / 1000) };
}

/** @param {Tally & { seconds: number }} tally */
function line({ name, passed, failed, skipped, seconds }) {
  return `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`;
}
