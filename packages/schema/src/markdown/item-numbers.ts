import { Fragment, type Node } from "prosemirror-model";
import { type BlockGroup, blockTree } from "../block-tree.ts";

/**
 * Sets `start` on those ordered items whose place alone would give them another number than they shall have, by their
 * index in the flow: the first of a list that starts at 5, or that follows another list.
 */
export function numberItems(blocks: readonly Node[], numbers: ReadonlyMap<number, number>): readonly Node[] {
  if (numbers.size === 0) return blocks;
  const starts = new Map<number, number>();
  for (const list of listsOf(blockTree(Fragment.from(blocks)))) {
    let expected = 1;
    for (const { line } of list.items) {
      const number = numbers.get(line.index) ?? expected;
      if (number !== expected) starts.set(line.index, number);
      expected = number + 1;
    }
  }
  if (starts.size === 0) return blocks;
  return blocks.map((block, index) => {
    const start = starts.get(index);
    return start === undefined ? block : block.type.create({ ...block.attrs, start }, block.content);
  });
}

function* listsOf(groups: readonly BlockGroup[]): Generator<Extract<BlockGroup, { type: "list" }>> {
  for (const group of groups) {
    if (group.type === "quote") yield* listsOf(group.children);
    if (group.type !== "list") continue;
    if (group.isOrdered) yield group;
    for (const item of group.items) yield* listsOf(item.children);
  }
}
