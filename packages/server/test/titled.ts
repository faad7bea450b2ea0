import { titleName } from "@quire/schema";
import * as Y from "yjs";

/** The update of somebody new who writes a title. */
export function titled(text: string): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.getText(titleName).insert(0, text);
  return Y.encodeStateAsUpdate(ydoc);
}
