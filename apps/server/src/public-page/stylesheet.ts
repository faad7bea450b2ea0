import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The source that the build makes the public pages' styles of. */
const source = "src/public-page/public-page.css";

/** Where the build put the styles of public pages; undefined where nothing is built. */
export function findStylesheet(pages: string): string | undefined {
  const file = join(pages, ".vite/manifest.json");
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Partial<
    Record<string, { readonly file: string }>
  >;
  const built = manifest[source]?.file;
  return built === undefined ? undefined : `/${built}`;
}
