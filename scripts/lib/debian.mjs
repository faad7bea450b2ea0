import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Stop } from "./main.mjs";
import { run } from "./run.mjs";

/** Without a network apt would try for long. */
const limitMs = 180_000;

/**
 * Installs packages where that is possible: on Debian and its kin, as root. Elsewhere it does nothing.
 * @param {readonly string[]} packages
 */
export async function installDebianPackages(packages) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  console.log(`Installing ${packages.join(", ")} by apt.`);
  await run("apt-get", ["update", "-qq"], { env, limitMs });
  await run("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...packages], { env, limitMs });
}

/**
 * Sees to it that a command is there that a test needs.
 * @param {string} command also the name of its Debian package
 */
export async function ensureCommand(command) {
  const isThere = () =>
    (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, command)));
  if (!isThere()) await installDebianPackages([command]);
  if (!isThere()) throw new Stop(`The full tests need ${command}: install it and run them again.`);
}
