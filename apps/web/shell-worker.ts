import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin, type ResolvedConfig, type Rolldown } from "vite";
import type { ShellContent } from "./src/offline/shell-name.ts";

/** Files as they are served, by their path. */
type Files = Readonly<Record<string, string | Uint8Array>>;

/** The worker's own file. It keeps its name, since browsers ask for it by that. */
const workerFile = "service-worker.js";
const workerSource = "src/offline/worker/service-worker.ts";
const page = "index.html";

/**
 * Builds the worker that opens the pages without a network, with the list of all files that they are made of, and writes the
 * build's name into the page.
 */
export function shellWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "quire-shell-worker",
    apply: "build",
    enforce: "post",
    configResolved(resolved) {
      config = resolved;
    },
    generateBundle: {
      order: "post",
      async handler(_, bundle) {
        const html = bundle[page];
        if (html?.type !== "asset") throw new Error(`The build wrote no ${page}.`);
        const files = { ...publicFiles(config.publicDir), ...shellFiles(bundle) };
        const name = nameOf(files);
        html.source = named(String(html.source), name);
        const content = contentOf({ ...files, [page]: html.source }, name);
        this.emitFile({
          type: "asset",
          fileName: workerFile,
          source: await buildWorker(config.root, content),
        });
      },
    },
  };
}

/** What the worker is told of a build. */
function contentOf(files: Files, name: string): ShellContent {
  const paths = Object.keys(files).toSorted();
  const list = paths.map((path) => [path, `sha256-${digest(files[path], "base64")}`] as const);
  return { build: name, page, files: list };
}

/** One short name for a build: another one when anything in it is. */
function nameOf(files: Files): string {
  const all = Object.entries(files).map(([path, bytes]) => `${path} ${digest(bytes, "hex")}`);
  return digest(all.toSorted().join("\n"), "hex").slice(0, 16);
}

function named(html: string, name: string): string {
  const at = html.indexOf("<title>");
  if (at < 0) throw new Error(`${page} has no title to write the build's name above.`);
  return `${html.slice(0, at)}<meta name="quire-build" content="${name}" />\n    ${html.slice(at)}`;
}

/**
 * What the page needs, now or later. No worker answers a page in a sandbox: what is only there for one, diagrams above all,
 * cannot be had without a network, and would be most of the bytes.
 */
function shellFiles(bundle: Rolldown.OutputBundle): Files {
  const chunks = chunksOf(bundle);
  const entries = chunks.filter(
    ({ isEntry, facadeModuleId }) => isEntry && facadeModuleId?.endsWith(`/${page}`),
  );
  const needed = new Set(entries.map(({ fileName }) => fileName));
  // A set goes on to what is added.
  for (const name of needed) {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    for (const other of [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])]) needed.add(other);
  }
  const isNeeded = (file: Rolldown.OutputAsset | Rolldown.OutputChunk) =>
    file.type === "chunk" ? needed.has(file.fileName) : isServed(file.fileName);
  return Object.fromEntries(
    Object.values(bundle)
      .filter(isNeeded)
      .map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]),
  );
}

function chunksOf(bundle: Rolldown.OutputBundle): readonly Rolldown.OutputChunk[] {
  return Object.values(bundle).filter((file) => file.type === "chunk");
}

/** What stands in a folder that begins with a dot is for tools; of the pages there is one. */
function isServed(name: string): boolean {
  return !name.startsWith(".") && !name.endsWith(".map") && (name === page || !name.endsWith(".html"));
}

function publicFiles(folder: string): Files {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

function digest(bytes: string | Uint8Array | undefined, encoding: "base64" | "hex"): string {
  return createHash("sha256")
    .update(bytes ?? "")
    .digest(encoding);
}

/** The worker in one file, and no module: not every browser takes one for this. */
async function buildWorker(root: string, content: ShellContent): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define: { shellContent: JSON.stringify(content) },
    build: {
      write: false,
      target: "es2023",
      modulePreload: false,
      rolldownOptions: {
        input: resolve(root, workerSource),
        output: { format: "iife", entryFileNames: workerFile },
      },
    },
  });
  const [chunk] = "output" in result ? result.output : [];
  if (chunk?.type !== "chunk") throw new Error(`${workerSource} was not built.`);
  return chunk.code;
}
