import { type Bound, bind } from "@quire/binding";
import { fragmentName, schema } from "@quire/schema";
import type * as Y from "yjs";

/** A document's text, bound with all that the schema knows; what it does not know is sealed. */
export function bindText(ydoc: Y.Doc): Bound {
  const { sealed_block: block, sealed_text: inline } = schema.nodes;
  return bind({ fragment: ydoc.getXmlFragment(fragmentName), schema, sealed: { block, inline } });
}
