import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** Bytes that a folder takes on the disk, in whole blocks. A file that goes meanwhile counts nothing. */
export function diskBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => {
      const found = statSync(path.join(parentPath, name), { throwIfNoEntry: false });
      return sum + (found?.blocks ?? 0) * 512;
    }, 0);
}
