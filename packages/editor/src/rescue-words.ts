import { type LostWords, Rescue } from "@quire/binding";
import { fragmentName, schema } from "@quire/schema";
import type * as Y from "yjs";

/** Keeps what is typed here when somebody moves, joins or turns the block at that moment. Returns what ends it. */
export function rescueWords(ydoc: Y.Doc, onLost: (lost: LostWords) => void): () => void {
  const rescue = new Rescue({
    fragment: ydoc.getXmlFragment(fragmentName),
    isTextblock: (name) => kindOf(name)?.isTextblock === true,
    mayHold: (parent, child) => kindOf(parent)?.spec.code !== true || child !== "hard_break",
    onLost,
  });
  return () => rescue.destroy();
}

function kindOf(name: string) {
  return Object.hasOwn(schema.nodes, name) ? schema.nodes[name as keyof typeof schema.nodes] : undefined;
}
