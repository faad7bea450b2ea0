import type { Node } from "prosemirror-model";

/** The blocks that hold no blocks, in order, however deep they stand: lines of text, code, dividers. */
export function* leafBlocks(flow: Node): Generator<Node> {
  for (const block of flow.children) {
    if (holdsBlocks(block)) yield* leafBlocks(block);
    else yield block;
  }
}

/** Whether a node is a flow: blocks stand in it, or may. */
export function holdsBlocks(node: Node): boolean {
  return node.isBlock && !node.isLeaf && !node.inlineContent;
}
