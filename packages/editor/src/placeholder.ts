import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { isPlain } from "./blocks.ts";

/** Shows a hint in a document that has nothing but one empty plain line. */
export function placeholderPlugin(text: string): Plugin {
  return new Plugin({
    props: {
      decorations: ({ doc }) => {
        if (!isEmptyDocument(doc)) return DecorationSet.empty;
        const hint = { class: "quire-placeholder", "data-placeholder": text };
        return DecorationSet.create(doc, [Decoration.node(0, doc.content.size, hint)]);
      },
    },
  });
}

function isEmptyDocument(doc: Node): boolean {
  const block = doc.firstChild;
  return doc.childCount === 1 && block !== null && isPlain(block) && block.content.size === 0;
}
