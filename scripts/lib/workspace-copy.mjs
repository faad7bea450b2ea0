import { cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./workspace.mjs";

/** What is built, kept by a run, or somebody's data. */
const left = new Set([".git", "dist", "dist-types", "data", "test-results", "playwright-report", "coverage"]);

/**
 * Makes a copy of the working tree in which the tests run as they do here, on its own sources; of what others wrote it has
 * only links. Whoever makes it removes it.
 * @returns {string} its folder
 */
export function copyWorkspace() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "quire-copy-")));
  try {
    cpSync(root, folder, { recursive: true, verbatimSymlinks: true, filter: isCopied });
    // All other links are relative: those into the store lead there by this one, those between our packages stay in the copy.
    symlinkSync(path.join(root, "node_modules/.pnpm"), path.join(folder, "node_modules/.pnpm"), "dir");
    refuseForeignSources(folder);
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}

/** @param {string} source */
function isCopied(source) {
  const { base, dir } = path.parse(source);
  // The store, and what tools remember.
  if (path.basename(dir) === "node_modules" && base.startsWith(".")) return false;
  return !left.has(base) && !base.endsWith(".tsbuildinfo");
}

/**
 * A test that imported the sources here, by a link that leads out of the copy, would say nothing of the copy's.
 * @param {string} folder
 */
function refuseForeignSources(folder) {
  const packages = ["apps", "packages"].flatMap((floor) =>
    readdirSync(path.join(folder, floor)).map((name) => path.join(folder, floor, name)),
  );
  const scopes = packages
    .map((from) => path.join(from, "node_modules/@quire"))
    .filter((each) => existsSync(each));
  const links = scopes.flatMap((scope) => readdirSync(scope).map((name) => path.join(scope, name)));
  for (const link of links) {
    const real = realpathSync(link);
    if (!packages.includes(real))
      throw new Error(`${link} leads to ${real}, out of the copy of the workspace`);
  }
}
