import { schema } from "@quire/schema";
import type { Node } from "prosemirror-model";

/** Where a block is to stand: before or after the block that a position is in; or there, where it is between blocks. */
export interface Place {
  readonly at: number;
  readonly isBefore: boolean;
}

/** The position between blocks that the place is now, the nearest at which a figure may stand. */
export function blockPlace(doc: Node, { at, isBefore }: Place): number {
  const $at = doc.resolve(Math.min(at, doc.content.size));
  const takes = (depth: number) =>
    $at.node(depth).contentMatchAt($at.index(depth)).matchType(schema.nodes.figure) !== null;
  let depth = $at.depth;
  while (depth > 0 && !takes(depth)) depth--;
  if (depth === $at.depth) return $at.pos;
  return isBefore ? $at.before(depth + 1) : $at.after(depth + 1);
}
