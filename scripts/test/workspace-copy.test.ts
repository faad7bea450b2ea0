import { execFileSync } from "node:child_process";
import { existsSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { node, root } from "../lib/workspace.mjs";
import { copyWorkspace } from "../lib/workspace-copy.mjs";

let copy: string;
beforeAll(() => {
  copy = copyWorkspace();
});
afterAll(() => rmSync(copy, { recursive: true }));

/** The file that a package in the copy is given when it imports this. */
function importedBy(from: string, name: string): string {
  const told = `console.log((await import("node:url")).fileURLToPath(import.meta.resolve("${name}")))`;
  const args = ["--input-type=module", "-e", told];
  return execFileSync(node, args, { cwd: path.join(copy, from), encoding: "utf8" }).trim();
}

test("a copy of the workspace imports its own sources, and what others wrote from where it is installed", () => {
  expect(importedBy("apps/server", "@quire/server")).toBe(path.join(copy, "packages/server/src/index.ts"));
  expect(importedBy("packages/server", "yjs")).toContain(realpathSync(path.join(root, "node_modules/.pnpm")));
});

test("a copy of the workspace holds nothing that is built", () => {
  expect(
    ["dist", "tsconfig.tsbuildinfo"].filter((name) => existsSync(path.join(copy, "packages/server", name))),
  ).toEqual([]);
});
