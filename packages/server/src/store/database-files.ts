import { closeSync, openSync } from "node:fs";

/** Makes a database's files where they are missing, for this user alone: those that LMDB makes everybody may read. */
export function makeDatabaseFiles(path: string): void {
  for (const file of [path, `${path}-lock`]) closeSync(openSync(file, "a", 0o600));
}
