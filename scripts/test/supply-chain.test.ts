import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const sources = (pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: ["**/node_modules/**", "**/dist/**"] });

test("threat D24 every package that is installed is pinned by its content, from the registry", () => {
  const packages =
    read("pnpm-lock.yaml")
      .split(/^packages:$/m)[1]
      ?.split(/^snapshots:$/m)[0] ?? "";
  const resolutions = [...packages.matchAll(/^ {4}resolution: (.*)$/gm)].map(
    ([, resolution = ""]) => resolution,
  );
  expect(resolutions.length).toBeGreaterThan(100);
  expect(resolutions.filter((resolution) => !/^\{integrity: sha512-[\w+/=]+[,}]/.test(resolution))).toEqual(
    [],
  );
  expect(resolutions.filter((resolution) => /tarball:|type: git|https?:/.test(resolution))).toEqual([]);
});

test("threat D24 no page, style or script of ours is fetched from elsewhere", () => {
  const files = [...sources("apps/web/*.html"), ...sources("{apps/web,packages/editor}/src/**/*.css")];
  expect(files.length).toBeGreaterThan(10);
  for (const file of files)
    expect(read(file), file).not.toMatch(
      /(?:src|href)="(?:https?:)?\/\/|@import\s+(?:url\()?["']?(?:https?:)?\/\/|url\(["']?(?:https?:)?\/\//,
    );
});

test("threat D24 the build writes no source maps", () => {
  expect(read("apps/web/vite.config.ts")).not.toMatch(/sourcemap/);
});

test("threat D24 of what is installed, no script runs but Node's own, and nothing is drawn from elsewhere than the lockfile says", () => {
  const workspace = read("pnpm-workspace.yaml");
  const allowed = [
    ...(/^allowBuilds:\n((?: {2}.*\n)+)/m.exec(workspace)?.[1] ?? "").matchAll(/^ {2}(\S+): true$/gm),
  ];
  expect(allowed.map(([, name]) => name)).toEqual(["node"]);
  expect(workspace).toMatch(/^minimumReleaseAge: \d{4,}$/m);
  expect(workspace).toMatch(/^blockExoticSubdeps: true$/m);
  expect(read("scripts/lib/install.mjs")).toContain('"--frozen-lockfile"');
});
