import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { QuireServer } from "./quire-server.ts";

/** Takes a backup of a server, which runs on. Gives what puts it in the place of what the server has by then. */
export async function backUp(server: QuireServer): Promise<() => Promise<void>> {
  await server.stop();
  const backup = await mkdtemp(path.join(tmpdir(), "quire-backup-"));
  await cp(server.dataDir, backup, { recursive: true });
  await server.start();
  return async () => {
    await server.stop();
    await rm(server.dataDir, { recursive: true });
    await rename(backup, server.dataDir);
    await server.start();
  };
}
