import path from "node:path";
import { Interrupted, Stop } from "./main.mjs";
import { ensurePages } from "./pages.mjs";
import { run } from "./run.mjs";
import { checkShipped } from "./shipped-pages.mjs";
import { checkSize } from "./size-budget.mjs";
import { binaries } from "./workspace.mjs";

const limitMs = 180_000;

/**
 * Runs every check, also after one that failed.
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runChecks() {
  const failures = [];
  for (const { name, isGood } of checks) {
    const good = await isGood();
    console.log(`${good ? "good" : "FAILED"}: ${name}`);
    if (!good) failures.push(name);
  }
  const failed = failures.length;
  return { name: "checks", passed: checks.length - failed, failed, skipped: 0, failures };
}

/** @type {readonly { name: string, isGood: () => Promise<boolean> }[]} */
const checks = [
  { name: "format and lint", isGood: () => succeeds("biome", "check", ".") },
  { name: "types", isGood: () => succeeds("tsc", "-b") },
  { name: "lint with types", isGood: () => succeeds("oxlint", "--type-aware") },
  { name: "unused code", isGood: () => succeeds("knip") },
  { name: "the pages build", isGood: pagesBuild },
  { name: "what the pages fetch", isGood: async () => checkShipped() },
  { name: "size of the pages", isGood: async () => checkSize() },
];

/**
 * @param {string} command one of the workspace's
 * @param {readonly string[]} args
 */
async function succeeds(command, ...args) {
  return (await run(path.join(binaries, command), args, { limitMs })).code === 0;
}

async function pagesBuild() {
  try {
    await ensurePages();
    return true;
  } catch (error) {
    if (!(error instanceof Stop) || error instanceof Interrupted) throw error;
    console.error(error.message);
    return false;
  }
}
