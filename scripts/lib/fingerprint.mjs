import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./workspace.mjs";

/**
 * One short text that changes when a file's content, its name or their number does.
 * @param {readonly string[]} files paths from the project's folder
 */
export function fingerprint(files) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const file of [...files].sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * All files below a folder, as paths from the project's folder.
 * @param {string} folder
 * @param {(name: string) => boolean} isWanted asked for each file and each folder on the way
 * @returns {string[]}
 */
export function filesBelow(folder, isWanted) {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => isWanted(entry.name))
    .flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(name, isWanted) : [name];
    });
}

/**
 * @param {string} file
 * @returns {string | undefined} the stamp, if there is one
 */
export function readStamp(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {string} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, stamp);
}
