import { fragmentName, titleName } from "@quire/schema";
import * as Y from "yjs";

/** What a document is made with; an old one has a title only. */
export function firstUpdate(isOld: boolean): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  ydoc.getText(titleName).insert(0, "A title");
  const block = new Y.XmlElement("paragraph");
  block.insert(0, [new Y.XmlText("the first words")]);
  if (!isOld) ydoc.getXmlFragment(fragmentName).insert(0, [block]);
  const update = Y.encodeStateAsUpdate(ydoc);
  ydoc.destroy();
  return update;
}
