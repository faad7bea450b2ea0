import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "../../scripts/lib/workspace.mjs";
import { buildPages, type Pages } from "./older-pages.ts";

/** The sources of the pages as one commit had them, the last one before callouts, tables and pictures. docs/testing.md says how it is made. */
const sources = path.join(root, "e2e/fixtures/pages-of-schema-1.tar.gz");
const workspaces = [
  "apps/web",
  ...["binding", "client", "editor", "protocol", "schema"].map((name) => `packages/${name}`),
];

/** Builds the pages of an earlier commit, with what is installed today. */
export async function buildEarlierPages(): Promise<Pages> {
  const folder = await mkdtemp(path.join(tmpdir(), "quire-earlier-"));
  try {
    await promisify(execFile)("tar", ["-xzf", sources, "-C", folder]);
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    for (const workspace of workspaces) {
      const modules = path.join(workspace, "node_modules");
      // Links among the workspaces lead to those that lie here, all others to what is installed.
      await cp(path.join(root, modules), path.join(folder, modules), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    const web = path.join(folder, "apps/web");
    // What it built was compressed on the disk, where nothing is now.
    await mkdir(path.join(web, "dist"));
    return await buildPages(web);
  } finally {
    await rm(folder, { recursive: true });
  }
}
