import type { writeOnDevice } from "@quire/client";
import { newBlockId, schema, writeBlocks } from "@quire/schema";

/**
 * Makes a document on this device: one empty line, so that it can be typed in at once, and all who come to it share that.
 * Rejects where the browser keeps nothing for this page. `url`: where the documents are, `wss://host/sync`.
 * `write` comes with the document page, which shares its half.
 */
export async function writeFirstBlock(
  write: typeof writeOnDevice,
  url: string,
  indexedDB: IDBFactory | undefined,
  id: string,
): Promise<void> {
  if (indexedDB === undefined) throw new Error("this browser keeps nothing for this page");
  const doc = schema.node("doc", null, [schema.node("paragraph", { id: newBlockId() })]);
  await write({ url, id, indexedDB }, (ydoc) => writeBlocks(ydoc, doc));
}
