import type { Node } from "prosemirror-model";
import { keyOf } from "./sealed-key.ts";

/** The sign of a block's end. */
export const blockEnd = "</>";

/**
 * What stands at each place of a node's content: a letter; a thing in a line, for as long as it is; where a block begins,
 * what is said of it; and its end.
 */
export function signsOf(
  node: Node,
  from: number,
  to: number,
  openOf: (block: Node) => unknown = ({ type }) => type,
): readonly unknown[] {
  if (from >= to) return [];
  const signs: unknown[] = Array.from({ length: to - from }, () => blockEnd);
  node.nodesBetween(from, to, (child, pos) => {
    const [first, last] = [Math.max(pos, from), Math.min(pos + child.nodeSize, to)];
    if (child.isBlock) {
      if (pos >= from) signs[pos - from] = openOf(child);
      return true;
    }
    for (let at = first; at < last; at++) signs[at - from] = child.text?.charAt(at - pos) ?? thing(child);
    return false;
  });
  return signs;
}

/** One that is sealed is none but itself, and no letter. */
function thing(node: Node): unknown {
  return keyOf(node) ?? node.type;
}
