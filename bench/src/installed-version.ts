import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/lib/workspace.mjs";

/** The version of a package that lies in a folder of the project; "?" where it is not there. */
export function installedVersion(folder: string, name: string): string {
  return versionIn(path.join(root, folder, name, "package.json"));
}

/** The version that a package.json says. */
export function versionIn(file: string): string {
  try {
    const version: unknown = Reflect.get(JSON.parse(readFileSync(file, "utf8")), "version");
    return typeof version === "string" ? version : "?";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "?";
    throw error;
  }
}
