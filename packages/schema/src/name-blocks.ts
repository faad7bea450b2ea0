import { Fragment, type Node } from "prosemirror-model";
import { newBlockId } from "./block-id.ts";

/**
 * A document whose every block that can have an id has one: pages know a block by it when somebody moves or rebuilds it
 * while another writes there. Those that are there stay.
 */
export function nameBlocks(doc: Node, newId: () => string = newBlockId): Node {
  const named = doc.children.map((block) => {
    if (!block.isBlock) return block;
    const isNameless = "id" in block.attrs && block.attrs.id === null;
    const attrs = isNameless ? { ...block.attrs, id: newId() } : block.attrs;
    const content = block.inlineContent ? block.content : nameBlocks(block, newId).content;
    return block.type.create(attrs, content, block.marks);
  });
  return doc.copy(Fragment.fromArray(named));
}
