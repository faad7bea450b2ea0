import type * as Y from "yjs";
import { bindText } from "../bind-text.ts";
import type { StoredFile } from "./uploads.ts";

/**
 * What puts a file into a document that no editor need have open, unless it stands there already: at a place that `UploadWatch`
 * told, or where that is gone, at the end. Fetched when it is asked for.
 */
export async function loadPutFile(): Promise<(ydoc: Y.Doc, place: unknown, stored: StoredFile) => void> {
  const { putFile } = await import("./uploading.ts");
  return (ydoc, place, stored) => putFile(() => bindText(ydoc), place, stored);
}
