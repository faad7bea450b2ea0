import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../..");
const patterns = ["apps/web/src/**/*.{css,ts,tsx}", "packages/editor/src/**/*.{css,ts}"];

/** Set by Base UI on what it places. */
const ofLibraries = ["--available-height"];

test("every custom property that a style asks for is set somewhere", () => {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
  const texts = files.map((file) => readFileSync(path.join(root, file), "utf8"));
  const named = (pattern: RegExp) =>
    new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name)));
  const isSet = named(/(?<=[\s"'`;{])(--[\w-]+)(?=\s*:|["'`])/g);
  const asked = named(/var\((--[\w-]+)/g);
  expect(asked.size).toBeGreaterThan(50);
  expect([...asked].filter((name = "") => !isSet.has(name) && !ofLibraries.includes(name))).toEqual([]);
});
