import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {object} Hunk lines that a patch puts in the place of others
 * @property {string} file as a path from the project's folder
 * @property {string} before
 * @property {string} after
 */

/**
 * Reads a unified diff. What stands before the first file is words, and where the lines stood is not asked: sources move.
 * @param {string} patch
 * @returns {Hunk[]}
 */
export function parsePatch(patch) {
  /** @type {Hunk[]} */
  const hunks = [];
  let file = "";
  /** @type {Hunk | undefined} */
  let hunk;
  for (const line of patch.split("\n")) {
    if (line.startsWith("--- ")) hunk = undefined;
    else if (line.startsWith("+++ b/")) file = line.slice("+++ b/".length);
    else if (line.startsWith("@@ ")) {
      hunk = { file, before: "", after: "" };
      hunks.push(hunk);
    } else if (hunk !== undefined) {
      const text = `${line.slice(1)}\n`;
      if (/^[ -]/.test(line)) hunk.before += text;
      if (/^[ +]/.test(line)) hunk.after += text;
    }
  }
  return hunks;
}

/**
 * The files that a patch changes, as they are with it. Throws where one of its places is not to be found, or more than one is.
 * @param {string} patch
 * @param {string} folder where the files are without it
 */
export function patched(patch, folder) {
  const hunks = parsePatch(patch);
  if (hunks.length === 0) throw new Error("there is no change in it: it must be a unified diff");
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const { file, before, after } of hunks) {
    const source = files.get(file) ?? readFileSync(path.join(folder, file), "utf8");
    files.set(file, replaceOnce(source, before, after, file));
  }
  return files;
}

/**
 * Applies a patch to the files in a folder: whole, or not at all.
 * @param {string} patch
 * @param {string} folder
 */
export function applyPatch(patch, folder) {
  for (const [file, source] of patched(patch, folder)) writeFileSync(path.join(folder, file), source);
}

/**
 * @param {string} source
 * @param {string} before whole lines
 * @param {string} after
 * @param {string} file
 */
function replaceOnce(source, before, after, file) {
  // From a line's beginning.
  const text = `\n${source}`;
  const lines = `\n${before}`;
  const at = text.indexOf(lines);
  const isTwice = at !== -1 && text.includes(lines, at + 1);
  if (at === -1 || isTwice) {
    const count = isTwice ? "more than once" : "nowhere";
    throw new Error(`${file} has these lines ${count}, and must have them once:\n${before}`);
  }
  return source.slice(0, at) + after + source.slice(at + before.length);
}
