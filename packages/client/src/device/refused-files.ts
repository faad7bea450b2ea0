import { platformChannel } from "./bell.ts";
import { committed, filesStore } from "./device-database.ts";
import { filesIn, filesSenderName, type KeptFile, readFiles } from "./kept-files.ts";
import { tellChanged } from "./sender.ts";

/** Files that a server would not take, the newest first. */
export async function refusedFiles(database: IDBDatabase): Promise<readonly KeptFile[]> {
  const files = await readFiles(filesIn(database).getAll());
  return files.filter(({ refusal }) => refusal !== undefined).sort((one, other) => other.at - one.at);
}

/** Changes what is kept, and has every tab look at it: documents that are open show what is there. */
export async function changeFiles(
  database: IDBDatabase,
  how: (store: IDBObjectStore) => unknown,
): Promise<void> {
  const transaction = database.transaction(filesStore, "readwrite", { durability: "strict" });
  how(transaction.objectStore(filesStore));
  await committed(transaction);
  tellChanged(platformChannel(), filesSenderName);
}
