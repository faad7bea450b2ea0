import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "../lib/workspace.mjs";

const lockfile = readFileSync(path.join(root, "pnpm-lock.yaml"), "utf8");
// Each installed package once for every set of peers that it is installed with: `  name@version(peer@version):`
const installed = lockfile
  .slice(lockfile.indexOf("\nsnapshots:"))
  .split("\n")
  .flatMap((line) => /^ {2}'?(@?[^@'\s]+)@([^':\s]+)'?:/.exec(line)?.slice(1, 3).join(" ") ?? []);

// Two copies of these do not know each other's objects: a second Yjs loses edits, a second model refuses slices.
const single = [
  "lib0",
  "lmdb",
  "preact",
  "prosemirror-model",
  "prosemirror-state",
  "prosemirror-transform",
  "prosemirror-view",
  "y-prosemirror",
  "y-protocols",
  "yjs",
];

test.each(single)("%s is in the tree once", (name) => {
  expect(installed.filter((each) => each.startsWith(`${name} `))).toHaveLength(1);
});

test("the lockfile names no registry: whoever installs decides where from", () => {
  expect(lockfile).not.toMatch(/https?:\/\/|tarball:/);
});
