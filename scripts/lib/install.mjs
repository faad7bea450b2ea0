import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fingerprint, readStamp, writeStamp } from "./fingerprint.mjs";
import { Stop } from "./main.mjs";
import { run } from "./run.mjs";
import { memory, node, root } from "./workspace.mjs";

const stampFile = path.join(memory, "installed");

/** Makes node_modules what the lockfile says, if it is not that already. */
export async function ensureInstalled() {
  const wanted = fingerprint(manifests());
  if (existsSync(node) && readStamp(stampFile) === wanted) return;
  console.log("Installing what Quire needs, as the lockfile pins it.");
  const { code, output } = await install();
  if (code !== 0) throw new Stop(`Nothing was started: ${reason(output, code)}`);
  writeStamp(stampFile, wanted);
}

/** What an install depends on. */
function manifests() {
  const packages = ["apps", "packages"].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}/package.json`),
  );
  return ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ...packages].filter((file) =>
    existsSync(path.join(root, file)),
  );
}

async function install() {
  try {
    return await run("npx", ["--yes", "pnpm@12", "install", "--frozen-lockfile"], {
      keepOutput: true,
      env: { npm_config_update_notifier: "false", npm_config_audit: "false", npm_config_fund: "false" },
    });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
    throw new Stop(
      "npx was not found on the PATH; it comes with npm, which Quire needs to install what it uses.",
    );
  }
}

/** @type {readonly (readonly [RegExp, string])[]} */
const reasons = [
  [/ENOSPC|No space left/i, "the disk is full."],
  [/EROFS|EACCES|EPERM|Permission denied/i, "the install may not write here; its own words are above."],
  [
    /ERR_PNPM_OUTDATED_LOCKFILE/,
    "pnpm-lock.yaml does not fit the package.json files; run `npx pnpm@12 install` and keep the new lockfile.",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|network/i,
    "the npm registry could not be reached; the first start needs the network, later ones do not.",
  ],
];

/**
 * @param {string} output
 * @param {number} code
 */
function reason(output, code) {
  const known = reasons.find(([pattern]) => pattern.test(output));
  return known?.[1] ?? `the install ended with code ${code}; its own words are above.`;
}
