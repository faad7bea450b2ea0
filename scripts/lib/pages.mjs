import { existsSync } from "node:fs";
import path from "node:path";
import { filesBelow, fingerprint, readStamp, writeStamp } from "./fingerprint.mjs";
import { Stop } from "./main.mjs";
import { attempt, run } from "./run.mjs";
import { root } from "./workspace.mjs";

const web = path.join(root, "apps/web");
const vite = path.join(web, "node_modules/.bin/vite");

/** Where the built pages are. */
export const pagesFolder = path.join(web, "dist");

/** A file that the build writes: which file came from which source, and what imports what. */
export const manifestFile = path.join(pagesFolder, ".vite/manifest.json");

// Inside what it speaks of: a build by any other way clears it.
const stampFile = path.join(pagesFolder, ".vite/sources");

/** Builds the pages, if they are not built from these sources already. */
export async function ensurePages() {
  const wanted = fingerprint(sources());
  if (existsSync(manifestFile) && readStamp(stampFile) === wanted) return;
  const { code } = await run(vite, ["build", "--logLevel", "warn"], { cwd: web });
  if (code !== 0)
    throw new Stop(`The pages did not build (vite ended with code ${code}); its words are above.`);
  writeStamp(stampFile, wanted);
}

/**
 * Serves the pages from their sources, with reload, until the signal.
 * @param {AbortSignal} until
 */
export function servePages(until) {
  return attempt(vite, [], { cwd: web, until });
}

function sources() {
  const folders = [
    "apps/web",
    ...["protocol", "schema", "client", "binding", "editor"].map((name) => `packages/${name}`),
  ];
  const files = folders.flatMap((folder) => filesBelow(folder, isSource));
  return [...files, "pnpm-lock.yaml", "tsconfig.base.json"];
}

/** @param {string} name */
function isSource(name) {
  return !/^(node_modules|dist|dist-types|test)$|\.test\.tsx?$|\.tsbuildinfo$/.test(name);
}
