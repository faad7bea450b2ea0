import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Where pnpm puts the commands of the root's dependencies. */
export const binaries = path.join(root, "node_modules", ".bin");

/** The Node that runs Quire: the devDependency, whatever the system's own Node is. */
export const node = path.join(root, "node_modules", "node", "bin", "node");

/** What the scripts remember between two runs: stamps and reports. Gone with node_modules. */
export const memory = path.join(root, "node_modules", ".quire");

/**
 * The environment of every process that the scripts start: the workspace's commands come before the system's.
 * @param {NodeJS.ProcessEnv} [further]
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(further = {}) {
  return { ...process.env, PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ""}`, ...further };
}
