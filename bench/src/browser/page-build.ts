import path from "node:path";
import { memory } from "../../../scripts/lib/workspace.mjs";

/** Where a built page is put: gone with node_modules. */
export function builtFolder(name: string): string {
  return path.join(memory, "bench", "pages", name);
}

/** Builds the page in this folder as its makers would: bundled and minified. */
export async function buildPage(name: string, source: string): Promise<void> {
  // Loaded only where it is needed: a run without pages does without.
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: source,
    base: "./",
    logLevel: "error",
    build: { outDir: builtFolder(name), emptyOutDir: true, chunkSizeWarningLimit: 10_000 },
  });
}
