import path from "node:path";
import { open } from "lmdb";
import type { Kept } from "./target.ts";

/** A document, or one of its records. */
type Key = string | [document: string, seq: number];

/** What Quire keeps of a document, read from the directory of a server that has stopped. */
export function readKept(dataDir: string, document: string): Kept {
  const root = open<unknown, Key>({
    path: path.join(dataDir, "quire.mdb"),
    noSubdir: true,
    readOnly: true,
    maxDbs: 16,
  });
  const database = (name: string) => root.openDB<Uint8Array, Key>({ name, encoding: "binary" });
  const bytesOf = (name: string): number => {
    const start: Key = [document, 0];
    const end: Key = [document, Number.MAX_SAFE_INTEGER];
    let bytes = 0;
    for (const { value } of database(name).getRange({ start, end })) bytes += value.length;
    return bytes;
  };
  try {
    return {
      snapshotBytes: database("snapshots").get(document)?.length,
      historyBytes: bytesOf("segments"),
      logBytes: bytesOf("log"),
    };
  } finally {
    void root.close();
  }
}
