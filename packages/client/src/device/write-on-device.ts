import * as Y from "yjs";
import { createDeviceCopy } from "./create-copy.ts";

/** Which document's copy, on which device. */
export interface DeviceDocument {
  /** Where the server's documents are: `wss://host/sync`. */
  readonly url: string;
  readonly id: string;
  readonly indexedDB: IDBFactory;
}

/**
 * Writes into a document's copy on this device without opening the document: what is written is sent by the session that
 * opens it next. Resolves when it is durably here, and rejects where the device does not take it.
 */
export async function writeOnDevice(
  { url, id, indexedDB }: DeviceDocument,
  edit: (ydoc: Y.Doc) => void,
): Promise<void> {
  const ydoc = new Y.Doc();
  const nobody = () => undefined;
  const copy = createDeviceCopy(
    { indexedDB, name: `${url}/${id}` },
    { ydoc, onChange: nobody, onFound: nobody, hearsServer: () => false, afterPaint: (task) => task() },
  );
  ydoc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== copy) copy.append(update, true);
  });
  await copy.load();
  edit(ydoc);
  await copy.close();
  ydoc.destroy();
  if (!copy.isKept) throw new Error(`this device does not keep the document ${id}`);
}
