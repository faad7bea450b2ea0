import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "@playwright/test";
import { root } from "../../scripts/lib/workspace.mjs";

/** The files of pages as they are served, by their path from the pages' folder. */
export type Pages = ReadonlyMap<string, Uint8Array | string>;

interface Built {
  readonly output: readonly { readonly fileName: string; readonly code?: string; readonly source?: string }[];
}

interface Vite {
  build(options: object): Promise<Built>;
}

/** What an earlier version's sources said instead: it had no code blocks and no callouts, nothing was struck out, and tasks had no ticks. */
const before: Readonly<Record<string, readonly (readonly [now: RegExp, then: string])[]>> = {
  "packages/schema/src/schema.ts": [
    [/^ {2}codeBlock,\n/m, ""],
    [/^ {2}callout,\n/m, ""],
    [/ {4}code_block: .*\n/, ""],
    [/ {4}callout: .*\n/, ""],
    [/^ {2}strike,\n/m, ""],
    [/ {4}strike: .*\n/, ""],
    // Which version that was, a test says.
    [/schemaVersion = (\d+)/, "schemaVersion = globalThis.olderSchema ?? $1"],
  ],
  "packages/schema/src/blocks/paragraph.ts": [
    [/ {2}checked: flag\(\),\n/, ""],
    [/attributes\.checked\.read\(values\.checked\)/, "null"],
  ],
  "packages/editor/src/commands/text.ts": [[/ {2}mark\("strike", \{[^}]*\}\),\n/, ""]],
  // It had no diagrams either: what draws them is most of what there is to build.
  "apps/web/src/frames/draw-diagram.ts": [
    [/^.*$/s, "export const drawDiagram = async () => ({ error: '' });"],
  ],
};

/** Builds the pages of a version whose schema has fewer kinds, marks and attributes, from today's sources. */
export async function buildOlderPages(): Promise<Pages> {
  const changed = new Set<string>();
  const pages = await buildPages(path.join(root, "apps/web"), {
    name: "older",
    enforce: "pre",
    transform(source: string, id: string) {
      const file = path.relative(root, id);
      if (before[file] === undefined) return null;
      changed.add(file);
      return before[file].reduce((code, change) => replaced(file, code, change), source);
    },
  });
  const missing = Object.keys(before).filter((file) => !changed.has(file));
  if (missing.length > 0) throw new Error(`The pages are built without ${missing.join(" and ")}.`);
  return pages;
}

/** Builds the pages whose sources lie in a folder, by the Vite that is installed there. */
export async function buildPages(web: string, ...plugins: readonly object[]): Promise<Pages> {
  const vite = createRequire(path.join(web, "package.json")).resolve("vite");
  const { build }: Vite = await import(pathToFileURL(vite).href);
  const { output } = await build({ root: web, logLevel: "warn", build: { write: false }, plugins });
  return new Map(output.map(({ fileName, code, source }) => [fileName, code ?? source ?? ""]));
}

/** Gives a browser, or one of its tabs, these pages in the place of the server's own, as one has that was opened before an update. */
export async function serveOlderPages(
  where: BrowserContext | Page,
  url: string,
  pages: Pages,
): Promise<void> {
  const context = "context" in where ? where.context() : where;
  // What comes from a test is not from this machine, to a browser that asks before it lets such a page reach it.
  await context.grantPermissions(["local-network-access"], { origin: url });
  await where.route(`${url}/d/*`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: textOf(pages, "index.html") });
  });
  await where.route(`${url}/assets/*`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    const headers = { "content-type": typeOf(file) };
    await route.fulfill({ headers, body: Buffer.from(pages.get(file) ?? "") });
  });
}

function replaced(file: string, code: string, [now, then]: readonly [RegExp, string]): string {
  if (!now.test(code))
    throw new Error(`${file} has no ${now.source} any more: say anew what came before it.`);
  return code.replace(now, then);
}

function textOf(pages: Pages, file: string): string {
  return String(pages.get(file) ?? "");
}

function typeOf(file: string): string {
  if (file.endsWith(".js")) return "text/javascript";
  return file.endsWith(".css") ? "text/css" : "application/octet-stream";
}
