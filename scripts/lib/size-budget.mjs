import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { readManifest, scriptsOf } from "./manifest.mjs";
import { manifestFile, pagesFolder } from "./pages.mjs";

const budgetBytes = 200_000;
/** The worker that keeps the pages, most of it the list of them. */
const workerFile = "service-worker.js";
const workerBudgetBytes = 20_000;

/**
 * Prints how much script each page loads before it can be used, gzipped, and whether that is within the budget. A page
 * is the entry and one of the chunks that it loads lazily, each with all that it imports.
 * @returns {boolean}
 */
export function checkSize() {
  if (!existsSync(manifestFile)) {
    console.error("The pages are not built, so their size is not known.");
    return false;
  }
  const manifest = readManifest();
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
  const pages = entries.flatMap((entry) => [
    [entry],
    ...(manifest[entry]?.dynamicImports ?? []).map((lazy) => [entry, lazy]),
  ]);
  const sizes = pages.map((names) => ({ names, bytes: gzippedSize(manifest, names) }));
  for (const { names, bytes } of sizes) {
    console.log(`${kilobytes(bytes)} kB of ${budgetBytes / 1000}  ${names.join(" + ")}`);
  }
  const worker = gzippedBytes(workerFile);
  console.log(`${kilobytes(worker)} kB of ${workerBudgetBytes / 1000}  ${workerFile}`);
  return sizes.length > 0 && sizes.every(({ bytes }) => bytes <= budgetBytes) && worker <= workerBudgetBytes;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1).padStart(7);
}

/** @param {string} file */
function gzippedBytes(file) {
  return gzipSync(readFileSync(path.join(pagesFolder, file)), { level: 9 }).length;
}

/**
 * @param {ReturnType<typeof readManifest>} manifest
 * @param {readonly string[]} names
 */
function gzippedSize(manifest, names) {
  return scriptsOf(manifest, names)
    .map(gzippedBytes)
    .reduce((sum, bytes) => sum + bytes, 0);
}
