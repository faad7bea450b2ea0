import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { filesBelow, fingerprint, readStamp, writeStamp } from "../../scripts/lib/fingerprint.mjs";
import { run } from "../../scripts/lib/run.mjs";
import { memory, root } from "../../scripts/lib/workspace.mjs";
import { versionIn } from "./installed-version.ts";

/** Where a peer of `bench/peers` is put: gone with node_modules, and in no lockfile of ours. */
export function peerFolder(folder: string): string {
  return path.join(memory, "bench", "peers", folder);
}

/** The versions of some of a peer's packages; one that lies in another's folder is named with that. */
export function peerVersions(folder: string, packages: readonly string[]): Readonly<Record<string, string>> {
  const home = peerFolder(folder);
  return Object.fromEntries(
    packages.map((entry) => [
      entry.split("/node_modules/").at(-1) ?? entry,
      versionIn(path.join(home, "node_modules", entry, "package.json")),
    ]),
  );
}

/** Installs a peer from npm, if it is not there already as its folder pins it. */
export async function installPeer(folder: string): Promise<void> {
  const source = `bench/peers/${folder}`;
  const home = peerFolder(folder);
  const stamp = path.join(home, "node_modules", ".quire-bench");
  const wanted = fingerprint(filesBelow(source, (name) => name !== "node_modules"));
  if (readStamp(stamp) === wanted) return;
  mkdirSync(home, { recursive: true });
  cpSync(path.join(root, source), home, { recursive: true });
  const { code } = await run(
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"],
    {
      cwd: home,
    },
  );
  if (code !== 0) throw new Error(`npm could not install ${source} (code ${code}); its own words are above`);
  writeStamp(stamp, wanted);
}
