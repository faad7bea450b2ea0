import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyPatch } from "../lib/patch.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "quire-patch-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string): void => writeFileSync(path.join(folder, "a.ts"), text);
const read = (): string => readFileSync(path.join(folder, "a.ts"), "utf8");

function patch(...hunks: string[]): string {
  const head = "Words about it - and + more.\n\n--- a/a.ts\n+++ b/a.ts\n";
  return head + hunks.map((lines) => `@@ -1,3 +1,3 @@ somewhere\n${lines}\n`).join("");
}

test("a patch changes its lines wherever they stand by now, the first and the last too", () => {
  write("new\none\ntwo\n  three\nfour\nlast\n");
  applyPatch(patch("-new", " two\n-  three\n+  3\n+  more\n four", " four\n-last\n+end"), folder);
  expect(read()).toBe("one\ntwo\n  3\n  more\nfour\nend\n");
});

test("a patch whose lines are gone says which", () => {
  write("one\ntwo and more\nthree\n");
  expect(() => applyPatch(patch("-one", " two\n-three"), folder)).toThrow(
    "a.ts has these lines nowhere, and must have them once:\ntwo\nthree\n",
  );
  expect(read(), "and nothing of it is written").toBe("one\ntwo and more\nthree\n");
});

test("a patch that could be meant for two places is applied to neither", () => {
  write("one\ntwo\none\ntwo\n");
  expect(() => applyPatch(patch(" one\n-two"), folder)).toThrow("a.ts has these lines more than once");
});

test("a patch in which nothing is changed is none", () => {
  expect(() => applyPatch("Only words.\n", folder)).toThrow("it must be a unified diff");
});
