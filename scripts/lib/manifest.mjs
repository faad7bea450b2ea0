import { readFileSync } from "node:fs";
import { manifestFile } from "./pages.mjs";

/**
 * @typedef {object} Chunk an entry of Vite's manifest
 * @property {string} file
 * @property {boolean} [isEntry]
 * @property {string[]} [imports] loaded with it
 * @property {string[]} [dynamicImports] loaded later
 */

/**
 * What the built pages consist of, by the names of their sources.
 * @returns {Record<string, Chunk>}
 */
export function readManifest() {
  return JSON.parse(readFileSync(manifestFile, "utf8"));
}

/**
 * The scripts of these chunks and of all that is loaded with them.
 * @param {Record<string, Chunk>} manifest
 * @param {readonly string[]} names
 */
export function scriptsOf(manifest, names) {
  return [...withImports(manifest, names)]
    .map((name) => manifest[name]?.file ?? "")
    .filter((file) => file.endsWith(".js"));
}

/**
 * @param {Record<string, Chunk>} manifest
 * @param {readonly string[]} names
 * @param {Set<string>} [found]
 */
function withImports(manifest, names, found = new Set()) {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    withImports(manifest, manifest[name]?.imports ?? [], found);
  }
  return found;
}
