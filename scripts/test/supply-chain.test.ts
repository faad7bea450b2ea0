import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { faultsOfPages } from "../lib/shipped-pages.mjs";

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

const pages = mkdtempSync(path.join(tmpdir(), "quire-shipped-"));
afterAll(() => rmSync(pages, { recursive: true }));

/** What is said of built pages with this file among them. */
function faultsWith(name: string, text: string): string[] {
  const file = path.join(pages, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  const faults = faultsOfPages(pages);
  rmSync(file);
  return faults;
}

test.each([
  ["a source map", "assets/index.js.map", "{}"],
  ["the address of one", "assets/index.js", "x();\n//# sourceMappingURL=index.js.map"],
  ["that of a style's", "assets/index.css", "a{}\n/*# sourceMappingURL=index.css.map */"],
  [
    "a script of another server",
    "index.html",
    '<script type="module" src="https://evil.example/x.js"></script>',
  ],
  ["one without a scheme", "index.html", "<link rel=stylesheet href=//evil.example/x.css>"],
  ["a font of another server", "assets/index.css", "@font-face{src:url(https://evil.example/x.woff2)}"],
  ["a style of another server", "assets/index.css", '@import "//evil.example/x.css";'],
  ["a module of another server", "assets/index.js", 'const m=await import("https://evil.example/x.js")'],
  ["one that is always loaded", "assets/index.js", 'import{a}from"https://evil.example/x.js";'],
  ["the address of a CDN", "assets/index.js", 's.src="//"+"cdn.jsdelivr.net/npm/x"'],
])("threat D24 the check of the built pages finds %s", (_, name, text) => {
  expect(faultsWith(name, text)).toEqual([expect.stringContaining(name)]);
});

test("threat D24 the check of the built pages has nothing to say of links, of our own files, and of what is only named", () => {
  expect(faultsWith("index.html", '<script type="module" src="/assets/a.js"></script>')).toEqual([]);
  expect(
    faultsWith("assets/a.js", 'const site="https://www.youtube-nocookie.com/embed/";import"./b.js"'),
  ).toEqual([]);
  expect(faultsWith("assets/a.css", 'a{background:url("/assets/a.svg")}')).toEqual([]);
});

test("threat D24 every dependency of a package is in the lockfile, and nothing else is there for it", () => {
  const importers =
    read("pnpm-lock.yaml")
      .split(/^importers:$/m)[1]
      ?.split(/^packages:$/m)[0] ?? "";
  const sections = importers.split(/^ {2}(?=\S)/m).slice(1);
  const manifests = ["package.json", ...sources("{apps,packages}/*/package.json")];
  expect(sections).toHaveLength(manifests.length);
  for (const file of manifests) {
    const section = sections.find((each) => each.startsWith(`${path.dirname(file)}:`)) ?? "";
    const locked = [...section.matchAll(/^ {6}'?([^\s':]+)'?:\n {8}specifier: /gm)].map(
      ([, name = ""]) => name,
    );
    const manifest = JSON.parse(read(file)) as Record<string, Readonly<Record<string, string>> | undefined>;
    const wanted = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    );
    expect(locked.toSorted(), file).toEqual(wanted.toSorted());
  }
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
