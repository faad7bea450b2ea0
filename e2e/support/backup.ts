import { cpSync, mkdtempSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { whileStill } from "../../trouble/while-still.ts";
import type { QuireServer } from "./quire-server.ts";

/**
 * Takes a backup of a server, which stands still for it as files do in a snapshot of a file system, and runs on. Gives what puts it
 * in the place of what the server has by then.
 */
export function backUp(server: QuireServer): () => Promise<void> {
  const backup = mkdtempSync(path.join(tmpdir(), "quire-backup-"));
  // Who has a directory open is no part of what is in it.
  const isData = (file: string) => !file.endsWith("lock");
  whileStill(server.pid, () => cpSync(server.dataDir, backup, { recursive: true, filter: isData }));
  return async () => {
    await server.stop();
    await rm(server.dataDir, { recursive: true });
    await rename(backup, server.dataDir);
    await server.start();
  };
}
