import * as Y from "yjs";
import type { TextOf } from "./target.ts";

/** The text of a document's block with this number. */
export function textOfBlock(fragmentName: string, index: number): TextOf {
  return (ydoc) => {
    const block = ydoc.getXmlFragment(fragmentName).get(index);
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (text instanceof Y.XmlText) return text;
    throw new Error(`block ${index} of "${fragmentName}" has no text`);
  };
}

/** What somebody says whose caret is there: a state as y-prosemirror's cursor plugin sends it. */
export function caretState(name: string, text: Y.Text, offset: number): string {
  const position = Y.createRelativePositionFromTypeIndex(text, offset);
  return JSON.stringify({
    user: { name, color: "#30bced", colorLight: "#30bced33" },
    cursor: { anchor: position, head: position },
  });
}

/** The document that a client was sent when it came. */
export function documentOf(opening: readonly Uint8Array[]): Y.Doc {
  const ydoc = new Y.Doc();
  for (const update of opening) Y.applyUpdate(ydoc, update);
  return ydoc;
}
