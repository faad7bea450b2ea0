import { Rescue, readSeed } from "@quire/binding";
import { fragmentName, schema } from "@quire/schema";
import type * as Y from "yjs";
import type { LostWords } from "./lost-report.ts";
import { putBack } from "./put-back.ts";

/** Keeps words while it lasts, and puts back those that could not be kept. */
export interface WordRescue {
  readonly putBack: typeof putBack;
  end(): void;
}

/** Keeps what is typed here when somebody moves, joins or turns the block at that moment. */
export function rescueWords(ydoc: Y.Doc, onLost: (lost: LostWords) => void): WordRescue {
  const rescue = new Rescue({
    fragment: ydoc.getXmlFragment(fragmentName),
    isTextblock: (name) => kindOf(name)?.isTextblock === true,
    mayHold: (parent, child) => kindOf(parent)?.spec.code !== true || kindOf(child)?.isInline !== true,
    onLost: ({ content, ...lost }) => onLost({ ...lost, block: readSeed(content, schema) }),
  });
  return { putBack, end: () => rescue.destroy() };
}

function kindOf(name: string) {
  return Object.hasOwn(schema.nodes, name) ? schema.nodes[name as keyof typeof schema.nodes] : undefined;
}
