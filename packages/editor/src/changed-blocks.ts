import { holdsBlocks } from "@quire/schema";
import type { Node } from "prosemirror-model";

/** A run of blocks that a change made or touched, by their indexes; `oldTo` is its end in the document before. */
export interface ChangedBlocks {
  readonly from: number;
  readonly to: number;
  readonly oldTo: number;
}

/**
 * The blocks that differ, found by identity: an unchanged block is the same object. Every keystroke asks, so nothing more
 * is done for the others than to compare them: their sizes are added up only where somebody asks where a block starts.
 */
export function changedBlocks({ children: before }: Node, { children: after }: Node): ChangedBlocks {
  const shared = Math.min(before.length, after.length);
  let from = 0;
  while (from < shared && before[from] === after[from]) from++;
  let oldTo = before.length;
  let to = after.length;
  while (oldTo > from && to > from && before[oldTo - 1] === after[to - 1]) {
    oldTo--;
    to--;
  }
  return { from, to, oldTo };
}

/** The position before the block at an index. */
export function blockStart({ children }: Node, index: number): number {
  let pos = 0;
  for (let at = 0; at < index; at++) pos += children[at]?.nodeSize ?? 0;
  return pos;
}

/** A flow in which a change made or touched blocks, and where it begins. A new flow was made whole. */
export interface ChangedFlow extends ChangedBlocks {
  readonly before: Node | null;
  readonly after: Node;
  /** The position of its first block. */
  readonly start: number;
}

/** The flows that a change made or touched: the document first, then those in it. */
export function* changedFlows(before: Node | null, after: Node, start = 0): Generator<ChangedFlow> {
  const changed = before ? changedBlocks(before, after) : { from: 0, to: after.childCount, oldTo: 0 };
  yield { ...changed, before, after, start };
  const { from, to, oldTo } = changed;
  let pos = start + blockStart(after, from);
  for (let index = from; index < to; index++) {
    const block = after.child(index);
    if (holdsBlocks(block)) {
      const old = to === oldTo ? before?.child(index) : undefined;
      yield* changedFlows(old?.type === block.type ? old : null, block, pos + 1);
    }
    pos += block.nodeSize;
  }
}
